# SPDX-License-Identifier: Apache-2.0
"""Texts with their classes, as a classifier learns from them.

Shapes: ``n`` texts, ``L`` classes, ``D`` columns of vectors.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from findling.bolt.errors import InputTypeError, InputValueError
from findling.bolt.estimators import array_from_plain, array_to_plain

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class TextSamples:
    """What was taught.

    Attributes
    ----------
    texts : list of str
        [n]
    labels : list of tuple
        [n], the classes of each: one each where they exclude each other, else any number.
    vectors : ndarray of float32
        [n, D]; D is 0 without vectors.
    costs : ndarray of float32
        [n], how much each counts.
    """

    texts: list[str]
    labels: list[tuple[Any, ...]]
    vectors: NDArray[np.float32]
    costs: NDArray[np.float32]

    def __len__(self) -> int:
        """Return the number of texts."""
        return len(self.texts)

    def take(self, rows: NDArray[np.int64]) -> TextSamples:
        """Return some of the texts."""
        return TextSamples(
            [self.texts[i] for i in rows],
            [self.labels[i] for i in rows],
            self.vectors[rows],
            self.costs[rows],
        )

    def join(self, other: TextSamples) -> TextSamples:
        """Return these and others behind them.

        Raises
        ------
        InputValueError
            When only some have vectors, or they are of another width.
        """
        if self.vectors.shape[1] != other.vectors.shape[1]:
            msg = (
                f"[classifier] expected vectors of {self.vectors.shape[1]} values, as before, got "
                f"{other.vectors.shape[1]}"
            )
            raise InputValueError(msg)
        return TextSamples(
            self.texts + other.texts,
            self.labels + other.labels,
            np.concatenate([self.vectors, other.vectors]),
            np.concatenate([self.costs, other.costs]),
        )

    def truth(self, classes: list[Any]) -> NDArray[np.bool_]:
        """Return which of the classes each text has, [n, L]."""
        columns = {name: i for i, name in enumerate(classes)}
        found = np.zeros((len(self), len(classes)), np.bool_)
        for i, row in enumerate(self.labels):
            found[i, [columns[name] for name in row]] = True
        return found

    def to_plain(self) -> dict[str, Any]:
        """Return plain values that JSON can hold."""
        return {
            "texts": self.texts,
            "labels": [list(each) for each in self.labels],
            "vectors": array_to_plain(self.vectors),
            "costs": array_to_plain(self.costs),
        }

    @staticmethod
    def from_plain(plain: dict[str, Any]) -> TextSamples:
        """Return what `to_plain` wrote down."""
        samples = TextSamples(
            checked_texts(plain["texts"]),
            [tuple(each) for each in plain["labels"]],
            array_from_plain(plain["vectors"]).astype(np.float32),
            array_from_plain(plain["costs"]).astype(np.float32),
        )
        n = len(samples)
        if not len(samples.labels) == len(samples.vectors) == len(samples.costs) == n:
            msg = f"[classifier] expected classes, a vector and a cost for each of {n} texts"
            raise InputValueError(msg)
        return samples


def checked_texts(texts: object) -> list[str]:
    """Return texts as a list of ``str``.

    Raises
    ------
    InputTypeError
        For anything but a sequence or array of strings; a single string is none.
    """
    if isinstance(texts, np.ndarray) or hasattr(texts, "tolist"):
        texts = cast("Any", texts).tolist()
    if isinstance(texts, (str, bytes)) or not isinstance(texts, Sequence):
        msg = f"[classifier] expected a list of texts, got {type(texts).__name__}"
        raise InputTypeError(msg)
    values = list(cast("Sequence[object]", texts))
    for i, text in enumerate(values):
        if not isinstance(text, str):
            msg = f"[classifier] expected texts to be str, got {type(text).__name__} at {i}"
            raise InputTypeError(msg)
    return cast("list[str]", values)


def checked_classes(y: object, n: int) -> tuple[list[tuple[Any, ...]], bool]:
    """Return the classes of each text, and whether a text may have any number of them.

    Parameters
    ----------
    y : array [n], list of lists, or array of ones and zeros [n, L]
        A class each, ``str`` or whole numbers; or a list, tuple or set of classes each; or columns.
    n : int
        How many texts there are.

    Raises
    ------
    InputValueError, InputTypeError
        For another number, or classes of another or of mixed types.
    """
    values = cast("Any", y).tolist() if hasattr(y, "tolist") else y
    if isinstance(values, (str, bytes)) or not isinstance(values, Sequence):
        msg = f"[classifier] expected a list of classes, got {type(values).__name__}"
        raise InputTypeError(msg)
    given = cast("Sequence[object]", values)
    if len(given) != n:
        msg = f"[classifier] expected classes of {n} texts, got {len(given)}"
        raise InputValueError(msg)
    many = any(isinstance(each, Iterable) and not isinstance(each, str) for each in given)
    if not many:
        labels = [(each,) for each in given]
    elif getattr(y, "ndim", 1) == 2:
        labels = [_columns(cast("list[object]", each), i) for i, each in enumerate(given)]
    else:
        labels = [_several(each, i) for i, each in enumerate(given)]
    _check_types(labels)
    return labels, many


def _columns(row: list[object], i: int) -> tuple[int, ...]:
    if any(value not in (0, 1) for value in row):
        msg = f"[classifier] expected ones and zeros in a matrix of classes, got others in row {i}"
        raise InputValueError(msg)
    return tuple(column for column, value in enumerate(row) if value)


def _several(classes: object, i: int) -> tuple[object, ...]:
    if not isinstance(classes, (list, tuple, set, frozenset)):
        msg = (
            f"[classifier] expected a list of classes for each text, got "
            f"{type(classes).__name__} at {i}"
        )
        raise InputTypeError(msg)
    return tuple(dict.fromkeys(cast("Iterable[object]", classes)))


def _check_types(labels: list[tuple[Any, ...]]) -> None:
    kinds: set[type[object]] = {type(each) for row in labels for each in row}
    if kinds <= {str} or kinds <= {int}:
        return
    names = ", ".join(sorted(kind.__name__ for kind in kinds))
    msg = f"[classifier] expected classes that are all str or all int, got {names}"
    raise InputTypeError(msg)


def checked_vectors(vectors: object, n: int) -> NDArray[np.float32]:
    """Return vectors [n, D] of unit length, or [n, 0] for None.

    Raises
    ------
    InputValueError
        Unless there is one vector of finite numbers a text.
    """
    if vectors is None:
        return np.zeros((n, 0), np.float32)
    array = np.asarray(vectors, np.float32)
    if array.ndim != 2 or len(array) != n or not np.isfinite(array).all():
        msg = f"[classifier] expected vectors [{n}, D] of finite numbers, got shape {array.shape}"
        raise InputValueError(msg)
    lengths = np.linalg.norm(array, axis=1, keepdims=True)
    return np.ascontiguousarray(array / np.maximum(lengths, np.float32(1e-12)))


def checked_costs(sample_weight: object, n: int) -> NDArray[np.float32]:
    """Return how much each text counts, [n]; ones for None.

    Raises
    ------
    InputValueError
        Unless there is a finite number of 0 or more a text, and one above 0.
    """
    if sample_weight is None:
        return np.ones(n, np.float32)
    costs = np.ascontiguousarray(sample_weight, np.float32)
    if costs.shape != (n,) or not np.isfinite(costs).all() or (costs < 0).any() or not costs.any():
        msg = f"[classifier] expected a weight >= 0 for each of {n} texts, and one above 0"
        raise InputValueError(msg)
    return costs
