# SPDX-License-Identifier: Apache-2.0
"""Which inputs drove an output."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pytest

from findling.bolt import InputTypeError, InputValueError, nn
from tests.app.bolt.nn.conftest import Csr, same_weights, to_csr

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from findling.bolt.nn.layers import Activation

N_WORDS = 60
N_CLASSES = 6


def causal_task(n: int, seed: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Ten words a sample, one of which decides the class: word c for class c."""
    rng = np.random.default_rng(seed)
    y = rng.integers(N_CLASSES, size=n)
    x = np.zeros((n, N_WORDS), np.float32)
    for i in range(n):
        x[i, N_CLASSES + rng.choice(N_WORDS - N_CLASSES, 9, replace=False)] = 1
    x[np.arange(n), y] = 1
    return x, y


def network(*, cosine: bool, sparse: bool) -> nn.Model:
    x = nn.Input(N_WORDS, sparse=sparse)
    body = nn.Embedding(16, activation="relu", bias=True)(x) if sparse else nn.Linear(16)(x)
    hidden = nn.Dropout(0.2)(body if cosine else nn.LayerNorm()(body))
    head = nn.Linear(
        N_CLASSES, activation="softmax", normalise=cosine, scale=10.0 if cosine else 1.0, name="y"
    )
    model = nn.Model(x, head(hidden), seed=2, n_threads=2)
    return model.compile("softmax_cross_entropy", nn.Adam(0.02))


@pytest.mark.parametrize(
    ("cosine", "sparse", "method"),
    [
        (False, True, "gradient_x_input"),
        (False, False, "gradient_x_input"),
        (False, True, "integrated_gradients"),
        (True, True, "gradient_x_input"),
        (True, True, "held_lengths"),
    ],
)
def test_the_causal_word_is_the_strongest(
    cosine: bool, sparse: bool, method: nn.ExplainMethod
) -> None:
    x, y = causal_task(1500, 0)
    model = network(cosine=cosine, sparse=sparse)
    model.fit(to_csr(x) if sparse else x, y, epochs=6, batch_size=32)
    x, y = causal_task(300, 1)
    told = model.explain(to_csr(x) if sparse else x, method=method, top=1)
    assert np.mean([one.ids[0] == label for one, label in zip(told, y, strict=True)]) >= 0.9


def linear_model() -> nn.Model:
    words, extra = nn.Input(12, sparse=True), nn.Input(3)
    both = nn.Concat()(nn.Embedding(5, bias=True)(words), nn.Linear(4)(extra))
    return nn.Model([words, extra], nn.Linear(7, activation="softmax")(both), seed=1)


