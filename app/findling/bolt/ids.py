# SPDX-License-Identifier: Apache-2.0
"""Which passage lies in which slot of the index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np

from findling.bolt.errors import InputTypeError, InputValueError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

Id = int | str


class IdTable:
    """The ids of passages, all whole numbers or all strings, and their slots 0, 1, ...

    A removed passage keeps its slot, so that a search that runs meanwhile can still name it. One
    thread may change the table while others read it.
    """

    def __init__(self) -> None:
        self._ids: list[Id] = []
        self._slots: dict[Id, int] = {}

    def __len__(self) -> int:
        """Return the number of passages that are there."""
        return len(self._slots)

    def __getitem__(self, slot: int) -> Id:
        """Return the id of a slot, also of a removed passage."""
        return self._ids[slot]

    def __contains__(self, key: object) -> bool:
        """Tell whether a passage with this id is there."""
        return key in self._slots

    def live(self) -> NDArray[Any]:
        """Return the ids that are there, in the order of their slots: int64, or str objects."""
        # One copy at once: another thread may be adding.
        ids = list(self._slots)
        is_text = bool(ids) and isinstance(ids[0], str)
        return np.array(ids, dtype=object if is_text else np.int64)

    def next_numbers(self, n: int) -> list[int]:
        """Return ``n`` whole numbers above all that were used."""
        if any(isinstance(key, str) for key in self._ids[:1]):
            msg = "[retriever] expected ids, because the passages so far have strings as ids"
            raise InputValueError(msg)
        first = max((int(key) for key in self._ids), default=-1) + 1
        return list(range(first, first + n))

    def checked(self, ids: Iterable[object], n: int) -> list[Id]:
        """Return new ids as plain ``int`` or ``str``.

        Raises
        ------
        InputValueError, InputTypeError
            Unless there are ``n`` different ones, of one type, that are not in use.
        """
        fresh = [plain_id(key) for key in ids]
        if len(fresh) != n:
            msg = f"[retriever] expected {n} ids, one for each passage, got {len(fresh)}"
            raise InputValueError(msg)
        if len({type(key) for key in (*self._ids[:1], *fresh)}) > 1:
            msg = "[retriever] expected ids that are all whole numbers or all strings, got both"
            raise InputTypeError(msg)
        seen: set[Id] = set()
        for key in fresh:
            if key in seen or key in self._slots:
                msg = f"[retriever] expected every id once, got {key!r} again"
                raise InputValueError(msg)
            seen.add(key)
        return fresh

    def append(self, ids: Sequence[Id]) -> None:
        """Give the next slots to these ids, which `checked` has returned."""
        first = len(self._ids)
        self._ids.extend(ids)
        self._slots.update({key: first + i for i, key in enumerate(ids)})

    def drop_last(self, n: int) -> None:
        """Take back the last ``n`` slots, whose passages could not be added."""
        for key in self._ids[len(self._ids) - n :]:
            del self._slots[key]
        del self._ids[len(self._ids) - n :]

    def slots_of(self, ids: Iterable[object]) -> NDArray[np.uint32]:
        """Return the slots of the ids that are there; others are passed over."""
        found = [self._slots.get(key) for key in _keys(ids)]
        return np.array([slot for slot in found if slot is not None], np.uint32)

    def remove(self, ids: Iterable[object]) -> None:
        """Forget ids; unknown ones are passed over."""
        for key in _keys(ids):
            self._slots.pop(key, None)

    def to_plain(self) -> list[Id | None]:
        """Return the id of each slot, None where the passage was removed: values for JSON."""
        slots = self._slots
        return [key if slots.get(key) == i else None for i, key in enumerate(self._ids)]

    @classmethod
    def from_plain(cls, values: Sequence[Id | None]) -> IdTable:
        """Make a table again from what `to_plain` returned."""
        table = cls()
        table._ids = [-1 if key is None else key for key in values]
        table._slots = {key: i for i, key in enumerate(values) if key is not None}
        return table


def _keys(ids: Iterable[object]) -> list[Id]:
    """Return ids to look up. What cannot be one is looked up in vain."""
    if isinstance(ids, str):
        msg = "[retriever] expected a collection of ids, got one string"
        raise InputTypeError(msg)
    if isinstance(ids, np.ndarray):
        return cast("list[Id]", ids.tolist())
    return cast("list[Id]", list(ids))


def plain_id(key: object) -> Id:
    """Return an id as a plain ``int`` or ``str``, or raise for what cannot be one."""
    if isinstance(key, np.integer):
        key = int(cast("np.int64", key))
    if isinstance(key, str):
        return key
    if isinstance(key, int) and not isinstance(key, bool):
        if -(1 << 63) <= key < 1 << 63:
            return key
        msg = f"[retriever] expected ids of at most 64 bits, got {key}"
        raise InputValueError(msg)
    msg = f"[retriever] expected whole numbers or strings as ids, got {type(key).__name__}"
    raise InputTypeError(msg)
