# SPDX-License-Identifier: Apache-2.0
"""A classifier for huge and changing sets of labels.

Shapes: ``n`` samples, ``D`` features, ``L`` labels, ``B`` buckets, of which each label has ``H``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, overload

import numpy as np

from findling import _core
from findling.bolt.errors import InputValueError
from findling.bolt.estimators import (
    Csr,
    Estimator,
    FeatureCheck,
    checked_features,
)
from findling.bolt.mach.buckets import LabelBuckets, TopLabels
from findling.bolt.mach.labels import LabelNumbers, label_lists
from findling.bolt.mach.network import NetworkShape, in_form, rows_of
from findling.bolt.mach.sizes import checked_sizes

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray
    from typing_extensions import Self

    from findling.bolt.mach.labels import Label
    from findling.bolt.mach.network import Features
    from findling.bolt.mach.sizes import Size
    from findling.bolt.nn import Callback, Model

_SAMPLES_AT_A_TIME = 256  # bounds the scores [n, B] that are held


class MachClassifier(Estimator):
    """Labels in buckets: a network predicts few buckets, and they tell which of many labels.

    Each label is in ``H`` of ``B`` buckets. The network learns the buckets of its samples' labels,
    by softmax over cosines; a label's score is the mean logit of its buckets. Labels come and go
    without training: what is learned belongs to the buckets.

    Parameters
    ----------
    n_buckets : int or "auto"
        ``B``, the outputs of the network; "auto" is one for five labels of the first ``fit``, 1,024
        more.
    n_hashes : int or "auto"
        ``H``; "auto" is 8.
    balance : bool
        Whether labels get the emptier of two buckets by chance each time. Without, the buckets of
        taught labels depend on the label and ``seed`` alone.
    top_buckets : int
        Candidates are the labels of so many of the best buckets; 0 for all, which is exact.
    hidden_dim : int
        Columns between features and buckets.
    epochs, batch_size, lr
        Passes over the samples, samples between two updates, step size of Adam.
    seed : int
        What chance depends on. Same seed, data and calls: the same bits, at any number of threads.
    n_threads : int
        Threads that take part in work, the calling one included; 0 for one a processor.

    Attributes
    ----------
    classes_ : ndarray, shape (L,)
        The labels that are known, sorted.
    n_features_in_ : int
        ``D``.
    n_buckets_, n_hashes_ : int
        ``B`` and ``H``.
    buckets_ : LabelBuckets
        Which labels are in which buckets.

    Notes
    -----
    Any number of threads may predict at once; `fit`, `partial_fit`, `introduce` and `forget` are
    for one thread, while no other uses the classifier.

    References
    ----------
    .. [1] Medini et al., "Extreme Classification in Log Memory using Count-Min Sketch: A Case Study
       of Amazon Search with 50M Products", NeurIPS 2019.

    Examples
    --------
    >>> import numpy as np
    >>> from findling.bolt import MachClassifier
    >>> x = np.eye(3, dtype=np.float32)
    >>> mach = MachClassifier(epochs=100, hidden_dim=16).fit(x, ["cat", "dog", "hen"])
    >>> mach.predict(x).tolist()
    ['cat', 'dog', 'hen']
    >>> mach.forget("dog").classes_.tolist()
    ['cat', 'hen']
    """

    estimator_type: ClassVar[str] = "classifier"

    def __init__(
        self,
        *,
        n_buckets: Size = "auto",
        n_hashes: Size = "auto",
        balance: bool = True,
        top_buckets: int = 25,
        hidden_dim: int = 256,
        epochs: int = 5,
        batch_size: int = 512,
        lr: float = 5e-3,
        seed: int = 0,
        n_threads: int = 0,
    ) -> None:
        self.n_buckets: Size = n_buckets
        self.n_hashes: Size = n_hashes
        self.balance = balance
        self.top_buckets = top_buckets
        self.hidden_dim = hidden_dim
        self.epochs = epochs
        self.batch_size = batch_size
        self.lr = lr
        self.seed = seed
        self.n_threads = n_threads

    # Learning

    def fit(
        self,
        X: object,  # noqa: N803 - scikit-learn's name
        y: object,
        *,
        callbacks: Sequence[Callback] = (),
        cancel: _core.CancelToken | None = None,
    ) -> Self:
        """Learn from samples; forgets what was learned before.

        Parameters
        ----------
        X : array or sparse matrix, shape (n, D)
            Features, taken as they are: rows of about unit length or of counts learn best.
        y : array [n], sparse matrix [n, L], or array of ones and zeros [n, L]
            One label a sample, whole numbers or strings; or any number of labels, which are the
            columns.
        callbacks, cancel
            As for `nn.Model.fit`.
        """
        features = checked_features(X)
        targets = label_lists(y, features.shape[0])
        one_each = not isinstance(targets, Csr)
        n_labels = len(np.unique(targets)) if one_each else targets.shape[1]
        n_buckets, n_hashes = checked_sizes(self.n_buckets, self.n_hashes, n_labels)
        self._model = None
        self.buckets_ = LabelBuckets(
            LabelNumbers("U" if one_each and targets.dtype.kind == "U" else "i"),
            _core.BucketIndex(n_buckets, n_hashes, self.seed, self.n_threads),
        )
        self._check = FeatureCheck.of(X, features)
        self._sparse = isinstance(features, Csr)
        if not one_each:
            self.buckets_.add(range(n_labels), balance=self.balance)
        shape = NetworkShape(features.shape[1], self._sparse, self.hidden_dim, n_buckets)
        model = shape.build(self.lr, seed=self.seed, n_threads=self.n_threads)
        self._learn(model, features, targets, (callbacks, cancel))
        self._model = model
        return self

    def partial_fit(
        self,
        X: object,  # noqa: N803 - scikit-learn's name
        y: object,
        classes: object = None,  # noqa: ARG002 - scikit-learn's tools give it
        *,
        callbacks: Sequence[Callback] = (),
        cancel: _core.CancelToken | None = None,
    ) -> Self:
        """Learn on from more samples; labels that are new get buckets by chance.

        The first call is a `fit`; with "auto", the number of buckets goes by its labels.
        Parameters are as for `fit`; ``classes`` need not be told, as labels may come later.
        """
        if self._model is None:
            return self.fit(X, y, callbacks=callbacks, cancel=cancel)
        features = self._features(X)
        targets = label_lists(y, features.shape[0])
        self._learn(self._model, features, targets, (callbacks, cancel))
        return self

    def _learn(
        self,
        model: Model,
        features: Features,
        targets: Csr | NDArray[Any],
        how: tuple[Sequence[Callback], _core.CancelToken | None],
    ) -> None:
        callbacks, cancel = how
        model.fit(
            features,
            self.buckets_.targets(targets, balance=self.balance),
            epochs=self.epochs,
            batch_size=self.batch_size,
            callbacks=callbacks,
            cancel=cancel,
        )

    # Labels that come and go

    def introduce(
        self,
        label: Label,
        X: object,  # noqa: N803 - scikit-learn's name
        *,
        balance: bool = False,
    ) -> Self:
        """Add a label that looks like some examples, without training.

        Each example names the 4 H buckets with the highest logits; those that most examples name
        become the label's, and of equals those with the higher sum of logits.

        Parameters
        ----------
        label : int or str
            A new label.
        X : array or sparse matrix, shape (n, D)
            Its examples, one or more.
        balance : bool
            Whether it gets the emptier half of twice as many buckets, so that labels which look
            alike do not crowd; fewer of its samples are found then.

        Raises
        ------
        InputValueError
            When the label is known already.
        """
        features = self._features(X)
        scores = self._fitted_model().predict(features)
        self.buckets_.introduce(label, scores, balance=balance)
        return self

    def forget(self, label: Label) -> Self:
        """Remove a label at once; what the network has learned stays with the buckets.

        Raises
        ------
        InputValueError
            When the label is unknown.
        """
        self._fitted_model()
        self.buckets_.forget(label)
        return self

    # Asking

    @overload
    def predict(self, X: object, top_k: None = None) -> NDArray[Any]: ...  # noqa: N803
    @overload
    def predict(self, X: object, top_k: int) -> TopLabels: ...  # noqa: N803
    def predict(self, X: object, top_k: int | None = None) -> NDArray[Any] | TopLabels:  # noqa: N803
        """Return the best label of each sample, [n]; or with ``top_k``, the best labels.

        Parameters
        ----------
        X : array or sparse matrix, shape (n, D)
            Features.
        top_k : int, optional
            Labels a sample, at most as many as there are.

        Returns
        -------
        ndarray or TopLabels
            Whole numbers (int64) or strings (objects).
        """
        features = self._features(X)
        if len(self.buckets_) == 0:
            msg = "[mach] expected at least one label to choose from, got none"
            raise InputValueError(msg)
        if top_k is not None and top_k < 1:
            msg = f"[mach] expected top_k of 1 or more, got {top_k}"
            raise InputValueError(msg)
        k = min(top_k or 1, len(self.buckets_))
        parts = [
            self.buckets_.top(scores, k, self.top_buckets)
            for scores in self._bucket_scores(features)
        ]
        labels = np.concatenate([part.labels for part in parts])
        if top_k is None:
            return labels[:, 0]
        return TopLabels(labels, np.concatenate([part.scores for part in parts]))

    def rank(self, X: object, candidates: Iterable[Label]) -> NDArray[np.float32]:  # noqa: N803
        """Score given labels only.

        Parameters
        ----------
        X : array or sparse matrix, shape (n, D)
            Features.
        candidates : iterable of int or str
            ``m`` labels.

        Returns
        -------
        ndarray of float32, shape (n, m)
            Mean logits: the logarithm of the geometric mean of the buckets' probabilities, up to
            a constant for each sample.

        Raises
        ------
        InputValueError
            When a label is unknown.
        """
        features = self._features(X)
        labels = list(candidates)
        parts = [self.buckets_.rank(scores, labels) for scores in self._bucket_scores(features)]
        return np.concatenate(parts)

    def predict_proba(
        self,
        X: object,  # noqa: N803 - scikit-learn's name
        candidates: Iterable[Label] | None = None,
    ) -> NDArray[np.float32]:
        """Estimate the share of each label in a sample's labels.

        Unbiased for buckets by chance ([1]_, section 2, for buckets that labels share): ``(B s - H)
        / (B - H)`` for the sum ``s`` of the probabilities of a label's buckets, cut to [0, 1]. Rows
        do not sum to 1. To rank labels `rank` is better.

        Parameters
        ----------
        X : array or sparse matrix, shape (n, D)
            Features.
        candidates : iterable of int or str, optional
            ``m`` labels; without, all of ``classes_``.

        Returns
        -------
        ndarray of float32, shape (n, m)
            From 0 to 1.
        """
        features = self._features(X)
        labels = list(self.classes_ if candidates is None else candidates)
        parts = [self.buckets_.shares(logits, labels) for logits in self._bucket_scores(features)]
        return np.concatenate(parts)

    def _bucket_scores(self, features: Features) -> Iterable[NDArray[np.float32]]:
        """Yield logits of buckets [up to 256, B]."""
        model = self._fitted_model()
        n = features.shape[0]
        for begin in range(0, n, _SAMPLES_AT_A_TIME):
            yield model.predict(rows_of(features, begin, min(begin + _SAMPLES_AT_A_TIME, n)))

    def _features(self, X: object) -> Features:  # noqa: N803
        self._fitted_model()
        features = checked_features(X)
        self._check.check(X, features, self)
        return in_form(features, sparse=self._sparse)

    # What was learned

    @property
    def classes_(self) -> NDArray[Any]:
        """The labels that are known, sorted, [L]."""
        self._fitted_model()
        return self.buckets_.numbers.known()

    @property
    def n_buckets_(self) -> int:
        """The number of buckets."""
        self._fitted_model()
        return self.buckets_.index.n_buckets

    @property
    def n_hashes_(self) -> int:
        """The number of buckets of each label."""
        self._fitted_model()
        return self.buckets_.index.n_hashes

    @classmethod
    def load(cls, path: str | os.PathLike[str], *, n_threads: int = 0) -> Self:
        """Open a saved classifier; see `Estimator.load`."""
        loaded = super().load(path, n_threads=n_threads)
        try:
            loaded.predict(np.zeros((1, loaded.n_features_in_), np.float32))
        except ValueError as error:
            msg = f"{path} cannot be used: its network does not fit its labels"
            raise _core.EngineFormatError(msg) from error
        return loaded

    def _fitted_state(self) -> dict[str, Any]:
        return self._check.to_plain() | {
            "head": self.buckets_.to_plain(),
            "sparse": self._sparse,
        }

    def _set_fitted_state(self, state: dict[str, Any]) -> None:
        self._check = FeatureCheck.from_plain(state)
        self._sparse = bool(state["sparse"])
        self.buckets_ = LabelBuckets.from_plain(state["head"], self.n_threads)
