# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from findling.bolt.errors import InputTypeError, InputValueError
from findling.bolt.estimators import array_from_plain, array_to_plain


@pytest.mark.parametrize(
    "array",
    [
        np.array([0.1, -0.0, np.nan, np.inf], np.float32),
        np.arange(6, dtype=np.int64).reshape(2, 3),
        np.array([True, False]),
        np.array(["cat", "größer", ""]),
        np.array(["a", "b"], dtype=object),
        np.zeros((0, 4)),
        np.arange(3, dtype=">i4"),
    ],
)
def test_arrays_survive_json_to_the_bit(array: np.ndarray[Any, Any]) -> None:
    back = array_from_plain(json.loads(json.dumps(array_to_plain(array))))
    assert back.shape == array.shape
    assert back.dtype.kind == array.dtype.kind
    assert back.dtype.isnative
    if array.dtype.kind != "O":
        assert back.tobytes() == array.astype(back.dtype).tobytes()
    assert back.astype(str).tolist() == array.astype(str).tolist()


@pytest.mark.parametrize(
    "array", [np.array([1j]), np.array([object()]), np.array(["2020-01-01"], "M8[D]")]
)
def test_other_arrays_are_refused(array: np.ndarray[Any, Any]) -> None:
    with pytest.raises(InputTypeError, match="numbers or of strings"):
        array_to_plain(array)


@pytest.mark.parametrize(
    "plain",
    [
        {},
        {"dtype": "<f4", "shape": [2], "base64": "AAAA"},
        {"dtype": "<f4", "shape": [1], "base64": "not base64!"},
        {"dtype": "|O8", "shape": [1], "base64": "AAAAAAAAAAA="},
        {"dtype": "<f4", "shape": [-1], "base64": ""},
        {"dtype": "<f4", "shape": [1] * 40, "base64": "AAAAAA=="},
        {"dtype": "U", "shape": [2], "values": ["one"]},
        {"dtype": "U", "shape": [1], "values": "one"},
    ],
)
def test_a_form_that_is_none_is_told(plain: dict[str, Any]) -> None:
    with pytest.raises(InputValueError, match="written form of an array"):
        array_from_plain(plain)
