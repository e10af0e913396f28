# SPDX-License-Identifier: Apache-2.0
"""From what a query asks for to what the index is asked, and to hits that answer all of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from findling.services.phrases import holds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from findling.bolt import Filter, Hit, Mode, Retriever
    from findling.services.catalogue import DocumentCatalogue
    from findling.services.library import Library
    from findling.services.passage_cache import KnownPassage, PassageCache
    from findling.services.query_language import Near, ParsedQuery

MOST_VERIFIED = 5000
"""Passages that are looked through for a phrase: the best ones of those that hold its words."""

_FIRST_LOOK = 100
_NEAR_LENGTH = 6000
"""Code points of a document that others are compared with: about a thousand words."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the index is asked.

    Attributes
    ----------
    text : str
        What passages are ranked by; empty when documents are only listed.
    where : Filter or None
        Passages that may be found.
    phrases, without : tuple of str
        To be looked for in the text of each hit.
    documents : set of int or None
        Only these are shown.
    """

    text: str
    where: Filter | None
    phrases: tuple[str, ...]
    without: tuple[str, ...]
    documents: set[int] | None


class Planner:
    """Makes and carries out plans for one library; for one thread.

    Parameters
    ----------
    library : Library
    catalogue : DocumentCatalogue
    passages : PassageCache
    """

    def __init__(
        self, library: Library, catalogue: DocumentCatalogue, passages: PassageCache
    ) -> None:
        self._library = library
        self._catalogue = catalogue
        self._passages = passages

    def plan(self, asked: ParsedQuery, retriever: Retriever, among: Iterable[int] | None) -> Plan:
        """Return how to answer a query, from the documents ``among`` unless that is None."""
        documents: set[int] | None = None
        if asked.conditions or among is not None:
            documents = self._catalogue.meeting(asked.conditions, among)
        parts: list[Filter] = []
        if documents is not None:
            parts.append(retriever.filter(self._catalogue.passages_of(documents)))
        text = asked.text
        if asked.near is not None:
            like, itself = self._like(asked.near)
            text = f"{text} {like}".strip()
            parts.append(~retriever.filter(itself))
        parts.extend(retriever.holding(p) for p in asked.phrases if _has_words(retriever, p))
        parts.extend(~retriever.holding(word) for word in asked.without if not _is_phrase(word))
        return Plan(
            text=text,
            where=_all_of(parts),
            phrases=asked.phrases,
            without=tuple(filter(_is_phrase, asked.without)),
            documents=documents,
        )

    def find(self, plan: Plan, retriever: Retriever, mode: Mode, k: int) -> list[Hit]:
        """Return the ``k`` best hits."""
        if not plan.phrases and not plan.without:
            return retriever.search(plan.text, k=k, where=plan.where, mode=mode)
        looked_at = 0
        kept: list[Hit] = []
        n = max(k, _FIRST_LOOK)
        while True:
            hits = retriever.search(plan.text, k=n, where=plan.where, mode=mode)
            kept.extend(self._verified(hits[looked_at:], plan))
            looked_at = len(hits)
            if len(kept) >= k or looked_at < n or n >= MOST_VERIFIED:
                return kept[:k]
            n = min(MOST_VERIFIED, 5 * n)

    def _verified(self, hits: Sequence[Hit], plan: Plan) -> list[Hit]:
        known = self._passages.fetch(int(hit.id) for hit in hits)
        return [
            hit
            for hit in hits
            if (found := known.get(int(hit.id))) is not None
            and holds(_whole_text(found), plan.phrases, plan.without)
        ]

    def _like(self, near: Near) -> tuple[str, list[int]]:
        """Return the text that hits shall be like, and the passages that it is from."""
        if near.is_passage:
            known = self._passages.fetch([near.id])
            return (_whole_text(known[near.id]), [near.id]) if known else ("", [])
        ids = self._catalogue.passages_of([near.id]).tolist()
        first = self._library.passage_records(ids[:_FIRST_LOOK])
        text = " ".join([passage.title for passage in first[:1]] + [p.text for p in first])
        return text[:_NEAR_LENGTH], ids


def _all_of(parts: Sequence[Filter]) -> Filter | None:
    """Return what is in all filters; None for none."""
    whole: Filter | None = None
    for part in parts:
        whole = part if whole is None else whole & part
    return whole


def _whole_text(known: KnownPassage) -> str:
    """Return what a phrase may stand in: title, headings, passage."""
    return "\n".join([known.passage.title, known.passage.heading, known.folded])


def _is_phrase(text: str) -> bool:
    return len(re.findall(r"\w+", text)) > 1


def _has_words(retriever: Retriever, phrase: str) -> bool:
    """Tell whether a phrase has words that the index goes by: "to be or not to be" has none."""
    return bool(retriever.match_ranges(phrase, phrase))
