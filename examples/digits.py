# SPDX-License-Identifier: Apache-2.0
"""Tell digits and drawn signs apart, with all neurons and with one in twenty.

Run ``python -m examples.digits`` in the root of the project. Prints a table: how many test samples
are told right by a dense network, and by one whose wide hidden layer computes 5 % of its neurons
for a sample, in training and afterwards, with and without frozen hash tables. The 8 x 8 digits are
scikit-learn's and are left out when it is not installed.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from examples.drawn_digits import N_CLASSES, Drawings, draw
from findling.bolt import nn

if TYPE_CHECKING:
    from collections.abc import Sequence

SPARSITY = 0.05
_SETTLED = 4  # epochs after which tables may be frozen


def scikit_digits() -> tuple[Drawings, Drawings]:
    """Return scikit-learn's 8 x 8 digits: 1,297 to learn from and 500 to test with."""
    datasets: Any = importlib.import_module("sklearn.datasets")
    x, y = datasets.load_digits(return_X_y=True)
    order = np.random.default_rng(0).permutation(len(x))
    x, y = (x[order] / 16.0).astype(np.float32), y[order].astype(np.int64)
    return Drawings(x[:-500], y[:-500]), Drawings(x[-500:], y[-500:])


def dense_network(dim: int, *, n_hidden: int = 512) -> nn.Model:
    """Return a network for samples of ``dim`` columns that computes all of its neurons."""
    x = nn.Input(dim)
    hidden = nn.Linear(n_hidden, activation="relu")(x)
    model = nn.Model(x, nn.Linear(N_CLASSES, activation="softmax")(hidden), seed=1)
    return model.compile("softmax_cross_entropy", nn.Adam(2e-3), schedule="linear")


def sparse_network(
    dim: int, sampling: Literal["srp", "dwta"] = "srp", *, n_hidden: int = 2000
) -> nn.Model:
    """Return one with a wide hidden layer of which each sample uses one neuron in twenty."""
    x = nn.Input(dim)
    hidden = nn.Linear(n_hidden, activation="relu", sparsity=SPARSITY, sampling=sampling)(x)
    model = nn.Model(x, nn.Linear(N_CLASSES, activation="softmax")(hidden), seed=1)
    return model.compile("softmax_cross_entropy", nn.Adam(4e-3), schedule="linear")


def accuracy(model: nn.Model, samples: Drawings, *, sparsity: float | None = None) -> float:
    """Return the share of samples whose class the model tells."""
    return float((model.predict(samples.x, sparsity=sparsity).argmax(axis=1) == samples.y).mean())


class FreezeTables(nn.Callback):
    """Freezes the hash tables when ``n_epochs`` are over."""

    def __init__(self, n_epochs: int = _SETTLED) -> None:
        self.n_epochs = n_epochs

    def epoch_ended(self, model: nn.KeptModel, epoch: int, measures: dict[str, float]) -> None:  # noqa: ARG002
        """Freeze when it is time."""
        if epoch + 1 == self.n_epochs:
            model.freeze_tables()


def main(args: Sequence[str] = ()) -> None:
    """Print the table."""
    n_epochs = int(args[0]) if args else 7
    sets = {"drawn signs": (draw(8000, seed=1), draw(2000, seed=2))}
    if importlib.util.find_spec("sklearn") is not None:
        sets["digits"] = scikit_digits()
    for name, (train, test) in sets.items():
        dim = train.x.shape[1]
        dense = dense_network(dim).fit(train.x, train.y, epochs=n_epochs, batch_size=64)
        sys.stdout.write(f"{name}, dense: {accuracy(dense, test):.3f}\n")
        for callbacks, words in (((), "tables follow"), ((FreezeTables(),), "tables frozen")):
            sparse = sparse_network(dim)
            sparse.fit(train.x, train.y, epochs=n_epochs, batch_size=64, callbacks=callbacks)
            right = accuracy(sparse, test, sparsity=SPARSITY)
            sys.stdout.write(f"{name}, {SPARSITY:.0%} of the neurons, {words}: {right:.3f}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
