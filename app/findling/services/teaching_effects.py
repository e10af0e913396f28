# SPDX-License-Identifier: Apache-2.0
"""What single teachings do: the same question is asked with and without them.

The list without one is a copy that is given along with a question, so no other search ever sees
it, and both answers come from the index as it is now: ranks that were stored when something was
taught would tell of documents and teachings of that day.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from findling.bolt.teaching import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from findling.bolt import Retriever
    from findling.bolt.teaching import Teaching, Teachings
    from findling.services.live_index import LiveIndex
    from findling.services.passage_cache import PassageCache

DEPTH = 60
"""Passages that are looked at: a list shows no more at first."""

FIRST = 10
"""Documents that people look at."""

MOST_GOOD = 300
"""The latest judgements that a new teaching may have made worse."""

MOST_CHECKED = 20
"""Of these, those that are asked again because the new one bears upon them."""


@dataclass(frozen=True, slots=True)
class TeachingEffect:
    """What a teaching does to the answer to its own query.

    Attributes
    ----------
    before, after : int
        Place of the judged passage without it and with it, from 1; 0 where it is not among the
        first `DEPTH`. Both 0 for a meaning.
    n_new : int
        For a meaning: how many of the first documents are there because of it.
    n_first : int
        For a meaning: how many first documents there are, `FIRST` at most.
    """

    before: int = 0
    after: int = 0
    n_new: int = 0
    n_first: int = 0


@dataclass(frozen=True, slots=True)
class Harm:
    """A passage that was taught to be right and stands lower because of another teaching.

    Attributes
    ----------
    query : str
        Its query.
    before, after : int
        As of `TeachingEffect`.
    """

    query: str
    before: int
    after: int


class EffectFinder:
    """Finds what teachings do; for the thread that searches.

    Parameters
    ----------
    index : LiveIndex
    passages : PassageCache
        Both shared with the search.
    """

    def __init__(self, index: LiveIndex, passages: PassageCache) -> None:
        self._index = index
        self._passages = passages

    def effect(self, number: int) -> TeachingEffect | None:
        """Return what a teaching does; None where the index does not heed it, or not yet.

        Parameters
        ----------
        number : int
            Its key in the library.
        """
        with self._index.reading() as retriever:
            taught = retriever.teachings
            item = _find(taught, number)
            if item is None or not item.enabled:
                return None
            both = (taught.without(number), taught)
            if item.kind is Kind.MEANS:
                old, new = (self._documents(retriever, item.query, one) for one in both)
                return TeachingEffect(n_new=len(set(new) - set(old)), n_first=len(new))
            old, new = (_place(retriever, item, one) for one in both)
            return TeachingEffect(old, new)

    def harms(self, number: int) -> tuple[Harm, ...]:
        """Return which passages that were taught to be right stand lower because of a teaching.

        Passages of the same query are left out: of two that are right one has to come second.
        """
        with self._index.reading() as retriever:
            taught = retriever.teachings
            item = _find(taught, number)
            if item is None:
                return ()
            others = taught.without(number)
            checked = islice(_borne_upon(taught, item), MOST_CHECKED)
            found = (
                Harm(one.query, _place(retriever, one, others), _place(retriever, one, taught))
                for one in checked
            )
            return tuple(harm for harm in found if _is_lower(harm))

    def _documents(self, retriever: Retriever, query: str, taught: Teachings) -> list[int]:
        """Return the first documents for a query, by their contents."""
        hits = retriever.search(query, k=DEPTH, teachings=taught)
        known = self._passages.fetch(int(hit.id) for hit in hits)
        contents = dict.fromkeys(one.passage.content_id for one in known.values())
        return list(contents)[:FIRST]


def _find(taught: Teachings, number: int) -> Teaching | None:
    return next((item for item in taught.all() if item.number == number), None)


def _borne_upon(taught: Teachings, new: Teaching) -> Iterator[Teaching]:
    """Yield what was taught to be right and a new teaching does something to, latest first."""
    good = [item for item in taught.all() if item.kind is Kind.GOOD and item.enabled]
    for item in reversed(good[-MOST_GOOD:]):
        if item.query != new.query and taught.bears_upon(new.number, item.query):
            yield item


def _place(retriever: Retriever, item: Teaching, taught: Teachings) -> int:
    """Return where the passage of a judgement stands for its query."""
    hits = retriever.search(item.query, k=DEPTH, teachings=taught)
    return _index_of([hit.id for hit in hits], item.target) + 1


def _index_of(ids: Sequence[object], wanted: object) -> int:
    return next((at for at, one in enumerate(ids) if one == wanted), -1)


def _is_lower(harm: Harm) -> bool:
    """Say whether a passage fell; one that was not among the first cannot."""
    return harm.before > 0 and (harm.after == 0 or harm.after > harm.before)
