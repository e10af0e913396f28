# SPDX-License-Identifier: Apache-2.0
"""Which places of hits and of found words stand on which page; knows nothing of widgets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from findling.services.text_find import FoundWords

if TYPE_CHECKING:
    from collections.abc import Sequence

    from findling.services.reading import PageMark
    from findling.services.types import PagePlace, PassageHit

Rects = tuple["PageMark", ...]


@dataclass(slots=True)
class MarkedLines:
    """The rectangles of one page by the way they look.

    Attributes
    ----------
    own, others : list of PageMark
        Lines of the hit that is shown, and of the other hits.
    found, found_now : list of PageMark
        Words that were looked for, and those among them that are shown.
    """

    own: list[PageMark] = field(default_factory=list["PageMark"])
    others: list[PageMark] = field(default_factory=list["PageMark"])
    found: list[PageMark] = field(default_factory=list["PageMark"])
    found_now: list[PageMark] = field(default_factory=list["PageMark"])


class PageMarks:
    """What is marked in one document, page by page.

    Parameters
    ----------
    hits : sequence of PassageHit
        Best first, as a result group holds them.
    current : int
        Index of the hit that is shown; -1 for none.
    found : FoundWords
        Words that were looked for.
    current_found : int
        Number of the place of theirs that is shown; -1 for none.
    aim : sequence of PagePlace
        What is to be scrolled to; not marked by that.
    """

    def __init__(
        self,
        hits: Sequence[PassageHit] = (),
        current: int = -1,
        found: FoundWords | None = None,
        current_found: int = -1,
        aim: Sequence[PagePlace] = (),
    ) -> None:
        self.hits = tuple(hits)
        self.current = current
        self.found = found or FoundWords()
        self.current_found = current_found
        self.aim = tuple(aim)
        self._owners: dict[int, list[tuple[int, PagePlace]]] = {}
        for number, hit in enumerate(self.hits):
            for place in hit.places:
                self._owners.setdefault(place.page, []).append((number, place))

    def with_hits(self, hits: Sequence[PassageHit], current: int) -> PageMarks:
        """Return the same with other hits, aimed at the current one."""
        aim = hits[current].places if 0 <= current < len(hits) else ()
        return PageMarks(hits, current, self.found, self.current_found, aim)

    def with_found(self, found: FoundWords, current: int) -> PageMarks:
        """Return the same with other words found."""
        return PageMarks(self.hits, self.current, found, current, self.aim)

    def aimed(self, aim: Sequence[PagePlace]) -> PageMarks:
        """Return the same, aimed at other places."""
        return PageMarks(self.hits, self.current, self.found, self.current_found, aim)

    def places_on(self, page: int) -> tuple[PagePlace, ...]:
        """Return all places on a page, each once; does not depend on which hit is shown."""
        hits = (place for _, place in self._owners.get(page, ()))
        found = (place for _, place in self.found.on_page.get(page, ()))
        aim = (place for place in self.aim if place.page == page)
        return tuple(dict.fromkeys([*hits, *aim, *found]))

    def places_of_found(self, number: int) -> tuple[PagePlace, ...]:
        """Return where words that were found stand; they may end on the next page."""
        return tuple(
            place
            for places in self.found.on_page.values()
            for owner, place in places
            if owner == number
        )

    def first_page(self) -> int:
        """Return the page on which the current hit begins, or -1."""
        if not 0 <= self.current < len(self.hits):
            return -1
        hit = self.hits[self.current]
        return hit.places[0].page if hit.places else hit.page

    def aimed_lines(
        self, page: int, places: Sequence[PagePlace], rects: Sequence[Rects]
    ) -> list[PageMark] | None:
        """Return where on a page is what is to be scrolled to; None while that is not known.

        Parameters are those of `divide`.
        """
        aim = [place for place in self.aim if place.page == page]
        if not set(aim) <= set(places):
            return None
        known = dict(zip(places, rects, strict=False))
        return [mark for place in aim for mark in known.get(place, ())]

    def divide(self, page: int, places: Sequence[PagePlace], rects: Sequence[Rects]) -> MarkedLines:
        """Divide a page's rectangles by the way they look.

        Parameters
        ----------
        page : int
            The page.
        places : sequence of PagePlace
            What was looked for on it, perhaps for earlier words or hits: only what is wanted now
            is used.
        rects : sequence of tuples of PageMark
            For each of ``places``, in that order; empty for a file that has changed.
        """
        known = dict(zip(places, rects, strict=False))
        lines = MarkedLines()
        for owner, place in self._owners.get(page, ()):
            (lines.own if owner == self.current else lines.others).extend(known.get(place, ()))
        for owner, place in self.found.on_page.get(page, ()):
            is_now = owner == self.current_found
            (lines.found_now if is_now else lines.found).extend(known.get(place, ()))
        return lines
