# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from findling.bolt import nn

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from findling.bolt.nn.layers import Sampling


@dataclass
class Csr:
    """What scipy.sparse.csr_matrix looks like from outside."""

    indptr: NDArray[Any]
    indices: NDArray[Any]
    data: NDArray[Any]
    shape: tuple[int, int]


def to_csr(dense: NDArray[Any]) -> Csr:
    rows, columns = np.nonzero(dense)
    indptr = np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=len(dense)))))
    shape = (int(dense.shape[0]), int(dense.shape[1]))
    return Csr(indptr.astype(np.int32), columns.astype(np.int32), dense[rows, columns], shape)


@dataclass
class Toy:
    """Noisy copies of one random pattern a class."""

    x: NDArray[np.float32]
    y: NDArray[np.int64]


def make_toy(n: int, n_classes: int, dim: int = 40, seed: int = 0) -> Toy:
    rng = np.random.default_rng(17)
    patterns = rng.normal(size=(n_classes, dim))
    rng = np.random.default_rng(seed)
    y = rng.integers(n_classes, size=n)
    x = patterns[y] + 0.5 * rng.normal(size=(n, dim))
    return Toy(x.astype(np.float32), y)


@pytest.fixture(scope="session")
def toy() -> Toy:
    return make_toy(2000, 50)


@pytest.fixture(scope="session")
def held_out() -> Toy:
    return make_toy(500, 50, seed=1)


def classifier(
    sparsity: float = 1.0, *, seed: int = 3, n_threads: int = 2, sampling: Sampling = "random"
) -> nn.Model:
    """Return a small network for the toy task, ready to learn."""
    x = nn.Input(40, name="x")
    hidden = nn.Dropout(0.1)(nn.Linear(64, activation="relu", name="hidden")(x))
    head = nn.Linear(50, activation="softmax", sparsity=sparsity, sampling=sampling, name="head")
    model = nn.Model(x, head(hidden), seed=seed, n_threads=n_threads)
    return model.compile("softmax_cross_entropy", nn.Adam(5e-3), metrics=["accuracy"])


def same_weights(a: nn.Model, b: nn.Model) -> bool:
    left, right = a.get_weights(), b.get_weights()
    return left.keys() == right.keys() and all(
        np.array_equal(left[name], right[name]) for name in left
    )
