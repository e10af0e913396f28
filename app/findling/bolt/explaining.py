# SPDX-License-Identifier: Apache-2.0
"""Say why a passage scores what it scores for a query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from findling import _core
from findling.bolt.checks import checked_text
from findling.bolt.errors import InputValueError
from findling.bolt.ids import plain_id
from findling.bolt.teaching.ranking import WEIGHT

if TYPE_CHECKING:
    from findling.bolt.filters import Filter
    from findling.bolt.ids import Id, IdTable
    from findling.bolt.index import Index
    from findling.bolt.teaching import Teachings
    from findling.bolt.types import Mode

_MODES = {
    "best": _core.SearchMode.BEST,
    "meaning": _core.SearchMode.MEANING,
    "words": _core.SearchMode.WORDS,
}
_WORD_SHARE = {"best": 0.6, "meaning": 0.0, "words": 1.0}
_NEIGHBOUR_SHARE = 0.15

_Found = tuple[
    dict[str, float],
    list[tuple[str, int, int, float]],
    list[tuple[str, int, float]],
    list[tuple[str, int, float]],
    list[tuple[str, str, float, float]],
    list[tuple[int, float]],
    list[tuple[int, float, float]],
]
"""As `_core.explain_hit` returns it."""


@dataclass(frozen=True, slots=True)
class TermShare:
    """What a word of a query adds to the word part.

    Attributes
    ----------
    word : str
        As the query has it first, lower-cased.
    in_query, in_passage : int
        How often, in any form; words of a passage's title count threefold.
    share : float
        Of `Explanation.word`.
    """

    word: str
    in_query: int
    in_passage: int
    share: float


@dataclass(frozen=True, slots=True)
class WordShare:
    """What a word adds to the cosine of query and passage.

    Attributes
    ----------
    word : str
    count : int
        How often it was read.
    share : float
        Of `Explanation.cosine`; may be below zero.
    """

    word: str
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class WordPair:
    """A word of the query beside another one of the passage.

    Attributes
    ----------
    query_word, passage_word : str
    closeness : float
        Cosine of what the encoder knows of both.
    share : float
        Of `Explanation.cosine`.
    """

    query_word: str
    passage_word: str
    closeness: float
    share: float


@dataclass(frozen=True, slots=True)
class PassageShare:
    """What another passage did.

    Attributes
    ----------
    id : int or str
    share : float
        Of `Explanation.cosine` for feedback, of `Explanation.neighbours` for a neighbour.
    """

    id: Id
    share: float


@dataclass(frozen=True, slots=True)
class TaughtEffect:
    """What a teaching did.

    Attributes
    ----------
    number : int
        Of the teaching, as `Teachings.all` has it.
    effect : float
        From -1 to 1, down or up, in units of `Hit.taught`; 0 for one that gave the query's words a
        meaning: its effect is in the words.
    """

    number: int
    effect: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a passage scores what it scores; the numbers are those of its `Hit`.

    Attributes
    ----------
    id : int or str
    score, word, meaning, neighbours, taught : float
        As of `Hit`.
    word_share, meaning_share, neighbour_share : float
        What the parts count for; they add up to 1.
    base : float
        ``word_share word + meaning_share meaning + neighbour_share neighbours``: the score before
        what was taught.
    cosine, low, factor : float
        ``meaning = (cosine - low) factor`` within 0 and 1: ``low`` is what the passage farthest
        from the query has.
    scale : float
        ``score = max(0, base + 4 taught) scale``; 1 where nothing was taught that bears upon the
        query.
    terms : tuple of TermShare
        Words of the query that some passage holds, largest share first; they add up to ``word``.
    query_words : tuple of WordShare
    feedback : tuple of PassageShare
        The first hits, which moved the query. With ``query_words`` they add up to ``cosine``.
    passage_words : tuple of WordShare
        They add up to ``cosine`` too; empty unless the passage's text was given.
    pairs : tuple of WordPair
        Those with the largest shares, different words only; likewise empty.
    lifted_by : tuple of PassageShare
        The passages most like this one; they add up to ``neighbours``.
    teachings : tuple of TaughtEffect
    """

    id: Id
    score: float
    word: float
    meaning: float
    neighbours: float
    taught: float
    word_share: float
    meaning_share: float
    neighbour_share: float
    base: float
    cosine: float
    low: float
    factor: float
    scale: float
    terms: tuple[TermShare, ...]
    query_words: tuple[WordShare, ...]
    feedback: tuple[PassageShare, ...]
    passage_words: tuple[WordShare, ...]
    pairs: tuple[WordPair, ...]
    lifted_by: tuple[PassageShare, ...]
    teachings: tuple[TaughtEffect, ...]


