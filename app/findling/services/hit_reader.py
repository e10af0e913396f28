# SPDX-License-Identifier: Apache-2.0
"""Turns hits of the engine into what a list shows: snippet, marks, strength, reason, places."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from findling.services.evidence import evidence, reason, strength
from findling.services.marks import page_places
from findling.services.phrases import add_ranges, find_phrase
from findling.services.snippets import cut_snippet, matched_words
from findling.services.types import Evidence, PassageHit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from findling.bolt import Hit, Retriever
    from findling.services.passage_cache import KnownPassage

_NAMED_WORDS = 3

Range = tuple[int, int]


class FoundPassage(NamedTuple):
    """A hit with its passage and the document that it is shown under."""

    document_id: int
    hit: Hit
    known: KnownPassage


class HitReader:
    """Reads the hits of one query.

    Parameters
    ----------
    retriever : Retriever
        Says which words match; must hold still meanwhile.
    words : str
        What of the query is marked word by word.
    starts_of : callable
        Gives the code-point offsets of a content's pages.
    phrases : sequence of str
        What is marked as a whole; each stands in every hit.
    scanned_of : callable, optional
        Gives those pages of a content whose text was recognised in pictures.
    is_ranked : bool
        Whether there was anything to rank by; else hits have no strength and no reason.
    """

    def __init__(
        self,
        retriever: Retriever,
        words: str,
        starts_of: Callable[[int], tuple[int, ...]],
        phrases: Sequence[str] = (),
        scanned_of: Callable[[int], frozenset[int]] = lambda _: frozenset(),
        *,
        is_ranked: bool = True,
    ) -> None:
        self._retriever = retriever
        self._query = words
        self._starts_of = starts_of
        self._phrases = phrases
        self._scanned_of = scanned_of
        self._is_ranked = is_ranked

    def read(self, found: Sequence[FoundPassage]) -> list[PassageHit]:
        """Return hits as they are shown, in the same order.

        Notes
        -----
        All texts, and the query itself, are matched in one call: that costs a fraction of one call
        a passage.
        """
        texts = [self._query, *(passage.known.shown for passage in found)]
        own, *matches = _match_all(self._retriever, self._query, texts)
        n_words = max(1, len(matched_words(self._query, own)) + len(self._phrases))
        return [
            self._hit(passage, ranges, n_words)
            for passage, ranges in zip(found, matches, strict=True)
        ]

    def _hit(self, found: FoundPassage, matches: list[Range], n_words: int) -> PassageHit:
        passage, folded, hit = found.known.passage, found.known.shown, found.hit
        whole = (find_phrase(phrase, folded) for phrase in self._phrases)
        matches = add_ranges(matches, chain.from_iterable(whole)) if self._phrases else matches
        words = matched_words(folded, matches)
        snippet = cut_snippet(folded, matches)
        starts = self._starts_of(passage.content_id) if passage.page >= 0 else ()
        places = page_places(passage.start, passage.end, starts, passage.end)
        scanned = self._scanned_of(passage.content_id) if places else frozenset[int]()
        from_scan = any(place.page in scanned for place in places)
        because, steps = Evidence(from_scan=from_scan), 0
        if self._is_ranked:
            named = words[:_NAMED_WORDS]
            because = evidence(named, hit.meaning, hit.neighbours, hit.taught, from_scan=from_scan)
            steps = strength(hit.score, min(1.0, len(words) / n_words), hit.taught)
        return PassageHit(
            passage_id=passage.id,
            document_id=found.document_id,
            start=passage.start,
            end=passage.end,
            page=passage.page,
            places=places,
            heading=passage.heading,
            snippet=snippet.text,
            marks=snippet.marks,
            score=hit.score,
            strength=steps,
            word=hit.word,
            meaning=hit.meaning,
            neighbours=hit.neighbours,
            reason=reason(because),
            taught=hit.taught,
            from_scan=from_scan,
            because=because,
        )


def _match_all(retriever: Retriever, query: str, texts: Sequence[str]) -> Iterator[list[Range]]:
    """Yield for each text which of its ranges match the query."""
    ranges = iter(retriever.match_ranges(query, "\n".join(texts)))
    current = next(ranges, None)
    offset = 0
    for text in texts:
        found: list[Range] = []
        end = offset + len(text)
        while current is not None and current[0] < end:
            found.append((current[0] - offset, min(current[1], end) - offset))
            current = next(ranges, None)
        yield found
        offset = end + 1
