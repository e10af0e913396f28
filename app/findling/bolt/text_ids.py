# SPDX-License-Identifier: Apache-2.0
"""Ids of passages that are strings."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray


class TextIds:
    """Which string names the passage of a slot.

    One thread may change the ids while others read them.
    """

    kind = str

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._slots: dict[str, int] = {}

    def __len__(self) -> int:
        """Return the number of passages that are there."""
        return len(self._slots)

    @property
    def n_slots(self) -> int:
        """Slots given so far, those of removed passages included."""
        return len(self._ids)

    def __getitem__(self, slot: int) -> str:
        """Return the id of a slot, also of a removed passage."""
        return self._ids[slot]

    def live(self) -> NDArray[np.object_]:
        """Return the ids that are there, in the order of their slots."""
        return np.array(list(self._slots), dtype=object)  # one copy at once: it may be growing

    def append(self, ids: Sequence[str]) -> None:
        """Give the next slots to these ids: different ones, of which none is there."""
        first = len(self._ids)
        self._ids.extend(ids)
        self._slots.update({key: first + i for i, key in enumerate(ids)})

    def drop_last(self, n: int) -> None:
        """Take back the last ``n`` slots."""
        for key in self._ids[len(self._ids) - n :]:
            del self._slots[key]
        del self._ids[len(self._ids) - n :]

    def remove_slots(self, slots: NDArray[np.uint32]) -> None:
        """Forget the ids of slots."""
        for slot in cast("list[int]", slots.tolist()):
            if self._slots.get(self._ids[slot]) == slot:
                del self._slots[self._ids[slot]]

    def slots_of(self, ids: Iterable[object]) -> NDArray[np.int64]:
        """Return the slots of the ids that are there; others are passed over."""
        found = (self._slots.get(cast("str", key)) for key in ids)
        return np.array([slot for slot in found if slot is not None], np.int64)

    def to_plain(self) -> list[str | None]:
        """Return the id of each slot, None where the passage was removed: values for JSON."""
        slots = self._slots
        return [key if slots.get(key) == i else None for i, key in enumerate(self._ids)]

    @classmethod
    def from_plain(cls, values: Sequence[str | None]) -> TextIds:
        """Make them again from what `to_plain` returned."""
        made = cls()
        made._ids = [key or "" for key in values]
        made._slots = {key: i for i, key in enumerate(values) if key is not None}
        return made