class Explaining:
    """The part of a retriever that gives reasons."""

    teachings: Teachings
    _index: Index | None

    def explain(
        self,
        query: str,
        id: Id,
        passage: str = "",
        title: str = "",
        mode: Mode = "best",
        where: Filter | None = None,
        *,
        exact: bool = False,
    ) -> Explanation:
        """Say why a passage scores what it scores for a query.

        Parameters
        ----------
        query : str
        id : int or str
            Of the passage; it need not be among the best.
        passage, title : str
            Its text as it was added; an index keeps none. Without it nothing is known of the
            passage's own words.
        mode, where, exact
            As for `search`.

        Returns
        -------
        Explanation
            Of the score that `search` gives for up to 128 hits.

        Raises
        ------
        EngineError
            For input that is not accepted, such as an id that is not there; also a `ValueError` or
            a `TypeError`.

        Notes
        -----
        The meaning of a text is a weighted sum of its sub-words, divided by its length, so that the
        cosine of two texts is a sum over pairs of their words: the shares are exact, but for the
        bytes that vectors are kept in (about .002). Costs a search and a little.
        """
        asked = checked_text(query, "query")
        text, head = checked_text(passage, "passage"), checked_text(title, "title")
        key = plain_id(id)
        if mode not in _MODES:
            msg = f"[retriever] expected mode to be best, meaning or words, got {mode!r}"
            raise InputValueError(msg)
        index = self._index
        if index is None or key not in index.ids:
            msg = f"[retriever] expected the id of a passage that is there, got {key!r}"
            raise InputValueError(msg)
        only = index.ids if where is None else index.filter(where)
        taught = _Taught.none() if mode == "words" else _taught(self.teachings, index, asked, only)
        expanded = asked if mode == "words" else self.teachings.expand(asked)
        slot = int(index.ids.slots_of([key])[0])
        extra = index.extra_words([expanded, head, text])
        found = _core.explain_hit(
            index.engine, expanded, extra, _MODES[mode], slot, head, text, exact
        )
        return _explanation(key, found, mode, index, taught)


@dataclass(frozen=True, slots=True)
class _Taught:
    """What teachings do to the passages of a query."""

    amounts: dict[Id, float]
    effects: dict[Id, list[TaughtEffect]]
    meanings: list[TaughtEffect]

    @classmethod
    def none(cls) -> _Taught:
        return cls({}, {}, [])

    @property
    def scale(self) -> float:
        return 1.0 / (1.0 + WEIGHT * max(0.0, *self.amounts.values(), 0.0))


def _taught(teachings: Teachings, index: Index, query: str, only: IdTable | Filter) -> _Taught:
    lifts = teachings.lifts(query, index.rarities)
    amounts = {target: lift.amount for target, lift in lifts.items() if target in only}
    effects: dict[Id, list[TaughtEffect]] = {}
    for target, number, effect in teachings.effects(query, index.rarities):
        effects.setdefault(target, []).append(TaughtEffect(number, effect))
    meanings = [TaughtEffect(item.number, 0.0) for item in teachings.meanings(query)]
    return _Taught(amounts, effects, meanings)


def _explanation(key: Id, found: _Found, mode: Mode, index: Index, taught: _Taught) -> Explanation:
    parts, terms, query_words, passage_words, pairs, feedback, neighbours = found
    has_meaning = index.engine.n_learned > 0 and mode != "words"
    word_share = _WORD_SHARE[mode] if has_meaning or mode == "meaning" else 1.0
    neighbour_share = _NEIGHBOUR_SHARE if has_meaning else 0.0
    amount = taught.amounts.get(key, 0.0)
    scale = taught.scale
    return Explanation(
        id=key,
        score=max(0.0, parts["score"] + WEIGHT * amount) * scale,
        word=parts["word"],
        meaning=parts["meaning"],
        neighbours=parts["neighbours"],
        taught=amount,
        word_share=(1.0 - neighbour_share) * word_share,
        meaning_share=(1.0 - neighbour_share) * (1.0 - word_share),
        neighbour_share=neighbour_share,
        base=parts["score"],
        cosine=parts["cosine"],
        low=parts["low"],
        factor=parts["factor"],
        scale=scale,
        terms=tuple(TermShare(*row) for row in terms),
        query_words=tuple(WordShare(*row) for row in query_words),
        feedback=tuple(PassageShare(index.ids[slot], share) for slot, share in feedback),
        passage_words=tuple(WordShare(*row) for row in passage_words),
        pairs=tuple(WordPair(*row) for row in pairs),
        lifted_by=tuple(
            PassageShare(index.ids[slot], weight * score) for slot, weight, score in neighbours
        ),
        teachings=(*taught.effects.get(key, ()), *taught.meanings),
    )
