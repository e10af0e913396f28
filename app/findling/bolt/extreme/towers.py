# SPDX-License-Identifier: Apache-2.0
"""The head for up to some ten thousand labels: a few networks side by side, averaged."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from findling.bolt import nn
from findling.bolt.extreme.heads import Course, Head, HeadShape, best, sigmoid, softmax

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from typing_extensions import Self

    from findling.bolt.estimators import Csr
    from findling.bolt.extreme.features import Features
    from findling.bolt.nn import Model, Node, Sparsity

_HIDDEN = 512
_DROPOUT = 0.6

# Adam [1]_ gives rare features steps as large as frequent ones, and so learns them by heart. With a
# large eps its steps follow the gradient where that is small; measured on splits of training sets.
_LR = 5e-3
_EPS = 1e-3

# Another tower is worth its time while it is cheap.
_TOWERS = ((1 << 21, 3), (1 << 23, 2))  # (samples x labels up to, towers)


class TowersHead(Head):
    """Log-odds of networks with one hidden layer each, averaged.

    Each tower learns by itself: binary cross-entropy where a sample may have many labels, softmax
    cross-entropy where it has one. Every label is computed. A linear tower beside them, as good
    alone as a linear support vector machine, made their mean no better.

    References
    ----------
    .. [1] Kingma and Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015.
    """

    name: ClassVar[str] = "towers"

    @classmethod
    def build(cls, shape: HeadShape, y: Csr) -> Self:
        """Return a head that knows how often each label occurs and no more."""
        features = nn.Input(shape.n_features, sparse=shape.sparse, name="features")
        towers = [
            _tower(features, shape, number)
            for number in range(shape.n_towers or _affordable_towers(shape))
        ]
        model = nn.Model(features, towers, seed=shape.seed, n_threads=shape.n_threads)
        _start_at_frequencies(model, y, multi_label=shape.multi_label)
        loss = nn.BinaryCrossEntropy() if shape.multi_label else nn.SoftmaxCrossEntropy()
        model.compile([loss] * len(towers), nn.Adam(_LR, eps=_EPS, decay_while_asleep=True))
        return cls(model, multi_label=shape.multi_label)

    def learn(self, x: Features, y: Csr, course: Course) -> None:
        """Go over samples; every tower sees the same batches."""
        n_towers = len(self.model.output_dims)
        self.model.fit(
            x,
            [y] * n_towers if n_towers > 1 else y,
            epochs=course.epochs,
            batch_size=course.batch_size,
            callbacks=course.callbacks,
            cancel=course.cancel,
        )

    def scores(self, x: Features) -> NDArray[np.float32]:
        """Return log-odds [n, L], or logits where a sample has one label."""
        towers = self.model.predict_all(x)
        return np.asarray(np.mean(towers, axis=0), np.float32)

    def probabilities(self, scores: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return what each label's chance is; for one label a sample they sum to 1."""
        return sigmoid(scores) if self.multi_label else softmax(scores)

    def top(self, x: Features, k: int, sparsity: Sparsity | None) -> nn.TopK:
        """Return the best labels; with a sparsity, those of the first tower alone."""
        if sparsity is None:
            return best(self.scores(x), k)
        return self.model.predict(x, top_k=k, sparsity=sparsity)


def _affordable_towers(shape: HeadShape) -> int:
    work = shape.n_samples * shape.n_labels
    return next((n for most, n in _TOWERS if work <= most), 1)


def _tower(features: Node, shape: HeadShape, number: int) -> Node:
    hidden = nn.Linear(shape.hidden_dim or _HIDDEN, activation="relu", name=f"hidden{number}")(
        features
    )
    return nn.Linear(shape.n_labels, name=f"labels{number}")(nn.Dropout(_DROPOUT)(hidden))


def _start_at_frequencies(model: Model, y: Csr, *, multi_label: bool) -> None:
    """Set the offsets of outputs to the log-odds of each label's share: nobody has to learn it."""
    n, n_labels = y.shape
    share = (np.bincount(y.indices, minlength=n_labels) + 0.5) / (n + 1.0)
    offsets = np.log(share / (1.0 - share)) if multi_label else np.log(share)
    towers = range(len(model.output_dims))
    model.set_weights({f"labels{number}/bias": offsets.astype(np.float32) for number in towers})
