# SPDX-License-Identifier: Apache-2.0
"""Checks of the labels that classifiers are given, in the words that scikit-learn's tools expect.

Shapes: ``n`` samples, ``L`` labels.
"""

from __future__ import annotations

import sys
import warnings
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from findling.bolt.errors import InputValueError
from findling.bolt.estimators.csr import Csr, as_csr

if TYPE_CHECKING:
    from numpy.typing import NDArray


def checked_labels(y: object, n: int) -> Csr | NDArray[Any]:
    """Return the labels of ``n`` samples.

    Parameters
    ----------
    y : array [n], sparse matrix [n, L], or array of ones and zeros [n, L]
        One label a sample, whole numbers or strings; or any number of labels, which are the
        columns. An array [n, 1] is taken for [n], with a warning.
    n : int
        How many samples there have to be.

    Returns
    -------
    Csr or ndarray
        Ones at each sample's columns; or labels [n], strings as ``str_``, others as they came.

    Raises
    ------
    InputValueError
        For labels of another form, type or number.
    """
    matrix = as_csr(y)
    values = np.empty(0) if matrix is not None else _array(y)
    if matrix is None and values.ndim == 2:
        matrix = Csr.from_dense(values)
    rows = len(values) if matrix is None else matrix.shape[0]
    if rows != n:
        msg = f"expected labels for {n} samples, one each or a row of columns each; got {rows}"
        raise InputValueError(msg)
    return values if matrix is None else _ones(matrix)


def _array(y: object) -> NDArray[Any]:
    if y is None:
        msg = "This estimator requires y to be passed, but the target y is None."
        raise InputValueError(msg)
    values = np.asarray(y)
    if values.ndim == 2 and values.shape[1] == 1:
        message = "A column-vector y was passed when a 1d array was expected: use y.ravel()."
        warnings.warn(message, _warning_type(), stacklevel=4)
        values = values[:, 0]
    if values.ndim not in (1, 2) or values.size == 0:
        msg = f"expected labels [n] or [n, L], got shape {values.shape}"
        raise InputValueError(msg)
    if values.ndim == 2 and (values.dtype.kind not in "iubf" or not np.isin(values, (0, 1)).all()):
        msg = "expected ones and zeros in a matrix of labels"
        raise InputValueError(msg)
    return values if values.ndim == 2 else _of_one_type(values)


def _of_one_type(values: NDArray[Any]) -> NDArray[Any]:
    if values.dtype.kind == "f":
        _check_floats(values)
    elif values.dtype.kind == "O":
        listed = cast("list[object]", values.tolist())
        if all(isinstance(each, str) for each in listed):
            return values.astype(np.str_)
        if not all(isinstance(each, int) for each in listed):
            msg = "Unknown label type: expected labels that are all whole numbers or all strings"
            raise InputValueError(msg)
        return values.astype(np.int64)
    elif values.dtype.kind not in "iubU":
        msg = f"Unknown label type: expected whole numbers or strings, got {values.dtype}"
        raise InputValueError(msg)
    return values


def _check_floats(values: NDArray[Any]) -> None:
    if not np.isfinite(values).all():
        msg = "Input y contains NaN or infinity."
        raise InputValueError(msg)
    if (values != np.floor(values)).any():
        msg = "Unknown label type: continuous. Expected whole numbers or strings"
        raise InputValueError(msg)


def _ones(matrix: Csr) -> Csr:
    """Return only what is not 0, as ones."""
    kept = np.asarray(matrix.data) != 0
    counts = np.concatenate(([0], np.cumsum(kept)))
    indices = np.asarray(matrix.indices)[kept]
    starts = counts[np.asarray(matrix.indptr)]
    return Csr(np.ones(len(indices), np.float32), indices, starts, matrix.shape)


def _warning_type() -> type[UserWarning]:
    """Return the category that scikit-learn's tools know, if they are there to look."""
    exceptions = sys.modules.get("sklearn.exceptions")
    if exceptions is None:
        return UserWarning
    return cast("type[UserWarning]", exceptions.DataConversionWarning)
