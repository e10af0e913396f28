# SPDX-License-Identifier: Apache-2.0
"""Which places of which hits stand on which page; knows nothing of widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from findling.services.reading import PageMark
    from findling.services.types import PagePlace, PassageHit

Rects = tuple["PageMark", ...]


class PageMarks:
    """The hits of one document, page by page.

    Parameters
    ----------
    hits : sequence of PassageHit
        Best first, as a result group holds them.
    current : int
        Index of the hit that is shown.
    """

    def __init__(self, hits: Sequence[PassageHit], current: int) -> None:
        self._hits = tuple(hits)
        self.current = current
        self._places: dict[int, list[PagePlace]] = {}
        self._owners: dict[int, list[int]] = {}
        for number, hit in enumerate(self._hits):
            for place in hit.places:
                self._places.setdefault(place.page, []).append(place)
                self._owners.setdefault(place.page, []).append(number)

    def places_on(self, page: int) -> tuple[PagePlace, ...]:
        """Return the places of all hits on a page; does not depend on which hit is shown."""
        return tuple(self._places.get(page, ()))

    def first_page(self) -> int:
        """Return the page on which the current hit begins, or -1."""
        if not 0 <= self.current < len(self._hits):
            return -1
        hit = self._hits[self.current]
        return hit.places[0].page if hit.places else hit.page

    def divide(self, page: int, rects: Sequence[Rects]) -> tuple[Rects, Rects]:
        """Divide a page's rectangles into those of the current hit and those of the others.

        Parameters
        ----------
        page : int
            The page.
        rects : sequence of tuples of PageMark
            For each of `places_on`, in that order; empty for a file that has changed.
        """
        own: list[PageMark] = []
        others: list[PageMark] = []
        for owner, lines in zip(self._owners.get(page, ()), rects, strict=False):
            (own if owner == self.current else others).extend(lines)
        return tuple(own), tuple(others)
