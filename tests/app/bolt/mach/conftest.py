# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from findling.bolt import MachClassifier
from findling.bolt.estimators import Csr

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

N_WORDS = 2000


@dataclass(frozen=True)
class Topics:
    """Labels with ten words each, of which a sample has six, beside two that are noise."""

    words: NDArray[np.int64]

    @staticmethod
    def make(n_labels: int, seed: int = 0) -> Topics:
        """Return labels 0 to n - 1 with random words."""
        return Topics(np.random.default_rng(seed).integers(0, N_WORDS, (n_labels, 10)))

    def samples(self, labels: NDArray[Any], seed: int) -> Csr:
        """Return a sample of each of the labels."""
        rng = np.random.default_rng(seed)
        n = len(labels)
        picked = rng.random((n, 10)).argsort(axis=1)[:, :6]
        own = np.take_along_axis(self.words[labels], picked, axis=1)
        ids = np.concatenate([own, rng.integers(0, N_WORDS, (n, 2))], axis=1)
        return Csr(np.ones(n * 8, np.float32), ids.ravel(), np.arange(n + 1) * 8, (n, N_WORDS))


@pytest.fixture(scope="session")
def topics() -> Topics:
    """500 labels that are taught, and 100 more that are not."""
    return Topics.make(600)


@pytest.fixture(scope="session")
def trained_file(topics: Topics, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A saved classifier that learned ten samples of each of the 500 labels."""
    path = tmp_path_factory.mktemp("mach") / "trained.fdl"
    labels = np.tile(np.arange(500), 10)
    mach = MachClassifier(
        n_buckets=200, hidden_dim=64, epochs=8, batch_size=128, n_threads=1, seed=3
    )
    mach.fit(topics.samples(labels, 1), labels).save(path)
    return path


@pytest.fixture
def trained(trained_file: Path) -> MachClassifier:
    """The saved classifier, opened anew: change it at will."""
    return MachClassifier.load(trained_file, n_threads=1)
