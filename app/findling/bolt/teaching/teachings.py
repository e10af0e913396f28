# SPDX-License-Identifier: Apache-2.0
"""The list of what was taught, and what of it bears upon a query."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

from findling import _core
from findling.bolt.errors import InputValueError
from findling.bolt.teaching.memory import QueryMemory
from findling.bolt.words import WordAnalyser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from findling.bolt.ids import Id

MAX_TEACHINGS = 100_000
MAX_TEXT = 10_000
"""Characters of a taught query."""

_SHARPNESS = 3
"""Likeness counts with this power: queries that share a word only are left alone."""


class Kind(str, Enum):
    """What a teaching says."""

    GOOD = "good"
    """This passage answers this query."""
    BAD = "bad"
    """It does not."""
    MEANS = "means"
    """These words mean those."""


@dataclass(frozen=True, slots=True)
class Teaching:
    """One thing that was taught.

    Attributes
    ----------
    number : int
        Its key; grows and is never used again.
    kind : Kind
    query : str
        The query that was judged; for MEANS the words that have a meaning.
    target : int or str
        The id of the judged passage; for MEANS the meaning in other words.
    enabled : bool
        Whether it counts.
    """

    number: int
    kind: Kind
    query: str
    target: Id
    enabled: bool = True


class Lift(NamedTuple):
    """What teachings do to one passage for one query.

    Attributes
    ----------
    amount : float
        From -1 to 1: towards the top, or down.
    numbers : tuple of int
        The teachings that say so.
    """

    amount: float
    numbers: tuple[int, ...]


class Teachings:
    """What was taught, in order; everything else follows from this list.

    Parameters
    ----------
    language : str
        As for `findling.bolt.Retriever`.

    Notes
    -----
    Any number of threads may ask while one changes the list. A change takes effect with the next
    question.
    """

    def __init__(self, language: str) -> None:
        self._language = language
        self._words = _core.Retriever(1)  # knows no word, so that it lists all of a text
        self._lock = threading.Lock()
        self._items: dict[int, Teaching] = {}
        self._numbers: dict[tuple[Kind, str, Id], int] = {}
        self._terms_of: dict[int, list[str]] = {}  # analysed once, as that takes longest
        self._last = 0
        self._state: _State | None = None

    def __len__(self) -> int:
        """Return how many there are, those that are disabled included."""
        return len(self._items)

    def all(self) -> list[Teaching]:
        """Return all, oldest first."""
        with self._lock:
            return list(self._items.values())

    def add(self, kind: Kind, query: str, target: Id) -> int:
        """Add one and return its number; the same again counts once and returns the old number.

        Raises
        ------
        EngineError
            When a text has no words or is too long, or there are too many teachings.
        """
        for text in (query, target) if kind is Kind.MEANS else (query,):
            self._check(str(text))
        with self._lock:
            number = self._numbers.get((kind, query, target), 0)
            if not number and len(self._items) >= MAX_TEACHINGS:
                msg = f"[teaching] expected at most {MAX_TEACHINGS} teachings; delete some first"
                raise InputValueError(msg)
            self._last += not number
            self._put(Teaching(number or self._last, kind, query, target))
            return number or self._last

    def set_enabled(self, number: int, *, enabled: bool) -> None:
        """Have a teaching count, or not."""
        with self._lock:
            self._put(replace(self._get(number), enabled=enabled))

    def delete(self, number: int) -> Teaching:
        """Remove a teaching for good and return it."""
        with self._lock:
            item = self._get(number)
            del self._items[number]
            del self._terms_of[number]
            del self._numbers[item.kind, item.query, item.target]
            self._state = None
            return item

    def without(self, number: int) -> Teachings:
        """Return a list of all but one; what happens to either does not touch the other."""
        other = Teachings(self._language)
        with self._lock:
            kept = {key: item for key, item in self._items.items() if key != number}
            other._items = kept
            other._numbers = {(t.kind, t.query, t.target): key for key, t in kept.items()}
            other._terms_of = {key: self._terms_of[key] for key in kept}
            other._last = self._last
        return other

    def bears_upon(self, number: int, query: str) -> bool:
        """Tell whether one that counts does anything to the answers to a taught query."""
        item = self._items.get(number)
        if item is None or not item.enabled:
            return False
        if item.kind is Kind.MEANS:
            return any(other.number == number for other in self.meanings(query))
        # How rare a term is matters only where no query that was taught has it.
        effects = self.effects(query, lambda terms: [1.0] * len(terms))
        return any(key == number for _, key, _ in effects)

    def replace_all(self, items: Iterable[Teaching]) -> None:
        """Take these instead of what there is, numbers included."""
        fresh = list(items)
        with self._lock:
            self._items, self._numbers, self._terms_of = {}, {}, {}
            for item in fresh:
                self._put(item)
            self._last = max([self._last, *self._items])

    def expand(self, query: str) -> str:
        """Return a query with the meanings of those of its words that have one."""
        state = self._current()
        if not state.meanings:
            return query
        return " ".join([query, *(str(item.target) for item in self.meanings(query))])

    def meanings(self, query: str) -> list[Teaching]:
        """Return the teachings that give words of a query a meaning."""
        state = self._current()
        terms = set(self._terms(query)) if state.meanings else set[str]()
        return [item for words, item in state.meanings if words <= terms]

    def effects(
        self, query: str, rarities: Callable[[list[str]], list[float]]
    ) -> list[tuple[Id, int, float]]:
        """Return (passage, teaching, effect from -1 to 1) for the judgements of like queries.

        Parameters as of `lifts`, which adds the effects of each passage up, to -1 or 1 at most.
        """
        state = self._current()
        terms = self._terms(query) if state.targets else []
        likeness = state.memory.likeness(terms, rarities)
        return [
            (item.target, number, like**_SHARPNESS * (1.0 if item.kind is Kind.GOOD else -1.0))
            for number, like in sorted(likeness.items())
            for item in [state.targets[number]]
        ]

    def give_meaning_to(self, text: str) -> bool:
        """Tell whether a word of a text is one of those that were taught to mean others."""
        meanings = self._current().meanings
        return bool(meanings) and any(
            not words.isdisjoint(self._terms(text)) for words, _ in meanings
        )

    def lifts(self, query: str, rarities: Callable[[list[str]], list[float]]) -> dict[Id, Lift]:
        """Return by passage what the judgements of like queries do to it; most have none.

        Parameters
        ----------
        query : str
        rarities : callable
            As of `QueryMemory.likeness`.
        """
        state = self._current()
        terms = self._terms(query) if state.targets else []
        amounts: dict[Id, tuple[float, list[int]]] = {}
        for number, likeness in state.memory.likeness(terms, rarities).items():
            item = state.targets[number]
            sign = 1.0 if item.kind is Kind.GOOD else -1.0
            amount, numbers = amounts.get(item.target, (0.0, []))
            amounts[item.target] = (amount + sign * likeness**_SHARPNESS, [*numbers, number])
        return {
            target: Lift(max(-1.0, min(1.0, amount)), tuple(sorted(numbers)))
            for target, (amount, numbers) in amounts.items()
        }

    def to_plain(self) -> list[list[Any]]:
        """Return the list as plain values, for a file."""
        return [[t.number, t.kind.value, t.query, t.target, t.enabled] for t in self.all()]

    @classmethod
    def from_plain(cls, rows: Sequence[Sequence[Any]], language: str) -> Teachings:
        """Return what `to_plain` wrote.

        Raises
        ------
        ValueError, TypeError
            For anything else.
        """
        teachings = cls(language)
        teachings.replace_all(
            Teaching(int(number), Kind(kind), str(query), target, bool(enabled))
            for number, kind, query, target, enabled in rows
        )
        return teachings

    def _check(self, text: str) -> None:
        if len(text) > MAX_TEXT or not self._terms(text):
            msg = f"[teaching] expected words, at most {MAX_TEXT} characters, got {text[:60]!r}"
            raise InputValueError(msg)

    def _terms(self, text: str) -> list[str]:
        """Return the different terms of a text; its stop words when there is nothing else."""
        words = self._words.unknown_words([text[:MAX_TEXT]])
        return [term for term in WordAnalyser(self._language).terms(words) if term] or words

    def _get(self, number: int) -> Teaching:
        if number not in self._items:
            msg = f"[teaching] there is no teaching number {number}"
            raise InputValueError(msg)
        return self._items[number]

    def _put(self, item: Teaching) -> None:
        self._items[item.number] = item
        self._numbers[item.kind, item.query, item.target] = item.number
        if item.number not in self._terms_of:
            self._terms_of[item.number] = self._terms(item.query)
        self._state = None

    def _current(self) -> _State:
        with self._lock:
            if self._state is None:
                self._state = self._prepare()
            return self._state

    def _prepare(self) -> _State:
        counted = [item for item in self._items.values() if item.enabled]
        judged = {item.number: item for item in counted if item.kind is not Kind.MEANS}
        return _State(
            memory=QueryMemory((number, self._terms_of[number]) for number in judged),
            targets=judged,
            meanings=[
                (frozenset(self._terms_of[t.number]), t) for t in counted if t.kind is Kind.MEANS
            ],
        )


class _State(NamedTuple):
    """What follows from the list; made anew after a change."""

    memory: QueryMemory
    targets: dict[int, Teaching]
    meanings: list[tuple[frozenset[str], Teaching]]
