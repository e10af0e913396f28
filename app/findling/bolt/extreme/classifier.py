# SPDX-License-Identifier: Apache-2.0
"""A classifier for few or many labels, one or several a sample.

Shapes: ``n`` samples, ``D`` features, ``L`` labels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal, overload

import numpy as np

from findling._core import EngineFormatError
from findling.bolt.errors import InputValueError
from findling.bolt.estimators import (
    Csr,
    Estimator,
    FeatureCheck,
    checked_features,
)
from findling.bolt.extreme.features import Features, FeatureScale, Scaling
from findling.bolt.extreme.heads import Course, Head, HeadShape
from findling.bolt.extreme.labels import LabelSet, TopLabels
from findling.bolt.extreme.towers import TowersHead
from findling.bolt.extreme.wide import WideHead

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from typing_extensions import Self

    from findling._core import CancelToken
    from findling.bolt.nn import Callback, Sparsity

_HEADS: Final[dict[str, type[Head]]] = {head.name: head for head in (TowersHead, WideHead)}
_MOST_TOWER_LABELS = 20_000
_VALUES_AT_A_TIME = 20_000_000  # one a sample and label; 80 MB
_SAMPLES = 500_000  # that "auto" epochs go over in towers, within limits


class ExtremeClassifier(Estimator):
    """Labels from features: one or several a sample, a few of them or hundreds of thousands.

    Parameters
    ----------
    head : {"auto", "towers", "wide"}
        "towers" computes every label in one to three networks and takes the mean; "wide" is one
        network whose training computes a part of the labels. "auto" is "towers" for up to 20,000
        labels.
    scaling : {"auto", "tfidf", "standard", "none"}
        What is done to features; see `FeatureScale`. "auto" is "tfidf" for sparse ones, else
        "standard".
    hidden_dim : int, optional
        Columns between features and labels; without, 512 in towers and 256 in the wide head.
    n_towers : int, optional
        Networks that are averaged; without, 1 to 3 by what they cost.
    sparse_inference : float or "auto", optional
        Share of the labels that `predict` looks at when it is asked for ``top_k``; see
        `nn.Model.predict`. Without, all.
    epochs : int or "auto"
        Passes over the samples; "auto" is 5 in the wide head, and in towers 20 for up to 25,000
        samples and 5 from 100,000 on.
    batch_size : int
        Samples between two updates.
    seed : int
        What chance depends on. Same seed, data and calls: the same bits, at any number of threads.
    n_threads : int
        Threads that take part in work, the calling one included; 0 for one a processor.

    Attributes
    ----------
    classes_ : ndarray, shape (L,)
        The labels; where a sample may have several, their columns.
    n_features_in_ : int
        ``D``.

    Notes
    -----
    Any number of threads may predict at once; `fit` and `partial_fit` are for one thread, while no
    other uses the classifier.

    Examples
    --------
    >>> import numpy as np
    >>> from findling.bolt import ExtremeClassifier
    >>> x = np.eye(3, dtype=np.float32)
    >>> ExtremeClassifier().fit(x, ["cat", "dog", "hen"]).predict(x).tolist()
    ['cat', 'dog', 'hen']
    """

    estimator_type: ClassVar[str] = "classifier"
    takes_several_labels: ClassVar[bool] = True

    def __init__(
        self,
        *,
        head: Literal["auto", "towers", "wide"] = "auto",
        scaling: Scaling = "auto",
        hidden_dim: int | None = None,
        n_towers: int | None = None,
        sparse_inference: Sparsity | None = None,
        epochs: int | Literal["auto"] = "auto",
        batch_size: int = 128,
        seed: int = 0,
        n_threads: int = 0,
    ) -> None:
        self.head = head
        self.scaling: Scaling = scaling
        self.hidden_dim = hidden_dim
        self.n_towers = n_towers
        self.sparse_inference: Sparsity | None = sparse_inference
        self.epochs: int | Literal["auto"] = epochs
        self.batch_size = batch_size
        self.seed = seed
        self.n_threads = n_threads

    # Learning

    def fit(
        self,
        X: object,  # noqa: N803 - scikit-learn's name
        y: object,
        *,
        callbacks: Sequence[Callback] = (),
        cancel: CancelToken | None = None,
    ) -> Self:
        """Learn from samples; forgets what was learned before.

        Parameters
        ----------
        X : array or sparse matrix, shape (n, D)
            Features.
        y : array [n], sparse matrix [n, L], or array of ones and zeros [n, L]
            One label a sample, whole numbers or strings; or any number of labels, which are the
            columns.
        callbacks, cancel
            As for `nn.Model.fit`.
        """
        features = checked_features(X)
        labels = LabelSet.of(y, features.shape[0])
        targets = labels.columns(y, features.shape[0])
        self._start(X, features, labels, targets)
        return self._learn(features, targets, (callbacks, cancel))

    def partial_fit(
        self,
        X: object,  # noqa: N803 - scikit-learn's name
        y: object,
        classes: object = None,
        *,
        callbacks: Sequence[Callback] = (),
        cancel: CancelToken | None = None,
    ) -> Self:
        """Learn on from more samples.

        Parameters
        ----------
        X, y, callbacks, cancel
            As for `fit`.
        classes : array [L], optional
            All labels that there will be; needed at the first call where a sample has one label,
            unless its ``y`` has them all.
        """
        features = checked_features(X)
        n = features.shape[0]
        if self._model is None:
            labels = LabelSet.of(y, n, classes)
            targets = labels.columns(y, n)
            self._start(X, features, labels, targets)
        else:
            self._check.check(X, features, self)
            targets = self._labels.columns(y, n)
        return self._learn(features, targets, (callbacks, cancel))

    def _start(self, x: object, features: Features, labels: LabelSet, targets: Csr) -> None:
        """Build what is to learn; what was there before is given up last."""
        scale = FeatureScale.learned(features, self.scaling)
        shape = HeadShape(
            n_features=int(features.shape[1]),
            n_labels=len(labels.classes),
            sparse=isinstance(features, Csr),
            multi_label=labels.multi_label,
            hidden_dim=self.hidden_dim,
            n_towers=self.n_towers,
            n_samples=int(features.shape[0]),
            seed=self.seed,
            n_threads=self.n_threads,
        )
        head = self._head_for(shape).build(shape, targets)
        self._model = None  # until it has learned: a cancelled fit leaves nothing to ask or save
        self._labels, self._scale = labels, scale
        self._check = FeatureCheck.of(x, features)
        self._sparse = shape.sparse
        self._head = head

    def _head_for(self, shape: HeadShape) -> type[Head]:
        if self.head == "auto":
            return TowersHead if shape.n_labels <= _MOST_TOWER_LABELS else WideHead
        if self.head not in _HEADS:
            msg = f"[extreme] expected head to be auto, {', '.join(_HEADS)}; got {self.head!r}"
            raise InputValueError(msg)
        return _HEADS[self.head]

    def _learn(
        self, features: Features, targets: Csr, how: tuple[Sequence[Callback], CancelToken | None]
    ) -> Self:
        with_index = self.sparse_inference is not None
        course = Course(
            self._epochs_for(features.shape[0]), self.batch_size, *how, with_index=with_index
        )
        ready = self._ready(features)
        self._head.learn(ready, targets, course)
        if self._labels.multi_label:
            self._threshold = self._matching_threshold(ready, targets)
        self._model = self._head.model
        return self

    def _matching_threshold(self, ready: Features, targets: Csr) -> float:
        """Return the probability above which samples have as many labels as they were given.

        One half, which is right for single labels by themselves, gives samples of many labels far
        too few of them: micro-F1 .41 on bibtex instead of .48, .26 on delicious instead of .40.
        """
        n = targets.shape[0]
        rows = np.linspace(0, n - 1, min(n, self._rows_at_a_time()), dtype=np.int64)
        some = ready.take(rows) if isinstance(ready, Csr) else ready[rows]
        probabilities = self._head.probabilities(self._head.scores(some)).ravel()
        n_given = min(max(targets.take(rows).nnz, 1), len(probabilities))
        return float(np.partition(probabilities, -n_given)[-n_given])

    def _epochs_for(self, n_samples: int) -> int:
        if not isinstance(self.epochs, str):
            return self.epochs
        if isinstance(self._head, WideHead):
            return 5
        return min(max(_SAMPLES // n_samples, 5), 20)

    # Asking

    @overload
    def predict(self, X: object, top_k: None = None) -> NDArray[Any]: ...  # noqa: N803
    @overload
    def predict(self, X: object, top_k: int) -> TopLabels: ...  # noqa: N803
    def predict(self, X: object, top_k: int | None = None) -> NDArray[Any] | TopLabels:  # noqa: N803
        """Return the labels of each sample; or with ``top_k``, the best labels, ranked.

        Parameters
        ----------
        X : array or sparse matrix, shape (n, D)
            Features.
        top_k : int, optional
            Labels a sample, at most as many as there are.

        Returns
        -------
        ndarray [n], matrix [n, L], or TopLabels
            One label a sample; or ones at the likely labels, in the form that ``y`` had in `fit`.
        """
        features = self._features(X)
        if top_k is not None:
            return self._top(features, top_k)
        if not self._labels.multi_label:
            return self._labels.classes[self._best(features)]
        return self._labels.in_form(
            self._head.probabilities(self._head.scores(block)) >= self._threshold
            for block in self._blocks(features)
        )

    def _top(self, features: Features, top_k: int) -> TopLabels:
        if top_k < 1:
            msg = f"[extreme] expected top_k of 1 or more, got {top_k}"
            raise InputValueError(msg)
        k = min(top_k, len(self._labels.classes))
        found = [self._head.top(b, k, self.sparse_inference) for b in self._blocks(features)]
        ids = np.concatenate([each.ids for each in found])
        scores = np.concatenate([each.scores for each in found])
        return TopLabels(self._labels.classes[np.maximum(ids, 0)], scores)

    def decision_function(self, X: object) -> NDArray[np.float32]:  # noqa: N803
        """Return a score for every label; higher is likelier.

        Parameters
        ----------
        X : array or sparse matrix, shape (n, D)
            Features.

        Returns
        -------
        ndarray of float32, shape (n, L), or (n,) for two labels of which a sample has one
            Log-odds or logits. For two labels, by how much the second exceeds the first.
        """
        scores = self._scores(X)
        if not self._labels.multi_label and scores.shape[1] == 2:
            return scores[:, 1] - scores[:, 0]
        return scores

    def predict_proba(self, X: object) -> NDArray[np.float32]:  # noqa: N803
        """Return the probability of every label, [n, L].

        Where a sample has one label, rows sum to 1. Where it may have several, each is the chance
        of its label; in the wide head, the label's share in the sample's labels.
        """
        scores = self._scores(X)
        return self._head.probabilities(scores)

    def score(self, X: object, y: object) -> float:  # noqa: N803
        """Return the share of samples whose best label is right (precision at 1).

        Parameters
        ----------
        X, y
            As for `fit`.
        """
        features = self._features(X)
        right = self._labels.columns(y, features.shape[0])
        hits = np.asarray(right.indices) == self._best(features)[right.row_numbers()]
        return float(hits.sum() / features.shape[0])

    def _best(self, features: Features) -> NDArray[np.int64]:
        """Return the column of the best label of each sample, [n]."""
        blocks = (self._head.scores(block).argmax(axis=1) for block in self._blocks(features))
        return np.concatenate(list(blocks)).astype(np.int64)

    def _blocks(self, features: Features) -> Iterator[Features]:
        """Yield some samples after the other, so that the values of all labels are never held."""
        n, step = features.shape[0], self._rows_at_a_time()
        for begin in range(0, n, step):
            end = min(begin + step, n)
            if isinstance(features, Csr):
                yield features.take(np.arange(begin, end))
            else:
                yield features[begin:end]

    def _rows_at_a_time(self) -> int:
        return max(1, _VALUES_AT_A_TIME // len(self._labels.classes))

    def _scores(self, x: object) -> NDArray[np.float32]:
        features = self._features(x)
        return self._head.scores(features)

    def _features(self, x: object) -> Features:
        self._fitted_model()
        features = checked_features(x)
        self._check.check(x, features, self)
        return self._ready(features)

    def _ready(self, features: Features) -> Features:
        """Return features scaled, and sparse if those of `fit` were."""
        if isinstance(features, Csr) != self._sparse:
            features = features.toarray() if isinstance(features, Csr) else Csr.from_dense(features)
        return self._scale.apply(features)

    # What was learned

    @property
    def classes_(self) -> NDArray[Any]:
        """The labels, [L]."""
        self._fitted_model()
        return self._labels.classes

    @classmethod
    def load(cls, path: str | os.PathLike[str], *, n_threads: int = 0) -> Self:
        """Open a saved classifier; see `Estimator.load`."""
        loaded = super().load(path, n_threads=n_threads)
        model = loaded._fitted_model()
        n_features, n_labels = loaded._check.n_features, len(loaded._labels.classes)
        if set(model.input_dims) != {n_features} or set(model.output_dims) != {n_labels}:
            msg = f"{path} cannot be used: its network does not fit its features and labels"
            raise EngineFormatError(msg)
        loaded._head = _HEADS[loaded._head_name](model, multi_label=loaded._labels.multi_label)
        return loaded

    def _fitted_state(self) -> dict[str, Any]:
        return self._check.to_plain() | {
            "head": self._head.name,
            "labels": self._labels.to_plain(),
            "threshold": self._threshold if self._labels.multi_label else None,
            "scale": self._scale.to_plain(),
            "sparse": self._sparse,
        }

    def _set_fitted_state(self, state: dict[str, Any]) -> None:
        self._check = FeatureCheck.from_plain(state)
        self._labels = LabelSet.from_plain(state["labels"])
        self._scale = FeatureScale.from_plain(state["scale"], self._check.n_features)
        self._sparse = bool(state["sparse"])
        if self._labels.multi_label:
            self._threshold = float(state["threshold"])
        self._head_name = _HEADS[str(state["head"])].name
