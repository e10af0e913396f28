# SPDX-License-Identifier: Apache-2.0
"""One index: the engine's passages, their ids, and what Python knows about their words."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from findling import _core
from findling.bolt.abandon import call_or_abandon
from findling.bolt.errors import InputValueError
from findling.bolt.filters import Filter
from findling.bolt.ids import IdTable
from findling.bolt.subwords import Pieces, Subwords
from findling.bolt.teaching import Teachings
from findling.bolt.types import Hit
from findling.bolt.words import WordAnalyser

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from findling.bolt.ids import Id
    from findling.bolt.types import Progress

_ALL = np.zeros(0, np.uint8)
_NO_WORDS = _core.WordMeanings([], [], np.zeros(1, np.uint64), np.zeros(0, np.uint32))


@dataclass(frozen=True, slots=True)
class Texts:
    """Passages to add, checked: ``titles`` is empty or has the length of ``passages``."""

    passages: list[str]
    titles: list[str]
    ids: Sequence[Id] | NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Lesson:
    """How to learn from passages, and whom to tell."""

    config: _core.EncoderConfig
    vocabulary_size: int
    progress: Progress
    cancel: _core.CancelToken


@dataclass
class Index:
    """What one fit or load has made.

    Any number of threads may search while one changes it.

    Attributes
    ----------
    engine : _core.Retriever
    language : str
        As for `WordAnalyser`; never changes, as the index's terms depend on it.
    ids : IdTable
        By slot.
    subwords : Subwords or None
        None while nothing has been learned.
    """

    engine: _core.Retriever
    language: str
    ids: IdTable = field(default_factory=IdTable)
    subwords: Subwords | None = None

    def __post_init__(self) -> None:
        # For changes, which come one at a time.
        self._analyser = WordAnalyser(self.language)

    def learn(self, texts: Texts, lesson: Lesson) -> None:
        """Learn from the first passages of an index and add them."""
        n = len(texts.passages)
        lesson.progress("analysing", 0, n)
        batch = self.engine.read(texts.passages, texts.titles, lesson.cancel)
        words, counts = batch.new_words(), batch.new_word_counts()
        subwords, pieces = call_or_abandon(
            lambda: Subwords.train(words, counts, lesson.vocabulary_size), lesson.cancel
        )
        self._take_words(batch, words, pieces)
        lesson.progress("analysing", n, n)
        if subwords.size:
            self.subwords = subwords
            self.engine.learn(batch, subwords.size, lesson.config, lesson.progress, lesson.cancel)
        else:  # passages without a single word
            self.engine.add(batch, lesson.cancel)
        self.ids.append(texts.ids)

    def add(self, texts: Texts, cancel: _core.CancelToken) -> None:
        """Add passages with what is known so far. Adds all of them or, when it raises, none."""
        batch = self.engine.read(texts.passages, texts.titles, cancel)
        words = batch.new_words()
        self._take_words(batch, words, self._split(words))
        # The ids first: a search may find the passages at once.
        self.ids.append(texts.ids)
        try:
            self.engine.add(batch, cancel)
        except BaseException:
            self.ids.drop_last(len(texts.ids))
            raise

    def remove(self, ids: Iterable[Id]) -> int:
        """Remove passages; return how many were there."""
        slots = self.ids.slots_of(ids)
        n_removed = self.engine.remove(slots)
        self.ids.remove_slots(slots)
        return n_removed

    def search(
        self,
        query: str,
        k: int,
        where: Filter | None,
        mode: _core.SearchMode,
        *,
        exact: bool = False,
    ) -> list[Hit]:
        """Return the best passages, of those in ``where`` unless that is None."""
        if where is not None and not len(where):
            return []
        allowed = _ALL if where is None else where.mask
        extra = self.extra_words([query])
        slots, parts = self.engine.search(query, extra, mode, allowed, k, exact)
        return [
            Hit(self.ids[slot], *row)
            for slot, row in zip(slots.tolist(), parts.tolist(), strict=True)
        ]

    def filter(self, where: Iterable[Id] | Filter) -> Filter:
        """Return passages as a filter."""
        if not isinstance(where, Filter):
            return Filter.of_slots(self.ids, self.ids.slots_of(where))
        if not where.is_of(self.ids):
            msg = "[retriever] expected a filter of this retriever, from after its last fit"
            raise InputValueError(msg)
        return where

    def holding(self, text: str) -> Filter:
        """Return the passages that hold all words of a text."""
        return Filter.of_slots(self.ids, self.engine.slots_with_all(text, self.extra_words([text])))

    def rarities(self, terms: list[str]) -> list[float]:
        """Return how rare terms are, from 0 to 1 for those that no passage holds."""
        return self.engine.rarities(terms)

    def match_ranges(self, query: str, text: str) -> list[tuple[int, int]]:
        """Return where words of the query stand in a text."""
        return self.engine.match_ranges(query, text, self.extra_words([query, text]))

    def suggest_words(self, query: str) -> list[tuple[int, int, str, int]]:
        """Return (start, end, word meant, passages that hold it) for misspelt words of a query."""
        places, words, counts = _core.suggest_words(self.engine, query, self.extra_words([query]))
        return [
            (start, end, word, n)
            for (start, end), word, n in zip(places, words, counts, strict=True)
        ]

    def save(self, path: Path, params: dict[str, int | str], teachings: Teachings) -> None:
        """Write one file, or nothing."""
        note = {
            "params": params,
            "teachings": teachings.to_plain(),
            "language": self.language,
            "ids": self.ids.to_plain(),
            "subwords": self.subwords.to_json() if self.subwords else None,
        }
        self.engine.save(path, json.dumps(note))

    @classmethod
    def load(cls, path: Path, n_threads: int) -> tuple[Index, dict[str, Any], Teachings]:
        """Open a file; return the index, the ``params`` and the teachings it was saved with."""
        engine, note = _core.Retriever.load(path, n_threads)
        try:
            parts = json.loads(note)
            params = dict(parts["params"])
            subwords = Subwords.from_json(parts["subwords"]) if parts["subwords"] else None
            # Files from before there were teachings have none.
            teachings = Teachings.from_plain(parts.get("teachings", ()), parts["language"])
            index = cls(engine, parts["language"], IdTable.from_plain(parts["ids"]), subwords)
        except (ValueError, KeyError, TypeError) as error:
            msg = f"[retriever] {path} holds a description that cannot be read"
            raise _core.EngineFormatError(msg) from error
        same_size = engine.n_slots == index.ids.n_slots and engine.n_live == len(index.ids)
        if not same_size or (engine.n_learned > 0) != (subwords is not None):
            msg = f"[retriever] {path} holds a description of another index"
            raise _core.EngineFormatError(msg)
        return index, params, teachings

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        """Return vectors of any texts, [n, D]; D is 0 without an encoder."""
        return self.engine.encode(texts, self.extra_words(texts))

    def _take_words(self, batch: _core.TextBatch, words: list[str], pieces: Pieces) -> None:
        terms = self._analyser.terms(words)
        self.engine.add_words(batch, terms, pieces.offsets, pieces.values)

    def extra_words(self, texts: list[str]) -> _core.WordMeanings:
        """Return what the words mean that the index has not seen."""
        words = self.engine.unknown_words(texts)
        if not words:
            return _NO_WORDS
        pieces = self._split(words)
        # An analyser of its own: searches run side by side.
        terms = WordAnalyser(self.language).terms(words)
        return _core.WordMeanings(words, terms, pieces.offsets, pieces.values)

    def _split(self, words: list[str]) -> Pieces:
        if self.subwords is None:
            return Pieces(np.zeros(len(words) + 1, np.uint64), np.zeros(0, np.uint32))
        return self.subwords.split(words)
