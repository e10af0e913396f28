# SPDX-License-Identifier: Apache-2.0
"""Arrays and CSR matrices as the engine takes them.

scipy is not needed: a CSR matrix is anything with ``indptr``, ``indices``, ``data`` and ``shape``.
Its other sparse formats are turned into that one, which costs a copy.
Arrays that have the engine's types already (float32; uint64 and uint32 for sparse ones) are not
copied, and must not be changed while they are in use.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, TypeGuard, cast, runtime_checkable

import numpy as np

from findling.bolt.errors import InputTypeError, InputValueError
from findling.bolt.nn.interop_arrays import as_float32, by_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from findling import _core
    from findling.bolt.nn.losses import Loss

_MATRIX_AXES = 2


@runtime_checkable
class CsrLike(Protocol):
    """A sparse matrix by rows, such as ``scipy.sparse.csr_matrix``."""

    indptr: NDArray[np.integer[Any]]
    indices: NDArray[np.integer[Any]]
    data: NDArray[Any]
    shape: tuple[int, int]


@dataclass
class LabelLists:
    """The labels of samples: those of sample i are ``ids[offsets[i] : offsets[i + 1]]``."""

    offsets: NDArray[np.uint64]
    ids: NDArray[np.uint32]


@dataclass
class Samples:
    """Samples as the engine has them, and the labels once more for metrics.

    Attributes
    ----------
    core : NetworkSamples
        The engine's view of the arrays.
    n : int
        How many there are.
    labels : list of LabelLists or None
        One a loss; None where its target is no labels.
    """

    core: _core.NetworkSamples
    n: int
    labels: list[LabelLists | None] = field(default_factory=list[LabelLists | None])


def is_csr(values: object) -> TypeGuard[CsrLike]:
    """Whether this is a sparse matrix by rows; some arrays raise when asked for their ``data``."""
    return not isinstance(values, np.ndarray) and isinstance(values, CsrLike)


def as_list(values: object, n: int, what: str) -> list[object]:
    """Return ``n`` columns of samples: a single one may stand for a list of one."""
    columns = [values]
    if n != 1 and isinstance(values, (list, tuple)):
        columns = list(cast("Sequence[object]", values))
    if len(columns) != n:
        msg = f"[network] expected {n} {what}, got {len(columns)}"
        raise InputValueError(msg)
    return columns


def add_input(samples: Samples, values: object) -> None:
    """Add one input: a sparse matrix, or an array [n, D]."""
    values = by_rows(values)
    if is_csr(values):
        offsets, ids = _rows(values)
        data = np.ascontiguousarray(as_float32(values.data, "an input")[: _n_stored(values)])
        samples.core.add_sparse_input(int(values.shape[1]), offsets, ids, data)
    else:
        samples.core.add_dense_input(_matrix(values, "an input"))


def add_target(samples: Samples, values: object, loss: Loss, dim: int) -> None:
    """Add the target of one loss whose output has ``dim`` columns."""
    values = by_rows(values)
    labels = _labels(values, loss, dim)
    samples.labels.append(labels)
    if labels is not None:
        samples.core.add_labels(dim, labels.offsets, labels.ids)
    elif loss.takes_values:
        samples.core.add_dense_target(_matrix(values, "a target"))
    elif loss.takes_labels:
        msg = f"[network] expected labels for {loss.name}: whole numbers or a CSR matrix"
        raise InputTypeError(msg)
    elif values is None:
        samples.core.add_no_target()
    else:
        msg = f"[network] expected no target (None) for {loss.name}"
        raise InputValueError(msg)


def _labels(values: object, loss: Loss, dim: int) -> LabelLists | None:
    """Return the labels where there are any: a CSR matrix, or one whole number a sample."""
    if not loss.takes_labels:
        return None
    if is_csr(values):
        if int(values.shape[1]) != dim:
            msg = f"[network] expected labels with {dim} columns, got {values.shape[1]}"
            raise InputValueError(msg)
        return LabelLists(*_nonzero_rows(values))
    array = np.asarray(values)
    if array.ndim != 1 or array.dtype.kind not in "iu":
        return None
    return LabelLists(np.arange(len(array) + 1, dtype=np.uint64), _as_ids(array))


def n_samples(values: object) -> int:
    """Return how many samples a column has."""
    shape = cast("tuple[int, ...]", getattr(values, "shape", ()))
    if shape:
        return int(shape[0])
    if not isinstance(values, Sequence) or isinstance(values, (str, bytes)):
        msg = f"[network] expected an array or a CSR matrix, got {type(values).__name__}"
        raise InputTypeError(msg)
    return len(cast("Sequence[object]", values))


def _matrix(values: object, what: str) -> NDArray[np.float32]:
    array = as_float32(values, what)
    if array.ndim == 1:
        array = array[:, None]
    if array.ndim != 2:
        msg = f"[network] expected {what} with 2 axes (samples, columns), got {array.ndim}"
        raise InputValueError(msg)
    return np.ascontiguousarray(array)


def _n_stored(matrix: CsrLike) -> int:
    """Return how many values are in use: arrays may have room for more behind them."""
    return int(matrix.indptr[-1]) if len(matrix.indptr) else 0


def _rows(matrix: CsrLike) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
    if len(matrix.shape) != _MATRIX_AXES:
        msg = f"[network] expected a sparse matrix with 2 axes, got {len(matrix.shape)}"
        raise InputValueError(msg)
    offsets = np.asarray(matrix.indptr)
    ids = np.asarray(matrix.indices)[: _n_stored(matrix)]
    if offsets.dtype.kind not in "iu" or ids.dtype.kind not in "iu":
        msg = f"[network] expected whole numbers in indptr and indices, got {offsets.dtype}"
        raise InputTypeError(msg)
    if len(offsets) != int(matrix.shape[0]) + 1:
        msg = f"[network] expected {int(matrix.shape[0]) + 1} values in indptr, got {len(offsets)}"
        raise InputValueError(msg)
    return np.ascontiguousarray(offsets, np.uint64), _as_ids(ids)


def _as_ids(ids: NDArray[Any]) -> NDArray[np.uint32]:
    if ids.size and (ids.min() < 0 or ids.max() > 0xFFFFFFFF):
        msg = f"[network] expected ids from 0 to 2^32 - 1, got {ids.min()} to {ids.max()}"
        raise InputValueError(msg)
    return np.ascontiguousarray(ids, np.uint32)


def _nonzero_rows(matrix: CsrLike) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
    """Return the columns of each row whose value is not 0."""
    if not getattr(matrix, "has_canonical_format", True):  # a label that is named twice is one
        matrix = cast("Any", matrix).copy()
        cast("Any", matrix).sum_duplicates()
    offsets, ids = _rows(matrix)
    kept = np.asarray(matrix.data)[: _n_stored(matrix)] != 0
    if kept.all():
        return offsets, ids
    counts = np.concatenate(([0], np.cumsum(kept)))
    return counts[offsets.astype(np.int64)].astype(np.uint64), np.ascontiguousarray(ids[kept])
