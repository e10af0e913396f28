# SPDX-License-Identifier: Apache-2.0
"""What stands behind an `ExtremeClassifier`: a network, how it learns, what its outputs mean.

A head is chosen by name. A new one derives from `Head` and is listed in `classifier`.

Shapes: ``n`` samples, ``D`` features, ``L`` labels.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

import numpy as np

from findling.bolt.nn import TopK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from typing_extensions import Self

    from findling._core import CancelToken
    from findling.bolt.estimators import Csr
    from findling.bolt.extreme.features import Features
    from findling.bolt.nn import Callback, Model, Sparsity


@dataclass(frozen=True)
class HeadShape:
    """What a head is built for.

    Attributes
    ----------
    n_features, n_labels : int
    sparse : bool
        Whether features are sparse rows.
    multi_label : bool
        Whether a sample may have any number of labels.
    hidden_dim : int or None
        Columns between features and labels; None for the head's own choice.
    n_towers : int or None
        Networks that are averaged; None for the head's own choice.
    n_samples : int
        Samples that it will learn from, as far as is known.
    seed, n_threads : int
        As for `nn.Model`.
    """

    n_features: int
    n_labels: int
    sparse: bool
    multi_label: bool
    hidden_dim: int | None
    n_towers: int | None
    n_samples: int
    seed: int
    n_threads: int


@dataclass(frozen=True)
class Course:
    """One call of a head's training: see `nn.Model.fit`."""

    epochs: int
    batch_size: int
    callbacks: Sequence[Callback] = ()
    cancel: CancelToken | None = None
    with_index: bool = False
    """Whether sparse inference will be asked for, so that its index is worth making."""


class Head:
    """What all heads have.

    Parameters
    ----------
    model : Model
        The network, compiled.
    multi_label : bool
        As in `HeadShape`.
    """

    name: ClassVar[str] = ""

    def __init__(self, model: Model, *, multi_label: bool) -> None:
        self.model = model
        self.multi_label = multi_label

    @classmethod
    def build(cls, shape: HeadShape, y: Csr) -> Self:
        """Return a head that has learned nothing yet.

        Parameters
        ----------
        shape : HeadShape
            What for.
        y : Csr, shape (n, L)
            Labels of the samples to come, of which only how often each occurs may be used.
        """
        raise NotImplementedError

    def learn(self, x: Features, y: Csr, course: Course) -> None:
        """Go over samples; ``x`` is [n, D] and scaled, ``y`` [n, L]."""
        raise NotImplementedError

    def scores(self, x: Features) -> NDArray[np.float32]:
        """Return a value for every label, [n, L]; higher is likelier."""
        raise NotImplementedError

    def probabilities(self, scores: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the probabilities that `scores` stand for."""
        raise NotImplementedError

    def top(self, x: Features, k: int, sparsity: Sparsity | None) -> TopK:
        """Return the best ``k`` labels: of all, or of the share that ``sparsity`` looks at."""
        raise NotImplementedError


def best(scores: NDArray[np.float32], k: int) -> TopK:
    """Return the ``k`` highest columns of each row; of equal ones, the first."""
    k = min(k, scores.shape[1])
    columns = np.broadcast_to(np.arange(scores.shape[1], dtype=np.int64), scores.shape)
    if k < scores.shape[1]:
        chosen = cast("NDArray[np.int64]", np.argpartition(-scores, k - 1, axis=1)[:, :k])
        columns = np.sort(chosen, axis=1)
    values = np.take_along_axis(scores, columns, axis=1)
    order = np.argsort(-values, axis=1, kind="stable")
    return TopK(
        np.take_along_axis(columns, order, axis=1).astype(np.int64),
        np.take_along_axis(values, order, axis=1),
    )


def softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return rows that sum to 1."""
    grown = np.exp(scores - scores.max(axis=1, keepdims=True), dtype=np.float32)
    return grown / grown.sum(axis=1, keepdims=True)


def sigmoid(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return 1 / (1 + exp(-x)), without overflow."""
    return (0.5 * (1.0 + np.tanh(0.5 * scores))).astype(np.float32)
