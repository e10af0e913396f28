# SPDX-License-Identifier: Apache-2.0
"""Targets of all forms as one: rows of columns, and what the columns stand for.

Shapes: ``n`` samples, ``L`` labels.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from findling.bolt.errors import InputValueError
from findling.bolt.estimators import Csr, array_from_plain, array_to_plain, as_csr, checked_labels

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class LabelSet:
    """What the columns of the outputs stand for.

    Attributes
    ----------
    classes : ndarray, [L]
        For one label a sample its values, sorted; for many, the columns 0 to L - 1.
    multi_label : bool
        Whether a sample may have any number of labels.
    sparse : bool
        Whether targets came as a sparse matrix, so that predictions do too.
    """

    classes: NDArray[Any]
    multi_label: bool
    sparse: bool

    @staticmethod
    def of(y: object, n: int, classes: object = None) -> LabelSet:
        """Return the labels that ``n`` samples have, or those that ``classes`` lists."""
        found = checked_labels(y, n)
        if isinstance(found, Csr):
            columns = np.arange(found.shape[1])
            return LabelSet(columns, multi_label=True, sparse=as_csr(y) is not None)
        listed = found if classes is None else np.asarray(classes)
        return LabelSet(np.unique(listed), multi_label=False, sparse=False)

    def columns(self, y: object, n: int) -> Csr:
        """Return the columns of each of ``n`` samples' labels, as ones.

        Raises
        ------
        InputValueError
            When ``y`` has another form or number of samples than it should, or unknown labels.
        """
        found = checked_labels(y, n)
        if isinstance(found, Csr) != self.multi_label:
            form = "a matrix with a column for each label" if self.multi_label else "one a sample"
            msg = f"[extreme] expected labels as in fit: {form}"
            raise InputValueError(msg)
        if not isinstance(found, Csr):
            return self._single(found)
        if found.shape[1] != len(self.classes):
            msg = f"[extreme] expected {len(self.classes)} label columns, got {found.shape[1]}"
            raise InputValueError(msg)
        return found

    def _single(self, values: NDArray[Any]) -> Csr:
        at = np.minimum(np.searchsorted(self.classes, values), len(self.classes) - 1)
        if (self.classes[at] != values).any():
            unknown = values[self.classes[at] != values][0]
            msg = f"[extreme] expected labels that are among the classes, got {unknown!r}"
            raise InputValueError(msg)
        n = len(values)
        return Csr(np.ones(n, np.float32), at, np.arange(n + 1), (n, len(self.classes)))

    def to_plain(self) -> dict[str, Any]:
        """Return plain values for a file."""
        plain: dict[str, Any] = {"multi_label": self.multi_label, "sparse": self.sparse}
        if self.multi_label:
            return {**plain, "n": len(self.classes)}
        return {**plain, "classes": array_to_plain(self.classes)}

    @staticmethod
    def from_plain(plain: dict[str, Any]) -> LabelSet:
        """Return the labels that were written down."""
        multi = bool(plain["multi_label"])
        classes = np.arange(int(plain["n"])) if multi else array_from_plain(plain["classes"])
        return LabelSet(classes, multi, bool(plain["sparse"]))

    def in_form(self, blocks: Iterable[NDArray[np.bool_]]) -> NDArray[Any]:
        """Return which labels samples have, [n, L], in the form that targets came in.

        Sparse targets give a ``csr_matrix`` where scipy has been imported, else a `Csr`.

        Parameters
        ----------
        blocks : iterable of ndarray of bool, each [some samples, L]
            Of all samples, in their order.
        """
        if not self.sparse:
            return np.concatenate([block.astype(np.int64) for block in blocks])
        rows = [Csr.from_dense(block.astype(np.float32)) for block in blocks]
        counts = np.concatenate([np.diff(block.indptr) for block in rows])
        indices = np.concatenate([np.asarray(block.indices) for block in rows])
        starts = np.concatenate(([0], np.cumsum(counts)))
        shape = (len(counts), len(self.classes))
        csr = Csr(np.ones(len(indices), np.float32), indices, starts, shape)
        scipy_sparse: Any = sys.modules.get("scipy.sparse")
        if scipy_sparse is None:
            return cast("Any", csr)
        return scipy_sparse.csr_matrix((csr.data, csr.indices, csr.indptr), shape=csr.shape)


@dataclass(frozen=True)
class TopLabels:
    """The best labels of samples, best first.

    Attributes
    ----------
    labels : ndarray, shape (n, k)
        Of ``classes_``.
    scores : ndarray of float32, shape (n, k)
        Log-odds or logits; minus infinity where a sparse prediction found fewer than k, and the
        label means nothing.
    """

    labels: NDArray[Any]
    scores: NDArray[np.float32]
