# SPDX-License-Identifier: Apache-2.0
"""Networks as they are written down, and mistakes in them."""

from __future__ import annotations

import numpy as np
import pytest

from findling.bolt import EngineValueError, InputTypeError, InputValueError, nn
from findling.bolt.nn.description import describe
from tests.app.bolt.nn.conftest import to_csr


def test_a_network_is_one_line_a_node() -> None:
    x = nn.Input(100, sparse=True, name="words")
    out = nn.Linear(500, sparsity=0.1, normalise=True, scale=20)(nn.Embedding(8)(x))
    assert describe([x], [out]) == (
        "input words dim=100 sparse=1\n"
        "embedding embedding_1 from=0 dim=8 activation=linear bias=0\n"
        "linear linear_1 from=1 dim=500 sparsity=0.1 sampling=auto activation=linear bias=1 "
        "normalise=1 scale=20.0\n"
        "outputs 2\n"
    )


def test_a_linear_layer_over_a_sparse_input_is_stored_by_columns() -> None:
    words = nn.Input(9, sparse=True)
    model = nn.Model(words, nn.Linear(2, activation="softmax", name="out")(words))
    weights = model.get_weights()
    assert weights["out/weight"].shape == (9, 2)
    weights["out/bias"][:] = [[0.5, -0.5]]
    model.set_weights(weights)
    x = np.eye(9, dtype=np.float32)[:3] * 2
    logits = x @ weights["out/weight"] + weights["out/bias"]
    expected = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(model.predict(to_csr(x)), expected, rtol=1e-5)


def test_a_layer_that_is_called_twice_shares_its_name() -> None:
    a, b = nn.Input(3), nn.Input(3)
    layer, drop = nn.Linear(2), nn.Dropout(0.5)
    text = describe([a, b], [drop(layer(a)), drop(layer(b))])
    assert text.count(" linear_1 ") == 2
    assert "dropout_1" in text
    assert "dropout_2" in text


def test_automatic_sparsity_follows_the_width() -> None:
    x = nn.Input(4)
    assert "  all  " in nn.Model(x, nn.Linear(2000, sparsity="auto")(x)).summary()
    assert "10.240%" in nn.Model(x, nn.Linear(10_000, sparsity="auto")(x)).summary()


def test_a_deep_network_needs_no_deep_stack() -> None:
    node = x = nn.Input(2)
    for _ in range(2000):
        node = nn.Dropout(0.0)(node)
    assert nn.Model(x, node).summary().count("dropout") >= 2000


def test_mistakes_are_told_in_one_sentence() -> None:
    x, words = nn.Input(4), nn.Input(9, sparse=True, name="words")
    with pytest.raises(InputTypeError, match="called with nodes, got 3"):
        nn.Linear(2)(3)  # pyright: ignore[reportArgumentType] - the mistake itself
    with pytest.raises(InputValueError, match="1 or more, got 0"):
        nn.Linear(0)
    with pytest.raises(InputTypeError, match=r"whole number, got 2\.5"):
        nn.Embedding(2.5)  # pyright: ignore[reportArgumentType] - the mistake itself
    with pytest.raises(InputValueError, match=r"linear_1: expected sparsity 1 .* put an embedding"):
        nn.Model(words, nn.Linear(2, sparsity=0.5)(words))
    with pytest.raises(InputValueError, match="no normalise over a sparse input"):
        nn.Model(words, nn.Linear(2, normalise=True)(words))
    with pytest.raises(EngineValueError, match="put an embedding between"):
        nn.Model(words, nn.LayerNorm()(words))
    with pytest.raises(EngineValueError, match="a sparse input, got input_1, which is dense"):
        nn.Model(x, nn.Embedding(2)(x))
    with pytest.raises(InputValueError, match="reads input words"):
        nn.Model(x, nn.Concat()(nn.Linear(2)(x), nn.Embedding(2)(words)))
    with pytest.raises(EngineValueError, match="softmax is for outputs"):
        nn.Model(x, nn.Linear(2)(nn.Linear(2, activation="softmax")(x)))
    with pytest.raises(EngineValueError, match=r"sparsity above 0 and up to 1, got 1\.5"):
        nn.Model(x, nn.Linear(2, sparsity=1.5)(x))
    with pytest.raises(EngineValueError, match="expected activation linear, relu"):
        nn.Model(x, nn.Linear(2, activation="swish")(x))  # pyright: ignore[reportArgumentType] - the mistake itself
    with pytest.raises(InputValueError, match="its own name, got same twice"):
        nn.Model(x, nn.Linear(2, name="same")(nn.Linear(2, name="same")(x)))
    with pytest.raises(EngineValueError, match="letters, digits"):
        nn.Model(x, nn.Linear(2, name="a b")(x))


def test_losses_and_optimizers_are_found_by_name() -> None:
    x = nn.Input(4)
    model = nn.Model(x, nn.Linear(2)(x))
    with pytest.raises(InputValueError, match="softmax_cross_entropy, binary"):
        model.compile("cross_entropy")
    with pytest.raises(InputValueError, match="adam, sgd, adagrad; got lion"):
        model.compile("mse", "lion")
    with pytest.raises(InputValueError, match="constant, linear, cosine, plateau; got steps"):
        model.compile("mse", schedule="steps")
    with pytest.raises(InputValueError, match="precision@k"):
        model.compile("softmax_cross_entropy", metrics=["precision"])
    with pytest.raises(EngineValueError, match="beta1"):
        model.compile("mse", nn.Adam(beta1=1.0))
    with pytest.raises(InputValueError, match="lr of 0 or more, got -1"):
        nn.Adam(-1)