def two_inputs(n: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    rng = np.random.default_rng(3)
    words = np.where(rng.random((n, 12)) < 0.4, rng.normal(size=(n, 12)), 0.0)
    return words.astype(np.float32), rng.normal(size=(n, 3)).astype(np.float32)


def test_contributions_to_a_linear_network_are_its_products() -> None:
    model = linear_model()
    words, extra = two_inputs(5)
    w = model.get_weights()
    head = w["linear_2/weight"]
    by_word = np.dot(w["embedding_1/weight"], head[:, :5].T)  # [12, 7]
    by_extra = np.dot(w["linear_1/weight"].T, head[:, 5:].T)  # [3, 7]
    for i, told in enumerate(model.explain([to_csr(words), extra], column=4)):
        expected = [*(words[i] * by_word[:, 4]), *(extra[i] * by_extra[:, 4])]
        found = np.zeros(15)
        found[told.ids + 12 * told.inputs] = told.contributions
        np.testing.assert_allclose(found, expected, atol=1e-5)
        assert told.column == 4
        assert told.total == pytest.approx(told.value - told.baseline, abs=1e-5)
        assert (np.diff(np.abs(told.contributions)) <= 0).all()


def test_the_explained_column_is_the_predicted_one() -> None:
    model = linear_model()
    words, extra = two_inputs(30)
    told = model.explain([to_csr(words), extra], batch_size=7)
    np.testing.assert_array_equal(
        [one.column for one in told], model.predict([to_csr(words), extra]).argmax(axis=1)
    )
    asked = np.arange(30) % 7
    told = model.explain([to_csr(words), extra], column=asked)
    np.testing.assert_array_equal([one.column for one in told], asked)


def test_contributions_are_slopes_times_values() -> None:
    x, y = causal_task(300, 0)
    model = network(cosine=True, sparse=False).fit(x, y, epochs=1)
    sample = np.random.default_rng(0).normal(size=(1, N_WORDS)).astype(np.float32)
    told = model.explain(sample, column=2)[0]
    step = 0.01 * np.eye(N_WORDS, dtype=np.float32)
    above = np.array([one.value for one in model.explain(sample + step, column=2)])
    below = np.array([one.value for one in model.explain(sample - step, column=2)])
    slopes = (above - below) / 0.02
    np.testing.assert_allclose(
        told.contributions, sample[0, told.ids] * slopes[told.ids], atol=2e-3, rtol=0.01
    )


@pytest.mark.parametrize(
    ("activation", "n_steps", "tolerance"), [("tanh", 32, 0.001), ("relu", 128, 0.05)]
)
def test_on_the_way_from_zero_contributions_add_up(
    activation: Activation, n_steps: int, tolerance: float
) -> None:
    rng = np.random.default_rng(1)
    x = rng.normal(size=(40, 20)).astype(np.float32)
    source = nn.Input(20)
    hidden = nn.Linear(32, activation=activation, name="a")(source)
    hidden = nn.Linear(16, activation=activation, name="b")(hidden)
    model = nn.Model(source, nn.Linear(4, activation="softmax")(hidden), seed=3)
    bias = rng.normal(size=(32, 1))
    model.set_weights({"a/bias": bias, "b/bias": bias[:16]})
    for told in model.explain(x, method="integrated_gradients", n_steps=n_steps):
        gap = abs(told.total - (told.value - told.baseline))
        assert gap <= tolerance * np.abs(told.contributions).max()


def test_shares_of_a_cosine_add_up_to_it() -> None:
    x = nn.Input(12, sparse=True)
    head = nn.Linear(9, normalise=True, scale=6.0, bias=False)
    model = nn.Model(x, head(nn.Embedding(8, activation="relu")(x)), seed=1)
    for told in model.explain(to_csr(two_inputs(20)[0]), method="held_lengths"):
        assert told.total == pytest.approx(told.value, abs=1e-5)


@pytest.mark.parametrize("weights", ["bf16", "int8"])
def test_weights_in_fewer_bytes_are_explained(
    tmp_path: Path, weights: Literal["bf16", "int8"]
) -> None:
    x, y = causal_task(400, 0)
    model = network(cosine=True, sparse=True).fit(to_csr(x), y, epochs=2)
    model.save(tmp_path / "small.fdl", weights=weights)
    small = nn.Model.load(tmp_path / "small.fdl")
    rows = to_csr(x[:40])
    for told, full in zip(
        small.explain(rows, column=1), model.explain(rows, column=1), strict=True
    ):
        assert told.value == pytest.approx(full.value, abs=0.1)
        assert told.contributions[0] == pytest.approx(full.contributions[0], abs=0.1)


def test_names_are_those_of_the_features() -> None:
    model = linear_model()
    words, extra = two_inputs(2)
    names = [[f"w{i}" for i in range(12)], np.array(["a", "b", "c"])]
    told = model.explain([to_csr(words), extra], feature_names=names, top=4)[0]
    assert told.names is not None
    assert len(told.names) == len(told.ids) == 4
    assert told.names == tuple(
        str(names[place][column]) for place, column in zip(told.inputs, told.ids, strict=True)
    )
    half = model.explain([to_csr(words), extra], feature_names=[None, names[1]])[0].names
    assert half is not None
    assert {"a", "b", "c"} < set(half)
    assert model.explain([to_csr(words), extra])[0].names is None


def test_a_column_named_twice_is_one_feature() -> None:
    model = linear_model()
    extra = np.ones((2, 3), np.float32)
    once = Csr(np.array([0, 1, 1]), np.array([3]), np.array([3.0]), (2, 12))
    twice = Csr(np.array([0, 2, 2]), np.array([3, 3]), np.array([1.0, 2.0]), (2, 12))
    (one, none), (two, _) = (model.explain([x, extra], column=0) for x in (once, twice))
    np.testing.assert_array_equal(one.ids, two.ids)
    np.testing.assert_allclose(one.contributions, two.contributions, atol=1e-6)
    assert none.inputs.tolist() == [1, 1, 1]


def test_explaining_changes_nothing(tmp_path: Path) -> None:
    x, y = causal_task(200, 0)
    model = network(cosine=False, sparse=True).fit(to_csr(x), y)
    model.save(tmp_path / "before.fdl", with_training=True)
    weights = model.get_weights()
    model.explain(to_csr(x))
    model.explain(to_csr(x), method="integrated_gradients", n_steps=3)
    model.save(tmp_path / "after.fdl", with_training=True)
    assert (tmp_path / "before.fdl").read_bytes() == (tmp_path / "after.fdl").read_bytes()
    fresh = network(cosine=False, sparse=True)
    fresh.set_weights(weights)
    assert same_weights(model, fresh)


def test_threads_explain_and_predict_side_by_side() -> None:
    x, _ = causal_task(64, 0)
    model = network(cosine=True, sparse=True)
    rows = to_csr(x)
    expected, told = model.predict(rows), [one.contributions for one in model.explain(rows)]
    wrong: list[str] = []

    def check(turns: int) -> None:
        for _ in range(turns):
            if not np.array_equal(model.predict(rows), expected):
                wrong.append("predict")
            for one, before in zip(model.explain(rows), told, strict=True):
                if not np.array_equal(one.contributions, before):
                    wrong.append("explain")

    threads = [threading.Thread(target=check, args=(5,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_no_samples_give_no_explanations() -> None:
    assert network(cosine=True, sparse=False).explain(np.zeros((0, N_WORDS))) == []


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"method": "saliency"}, "expected method gradient_x_input, .* got 'saliency'"),
        ({"output": 1}, "output below 1, got 1"),
        ({"column": 6}, "columns of y below 6, got 6"),
        ({"column": -1}, "columns from 0"),
        ({"column": [0]}, "2 columns, one for each sample, got 1"),
        ({"top": 0}, "top of 1 or more, got 0"),
        ({"n_steps": 0}, "n_steps from 1 to 512, got 0"),
        ({"batch_size": 0}, "batch_size of 1 or more"),
        ({"feature_names": ["a"]}, "60 feature names, got 1"),
    ],
)
def test_questions_without_an_answer_get_one_sentence(
    options: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence) as caught:
        network(cosine=False, sparse=False).explain(causal_task(2, 0)[0], **options)
    assert "\n" not in str(caught.value)


def test_wrong_kinds_are_type_errors() -> None:
    model = network(cosine=False, sparse=False)
    x = causal_task(2, 0)[0]
    with pytest.raises(InputTypeError, match="column to be a whole number"):
        model.explain(x, column=0.5)
    with pytest.raises(InputTypeError, match="list of feature names, got str"):
        model.explain(x, feature_names="abc")
    with pytest.raises(InputValueError, match="2 axes"):
        model.explain(x[None])
