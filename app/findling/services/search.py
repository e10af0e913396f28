# SPDX-License-Identifier: Apache-2.0
"""Answer queries: hits from the index, grouped by document, with snippets, marks and reasons."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import lru_cache, partial
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from findling.bolt import Hit
from findling.extract.scans import SCANNED_PAGES, unpack_numbers
from findling.services.catalogue import DocumentCatalogue
from findling.services.explaining import MODES, Explainer
from findling.services.hit_reader import FoundPassage, HitReader
from findling.services.live_index import LiveIndex
from findling.services.otherwise import instead, left_out
from findling.services.passage_cache import PassageCache
from findling.services.planning import Plan, Planner
from findling.services.query_language import ParsedQuery, parse
from findling.services.results_export import write_results
from findling.services.row_cache import RowCache
from findling.services.same_text import ShownPassage, collapse
from findling.services.teaching_effects import EffectFinder
from findling.services.types import DocumentState, ResultGroup, SearchMode, SearchResults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from findling.bolt import Mode, Retriever
    from findling.services.catalogue import Facet
    from findling.services.explaining import Reasons
    from findling.services.library import Library
    from findling.services.teaching_effects import Harm, TeachingEffect
    from findling.services.types import DocumentRow, LabelChip

HITS_A_DOCUMENT = 3
"""Passages of one document that a result shows."""

FACET_PASSAGES = 500
"""The best passages, whose documents are counted by folder, type and so on."""

_KEPT_CONTENTS = 4096
_COUNTED = 60
_ANY_WORD = "findling"
"""The best passages, whose documents are counted where another query would find something."""


class _Group(NamedTuple):
    """The best passages of one document, and where its copies are."""

    document: DocumentRow
    also_at: tuple[Path, ...]
    also_in: tuple[DocumentRow, ...]
    found: list[FoundPassage]
    labels: tuple[LabelChip, ...] = ()
    tags: tuple[str, ...] = ()


class SearchService:
    """Searches one library.

    Parameters
    ----------
    library : Library
        Used from the threads that call `sync` and `search`; a window opens one for this service
        alone.

    Notes
    -----
    One thread may search while another syncs. Nothing is found before the first `sync`.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._index = LiveIndex(library)
        self._passages = PassageCache(library)
        self._rows = RowCache(library)
        # A content never changes under its key, so neither do these.
        self._starts_of = lru_cache(_KEPT_CONTENTS)(self._load_starts)
        self._scanned_of = lru_cache(_KEPT_CONTENTS)(self._load_scanned)
        self._catalogue = DocumentCatalogue(library)
        self._planner = Planner(library, self._catalogue, self._passages)
        self._explainer = Explainer(library, self._index, self._passages, self._planner)
        self._effects = EffectFinder(self._index, self._passages)

    @property
    def trained(self) -> bool:
        """Whether meaning can take part."""
        return self._index.is_trained

    @property
    def problem(self) -> str:
        """A sentence for the user when the index on disk could not be used; else empty."""
        return self._index.problem

    def sync(self, should_stop: Callable[[], bool] = lambda: False) -> bool:
        """Take in what has changed in the library.

        Parameters
        ----------
        should_stop : callable, optional
            Asked after every couple of hundred passages.

        Returns
        -------
        bool
            True when answers may be others now.

        Raises
        ------
        StorageError
            If the library cannot be read.
        """
        return self._index.sync(should_stop)

    def warm_up(self) -> None:
        """Read what the first search would have to wait for; searches nothing that is asked."""
        self._catalogue.tags()
        with self._index.reading() as retriever:
            retriever.suggest(_ANY_WORD)
            retriever.search(_ANY_WORD, k=1, mode=_way(SearchMode.BEST, retriever))

    def recent(self, n: int) -> list[DocumentRow]:
        """Return the files that were changed last, newest first."""
        rows = self._library.documents()
        read = [row for row in rows if row.state is DocumentState.READ and not row.place]
        return sorted(read, key=lambda row: row.mtime, reverse=True)[:n]

    def passages_for(self, text: str, k: int = 60) -> list[int]:
        """Return the keys of the passages that a plain text finds, best first.

        Parameters
        ----------
        text : str
            Any words; nothing in them is read as a condition.
        k : int
            Most passages.

        Returns
        -------
        list of int
            Empty before the first `sync`.
        """
        with self._index.reading() as retriever:
            mode: Mode = "best" if retriever.is_trained_ else "words"
            return [int(hit.id) for hit in retriever.search(text, k=k, mode=mode)]

    def search(
        self,
        query: str,
        mode: SearchMode = SearchMode.BEST,
        k: int = 60,
        document_ids: Iterable[int] | None = None,
    ) -> SearchResults:
        """Return the passages that answer a query, grouped by document.

        Parameters
        ----------
        query : str
            What the user typed, as `findling.services.query_language` reads it.
        mode : SearchMode
            How it is matched; WORDS is used while nothing has been learned.
        k : int
            Most passages to look at.
        document_ids : iterable of int, optional
            Search these documents only.

        Returns
        -------
        SearchResults
            Groups ordered by their best hit, each with up to `HITS_A_DOCUMENT` hits. A query of
            conditions alone has the latest documents that meet them, each with its first passage.

        Raises
        ------
        StorageError
            If the library cannot be read.
        """
        start = time.perf_counter()
        asked = parse(query.strip())
        only = None if document_ids is None else set(document_ids)
        with self._index.reading() as retriever:
            trained = retriever.is_trained_
            used = mode if trained else SearchMode.WORDS
            plan = self._planner.plan(asked, retriever, only)
            hits = self._find(plan, retriever, _way(mode, retriever), k)
            found = self._grouped(hits, plan.documents) if hits else []
            reader = HitReader(
                retriever,
                asked.words,
                self._starts_of,
                asked.phrases,
                self._scanned_of,
                is_ranked=bool(plan.text),
            )
            groups = _read_groups(found, reader)
            others, other = (), None
            if not groups:
                count = partial(self._count, retriever, only)
                others = left_out(asked, mode, count)
                other = instead(asked, mode, count, trained=trained)
            suggestion = suggested(asked, retriever)
        return SearchResults(
            query=asked.typed,
            mode=used,
            groups=tuple(groups),
            n_passages=sum(len(group.hits) for group in groups),
            n_weak=_count_weak(groups) if plan.text else 0,
            seconds=time.perf_counter() - start,
            trained=trained and used is not SearchMode.WORDS,
            chips=asked.chips,
            left_out=others,
            suggestion=suggestion,
            instead=other,
        )

    def facets(self, query: str, mode: SearchMode = SearchMode.BEST) -> tuple[Facet, ...]:
        """Count what is found by folder, type and so on.

        Parameters
        ----------
        query, mode
            As for `search`.

        Returns
        -------
        tuple of Facet
            Of the documents of the 500 best passages; for an empty query of all documents. When
            conditions keep everything out, of what would be found without any.
        """
        asked = parse(query.strip())
        if not asked.text and asked.near is None:
            return self._catalogue.facets_of(self._catalogue.meeting(asked.conditions))
        with self._index.reading() as retriever:
            by = MODES[mode if retriever.is_trained_ else SearchMode.BEST]
            plan = self._planner.plan(asked, retriever, None)
            hits = self._planner.find(plan, retriever, by, FACET_PASSAGES)
            if not hits and asked.conditions:  # what could be chosen instead
                plan = self._planner.plan(replace(asked, conditions=()), retriever, None)
                hits = self._planner.find(plan, retriever, by, FACET_PASSAGES)
        return self._catalogue.facets([int(hit.id) for hit in hits])

    def explain(self, query: str, passage_id: int, mode: SearchMode = SearchMode.BEST) -> Reasons:
        """Say why a passage was found; as `Explainer.explain`."""
        return self._explainer.explain(query, passage_id, mode)

    def effect(self, teaching_id: int) -> TeachingEffect | None:
        """Say what a teaching does; as `EffectFinder.effect`."""
        return self._effects.effect(teaching_id)

    def harms(self, teaching_id: int) -> tuple[Harm, ...]:
        """Say what a teaching made worse; as `EffectFinder.harms`."""
        return self._effects.harms(teaching_id)

    def write(self, results: SearchResults, path: Path) -> int:
        """Write what was found into a file; as `write_results`."""
        return write_results(self._library, results, path)

    def _find(self, plan: Plan, retriever: Retriever, mode: Mode, k: int) -> list[Hit]:
        if plan.text:
            return self._planner.find(plan, retriever, mode, k)
        # Conditions alone: the latest documents, as there is nothing to rank by.
        newest = self._catalogue.newest(plan.documents or (), k)
        return [Hit(key, 1.0, 0.0, 0.0, 0.0) for key in self._catalogue.first_passages(newest)]

    def _count(
        self, retriever: Retriever, only: set[int] | None, query: str, mode: SearchMode
    ) -> int:
        """Return how many documents a query finds, of the best passages."""
        plan = self._planner.plan(parse(query), retriever, only)
        hits = self._find(plan, retriever, _way(mode, retriever), _COUNTED)
        return len(self._grouped(hits, plan.documents)) if hits else 0

    def _load_starts(self, content_id: int) -> tuple[int, ...]:
        """Return where the pages of a content start in its text."""
        return tuple(page.start for page in self._library.store.contents.pages(content_id))

    def _load_scanned(self, content_id: int) -> frozenset[int]:
        """Return the pages of a content whose text was recognised in pictures."""
        metadata = self._library.store.contents.metadata(content_id)
        return frozenset(unpack_numbers(metadata.get(SCANNED_PAGES, "")))

    def _grouped(self, hits: Sequence[Hit], only: set[int] | None) -> list[_Group]:
        """Group hits by content, best first, without passages that are gone from the library."""
        known = self._passages.fetch(int(hit.id) for hit in hits)
        shown = collapse([(hit, known[int(hit.id)]) for hit in hits if int(hit.id) in known])
        members: dict[int, list[ShownPassage]] = {}
        for passage in shown:
            members.setdefault(passage.known.passage.content_id, []).append(passage)
        others = {key for passage in shown for key in passage.also_in}
        kept = self._rows.fetch([*members, *sorted(others - set(members))])
        tags = self._catalogue.tags()
        groups: list[_Group] = []
        for content_id, found in members.items():
            rows, labels = kept[content_id]
            wanted = [row for row in rows if only is None or row.id in only]
            if wanted:
                paths = dict.fromkeys(row.path for row in rows)
                copies = tuple(path for path in paths if path != wanted[0].path)
                best = found[:HITS_A_DOCUMENT]
                same = dict.fromkeys(key for passage in best for key in passage.also_in)
                also_in = tuple(kept[key].documents[0] for key in same if kept[key].documents)
                passages = [FoundPassage(wanted[0].id, each.hit, each.known) for each in best]
                own = tags.get(wanted[0].id, ())
                groups.append(_Group(wanted[0], copies, also_in, passages, labels, own))
        return groups


