# SPDX-License-Identifier: Apache-2.0
"""Labels as people name them, and the numbers that the engine has for them.

Shapes: ``n`` samples, ``L`` labels.
"""

from __future__ import annotations

import hashlib
import heapq
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from findling.bolt.errors import InputTypeError, InputValueError
from findling.bolt.estimators import Csr, array_from_plain, array_to_plain, checked_labels

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    from numpy.typing import NDArray

Label: TypeAlias = "int | str"

_KEY_MASK = (1 << 64) - 1
_INT64 = np.iinfo(np.int64)


class LabelNumbers:
    """Numbers for labels: whole numbers of 64 bits, or strings; not both.

    The number of a label that was removed is given to the next new one, the lowest first.

    Attributes
    ----------
    kind : {"i", "U"}
        Whole numbers or strings.
    """

    def __init__(self, kind: str) -> None:
        if kind not in ("i", "U"):
            msg = f"[mach] expected labels of kind i or U, got {kind!r}"
            raise InputValueError(msg)
        self.kind = kind
        self._labels: list[Label] = []
        self._numbers: dict[Label, int] = {}
        self._holes: list[int] = []
        self._array: NDArray[Any] | None = None

    def __len__(self) -> int:
        return len(self._numbers)

    def __contains__(self, label: object) -> bool:
        return label in self._numbers

    def checked(self, label: object) -> Label:
        """Return a label of the right type, or raise a sentence."""
        if self.kind == "U" and isinstance(label, str):
            return str(label)
        whole = isinstance(label, (int, np.integer)) and not isinstance(label, bool)
        if self.kind == "i" and whole and _INT64.min <= int(cast("int", label)) <= _INT64.max:
            return int(cast("int", label))
        what = "a string" if self.kind == "U" else "a whole number of 64 bits"
        msg = f"[mach] expected a label that is {what}, got {label!r}"
        raise InputTypeError(msg)

    def number(self, label: object) -> int:
        """Return the number of a label, or raise that it is unknown."""
        known = self._numbers.get(self.checked(label))
        if known is None:
            msg = f"[mach] expected a label that is known, got {label!r}"
            raise InputValueError(msg)
        return known

    def of(self, labels: Iterable[object]) -> NDArray[np.uint32]:
        """Return the numbers of labels, or raise that one is unknown."""
        return np.fromiter((self.number(label) for label in labels), np.uint32)

    def all(self) -> NDArray[np.uint32]:
        """Return the numbers of all labels, [L]."""
        return np.fromiter(self._numbers.values(), np.uint32)

    @property
    def n_holes(self) -> int:
        """How many numbers are free below the highest."""
        return len(self._holes)

    def next_number(self) -> int:
        """Return the number that the next new label will get."""
        return self._holes[0] if self._holes else len(self._labels)

    def add(self, label: Label) -> int:
        """Give a number to a new label."""
        number = self.next_number()
        if self._holes:
            heapq.heappop(self._holes)
            self._labels[number] = label
        else:
            self._labels.append(label)
        self._numbers[label] = number
        self._array = None
        return number

    def remove(self, label: Label) -> None:
        """Forget a label that is known."""
        number = self._numbers.pop(label)
        self._labels[number] = 0 if self.kind == "i" else ""
        heapq.heappush(self._holes, number)
        self._array = None

    def names(self, numbers: NDArray[np.int64]) -> NDArray[Any]:
        """Return the labels with these numbers, in the same shape."""
        if self._array is None:
            self._array = _as_array(self._labels, self.kind)
        return self._array[numbers]

    def known(self) -> NDArray[Any]:
        """Return all labels, sorted, [L]; strings as objects."""
        return np.sort(_as_array(list(self._numbers), self.kind))

    def to_plain(self) -> dict[str, Any]:
        """Return plain values for a file."""
        labels = array_to_plain(_as_array(self._labels, self.kind))
        return {"kind": self.kind, "labels": labels, "holes": sorted(self._holes)}

    @staticmethod
    def from_plain(plain: dict[str, Any]) -> LabelNumbers:
        """Return what was written down."""
        labels = LabelNumbers(str(plain["kind"]))
        values = array_from_plain(plain["labels"])
        labels._labels = [labels.checked(label) for label in values.ravel().tolist()]
        labels._holes = sorted({int(hole) for hole in plain["holes"]})
        taken = set(range(len(labels._labels))) - set(labels._holes)
        labels._numbers = {labels._labels[number]: number for number in sorted(taken)}
        if len(labels) + len(labels._holes) != len(labels._labels):
            msg = "[mach] the labels are damaged"
            raise InputValueError(msg)
        return labels


def _as_array(labels: list[Label], kind: str) -> NDArray[Any]:
    # Strings as objects: one long label must not make room for its length in every place.
    return cast("Any", np.array)(labels, dtype=np.int64 if kind == "i" else object)


def key_of(label: Label) -> int:
    """Return 64 bits that a label's buckets are drawn by, the same on every computer."""
    if isinstance(label, int):
        return label & _KEY_MASK
    digest = hashlib.blake2b(label.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def label_lists(y: object, n: int) -> Csr | NDArray[Any]:
    """Return the targets of ``n`` samples: columns, or labels [n] of int64 or str.

    Raises
    ------
    InputValueError
        For targets of another form or length; see `checked_labels`.
    """
    found = checked_labels(y, n)
    if isinstance(found, Csr) or found.dtype.kind == "U":
        return found
    return found.astype(np.int64)
