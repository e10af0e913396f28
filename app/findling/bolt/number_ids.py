# SPDX-License-Identifier: Apache-2.0
"""Ids of passages that are whole numbers: arrays, as there may be millions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeGuard

    from numpy.typing import NDArray

_SMALLEST_ROOM = 64


class _Lookup(NamedTuple):
    """What is there, by ascending id; true for one version of the ids."""

    version: int
    ids: NDArray[np.int64]
    slots: NDArray[np.int64]


class NumberIds:
    """Which whole number names the passage of a slot.

    One thread may change the ids while others read them.

    Notes
    -----
    Nine bytes a passage. Looking up m of n ids costs m log n, after a change n once, or n log n
    when ids were not given in ascending order.
    """

    kind = int

    def __init__(self) -> None:
        self._ids: NDArray[np.int64] = np.zeros(_SMALLEST_ROOM, np.int64)
        self._live: NDArray[np.bool_] = np.zeros(_SMALLEST_ROOM, np.bool_)
        self._n = 0
        self._n_live = 0
        self._ascending = True
        self._version = 0
        self._lookup: _Lookup | None = None

    def __len__(self) -> int:
        """Return the number of passages that are there."""
        return self._n_live

    @property
    def n_slots(self) -> int:
        """Slots given so far, those of removed passages included."""
        return self._n

    def __getitem__(self, slot: int) -> int:
        """Return the id of a slot, also of a removed passage."""
        return int(self._ids[slot])

    def live(self) -> NDArray[np.int64]:
        """Return the ids that are there, in the order of their slots."""
        n = self._n
        return self._ids[:n][self._live[:n]]

    def largest(self) -> int:
        """Return the largest id that was ever given; -1 without one."""
        return int(self._ids[: self._n].max(initial=-1))

    def append(self, ids: NDArray[np.int64]) -> None:
        """Give the next slots to these ids: different ones, of which none is there."""
        n = self._n + len(ids)
        self._make_room(n)
        last = self._ids[self._n - 1 : self._n]
        self._ascending &= bool((np.diff(np.concatenate([last, ids])) > 0).all())
        self._ids[self._n : n] = ids
        self._live[self._n : n] = True
        self._n, self._n_live = n, self._n_live + len(ids)
        self._version += 1

    def drop_last(self, n: int) -> None:
        """Take back the last ``n`` slots."""
        self._n_live -= int(self._live[self._n - n : self._n].sum())
        self._n -= n
        self._version += 1

    def remove_slots(self, slots: NDArray[np.uint32]) -> None:
        """Forget the ids of slots."""
        live = np.array(self._live)  # a reader may hold the one from before
        live[slots] = False
        self._live, self._n_live = live, int(live[: self._n].sum())
        self._version += 1

    def slots_of(self, ids: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the slots of the ids that are there; others are passed over."""
        known = self._current()
        if not known.ids.size:
            return np.zeros(0, np.int64)
        at = np.minimum(np.searchsorted(known.ids, ids), known.ids.size - 1)
        return known.slots[at[known.ids[at] == ids]]

    def to_plain(self) -> list[list[int | None]]:
        """Return runs ``[first id, how many]`` of ids that count up; None for removed passages."""
        if not self._n:
            return []
        ids = np.where(self._live[: self._n], self._ids[: self._n], -1)
        live = self._live[: self._n]
        goes_on = (live[1:] & live[:-1] & (np.diff(ids) == 1)) | ~(live[1:] | live[:-1])
        starts = np.concatenate([[0], np.flatnonzero(~goes_on) + 1])
        lengths = np.diff(np.concatenate([starts, [self._n]]))
        return [
            [first if there else None, length]
            for first, there, length in zip(
                ids[starts].tolist(), live[starts].tolist(), lengths.tolist(), strict=True
            )
        ]

    @classmethod
    def from_plain(cls, runs: Sequence[Sequence[Any]]) -> NumberIds:
        """Make them again from what `to_plain` returned; raises `ValueError` for anything else."""
        made = cls()
        firsts = np.array([run[0] if run[0] is not None else -1 for run in runs], np.int64)
        there = np.array([run[0] is not None for run in runs], np.bool_)
        lengths = np.array([run[1] for run in runs], np.int64)
        n = int(lengths.sum())
        if lengths.size and (int(lengths.min()) < 1 or n > 1 << 32):
            raise ValueError("runs of ids that cannot be")
        ends = np.cumsum(lengths)
        ids = np.repeat(firsts - (ends - lengths), lengths) + np.arange(n)
        live = np.repeat(there, lengths)
        if len(np.unique(ids[live])) != int(live.sum()):
            raise ValueError("an id that names two passages")
        made._make_room(n)
        made._ids[:n], made._live[:n] = ids, live
        made._n, made._n_live = n, int(live.sum())
        made._ascending = bool((np.diff(ids[live]) > 0).all())
        return made

    def _current(self) -> _Lookup:
        """Return what is there; made anew after a change."""
        version, known = self._version, self._lookup
        if known is not None and known.version == version:
            return known
        n = self._n
        slots = np.flatnonzero(self._live[:n])
        ids = self._ids[slots]
        if not self._ascending:
            order = np.argsort(ids, kind="stable")
            ids, slots = ids[order], slots[order]
        known = self._lookup = _Lookup(version, ids, slots)
        return known

    def _make_room(self, n: int) -> None:
        if n <= len(self._ids):
            return
        room = max(n, 2 * len(self._ids))
        ids, live = np.zeros(room, np.int64), np.zeros(room, np.bool_)
        ids[: self._n], live[: self._n] = self._ids[: self._n], self._live[: self._n]
        self._ids, self._live = ids, live


def numbers_of(ids: object) -> NDArray[np.int64]:
    """Return those of some values that can be ids: whole numbers of at most 64 bits."""
    if is_numbers(ids):
        return ids.astype(np.int64).ravel()
    if isinstance(ids, range):
        return np.arange(ids.start, ids.stop, ids.step, dtype=np.int64)
    values = cast("list[object]", ids)
    whole = (
        int(cast("int", value))
        for value in values
        if isinstance(value, (int, np.integer)) and not isinstance(value, bool)
    )
    return np.array([value for value in whole if -(1 << 63) <= value < 1 << 63], np.int64)


def is_numbers(ids: object) -> TypeGuard[NDArray[np.int64]]:
    """Tell whether ids come as an array of whole numbers."""
    return isinstance(ids, np.ndarray) and cast("NDArray[Any]", ids).dtype.kind in "iu"
