# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import numpy as np
import pytest

from findling.bolt.errors import InputValueError
from findling.bolt.estimators import Csr, checked_labels


@pytest.mark.parametrize(
    ("y", "found"),
    [
        ([3, 1], [3, 1]),
        ([3.0, 1.0], [3.0, 1.0]),
        ([True, False], [True, False]),
        (["b", "a"], ["b", "a"]),
        (np.array(["b", "a"], object), ["b", "a"]),
        (np.array([1 << 40, 2], object), [1 << 40, 2]),
    ],
)
def test_one_label_a_sample(y: object, found: list[object]) -> None:
    labels = checked_labels(y, 2)
    assert isinstance(labels, np.ndarray)
    assert labels.dtype.kind != "O"
    assert labels.tolist() == found


def test_a_matrix_gives_the_columns_that_are_not_0() -> None:
    sparse = Csr(np.array([1, 0, 3]), np.array([2, 0, 1]), np.array([0, 2, 3]), (2, 4))
    dense = np.array([[0, 0, 1, 0], [0, 1, 0, 0]])
    for y in (sparse, dense, dense.astype(bool), dense.astype(float)):
        found = checked_labels(y, 2)
        assert isinstance(found, Csr)
        assert (found.indices.tolist(), found.indptr.tolist()) == ([2, 1], [0, 1, 2])
        assert found.data.tolist() == [1, 1]


def test_a_column_is_taken_for_a_row_with_a_warning() -> None:
    with pytest.warns(UserWarning, match="column-vector y"):
        found = checked_labels([[3], [1]], 2)
    assert found.tolist() == [3, 1]  # pyright: ignore[reportAttributeAccessIssue] - an array


@pytest.mark.parametrize(
    ("y", "told"),
    [
        ([1], "labels for 2 samples, one each or a row of columns each; got 1"),
        ([[1, 0]], "labels for 2 samples, one each or a row of columns each; got 1"),
        (np.zeros((2, 2, 2)), r"labels \[n\] or \[n, L\], got shape \(2, 2, 2\)"),
        (3, r"got shape \(\)"),
        ([], r"got shape \(0,\)"),
        (None, "the target y is None"),
        ([[1, 2], [0, 1]], "ones and zeros"),
        ([["a", "b"], ["c", "d"]], "ones and zeros"),
        ([0.5, 1.0], "continuous"),
        ([np.nan, 1.0], "NaN"),
        ([1j, 2j], "got complex128"),
        (np.array([1, "a"], object), "all whole numbers or all strings"),
    ],
)
def test_labels_of_another_form_are_refused(y: object, told: str) -> None:
    with pytest.raises(InputValueError, match=told):
        checked_labels(y, 2)
