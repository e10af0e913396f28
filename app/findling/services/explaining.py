# SPDX-License-Identifier: Apache-2.0
"""Say why a passage was found, with the names of documents and the sentences of teachings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from findling.errors import AppError
from findling.services.query_language import parse
from findling.services.teaching import Teacher
from findling.services.types import SearchMode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from findling.bolt import Explanation, Mode
    from findling.bolt.explaining import PassageShare, WordPair
    from findling.services.library import Library
    from findling.services.live_index import LiveIndex
    from findling.services.passage_cache import PassageCache
    from findling.services.planning import Planner
    from findling.services.types import DocumentRow, TeachingRow

MOST_PAIRS = 4
MOST_PASSAGES = 5
CLOSE = 0.25
"""Words whose vectors have less of a cosine are not called close."""

_EXCERPT = 90
MODES: dict[SearchMode, Mode] = {
    SearchMode.BEST: "best",
    SearchMode.MEANING: "meaning",
    SearchMode.WORDS: "words",
}
"""How the engine calls the modes of a search."""


@dataclass(frozen=True, slots=True)
class WordReason:
    """A word of the query that stands in the passage.

    Attributes
    ----------
    word : str
        As it was asked for.
    count : int
        How often, in any form; words of the title count threefold.
    share : float
        Of the words' part, 0 to 1; those of all words add up to 1.
    """

    word: str
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class CloseWords:
    """A word of the query that is close to another one in the passage.

    Attributes
    ----------
    asked, found : str
    closeness : float
        0 to 1.
    """

    asked: str
    found: str
    closeness: float


@dataclass(frozen=True, slots=True)
class LikePassage:
    """A passage that lifted another one.

    Attributes
    ----------
    passage_id : int
    document : DocumentRow
    excerpt : str
        How it begins.
    share : float
        Of what all neighbours gave, 0 to 1.
    """

    passage_id: int
    document: DocumentRow
    excerpt: str
    share: float


@dataclass(frozen=True, slots=True)
class TaughtReason:
    """Something that was taught and bears upon the passage, or upon the query.

    Attributes
    ----------
    row : TeachingRow
    effect : float
        From -1, down, to 1, to the top; 0 for a meaning of words.
    """

    row: TeachingRow
    effect: float


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a passage was found.

    Attributes
    ----------
    query : str
        As it was typed.
    passage_id : int
    mode : SearchMode
        The one that was used.
    score : float
        As of `PassageHit`.
    by_words, by_meaning, by_neighbours, by_teaching : float
        What each gave to the score; 0 to 1, together 1 unless the score is 0.
    words : tuple of WordReason
        Most important first.
    missing : tuple of str
        Words of the query that other passages have and this one has not.
    close : tuple of CloseWords
    like : tuple of LikePassage
    taught : tuple of TaughtReason
    """

    query: str
    passage_id: int
    mode: SearchMode
    score: float
    by_words: float
    by_meaning: float
    by_neighbours: float
    by_teaching: float
    words: tuple[WordReason, ...]
    missing: tuple[str, ...]
    close: tuple[CloseWords, ...]
    like: tuple[LikePassage, ...]
    taught: tuple[TaughtReason, ...]


