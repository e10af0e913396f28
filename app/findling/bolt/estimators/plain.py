# SPDX-License-Identifier: Apache-2.0
"""Arrays as plain values that JSON can carry, to the bit."""

from __future__ import annotations

import base64
import binascii
import math
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from findling.bolt.errors import InputTypeError, InputValueError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

_NUMBERS = ("<f4", "<f8", "<i4", "<i8", "<u4", "<u8", "|i1", "|u1", "<i2", "<u2", "|b1")
_MOST_AXES = 8


def array_to_plain(array: NDArray[Any]) -> dict[str, Any]:
    """Return an array of numbers, truth values or strings as plain values.

    Parameters
    ----------
    array : ndarray
        Numbers go by their bytes; strings (also as objects) as a list.

    Raises
    ------
    InputTypeError
        For anything else.
    """
    shape = [int(n) for n in array.shape]
    if array.dtype.kind in "OU":
        values = cast("list[object]", array.ravel().tolist())
        if not all(isinstance(value, str) for value in values):
            msg = "[estimator] expected an array of numbers or of strings"
            raise InputTypeError(msg)
        return {"dtype": array.dtype.kind, "shape": shape, "values": values}
    dtype = _little_endian(array.dtype)
    if dtype not in _NUMBERS:
        msg = f"[estimator] expected an array of numbers or of strings, got {array.dtype}"
        raise InputTypeError(msg)
    data = np.ascontiguousarray(array, dtype).tobytes()
    return {"dtype": dtype, "shape": shape, "base64": base64.b64encode(data).decode("ascii")}


def array_from_plain(plain: Mapping[str, Any]) -> NDArray[Any]:
    """Return the array that `array_to_plain` wrote down.

    Raises
    ------
    InputValueError
        When the values are not such a form, or do not fit their shape.
    """
    try:
        shape = tuple(int(n) for n in plain["shape"])
        if len(shape) > _MOST_AXES or any(n < 0 for n in shape):
            msg = f"[estimator] expected the shape of an array, got {shape}"
            raise InputValueError(msg)
        if plain["dtype"] in ("O", "U"):
            return _strings(plain["values"], plain["dtype"], shape)
        return _numbers(plain["base64"], plain["dtype"], shape)
    except (KeyError, TypeError, ValueError, binascii.Error) as error:
        msg = "[estimator] expected the written form of an array"
        raise InputValueError(msg) from error


def _strings(values: object, kind: str, shape: tuple[int, ...]) -> NDArray[Any]:
    if not isinstance(values, list):
        msg = "[estimator] expected a list of strings"
        raise InputValueError(msg)
    texts = [str(value) for value in cast("list[object]", values)]
    array = cast("Any", np.array)(texts, dtype=object if kind == "O" else np.str_)
    return array.reshape(shape)


def _numbers(text: str, dtype: str, shape: tuple[int, ...]) -> NDArray[Any]:
    if dtype not in _NUMBERS:
        msg = f"[estimator] expected one of {', '.join(_NUMBERS)}, got {dtype}"
        raise InputValueError(msg)
    data = base64.b64decode(text, validate=True)
    if len(data) != math.prod(shape) * np.dtype(dtype).itemsize:
        msg = f"[estimator] expected {math.prod(shape)} values, got {len(data)} bytes"
        raise InputValueError(msg)
    array = cast("Any", np.frombuffer)(data, dtype)
    return array.astype(dtype.replace("<", "=")).reshape(shape)


def _little_endian(dtype: np.dtype[Any]) -> str:
    """Return numpy's short word for a type, whose bytes come in the order of files."""
    return str(cast("Any", dtype).str).replace(">", "<")
