# SPDX-License-Identifier: Apache-2.0
"""The network that predicts buckets.

Shapes: ``n`` samples, ``D`` features.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from findling.bolt import nn
from findling.bolt.estimators import Csr
from findling.bolt.mach.sizes import share_in_training

if TYPE_CHECKING:
    from typing import TypeAlias

    from numpy.typing import NDArray

    Features: TypeAlias = Csr | NDArray[np.float32]

_SCALE = 20.0  # of cosines; sharp enough to be sure of one bucket among a hundred thousand


@dataclass(frozen=True)
class NetworkShape:
    """Columns of a network from end to end.

    Attributes
    ----------
    n_features : int
        ``D``.
    sparse : bool
        Whether samples are rows of sparse matrices.
    hidden_dim, n_buckets : int
        Columns between, and outputs.
    """

    n_features: int
    sparse: bool
    hidden_dim: int
    n_buckets: int

    def build(self, lr: float, *, seed: int, n_threads: int) -> nn.Model:
        """Return a network that has learned nothing, and learns with steps of ``lr``.

        Its outputs are logits: cosines, scaled. On spans of books, softmax over cosines found .31
        of all passages where products found .28, and binary cross-entropy, which has thousands of
        buckets that are wrong for each that is right, found .09 in the same number of epochs.
        """
        x = nn.Input(self.n_features, sparse=self.sparse, name="features")
        first = nn.Embedding if self.sparse else nn.Linear
        buckets = nn.Linear(
            self.n_buckets,
            sparsity=share_in_training(self.n_buckets),
            sampling="random",
            bias=False,
            normalise=True,
            scale=_SCALE,
            name="buckets",
        )
        y = buckets(first(self.hidden_dim, name="hidden")(x))
        model = nn.Model(x, y, seed=seed, n_threads=n_threads)
        return model.compile(nn.SoftmaxCrossEntropy(), nn.Adam(lr))


def in_form(features: Features, *, sparse: bool) -> Features:
    """Return features as a network takes them."""
    if isinstance(features, Csr):
        return features if sparse else features.toarray()
    return Csr.from_dense(features) if sparse else features


def rows_of(features: Features, begin: int, end: int) -> Features:
    """Return some rows, in their order."""
    if isinstance(features, Csr):
        return features.take(np.arange(begin, end))
    return features[begin:end]
