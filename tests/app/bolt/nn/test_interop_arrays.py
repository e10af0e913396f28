# SPDX-License-Identifier: Apache-2.0
"""Arrays and sparse matrices in every form that other libraries give them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from findling.bolt import InputTypeError, InputValueError, MissingPackageError, nn
from tests.app.bolt.nn.conftest import classifier, same_weights

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

N, DIM, N_LABELS = 24, 24, 24  # square: rows and columns are not told apart by their number


def dense_rows() -> NDArray[np.float32]:
    rng = np.random.default_rng(5)
    dense = np.where(rng.random((N, DIM)) < 0.3, rng.integers(1, 4, (N, DIM)), 0)
    dense[3] = dense[N - 1] = 0
    return dense.astype(np.float32)


def sparse_model() -> nn.Model:
    x = nn.Input(DIM, sparse=True)
    head = nn.Linear(N_LABELS, activation="sigmoid", name="y")
    model = nn.Model(x, head(nn.Embedding(6)(x)), seed=1)
    return model.compile("binary_cross_entropy", nn.SGD(0.1))


def shuffled(matrix: Any) -> Any:  # noqa: ANN401 - scipy ships no types
    """The same matrix with the columns of each row the other way round."""
    matrix = matrix.copy()
    for begin, end in zip(matrix.indptr[:-1], matrix.indptr[1:], strict=True):
        matrix.indices[begin:end] = matrix.indices[begin:end][::-1]
        matrix.data[begin:end] = matrix.data[begin:end][::-1]
    matrix.has_sorted_indices = False
    return matrix


def halved(matrix: Any) -> Any:  # noqa: ANN401
    """The same matrix with every value in two halves."""
    return type(matrix)(
        (np.repeat(matrix.data / 2, 2), np.repeat(matrix.indices, 2), matrix.indptr * 2),
        shape=matrix.shape,
    )


def long_ids(matrix: Any) -> Any:  # noqa: ANN401
    matrix = matrix.copy()
    matrix.indices, matrix.indptr = matrix.indices.astype("i8"), matrix.indptr.astype("i8")
    return matrix


def roomy(matrix: Any) -> Any:  # noqa: ANN401
    """The same matrix with unused room behind its values."""
    matrix = matrix.copy()
    matrix.indices = np.append(matrix.indices, [DIM + 9, 0]).astype(matrix.indices.dtype)
    matrix.data = np.append(matrix.data, [np.nan, 1]).astype(matrix.data.dtype)
    return matrix


FORMS: dict[str, Callable[[Any], Any]] = {
    "csr_matrix": lambda m: __import__("scipy.sparse").sparse.csr_matrix(m),
    "csc": lambda m: m.tocsc(),
    "coo": lambda m: m.tocoo(),
    "lil": lambda m: m.tolil(),
    "dok": lambda m: m.todok(),
    "bsr": lambda m: m.tobsr((2, 2)),
    "dia": lambda m: m.todia(),
    "int64 indices": long_ids,
    "unsorted": shuffled,
    "duplicates": halved,
    "room behind": roomy,
    "float64": lambda m: m.astype(np.float64),
    "int8": lambda m: m.astype(np.int8),
}


def contributions(model: nn.Model, x: object) -> NDArray[np.float32]:
    """What each column of the first sample did to output 0."""
    told = model.explain(x, column=0)[0]
    dense = np.zeros(DIM, np.float32)
    dense[told.ids] = told.contributions
    return dense


@pytest.fixture
def scipy_rows() -> Any:  # noqa: ANN401
    sparse = pytest.importorskip("scipy.sparse", reason="scipy is not installed")
    return sparse.csr_array(dense_rows())


@pytest.mark.parametrize("form", FORMS)
def test_every_sparse_form_goes_in_everywhere(scipy_rows: Any, form: str) -> None:  # noqa: ANN401
    model, same = sparse_model(), sparse_model()
    given, labels = FORMS[form](scipy_rows), FORMS[form](scipy_rows)
    np.testing.assert_allclose(model.predict(given), same.predict(scipy_rows), atol=1e-6)
    np.testing.assert_array_equal(
        model.predict(given, top_k=3).ids, same.predict(scipy_rows, top_k=3).ids
    )
    assert model.evaluate(given, labels)["loss"] == pytest.approx(
        same.evaluate(scipy_rows, scipy_rows)["loss"]
    )
    told, told_same = contributions(model, given), contributions(same, scipy_rows)
    np.testing.assert_allclose(told, told_same, atol=1e-6)
    model.fit(given, labels, epochs=1, batch_size=8, validation=(given, labels))
    same.fit(scipy_rows, scipy_rows, epochs=1, batch_size=8)
    for name, table in model.get_weights().items():
        np.testing.assert_allclose(table, same.get_weights()[name], atol=2e-4)


def test_booleans_are_ones(scipy_rows: Any) -> None:  # noqa: ANN401
    model = sparse_model()
    expected = model.predict((scipy_rows != 0).astype(np.float32))
    np.testing.assert_array_equal(model.predict(scipy_rows != 0), expected)


def test_sparse_arrays_of_one_axis_are_refused() -> None:
    sparse = pytest.importorskip("scipy.sparse", reason="scipy is not installed")
    for row in (sparse.coo_array([1.0, 0.0, 2.0]), sparse.csr_array([1.0, 0.0, 2.0])):
        with pytest.raises(InputValueError, match="2 axes"):
            sparse_model().predict(row)


@pytest.mark.parametrize(
    "change",
    [
        lambda x: x.astype(np.float64),
        np.asfortranarray,
        lambda x: np.repeat(x, 2, axis=0)[::2],
        lambda x: np.repeat(x, 3, axis=1)[:, 1::3],
        lambda x: x[::-1, ::-1][::-1, ::-1],
        lambda x: x.astype(">f4"),
        lambda x: x.tolist(),
    ],
    ids=["float64", "fortran", "every second row", "strided", "reversed", "big-endian", "lists"],
)
def test_arrays_of_any_layout_give_the_same(change: Callable[[Any], Any]) -> None:
    x = np.random.default_rng(0).normal(size=(9, 40)).astype(np.float32)
    model = classifier()
    np.testing.assert_array_equal(model.predict(change(x)), model.predict(x))


@pytest.mark.parametrize("kind", [np.float16, np.int8, np.uint16, np.int64, bool])
def test_arrays_of_any_number_go_in(kind: type) -> None:
    x = as_type(np.random.default_rng(0).integers(0, 2, size=(9, 40)), kind)
    model = classifier()
    np.testing.assert_array_equal(model.predict(x), model.predict(x.astype(np.float32)))


def as_type(array: NDArray[Any], kind: Any) -> Any:  # noqa: ANN401
    return array.astype(kind)


def test_bfloat16_goes_in() -> None:
    numbers = pytest.importorskip("ml_dtypes", reason="ml_dtypes is not installed")
    x = as_type(np.random.default_rng(0).normal(size=(9, 40)), numbers.bfloat16)
    model, other = classifier(), classifier()
    np.testing.assert_array_equal(model.predict(x), model.predict(x.astype(np.float32)))
    other.set_weights(
        {name: as_type(table, x.dtype) for name, table in model.get_weights().items()}
    )
    np.testing.assert_allclose(other.predict(x), model.predict(x), atol=0.02)


def test_read_only_arrays_are_read() -> None:
    x = np.random.default_rng(0).normal(size=(40, 40)).astype(np.float32)
    y = np.arange(40)
    x.setflags(write=False)
    y.setflags(write=False)
    model = classifier()
    model.fit(x, y)
    weights = model.get_weights()
    for table in weights.values():
        table.setflags(write=False)
    model.set_weights(weights)
    assert model.predict(x).shape == (40, 50)


def test_numbers_that_float32_cannot_hold_are_refused() -> None:
    with pytest.raises(ValueError, match="finite values in input 0"):
        classifier().predict(np.full((2, 40), 1e300))


@pytest.mark.parametrize("kind", [np.complex64, object, "U1", "M8[s]"])
def test_what_is_no_real_number_is_a_type_error(kind: Any) -> None:  # noqa: ANN401
    with pytest.raises(InputTypeError, match="of numbers, got"):
        classifier().predict(np.zeros((2, 40), kind))


def test_weights_go_in_as_other_libraries_have_them() -> None:
    first, second = classifier(seed=1), classifier(seed=2)
    flat = {name: table.squeeze() for name, table in first.get_weights().items()}
    assert flat["head/bias"].ndim == 1
    second.set_weights({name: table.astype(np.float64) for name, table in flat.items()})
    assert same_weights(first, second)


@pytest.mark.parametrize(
    ("weights", "error", "sentence"),
    [
        ({"head/wieght": np.zeros(3)}, ValueError, "one of .*head/weight.* got head/wieght"),
        ({"head/bias": np.zeros((1, 50))}, InputValueError, r"shape \(50, 1\) for head/bias"),
        ({"head/bias": np.zeros(49)}, InputValueError, r"got \(49,\)"),
        ({"head/bias": np.full(50, np.inf)}, InputValueError, "finite values for head/bias"),
        ({"head/bias": ["a"] * 50}, InputTypeError, "head/bias of numbers, got <U1"),
    ],
)
def test_weights_that_do_not_fit_change_nothing(
    weights: dict[str, Any], error: type[Exception], sentence: str
) -> None:
    model, before = classifier(), classifier()
    with pytest.raises(error, match=sentence) as caught:
        model.set_weights({"hidden/bias": np.ones(64), **weights})
    assert "\n" not in str(caught.value)
    assert same_weights(model, before)
    with pytest.raises(InputTypeError, match="weights by name, got list"):
        model.set_weights([np.ones(64)])  # pyright: ignore[reportArgumentType] - the mistake itself


def test_best_columns_go_out_as_a_sparse_matrix() -> None:
    pytest.importorskip("scipy.sparse", reason="scipy is not installed")
    model = classifier()
    x = np.random.default_rng(0).normal(size=(9, 40))
    top = model.predict(x, top_k=4)
    rows = nn.top_to_csr(top, 50)
    assert rows.has_sorted_indices
    dense = np.zeros((9, 50), np.float32)
    np.put_along_axis(dense, top.ids, top.scores, axis=1)
    np.testing.assert_array_equal(rows.toarray(), dense)
    top.ids[2, 1:] = -1  # a sparse prediction that found one column
    assert nn.top_to_csr(top, 50)[[2]].nnz == 1
    with pytest.raises(InputValueError, match="columns, got 3"):
        nn.top_to_csr(top, 3)


def test_without_scipy_a_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy.sparse", None)
    with pytest.raises(MissingPackageError, match="pip install scipy"):
        nn.top_to_csr(classifier().predict(np.zeros((1, 40)), top_k=1), 50)
