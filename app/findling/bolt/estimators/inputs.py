# SPDX-License-Identifier: Apache-2.0
"""Checks of the features that estimators are given, in the words that scikit-learn's tools expect.

Shapes: ``n`` samples, ``D`` features.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from findling.bolt.errors import InputTypeError, InputValueError
from findling.bolt.estimators.csr import Csr, as_csr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True)
class FeatureCheck:
    """What the features of `fit` were, so that later ones can be held against them.

    Attributes
    ----------
    n_features : int
        Columns.
    names : tuple of str or None
        Names of the columns, where `fit` was given a data frame.
    """

    n_features: int
    names: tuple[str, ...] | None = None

    @staticmethod
    def of(x: object, features: Csr | NDArray[np.float32]) -> FeatureCheck:
        """Return the check for what `fit` was given, before and after `checked_features`."""
        return FeatureCheck(int(features.shape[1]), names_of(x))

    def to_plain(self) -> dict[str, Any]:
        """Return plain values for a file."""
        names = None if self.names is None else list(self.names)
        return {"n_features": self.n_features, "feature_names": names}

    @staticmethod
    def from_plain(plain: Mapping[str, Any]) -> FeatureCheck:
        """Return the check that was written down."""
        names = plain["feature_names"]
        return FeatureCheck(
            int(plain["n_features"]), None if names is None else tuple(str(n) for n in names)
        )

    def check(self, x: object, features: Csr | NDArray[np.float32], owner: object) -> None:
        """Compare later features with those of `fit`.

        Parameters
        ----------
        x, features
            As the caller gave them, and from `checked_features`.
        owner : object
            The estimator, named in messages.

        Raises
        ------
        InputValueError
            When the number of columns or their names differ.
        """
        name = type(owner).__name__
        self._check_names(names_of(x), name)
        if features.shape[1] != self.n_features:
            msg = (
                f"X has {features.shape[1]} features, but {name} is expecting "
                f"{self.n_features} features as input"
            )
            raise InputValueError(msg)

    def _check_names(self, names: tuple[str, ...] | None, owner: str) -> None:
        if names == self.names:
            return
        if self.names is None:
            msg = f"X has feature names, but {owner} was fitted without feature names"
            warnings.warn(msg, UserWarning, stacklevel=5)
        elif names is None:
            msg = f"X does not have valid feature names, but {owner} was fitted with feature names"
            warnings.warn(msg, UserWarning, stacklevel=5)
        else:
            raise InputValueError(_differing(names, self.names))


def names_of(x: object) -> tuple[str, ...] | None:
    """Return the names of a data frame's columns if all are strings, else None."""
    columns = getattr(x, "columns", None)
    if columns is None:
        return None
    names = tuple(cast("Sequence[object]", columns))
    return cast("tuple[str, ...]", names) if all(isinstance(each, str) for each in names) else None


def _differing(given: tuple[str, ...], fitted: tuple[str, ...]) -> str:
    lines = ["The feature names should match those that were passed during fit."]
    unseen = sorted(set(given) - set(fitted))
    missing = sorted(set(fitted) - set(given))
    if unseen:
        lines += ["Feature names unseen at fit time:", *(f"- {name}" for name in unseen[:5])]
    if missing:
        lines += [
            "Feature names seen at fit time, yet now missing:",
            *(f"- {name}" for name in missing[:5]),
        ]
    if not unseen and not missing:
        lines.append("Feature names must be in the same order as they were in fit.")
    return "\n".join(lines) + "\n"


def checked_features(x: object) -> Csr | NDArray[np.float32]:
    """Return features as float32: an array [n, D], or `Csr` for a sparse matrix.

    Raises
    ------
    InputValueError, InputTypeError
        Unless they are a matrix of finite real numbers with at least one row and one column.
    """
    sparse = as_csr(x)
    features = _dense(x) if sparse is None else _sparse(sparse)
    n, dim = features.shape
    for count, what in ((n, "sample"), (dim, "feature")):
        if count == 0:
            msg = (
                f"Found array with 0 {what}(s) (shape=({n}, {dim})) while a minimum of 1 is "
                "required."
            )
            raise InputValueError(msg)
    return features


def _sparse(x: Csr) -> Csr:
    return Csr(_numbers(x.data), x.indices, x.indptr, x.shape)


def _dense(x: object) -> NDArray[np.float32]:
    array = np.asarray(x)
    if array.ndim != 2:
        msg = (
            f"Expected 2D array, got {array.ndim}D array instead. Reshape your data to "
            "(n_samples, n_features). Reshape one sample with X.reshape(1, -1)."
        )
        raise InputValueError(msg)
    return np.ascontiguousarray(_numbers(array))


def _numbers(values: NDArray[Any]) -> NDArray[np.float32]:
    if values.dtype.kind == "c":
        msg = "Complex data not supported: expected real numbers"
        raise InputValueError(msg)
    if values.dtype.kind not in "fiubO":
        msg = f"argument must be a string-free array of numbers, got {values.dtype}"
        raise InputTypeError(msg)
    try:
        with np.errstate(over="ignore"):
            numbers = values.astype(np.float32)
    except TypeError as error:
        msg = f"argument must be a string or a real number in every place: {error}"
        raise InputTypeError(msg) from error
    except ValueError as error:
        msg = f"expected numbers: {error}"
        raise InputValueError(msg) from error
    if not np.isfinite(numbers).all():
        msg = "Input X contains NaN, infinity or a value too large for float32."
        raise InputValueError(msg)
    return numbers
