# SPDX-License-Identifier: Apache-2.0
"""Arrays of other libraries as float32, and weights checked against a network."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol, cast, runtime_checkable

import numpy as np

from findling.bolt.errors import InputTypeError, InputValueError, MissingPackageError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from findling import _core
    from findling.bolt.nn.prediction import TopK

_MATRIX_AXES = 2


@runtime_checkable
class _Tensor(Protocol):
    """What PyTorch's tensors have, whose 16-bit floats numpy does not take by itself."""

    def detach(self) -> _Tensor: ...
    def float(self) -> _Tensor: ...
    def cpu(self) -> _Tensor: ...


def as_float32(values: object, what: str) -> NDArray[np.float32]:
    """Return numbers as float32; not copied when they are that already.

    Parameters
    ----------
    values : array-like
        Of any real type, bfloat16 of ``ml_dtypes`` and PyTorch's tensors among them. Numbers too
        large for float32 become infinity.
    what : str
        How a message calls them.
    """
    if isinstance(values, _Tensor):
        values = values.detach().cpu().float()
    array: NDArray[Any] = np.asarray(values)
    if array.dtype.kind not in "fiub" and str(array.dtype) != "bfloat16":
        msg = f"[network] expected {what} of numbers, got {array.dtype}"
        raise InputTypeError(msg)
    with np.errstate(over="ignore"):
        return array.astype(np.float32, copy=False)


def checked_tables(network: _core.Network, weights: object) -> dict[str, NDArray[np.float32]]:
    """Return weights in the shape of the network's tables; nothing is set.

    Raises
    ------
    InputTypeError, InputValueError
        For weights that no table of the network can take.
    """
    if not isinstance(weights, Mapping):
        msg = f"[network] expected weights by name, got {type(weights).__name__}"
        raise InputTypeError(msg)
    return {
        str(name): _checked_table(network, str(name), values)
        for name, values in cast("Mapping[object, object]", weights).items()
    }


def _checked_table(network: _core.Network, name: str, values: object) -> NDArray[np.float32]:
    shape = network.table_shape(name)
    array = as_float32(values, name)
    # Other libraries keep a bias or a gain in one axis.
    if array.ndim == 1 and 1 in shape and array.size == shape[0] * shape[1]:
        array = np.reshape(array, shape)
    if array.shape != shape:
        msg = f"[network] expected shape {shape} for {name}, got {array.shape}"
        raise InputValueError(msg)
    if not np.isfinite(array).all():
        msg = f"[network] expected finite values for {name}, got infinity or not a number"
        raise InputValueError(msg)
    return np.ascontiguousarray(array)


def top_to_csr(top: TopK, n_columns: int) -> Any:  # noqa: ANN401 - scipy ships no types
    """Return the best columns of samples as a ``scipy.sparse.csr_array``.

    Parameters
    ----------
    top : TopK
        What ``Model.predict`` returned.
    n_columns : int
        Columns of the output.

    Returns
    -------
    csr_array of float32, shape (n, n_columns)
        The scores in their columns, which ascend; a score of 0 is stored too.
    """
    try:
        sparse = importlib.import_module("scipy.sparse")
    except ImportError as error:
        msg = "The package 'scipy' is not installed: pip install scipy."
        raise MissingPackageError(msg) from error
    if top.ids.size and int(top.ids.max()) >= n_columns:
        msg = f"[network] expected more than {top.ids.max()} columns, got {n_columns}"
        raise InputValueError(msg)
    found = top.ids >= 0
    starts = np.concatenate(([0], np.cumsum(found.sum(axis=1))))
    shape = (len(top.ids), n_columns)
    rows = sparse.csr_array((top.scores[found], top.ids[found], starts), shape=shape)
    rows.sort_indices()
    return rows


def by_rows(values: object) -> object:
    """Return scipy's sparse matrices of other formats by rows, anything else as it is.

    A square matrix by columns has the attributes of one by rows, so the format is asked for first.
    """
    matrix = cast("Any", values)
    if getattr(matrix, "format", "csr") == "csr" or not hasattr(matrix, "tocsr"):
        return values
    if len(matrix.shape) != _MATRIX_AXES:
        msg = f"[network] expected a sparse matrix with 2 axes, got {len(matrix.shape)}"
        raise InputValueError(msg)
    return matrix.tocsr()
