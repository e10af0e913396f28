# SPDX-License-Identifier: Apache-2.0
"""Which passage lies in which slot of the index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np

from findling.bolt.errors import InputTypeError, InputValueError
from findling.bolt.number_ids import NumberIds, is_numbers, numbers_of
from findling.bolt.text_ids import TextIds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

Id = int | str


class IdTable:
    """The ids of passages, all whole numbers or all strings, and their slots 0, 1, ...

    A removed passage keeps its slot, so that a search that runs meanwhile can still name it. One
    thread may change the table while others read it.
    """

    def __init__(self, ids: NumberIds | TextIds | None = None) -> None:
        self._ids = NumberIds() if ids is None else ids

    def __len__(self) -> int:
        """Return the number of passages that are there."""
        return len(self._ids)

    @property
    def n_slots(self) -> int:
        """Slots given so far, those of removed passages included."""
        return self._ids.n_slots

    def __getitem__(self, slot: int) -> Id:
        """Return the id of a slot, also of a removed passage."""
        return self._ids[slot]

    def __contains__(self, key: object) -> bool:
        """Tell whether a passage with this id is there."""
        return bool(self.slots_of([key]).size)

    def live(self) -> NDArray[Any]:
        """Return the ids that are there, in the order of their slots: int64, or str objects."""
        return self._ids.live()

    def next_numbers(self, n: int) -> range:
        """Return ``n`` whole numbers above all that were used."""
        if isinstance(self._ids, TextIds):
            msg = "[retriever] expected ids, because the passages so far have strings as ids"
            raise InputValueError(msg)
        first = self._ids.largest() + 1
        return range(first, first + n)

    def checked(self, ids: Iterable[object], n: int) -> Sequence[Id] | NDArray[np.int64]:
        """Return new ids, ready for `append`.

        Raises
        ------
        InputValueError, InputTypeError
            Unless there are ``n`` different ones, of one type, that are not in use.
        """
        if isinstance(ids, range) or is_numbers(ids):
            fresh: list[Id] | NDArray[np.int64] = numbers_of(ids)
            kinds: set[type] = {int}
        else:
            fresh = [plain_id(key) for key in ids]
            kinds = {type(key) for key in fresh}
        if len(fresh) != n:
            msg = f"[retriever] expected {n} ids, one for each passage, got {len(fresh)}"
            raise InputValueError(msg)
        if self.n_slots:
            kinds.add(self._ids.kind)
        if len(kinds) > 1:
            msg = "[retriever] expected ids that are all whole numbers or all strings, got both"
            raise InputTypeError(msg)
        self._expect_unused(fresh)
        return np.array(fresh, np.int64) if kinds == {int} else fresh

    def _expect_unused(self, fresh: list[Id] | NDArray[np.int64]) -> None:
        if isinstance(fresh, np.ndarray):
            values, counts = np.unique(fresh, return_counts=True)
            again: list[Id] = values[counts > 1].tolist()
        else:
            seen: set[Id] = set()
            again = [key for key in fresh if key in seen or seen.add(key)]
        again += [self._ids[int(slot)] for slot in self.slots_of(fresh)[:1]]
        if again:
            msg = f"[retriever] expected every id once, got {again[0]!r} again"
            raise InputValueError(msg)

    def append(self, ids: Sequence[Id] | NDArray[np.int64]) -> None:
        """Give the next slots to these ids, which `checked` has returned."""
        if isinstance(ids, np.ndarray):
            cast("NumberIds", self._ids).append(ids)
        elif ids:
            if not self.n_slots:
                self._ids = TextIds()
            cast("TextIds", self._ids).append(cast("Sequence[str]", ids))

    def drop_last(self, n: int) -> None:
        """Take back the last ``n`` slots, whose passages could not be added."""
        self._ids.drop_last(n)

    def slots_of(self, ids: Iterable[object]) -> NDArray[np.uint32]:
        """Return the slots of the ids that are there; others are passed over."""
        keys = _keys(ids)
        if isinstance(self._ids, NumberIds):
            return self._ids.slots_of(numbers_of(keys)).astype(np.uint32)
        return self._ids.slots_of(keys).astype(np.uint32)

    def remove(self, ids: Iterable[object]) -> None:
        """Forget ids; unknown ones are passed over."""
        self.remove_slots(self.slots_of(ids))

    def remove_slots(self, slots: NDArray[np.uint32]) -> None:
        """Forget the ids of slots; those that are removed already are passed over."""
        self._ids.remove_slots(slots)

    def to_plain(self) -> dict[str, Any]:
        """Return everything as values for JSON."""
        name = "numbers" if isinstance(self._ids, NumberIds) else "texts"
        return {name: self._ids.to_plain()}

    @classmethod
    def from_plain(cls, values: Mapping[str, Any] | Sequence[Id | None]) -> IdTable:
        """Make a table again from what `to_plain` returned, or from the ids of all slots.

        The first files have such a list, with None where a passage was removed.
        """
        if not isinstance(values, dict):
            has_texts = any(isinstance(key, str) for key in values)
            values = {"texts": values} if has_texts else {"numbers": [[key, 1] for key in values]}
        if "numbers" in values:
            return cls(NumberIds.from_plain(values["numbers"]))
        return cls(TextIds.from_plain(values["texts"]))


def _keys(ids: Iterable[object]) -> list[object] | NDArray[Any] | range:
    """Return ids to look up. What cannot be one is looked up in vain."""
    if isinstance(ids, str):
        msg = "[retriever] expected a collection of ids, got one string"
        raise InputTypeError(msg)
    return cast("Any", ids) if isinstance(ids, (np.ndarray, range)) else list(ids)


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