class Explainer:
    """Explains hits of one library; for the thread that searches.

    Parameters
    ----------
    library : Library
    index : LiveIndex
    passages : PassageCache
    planner : Planner
        What a search goes by; all shared with it.
    """

    def __init__(
        self, library: Library, index: LiveIndex, passages: PassageCache, planner: Planner
    ) -> None:
        self._library = library
        self._index = index
        self._passages = passages
        self._planner = planner

    def explain(self, query: str, passage_id: int, mode: SearchMode = SearchMode.BEST) -> Reasons:
        """Say why a passage was found.

        Parameters
        ----------
        query, mode
            As of `SearchService.search`.
        passage_id : int
            Of a hit.

        Raises
        ------
        AppError
            If the query has only conditions, or the passage is not in the library any more.
        StorageError
            If the library cannot be read.
        """
        asked = parse(query.strip())
        with self._index.reading() as retriever:
            used = mode if retriever.is_trained_ else SearchMode.WORDS
            by = MODES[SearchMode.BEST if used is not mode else mode]
            plan = self._planner.plan(asked, retriever, None)
            if not plan.text:
                raise AppError("Only conditions were asked for: there is no ranking to explain.")
            known = self._passages.fetch([passage_id]).get(passage_id)
            if known is None or not len(retriever.filter([passage_id])):
                raise AppError("This passage is no longer in the library.", str(passage_id))
            passage = known.passage
            found = retriever.explain(
                plan.text, passage_id, known.folded, passage.title, by, plan.where
            )
        return self._reasons(asked.typed, used, found)

    def _reasons(self, query: str, mode: SearchMode, found: Explanation) -> Reasons:
        parts = _parts(found)
        held = [term for term in found.terms if term.in_passage]
        total = sum(term.share for term in held) or 1.0
        return Reasons(
            query=query,
            passage_id=int(found.id),
            mode=mode,
            score=found.score,
            by_words=parts[0],
            by_meaning=parts[1],
            by_neighbours=parts[2],
            by_teaching=parts[3],
            words=tuple(WordReason(t.word, t.in_passage, t.share / total) for t in held),
            missing=tuple(term.word for term in found.terms if not term.in_passage),
            close=tuple(_close(found.pairs)),
            like=self._like(found.lifted_by),
            taught=self._taught({one.number: one.effect for one in found.teachings}),
        )

    def _like(self, lifted_by: Sequence[PassageShare]) -> tuple[LikePassage, ...]:
        total = sum(one.share for one in lifted_by) or 1.0
        best = sorted((one for one in lifted_by if one.share > 0.0), key=lambda one: -one.share)
        best = best[:MOST_PASSAGES]
        known = self._passages.fetch(int(one.id) for one in best)
        contents = sorted({one.passage.content_id for one in known.values()})
        documents = self._library.documents_of(contents)
        like: list[LikePassage] = []
        for one in best:
            passage = known.get(int(one.id))
            rows = documents.get(passage.passage.content_id, []) if passage else []
            if passage and rows:
                text = _cut(passage.shown)
                like.append(LikePassage(int(one.id), rows[0], text, one.share / total))
        return tuple(like)

    def _taught(self, effects: dict[int, float]) -> tuple[TaughtReason, ...]:
        if not effects:
            return ()
        rows = {row.id: row for row in Teacher(self._library).all()}
        return tuple(
            TaughtReason(rows[number], effect)
            for number, effect in effects.items()
            if number in rows
        )


def _parts(found: Explanation) -> tuple[float, float, float, float]:
    """Return what words, meaning, neighbours and teachings gave, as shares of all that they gave.

    Teachings that lower a passage give nothing.
    """
    taught = max(0.0, found.score / found.scale - found.base)
    parts = (
        found.word_share * found.word,
        found.meaning_share * found.meaning,
        found.neighbour_share * found.neighbours,
        taught,
    )
    total = sum(parts) or 1.0
    words, meaning, neighbours, teaching = (part / total for part in parts)
    return words, meaning, neighbours, teaching


def _close(pairs: Iterable[WordPair]) -> list[CloseWords]:
    """Return the pairs worth telling, each word of the passage once."""
    chosen: dict[str, CloseWords] = {}
    for pair in pairs:
        if pair.closeness >= CLOSE and pair.passage_word not in chosen:
            closeness = min(1.0, pair.closeness)
            chosen[pair.passage_word] = CloseWords(pair.query_word, pair.passage_word, closeness)
    return list(chosen.values())[:MOST_PAIRS]


def _cut(text: str) -> str:
    if len(text) <= _EXCERPT:
        return text
    return text[:_EXCERPT].rsplit(" ", 1)[0] + "…"
