# SPDX-License-Identifier: Apache-2.0
"""Drawn signs and digits: dense networks, and hidden layers that compute 5 % of their neurons.

Each network learns for a few seconds of one processor: less would not show what it can do.
"""

from __future__ import annotations

import importlib.util

import numpy as np
import pytest

from examples.digits import (
    FreezeTables,
    accuracy,
    dense_network,
    scikit_digits,
    sparse_network,
)
from examples.drawn_digits import N_CLASSES, Drawings, draw
from findling.bolt import nn

# The standard error of a difference between two shares of .96, of 2,000 test samples each.
ERROR_OF_DIFFERENCE = 0.0065


@pytest.fixture(scope="module")
def train() -> Drawings:
    return draw(8000, seed=1)


@pytest.fixture(scope="module")
def held_out() -> Drawings:
    return draw(2000, seed=2)


def learned(model: nn.Model, train: Drawings, *callbacks: nn.Callback) -> nn.Model:
    return model.fit(train.x, train.y, epochs=7, batch_size=64, callbacks=callbacks)


def class_means(drawings: Drawings) -> np.ndarray:
    return np.stack([drawings.x[drawings.y == c].mean(axis=0) for c in range(N_CLASSES)])


def test_signs_are_the_same_for_every_seed_and_samples_are_not() -> None:
    first, again, other = draw(1000, seed=1), draw(1000, seed=1), draw(1000, seed=2)
    np.testing.assert_array_equal(first.x, again.x)
    assert not np.array_equal(first.x, other.x)
    distances = np.linalg.norm(class_means(first)[:, None] - class_means(other), axis=2)
    assert distances.argmin(axis=1).tolist() == list(range(N_CLASSES))


def test_a_linear_model_stays_below_the_networks(train: Drawings, held_out: Drawings) -> None:
    x = nn.Input(784)
    model = nn.Model(x, nn.Linear(N_CLASSES, activation="softmax")(x), seed=1)
    learned(model.compile("softmax_cross_entropy", nn.Adam(1e-3)), train)
    assert 0.85 < accuracy(model, held_out) < 0.95


def test_a_dense_network_tells_drawn_signs_apart(train: Drawings, held_out: Drawings) -> None:
    assert accuracy(learned(dense_network(784), train), held_out) >= 0.97


def test_winner_take_all_in_training_and_prediction(train: Drawings, held_out: Drawings) -> None:
    model = learned(sparse_network(784, "dwta"), train)
    assert accuracy(model, held_out, sparsity=0.05) >= 0.95


def test_signed_projections_with_tables_that_follow_and_frozen_ones(
    train: Drawings, held_out: Drawings
) -> None:
    follows = learned(sparse_network(784, "srp"), train)
    frozen = learned(sparse_network(784, "srp"), train, FreezeTables())
    right = accuracy(follows, held_out, sparsity=0.05)
    assert right >= 0.95
    assert accuracy(frozen, held_out, sparsity=0.05) >= max(0.95, right - ERROR_OF_DIFFERENCE)


@pytest.mark.skipif(
    importlib.util.find_spec("sklearn") is None,
    reason="scikit-learn, which has the digits, is missing",
)
def test_the_digits_of_scikit_learn() -> None:
    train, held_out = scikit_digits()
    dense = dense_network(64).fit(train.x, train.y, epochs=30, batch_size=32)
    assert accuracy(dense, held_out) >= 0.97
    sparse = sparse_network(64).fit(train.x, train.y, epochs=20, batch_size=32)
    assert accuracy(sparse, held_out, sparsity=0.05) >= 0.95
