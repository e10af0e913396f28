# SPDX-License-Identifier: Apache-2.0
"""Features brought to the sizes that training wants: rows about one unit long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from findling.bolt.errors import InputValueError
from findling.bolt.estimators import Csr, array_from_plain, array_to_plain

if TYPE_CHECKING:
    from typing import TypeAlias

    from numpy.typing import NDArray

Features: TypeAlias = "Csr | NDArray[np.float32]"
Scaling = Literal["auto", "tfidf", "standard", "none"]

_KINDS = ("tfidf", "standard", "none")


@dataclass(frozen=True, eq=False)
class FeatureScale:
    """What is done to features; learned from those of ``fit``.

    Attributes
    ----------
    kind : {"tfidf", "standard", "none"}
        "tfidf" multiplies each column by its inverse document frequency and divides each row by its
        length; "standard" takes away each column's mean and divides by its deviation and by the
        root of the number of columns.
    centre, factor : ndarray of float32, [D]
        What is taken away from columns, and what they are multiplied by.
    """

    kind: str
    centre: NDArray[np.float32]
    factor: NDArray[np.float32]

    @staticmethod
    def learned(features: Features, kind: str) -> FeatureScale:
        """Return the scale for features; "auto" is "tfidf" for sparse ones, else "standard"."""
        if kind == "auto":
            kind = "tfidf" if isinstance(features, Csr) else "standard"
        if kind not in _KINDS:
            msg = f"[extreme] expected scaling to be auto, {', '.join(_KINDS)}; got {kind!r}"
            raise InputValueError(msg)
        if kind == "standard":
            return _standard(features)
        dim = int(features.shape[1])
        factor = _idf(features) if kind == "tfidf" else np.ones(dim, np.float32)
        return FeatureScale(kind, np.zeros(dim, np.float32), factor)

    def apply(self, features: Features) -> Features:
        """Return scaled features; sparse ones stay sparse."""
        if isinstance(features, Csr):
            values = features.data * self.factor[features.indices]
            if self.kind == "tfidf":
                rows = features.row_numbers()
                squares = np.bincount(rows, values.astype(np.float64) ** 2, features.shape[0])
                values = values * _inverse(np.sqrt(squares))[rows]
            return Csr(values.astype(np.float32), features.indices, features.indptr, features.shape)
        values = (features - self.centre) * self.factor
        if self.kind == "tfidf":
            lengths = np.sqrt((values.astype(np.float64) ** 2).sum(axis=1))
            values = values * _inverse(lengths)[:, None]
        return values.astype(np.float32)

    def to_plain(self) -> dict[str, Any]:
        """Return plain values for a file."""
        return {
            "kind": self.kind,
            "centre": array_to_plain(self.centre),
            "factor": array_to_plain(self.factor),
        }

    @staticmethod
    def from_plain(plain: dict[str, Any], n_features: int) -> FeatureScale:
        """Return the scale that was written down."""
        scale = FeatureScale(
            str(plain["kind"]),
            array_from_plain(plain["centre"]).astype(np.float32),
            array_from_plain(plain["factor"]).astype(np.float32),
        )
        shape = (n_features,)
        if scale.kind not in _KINDS or scale.centre.shape != shape or scale.factor.shape != shape:
            msg = "[extreme] the scale of the features is damaged"
            raise InputValueError(msg)
        return scale


def _inverse(lengths: NDArray[np.float64]) -> NDArray[np.float64]:
    return 1.0 / np.where(lengths > 0.0, lengths, 1.0)


def _idf(features: Features) -> NDArray[np.float32]:
    """Return ln((1 + n) / (1 + df)) + 1, where df counts the rows that have a column."""
    n, dim = features.shape
    if isinstance(features, Csr):
        counts = np.bincount(features.indices[features.data != 0], minlength=dim)
    else:
        counts = np.count_nonzero(features, axis=0)
    return (np.log((1.0 + n) / (1.0 + counts)) + 1.0).astype(np.float32)


def _standard(features: Features) -> FeatureScale:
    """Return zero mean and unit deviation; sparse columns keep their zeros, so only the latter."""
    n, dim = features.shape
    centre = np.zeros(dim)
    if isinstance(features, Csr):
        squares = np.bincount(features.indices, features.data.astype(np.float64) ** 2, dim) / n
        deviations = np.sqrt(squares)
    else:
        centre = features.mean(axis=0, dtype=np.float64)
        deviations = features.std(axis=0, dtype=np.float64)
    factor = _inverse(deviations) / np.sqrt(dim)
    return FeatureScale("standard", centre.astype(np.float32), factor.astype(np.float32))
