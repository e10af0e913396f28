# SPDX-License-Identifier: Apache-2.0
"""Say why a passage answers a query: its words, its meaning, what was taught."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from findling.bolt.checks import checked_text
from findling.bolt.errors import InputValueError
from findling.bolt.words import WordAnalyser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from findling.bolt.ids import Id
    from findling.bolt.index import Index
    from findling.bolt.teaching import Teachings
    from findling.bolt.types import Hit, Mode

MOST_WORDS = 32
"""Words of a query that are looked at."""

MOST_CANDIDATES = 400
"""Different words of a passage that are looked at."""

_WORD = re.compile(r"\w+")
_NEAR = 3
_LEAST_NEARNESS = 0.2
_SATURATION = 1.2  # BM25's k1


@dataclass(frozen=True, slots=True)
class WordPart:
    """A word of the query that stands in the passage.

    Attributes
    ----------
    word : str
        As it stands in the query.
    ranges : tuple of (int, int)
        Where it stands in the passage, in any of its forms; code points, end exclusive.
    rarity : float
        0 to 1, 1 for a word that a single passage holds.
    share : float
        Of what all found words weigh, 0 to 1.
    """

    word: str
    ranges: tuple[tuple[int, int], ...]
    rarity: float
    share: float


@dataclass(frozen=True, slots=True)
class NearWord:
    """A word of the passage, and the cosine of its vector and that of a word of the query."""

    word: str
    cosine: float


@dataclass(frozen=True, slots=True)
class MeaningPart:
    """What a word of the query did for the likeness of query and passage.

    Attributes
    ----------
    word : str
    effect : float
        By how much the cosine of query and passage would be smaller without it; below 0 where it
        would be larger.
    near : tuple of NearWord
        The passage's words that are nearest to it in meaning, nearest first, without its own forms.
    """

    word: str
    effect: float
    near: tuple[NearWord, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a passage answers a query.

    Attributes
    ----------
    hit : Hit
        Its score and the parts of it, as a search returns them.
    words : tuple of WordPart
        Heaviest first.
    cosine : float
        Of the vectors of query and passage, -1 to 1; 0 without an encoder.
    meaning : tuple of MeaningPart
        What did most first; empty without an encoder.
    """

    hit: Hit
    words: tuple[WordPart, ...]
    cosine: float
    meaning: tuple[MeaningPart, ...]


class ExplainingMixin:
    """The part of a retriever that says why a passage was found."""

    teachings: Teachings
    language: str
    _index: Index | None
    search: Callable[..., list[Hit]]

    def explain(self, query: str, id: Id, text: str, mode: Mode = "best") -> Explanation:
        """Say why a passage answers a query.

        Parameters
        ----------
        query : str
        id : int or str
            Of the passage.
        text : str
            Of the passage: an index keeps no texts.
        mode : {"best", "meaning", "words"}
            As for `search`.

        Returns
        -------
        Explanation
            ``hit`` has the parts of the score: ``score = .85 (.6 word + .4 meaning) +
            .15 neighbours`` before what was taught.

        Raises
        ------
        EngineError
            For input that is not accepted, an id that is not there, or a passage that does not
            answer the query at all; also a `ValueError` or a `TypeError`.

        Notes
        -----
        A found word weighs ``idf tf (k1 + 1) / (tf + k1)`` as in BM25, here without the length of
        the passage, which is the same for all of them. What a word does for the meaning is measured
        by leaving it out (Zeiler and Fergus 2014, "occlusion"): with the whole vector of the query
        less that without the word.
        """
        query, text = checked_text(query, "query"), checked_text(text, "text")
        index = self._index
        hits = self.search(query, k=1, where=[id], mode=mode)
        if index is None or not hits:
            msg = f"[retriever] expected a passage that answers the query, got {id!r}"
            raise InputValueError(msg)
        asked = self.teachings.expand(query) if len(self.teachings) and mode != "words" else query
        words = _words(asked)[:MOST_WORDS]
        terms = WordAnalyser(self.language).terms([word.lower() for word in words])
        kept = [(word, term) for word, term in zip(words, terms, strict=True) if term]
        vectors = index.encode([asked, text])
        has_meaning = mode != "words" and vectors.shape[1] > 0
        return Explanation(
            hits[0],
            _word_parts(index, kept, text),
            float(vectors[0] @ vectors[1]) if has_meaning else 0.0,
            self._meaning_parts(index, asked, text, [word for word, _ in kept], vectors)
            if has_meaning
            else (),
        )

    def _meaning_parts(
        self, index: Index, query: str, text: str, words: list[str], vectors: NDArray[np.float32]
    ) -> tuple[MeaningPart, ...]:
        without = [_without(query, word) for word in words]
        whole = float(vectors[0] @ vectors[1])
        left = index.encode(without) @ vectors[1] if words else np.zeros(0)
        candidates = self._candidates(text, words)
        own, others = index.encode(words), index.encode(candidates)
        parts = [
            MeaningPart(word, whole - float(rest), _nearest(others @ own[i], candidates))
            for i, (word, rest) in enumerate(zip(words, left, strict=True))
        ]
        return tuple(sorted(parts, key=lambda part: -part.effect))

    def _candidates(self, text: str, words: Iterable[str]) -> list[str]:
        """Return different words of a passage, without stop words and forms of some words."""
        analyser = WordAnalyser(self.language)
        known = set(analyser.terms([word.lower() for word in words]))
        found = _words(text.lower())
        pairs = zip(found, analyser.terms(found), strict=True)
        by_term = {term: word for word, term in pairs if term and term not in known}
        return list(by_term.values())[:MOST_CANDIDATES]


def _word_parts(index: Index, words: list[tuple[str, str]], text: str) -> tuple[WordPart, ...]:
    rarities = index.rarities([term for _, term in words])
    found = [
        (word, tuple(index.match_ranges(word, text)), rarity)
        for (word, _), rarity in zip(words, rarities, strict=True)
    ]
    weights = [
        rarity * len(ranges) * (_SATURATION + 1) / (len(ranges) + _SATURATION)
        for _, ranges, rarity in found
    ]
    total = sum(weights) or 1.0
    parts = [
        WordPart(word, ranges, rarity, weight / total)
        for (word, ranges, rarity), weight in zip(found, weights, strict=True)
        if ranges
    ]
    return tuple(sorted(parts, key=lambda part: -part.share))


def _words(text: str) -> list[str]:
    """Return the different words of a text, in order."""
    return list(dict.fromkeys(match.group() for match in _WORD.finditer(text)))


def _without(query: str, word: str) -> str:
    """Return a query without a word, wherever it stands."""
    return re.sub(rf"\b{re.escape(word)}\b", " ", query)


def _nearest(cosines: NDArray[np.float32], words: list[str]) -> tuple[NearWord, ...]:
    order: list[int] = np.argsort(-cosines, kind="stable")[:_NEAR].tolist()
    near = (NearWord(words[at], float(cosines[at])) for at in order)
    return tuple(one for one in near if one.cosine >= _LEAST_NEARNESS)
