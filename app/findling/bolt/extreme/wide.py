# SPDX-License-Identifier: Apache-2.0
"""The head for hundreds of thousands of labels, of which a batch computes a few."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from findling.bolt import nn
from findling.bolt.extreme.heads import Course, Head, HeadShape, softmax

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from typing_extensions import Self

    from findling.bolt.estimators import Csr
    from findling.bolt.extreme.features import Features
    from findling.bolt.nn import Sparsity

_HIDDEN = 256
_LR = 5e-3
_INDEXED = 2_048  # outputs; fewer are computed in full
_START = 0.1  # of the usual length: rows of labels with few samples turn to those sooner
_SCALE = 20.0  # of cosines; sharp enough to be sure of one label among a million


class WideHead(Head):
    """Softmax over cosines, of which training computes the labels of a batch and some by chance.

    References
    ----------
    .. [1] Jean et al., "On Using Very Large Target Vocabulary for Neural Machine Translation", ACL
       2015: sampled softmax.
    """

    name: ClassVar[str] = "wide"

    @classmethod
    def build(cls, shape: HeadShape, y: Csr) -> Self:  # noqa: ARG003 - frequencies are not needed
        """Return a head that has learned nothing yet."""
        features = nn.Input(shape.n_features, sparse=shape.sparse, name="features")
        hidden = nn.Linear(shape.hidden_dim or _HIDDEN, bias=False, name="hidden")(features)
        labels = nn.Linear(
            shape.n_labels,
            sparsity="auto",
            bias=False,
            normalise=True,
            scale=_SCALE,
            name="labels",
        )
        model = nn.Model(features, labels(hidden), seed=shape.seed, n_threads=shape.n_threads)
        rows = model.get_weights()["labels/weight"]
        model.set_weights({"labels/weight": rows * np.float32(_START)})
        model.compile(nn.SoftmaxCrossEntropy(), nn.Adam(_LR))
        return cls(model, multi_label=shape.multi_label)

    def learn(self, x: Features, y: Csr, course: Course) -> None:
        """Go over samples; an index of sparse inference is then made for them."""
        self.model.fit(
            x,
            y,
            epochs=course.epochs,
            batch_size=course.batch_size,
            callbacks=course.callbacks,
            cancel=course.cancel,
        )
        if course.with_index and max(self.model.output_dims) > _INDEXED:
            self.model.prepare_inference(samples=x)

    def scores(self, x: Features) -> NDArray[np.float32]:
        """Return logits [n, L]."""
        return self.model.predict_all(x)[0]

    def probabilities(self, scores: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return each label's share in a sample's labels; they sum to 1."""
        return softmax(scores)

    def top(self, x: Features, k: int, sparsity: Sparsity | None) -> nn.TopK:
        """Return the best labels: of all, or of the share that ``sparsity`` looks at."""
        return self.model.predict(x, top_k=k, sparsity=1.0 if sparsity is None else sparsity)
