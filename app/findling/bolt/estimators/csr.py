# SPDX-License-Identifier: Apache-2.0
"""Sparse matrices by rows, with or without scipy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, cast, runtime_checkable

import numpy as np

from findling.bolt.errors import InputValueError
from findling.bolt.nn.samples import CsrLike

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Csr:
    """A sparse matrix by rows; ``scipy.sparse.csr_array((c.data, c.indices, c.indptr), c.shape)``.

    Row ``i`` has the columns ``indices[indptr[i] : indptr[i + 1]]`` with the values ``data`` there.

    Attributes
    ----------
    data : ndarray, [nnz]
        Values.
    indices : ndarray of whole numbers, [nnz]
        Columns.
    indptr : ndarray of whole numbers, [rows + 1]
        Where rows begin.
    shape : tuple of int
        Rows and columns.
    """

    data: NDArray[Any]
    indices: NDArray[np.integer[Any]]
    indptr: NDArray[np.integer[Any]]
    shape: tuple[int, int]

    @staticmethod
    def from_dense(array: NDArray[Any]) -> Csr:
        """Return the values of a matrix [n, d] that are not 0."""
        rows, columns = np.nonzero(array)
        ends = np.cumsum(np.bincount(rows, minlength=len(array)))
        indptr = np.concatenate(([0], ends)).astype(np.int64)
        shape = (int(array.shape[0]), int(array.shape[1]))
        return Csr(array[rows, columns], columns.astype(np.int64), indptr, shape)

    @property
    def nnz(self) -> int:
        """How many values are stored."""
        return len(self.indices)

    def row_numbers(self) -> NDArray[np.int64]:
        """Return the row of each stored value, [nnz]."""
        return np.repeat(np.arange(self.shape[0], dtype=np.int64), np.diff(self.indptr))

    def take(self, rows: NDArray[np.integer[Any]]) -> Csr:
        """Return some rows, in the order they are asked for."""
        counts = np.diff(self.indptr)[rows]
        indptr = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
        starts = np.repeat(np.asarray(self.indptr)[rows] - indptr[:-1], counts)
        at = cast("NDArray[np.int64]", starts + np.arange(indptr[-1]))
        return Csr(self.data[at], self.indices[at], indptr, (len(rows), self.shape[1]))

    def toarray(self) -> NDArray[Any]:
        """Return the whole matrix; values that are stored twice are added."""
        rows, columns = self.shape
        places = self.row_numbers() * columns + np.asarray(self.indices, np.int64)
        sums: Any = np.bincount(places, self.data, rows * columns)
        return sums.astype(self.data.dtype).reshape(self.shape)


@runtime_checkable
class _ConvertsToCsr(Protocol):
    """Another sparse format of scipy's."""

    def tocsr(self) -> CsrLike: ...


def as_csr(values: object) -> Csr | None:
    """Return a sparse matrix of scipy's, or anything of that shape, as `Csr`; None for others.

    Raises
    ------
    InputValueError
        When the row starts, columns and values do not fit each other.
    """
    if isinstance(values, Csr):
        return values
    # CSC has the same attributes as CSR: what can convert itself is asked to.
    matrix = values.tocsr() if isinstance(values, _ConvertsToCsr) else values
    if not isinstance(matrix, CsrLike):
        return None
    rows, columns = (int(n) for n in matrix.shape)
    csr = Csr(
        np.asarray(matrix.data),
        np.asarray(matrix.indices),
        np.asarray(matrix.indptr),
        (rows, columns),
    )
    _check(csr)
    return csr


def _check(csr: Csr) -> None:
    indptr, indices = csr.indptr, csr.indices
    if indptr.dtype.kind not in "iu" or indices.dtype.kind not in "iu":
        msg = f"[estimator] expected whole numbers in indptr and indices, got {indices.dtype}"
        raise InputValueError(msg)
    whole = len(indptr) == csr.shape[0] + 1 and indptr[0] == 0 and indptr[-1] == len(indices)
    if not whole or len(csr.data) != len(indices) or (np.diff(indptr.astype(np.int64)) < 0).any():
        msg = "[estimator] expected a CSR matrix whose indptr, indices and data fit each other"
        raise InputValueError(msg)
    if len(indices) and (int(indices.min()) < 0 or int(indices.max()) >= csr.shape[1]):
        worst = int(indices.max()) if int(indices.min()) >= 0 else int(indices.min())
        msg = f"[estimator] expected columns from 0 to {csr.shape[1] - 1}, got {worst}"
        raise InputValueError(msg)


def like(csr: Csr, example: object) -> object:
    """Return a matrix in the class of ``example``: scipy's, where that is one, else `Csr`."""
    if isinstance(example, Csr) or not isinstance(example, _ConvertsToCsr):
        return csr
    make = cast("Any", type(example.tocsr()))
    return make((csr.data, csr.indices, csr.indptr), shape=csr.shape)
