# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from findling.bolt.errors import InputTypeError, InputValueError
from findling.bolt.estimators import Csr, FeatureCheck, checked_features


class Frame:
    """What a data frame looks like from outside."""

    def __init__(self, columns: list[str], values: list[list[float]]) -> None:
        self.columns = columns
        self._values = np.array(values)

    def __array__(self, dtype: object = None, copy: bool | None = None) -> np.ndarray[Any, Any]:
        return self._values


class Owner:
    pass


def test_dense_and_sparse_features_become_float32() -> None:
    dense = checked_features([[1, 2], [3, 4]])
    assert isinstance(dense, np.ndarray)
    assert dense.dtype == np.float32
    sparse = checked_features(Csr.from_dense(np.array([[0.0, 2.0]])))
    assert isinstance(sparse, Csr)
    assert sparse.data.tolist() == [2.0]
    assert sparse.data.dtype == np.float32


@pytest.mark.parametrize(
    ("x", "error", "sentence"),
    [
        ([1.0, 2.0], InputValueError, "Expected 2D array, got 1D array.*Reshape"),
        (np.zeros((0, 3)), InputValueError, r"0 sample\(s\) \(shape=\(0, 3\)\)"),
        (np.zeros((3, 0)), InputValueError, r"0 feature\(s\) \(shape=\(3, 0\)\)"),
        ([[np.nan]], InputValueError, "contains NaN"),
        ([[1e300]], InputValueError, "too large for float32"),
        ([[1j]], InputValueError, "Complex data not supported"),
        ([["a"]], InputTypeError, "array of numbers"),
        (np.array([[{}]], dtype=object), InputTypeError, "real number"),
        (np.array([["x"]], dtype=object), InputValueError, "expected numbers"),
    ],
)
def test_other_features_are_told(x: object, error: type[Exception], sentence: str) -> None:
    with pytest.raises(error, match=sentence):
        checked_features(x)


@pytest.mark.parametrize(
    ("data", "indices", "indptr", "sentence"),
    [
        ([1.0], [2], [0, 1], "columns from 0 to 1, got 2"),
        ([1.0], [-1], [0, 1], "columns from 0 to 1, got -1"),
        ([1.0], [0], [0, 2], "fit each other"),
        ([1.0], [0], [0, 1, 1], "fit each other"),
        ([], [0], [0, 1], "fit each other"),
        ([1.0], [0.5], [0, 1], "whole numbers"),
    ],
)
def test_a_sparse_matrix_that_does_not_fit_itself_is_told(
    data: list[float], indices: list[Any], indptr: list[int], sentence: str
) -> None:
    class Foreign:
        def __init__(self) -> None:
            self.data, self.indices = np.array(data), np.array(indices)
            self.indptr, self.shape = np.array(indptr), (1, 2)

    with pytest.raises(InputValueError, match=sentence):
        checked_features(Foreign())


def test_rows_are_taken_in_order() -> None:
    dense = np.array([[0, 1, 0], [2, 0, 3], [0, 0, 0], [4, 5, 6]], np.float32)
    csr = Csr.from_dense(dense)
    rows = np.array([3, 2, 1, 1])
    assert csr.take(rows).toarray().tolist() == dense[rows].tolist()
    assert csr.toarray().tolist() == dense.tolist()


def test_later_features_are_held_against_those_of_fit() -> None:
    frame = Frame(["a", "b"], [[1.0, 2.0]])
    check = FeatureCheck.of(frame, checked_features(frame))
    check.check(frame, checked_features(frame), Owner())
    with pytest.raises(InputValueError, match="X has 3 features, but Owner is expecting 2"):
        check.check(Frame(["a", "b"], []), np.zeros((1, 3), np.float32), Owner())


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        (["a", "c"], "unseen at fit time:\n- c\nFeature names seen at fit time.*:\n- b"),
        (["b", "a"], "must be in the same order"),
    ],
)
def test_differing_names_of_columns_are_told(columns: list[str], sentence: str) -> None:
    fitted = Frame(["a", "b"], [[1.0, 2.0]])
    check = FeatureCheck.of(fitted, checked_features(fitted))
    other = Frame(columns, [[1.0, 2.0]])
    with pytest.raises(InputValueError, match=sentence):
        check.check(other, checked_features(other), Owner())


def test_names_on_one_side_only_are_a_warning() -> None:
    frame, bare = Frame(["a", "b"], [[1.0, 2.0]]), np.zeros((1, 2), np.float32)
    with pytest.warns(UserWarning, match="does not have valid feature names"):
        FeatureCheck(2, ("a", "b")).check(bare, bare, Owner())
    with pytest.warns(UserWarning, match="was fitted without feature names"):
        FeatureCheck(2).check(frame, bare, Owner())
