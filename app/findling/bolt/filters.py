# SPDX-License-Identifier: Apache-2.0
"""Which passages may be found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from findling.bolt.errors import InputValueError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from findling.bolt.ids import Id, IdTable


class Filter:
    """A set of passages of one retriever, made once and used for any number of searches.

    Filters of the same retriever are combined by ``&``, ``|`` and ``~``. Passages that are added
    later are in none of them.

    Parameters
    ----------
    ids : IdTable
        Of the index.
    mask : ndarray of uint8, [n slots at the time]
        1 for passages that may be found.
    """

    def __init__(self, ids: IdTable, mask: NDArray[np.uint8]) -> None:
        self._ids = ids
        self.mask = mask

    @classmethod
    def of_slots(cls, ids: IdTable, slots: NDArray[np.uint32]) -> Filter:
        """Return the filter with the passages of some slots."""
        mask = np.zeros(ids.n_slots, np.uint8)
        mask[slots] = 1
        return cls(ids, mask)

    def __len__(self) -> int:
        """Return how many passages are in it, those that were removed since included."""
        return int(np.count_nonzero(self.mask))

    def __contains__(self, key: Id) -> bool:
        """Tell whether the passage with an id is in it."""
        slots = self._ids.slots_of([key])
        return bool(slots.size) and slots[0] < len(self.mask) and bool(self.mask[slots[0]])

    def __and__(self, other: Filter) -> Filter:
        """Return what is in both."""
        mine, others = self._aligned(other)
        return Filter(self._ids, mine & others)

    def __or__(self, other: Filter) -> Filter:
        """Return what is in either."""
        mine, others = self._aligned(other)
        return Filter(self._ids, mine | others)

    def __invert__(self) -> Filter:
        """Return all other passages that were there when it was made."""
        return Filter(self._ids, 1 - self.mask)

    def is_of(self, ids: IdTable) -> bool:
        """Tell whether it was made by the index with these ids."""
        return self._ids is ids

    def _aligned(self, other: Filter) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        """Return both masks in the length of the longer one."""
        if not other.is_of(self._ids):
            msg = "[retriever] expected filters of one retriever, from after its last fit"
            raise InputValueError(msg)
        n = max(len(self.mask), len(other.mask))
        mine, others = (np.zeros(n, np.uint8) for _ in range(2))
        mine[: len(self.mask)], others[: len(other.mask)] = self.mask, other.mask
        return mine, others
