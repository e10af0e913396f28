# SPDX-License-Identifier: Apache-2.0
"""Labels in their buckets: who is where, and what scores of buckets say about labels.

Shapes: ``n`` samples, ``L`` labels, ``B`` buckets, of which each label has ``H``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from findling import _core
from findling.bolt.errors import InputValueError
from findling.bolt.estimators import Csr, array_from_plain, array_to_plain
from findling.bolt.mach.labels import LabelNumbers, key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from findling.bolt.mach.labels import Label

_CHOICES = 2  # "the power of two choices": a third gains little
_NAMED = 4  # times H buckets are named by each example


@dataclass(frozen=True)
class TopLabels:
    """The best labels of samples, best first.

    Attributes
    ----------
    labels : ndarray, shape (n, k)
        Whole numbers (int64), or strings (objects).
    scores : ndarray of float32, shape (n, k)
        Mean logits of their buckets; see `MachClassifier.rank`.
    """

    labels: NDArray[Any]
    scores: NDArray[np.float32]


class LabelBuckets:
    """The labels of a classifier and their buckets.

    Parameters
    ----------
    numbers : LabelNumbers
        The labels.
    index : BucketIndex
        The buckets of their numbers.

    Raises
    ------
    InputValueError
        When the two do not have the same labels.
    """

    def __init__(self, numbers: LabelNumbers, index: _core.BucketIndex) -> None:
        # Scores of no sample: asks whether all the numbers are there.
        index.score(np.empty((0, index.n_buckets), np.float32), numbers.all())
        if index.n_labels != len(numbers) or index.n_slots != len(numbers) + numbers.n_holes:
            msg = "[mach] the labels do not fit the buckets"
            raise InputValueError(msg)
        self.numbers = numbers
        self.index = index

    def __len__(self) -> int:
        return len(self.numbers)

    def add(self, labels: Sequence[Label], *, balance: bool) -> None:
        """Give new labels buckets by chance."""
        n_choices, n_holes = _CHOICES if balance else 1, self.numbers.n_holes
        for label in labels[:n_holes]:
            number = self.numbers.next_number()
            self.index.introduce_one_by_key(number, key_of(label), n_choices)
            self.numbers.add(label)
        keys = np.fromiter(map(key_of, labels[n_holes:]), np.uint64)
        self.index.introduce_by_key(keys, n_choices)
        for label in labels[n_holes:]:
            self.numbers.add(label)

    def introduce(self, label: object, scores: NDArray[np.float32], *, balance: bool) -> None:
        """Give a new label the buckets that its examples name; ``scores`` is [n, B]."""
        name = self.numbers.checked(label)
        if name in self.numbers:
            msg = f"[mach] expected a new label, got {label!r}, which is known"
            raise InputValueError(msg)
        n_top = min(_NAMED * self.index.n_hashes, self.index.n_buckets)
        spread = _CHOICES if balance else 1
        self.index.introduce_by_scores(self.numbers.next_number(), scores, n_top, spread)
        self.numbers.add(name)

    def forget(self, label: object) -> None:
        """Remove a label; raises `InputValueError` when it is unknown."""
        self.index.forget(self.numbers.number(label))
        self.numbers.remove(self.numbers.checked(label))

    def targets(self, labels: Csr | NDArray[Any], *, balance: bool) -> Csr:
        """Return the buckets of the samples' labels as ones [n, B]; new labels are added."""
        if isinstance(labels, Csr):
            starts, values = np.asarray(labels.indptr), np.asarray(labels.indices)
        else:
            starts, values = np.arange(len(labels) + 1), labels
        known, places = np.unique(values, return_inverse=True)
        names = [self.numbers.checked(label) for label in known.tolist()]
        self.add([name for name in names if name not in self.numbers], balance=balance)
        numbers = self.numbers.of(names)[places.ravel()]
        offsets, buckets = self.index.targets(starts.astype(np.uint64), numbers)
        shape = (len(starts) - 1, self.index.n_buckets)
        return Csr(np.ones(len(buckets), np.float32), buckets, offsets, shape)

    def top(self, scores: NDArray[np.float32], k: int, n_top: int) -> TopLabels:
        """Return the best labels.

        Parameters
        ----------
        scores : ndarray of float32, shape (n, B)
            Scores of buckets.
        k : int
            Up to ``L``.
        n_top : int
            Buckets that candidates come from, 0 for all. Samples for which they have fewer than
            ``k`` labels get all.
        """
        numbers, means = self.index.decode(scores, k, n_top)
        short = numbers[:, -1] < 0
        if short.any():
            numbers[short], means[short] = self.index.decode(scores[short], k, 0)
        return TopLabels(self.numbers.names(numbers), means)

    def rank(self, scores: NDArray[np.float32], labels: Iterable[object]) -> NDArray[np.float32]:
        """Return the mean scores of given labels, [n, m]."""
        return self.index.score(scores, self.numbers.of(labels))

    def shares(self, logits: NDArray[np.float32], labels: Iterable[object]) -> NDArray[np.float32]:
        """Return the estimated share of given labels in each sample's labels, [n, m].

        Training shares a label's target among its H buckets. So if p is the share of a label, its
        buckets have p in sum, and of the rest H / B by chance: s = p + (1 - p) H / B, solved for p.
        """
        n_buckets, n_hashes = self.index.n_buckets, self.index.n_hashes
        if n_buckets == n_hashes:  # every label has all buckets, which tell nothing
            return np.full((len(logits), len(self.numbers.of(labels))), 1.0 / len(self), np.float32)
        grown = np.exp(logits - logits.max(axis=1, keepdims=True), dtype=np.float32)
        means = self.rank(grown / grown.sum(axis=1, keepdims=True), labels)
        sums = means.astype(np.float64) * n_hashes
        shares = (n_buckets * sums - n_hashes) / (n_buckets - n_hashes)
        cut = cast("NDArray[np.float64]", np.minimum(np.maximum(shares, 0.0), 1.0))
        return cut.astype(np.float32)

    def to_plain(self) -> dict[str, Any]:
        """Return plain values for a file."""
        return {"labels": self.numbers.to_plain(), "buckets": array_to_plain(self.index.state())}

    @staticmethod
    def from_plain(plain: dict[str, Any], n_threads: int) -> LabelBuckets:
        """Return what was written down; raises a `ValueError` for anything else."""
        state = array_from_plain(plain["buckets"])
        if state.dtype != np.uint32 or state.ndim != 1:
            msg = "[mach] the buckets are damaged"
            raise InputValueError(msg)
        index = _core.BucketIndex.restore(state, n_threads)
        return LabelBuckets(LabelNumbers.from_plain(plain["labels"]), index)
