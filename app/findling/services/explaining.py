# SPDX-License-Identifier: Apache-2.0
"""Why a passage was found, in terms that a person can check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from findling.errors import AppError
from findling.services.snippets import cut_snippet
from findling.services.teaching import Teacher

if TYPE_CHECKING:
    from collections.abc import Sequence

    from findling.bolt import Hit, Mode, Retriever
    from findling.bolt.explaining import Explanation, MeaningPart, WordPart
    from findling.services.library import Library
    from findling.services.passage_cache import PassageCache
    from findling.services.types import DocumentRow, TeachingRow

MOST_ALIKE = 3
_LOOKED_AT = 12
_ALIKE_CHARS = 160


@dataclass(frozen=True, slots=True)
class AlikePassage:
    """A passage like the explained one that answers the query too."""

    document: DocumentRow
    passage_id: int
    snippet: str


@dataclass(frozen=True, slots=True)
class Why:
    """Why a passage was found.

    Attributes
    ----------
    document : DocumentRow
        The first that holds it.
    passage_id : int
    by_words, by_meaning, by_neighbours : float
        Shares of its score, 0 to 1, of which the sum is 1; before what was taught.
    words : tuple of WordPart
        Words of the query that stand in it, heaviest first.
    meaning : tuple of MeaningPart
        What the words of the query did for the likeness of meaning, most first.
    alike : tuple of AlikePassage
        Passages that lifted it, as they are alike and answer the query too.
    taught : float
        What teachings did, -1 to 1; 0 for nothing.
    teachings : tuple of TeachingRow
        Those that did.
    """

    document: DocumentRow
    passage_id: int
    by_words: float
    by_meaning: float
    by_neighbours: float
    words: tuple[WordPart, ...]
    meaning: tuple[MeaningPart, ...]
    alike: tuple[AlikePassage, ...]
    taught: float
    teachings: tuple[TeachingRow, ...]


def why(
    library: Library,
    retriever: Retriever,
    passages: PassageCache,
    query: str,
    passage_id: int,
    mode: Mode,
) -> Why:
    """Say why a passage was found.

    Raises
    ------
    AppError
        If the passage is not there any more, or does not answer the query.
    """
    known = passages.fetch([passage_id]).get(passage_id)
    files = library.documents_of([known.passage.content_id]) if known else {}
    rows = files.get(known.passage.content_id, []) if known else []
    if known is None or not rows:
        raise AppError("This passage is not in the library any more.", str(passage_id))
    try:
        told = retriever.explain(query, passage_id, known.folded, mode)
    except ValueError as error:
        raise AppError("This passage does not answer the query now.", str(error)) from error
    shares = _shares(told, mode)
    alike = _alike(retriever, query, passage_id, known.folded, mode)
    taught = [row for row in Teacher(library).all() if row.id in told.hit.teachings]
    return Why(
        rows[0],
        passage_id,
        *shares,
        told.words,
        told.meaning,
        _shown(library, passages, alike),
        told.hit.taught,
        tuple(taught),
    )


def _shares(told: Explanation, mode: Mode) -> tuple[float, float, float]:
    """Return how much of the score came from words, meaning and neighbours."""
    hit = told.hit
    parts = (0.51 * hit.word, 0.34 * hit.meaning, 0.15 * hit.neighbours)
    if mode == "words" or not told.meaning:
        parts = (1.0, 0.0, 0.0)
    elif mode == "meaning":
        parts = (0.0, 1.0, 0.0)
    total = sum(parts)
    if total == 0:  # found by what was taught alone
        return 0.0, 0.0, 0.0
    words, meaning, neighbours = (part / total for part in parts)
    return words, meaning, neighbours


def _alike(
    retriever: Retriever, query: str, passage_id: int, text: str, mode: Mode
) -> Sequence[Hit]:
    if mode == "words" or not retriever.is_trained_:
        return ()
    near = [hit.id for hit in retriever.search(text, k=_LOOKED_AT, mode="meaning")]
    others = [key for key in near if key != passage_id]
    return retriever.search(query, k=MOST_ALIKE, where=others, mode=mode) if others else ()


def _shown(
    library: Library, passages: PassageCache, hits: Sequence[Hit]
) -> tuple[AlikePassage, ...]:
    known = passages.fetch(int(hit.id) for hit in hits)
    files = library.documents_of([found.passage.content_id for found in known.values()])
    shown: list[AlikePassage] = []
    for key, found in known.items():
        rows = files.get(found.passage.content_id)
        if rows:
            text = cut_snippet(found.folded, (), _ALIKE_CHARS).text
            shown.append(AlikePassage(rows[0], key, text))
    return tuple(shown)