def _way(mode: SearchMode, retriever: Retriever) -> Mode:
    """Return how the engine matches; without an encoder by words, and by what was taught."""
    is_wanted = retriever.is_trained_ or mode is SearchMode.WORDS
    return MODES[mode if is_wanted else SearchMode.BEST]


def suggested(asked: ParsedQuery, retriever: Retriever) -> str:
    """Return a query as it was probably meant; empty when its words are known.

    Only plain words are looked at: a phrase and a condition mean what they say.
    """
    found = retriever.suggest(asked.words)
    if found is None:
        return ""
    return " ".join([found.query, *(chip.text for chip in asked.chips)])


def _read_groups(groups: Sequence[_Group], reader: HitReader) -> list[ResultGroup]:
    """Read the hits of all groups at once."""
    read = iter(reader.read([found for group in groups for found in group.found]))
    return [
        ResultGroup(
            group.document,
            tuple(islice(read, len(group.found))),
            group.also_at,
            group.also_in,
            group.labels,
            group.tags,
        )
        for group in groups
    ]


def _count_weak(groups: Sequence[ResultGroup]) -> int:
    """Return how many groups at the end have no hit that is more than weak."""
    n_weak = 0
    for group in reversed(groups):
        if any(hit.strength > 1 for hit in group.hits):
            break
        n_weak += 1
    return n_weak
