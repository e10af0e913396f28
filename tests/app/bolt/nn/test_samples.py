# SPDX-License-Identifier: Apache-2.0
"""What goes into a model, and the sentences for what does not fit."""

from __future__ import annotations

import numpy as np
import pytest

from findling.bolt import EngineError, EngineValueError, InputTypeError, InputValueError, nn
from tests.app.bolt.nn.conftest import Csr, classifier, to_csr

RNG = np.random.default_rng(0)
X = RNG.normal(size=(20, 40))


def sparse_model() -> nn.Model:
    x = nn.Input(40, sparse=True)
    return nn.Model(x, nn.Linear(50)(nn.Embedding(8)(x))).compile("softmax_cross_entropy")


def test_types_are_turned_into_the_engines() -> None:
    model = classifier()
    expected = model.predict(X.astype(np.float32))
    np.testing.assert_array_equal(model.predict(X), expected)
    np.testing.assert_array_equal(model.predict(np.asfortranarray(X)), expected)


def test_a_sparse_row_is_the_sum_of_its_columns() -> None:
    model = sparse_model()
    dense = np.where(X > 0.5, X, 0.0)
    weights = model.get_weights()
    hidden = dense.astype(np.float32) @ weights["embedding_1/weight"]
    linear, bias = weights["linear_1/weight"], weights["linear_1/bias"]
    found = model.predict(to_csr(dense))
    np.testing.assert_allclose(found, np.dot(hidden, linear.T) + bias[:, 0], atol=1e-5)


def test_zeros_in_a_label_matrix_are_no_labels() -> None:
    labels = to_csr(np.eye(20, 50))
    with_zeros = Csr(
        labels.indptr * 2, np.repeat(labels.indices, 2), np.tile([1, 0], 20), labels.shape
    )
    with_zeros.indices[1::2] = 49
    model = classifier()
    assert model.evaluate(X, with_zeros) == model.evaluate(X, np.arange(20))


@pytest.mark.parametrize(
    ("x", "y", "sentence"),
    [
        (X[:, :39], np.zeros(20, int), "dense values of 40 columns for input x, got dense .* 39"),
        (X, np.zeros(19, int), "20 samples in target 0, got 19"),
        (X, np.full(20, 50), "below 50, got 50"),
        (X, np.full(20, -1), "ids from 0"),
        (X, np.zeros((20, 50)), "labels for softmax_cross_entropy"),
        (X, to_csr(np.zeros((20, 49))), "labels with 50 columns, got 49"),
        (X[None], np.zeros(20, int), "2 axes"),
        (np.full((20, 40), np.nan), np.zeros(20, int), "finite values in input 0"),
        ([X, X], np.zeros(20, int), "2 axes"),
        (to_csr(X), np.zeros(20, int), "dense values of 40 columns .* got sparse"),
    ],
)
def test_what_does_not_fit_gets_one_sentence(x: object, y: object, sentence: str) -> None:
    with pytest.raises(EngineError, match=sentence) as caught:
        classifier().fit(x, y)
    assert "\n" not in str(caught.value)


def test_wrong_kinds_of_values_are_type_errors() -> None:
    with pytest.raises(InputTypeError, match="an array or a CSR matrix, got int"):
        classifier().predict(3)
    with pytest.raises(InputTypeError, match="of numbers"):
        classifier().predict(np.full((2, 40), "a"))


def test_a_damaged_csr_matrix_is_refused() -> None:
    good = to_csr(X)
    short = Csr(good.indptr[:-1], good.indices, good.data, good.shape)
    with pytest.raises(InputValueError, match="21 values in indptr, got 20"):
        sparse_model().predict(short)
    outside = Csr(good.indptr, good.indices + 1, good.data, good.shape)
    with pytest.raises(EngineValueError, match="below 40"):
        sparse_model().predict(outside)


def test_a_sparse_prediction_needs_top_k() -> None:
    with pytest.raises(InputValueError, match="top_k"):
        classifier().predict(X, sparsity=0.1)  # pyright: ignore[reportCallIssue, reportArgumentType] - the mistake itself
