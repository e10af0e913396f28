# SPDX-License-Identifier: Apache-2.0
"""From a passage of a document to places on its pages, and from those to what is painted."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from findling.services.reading import PageMark
from findling.services.types import PagePlace

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROUNDING_PT = 0.2
"""QtPdf rounds each edge to a whole point: the true one stands up to half a point to either side.

A fifth of a point more on each side covers all ink but a hair (0.05 points of an edge in the
mean), and stands beside the line by little; half a point would cover the rest and mark twice as
much of what is not the passage's. Measured by ``benchmarks/marks.py``.
"""


def page_places(
    start: int, end: int, page_starts: Sequence[int], n_chars: int
) -> tuple[PagePlace, ...]:
    """Return a passage page by page.

    Parameters
    ----------
    start, end : int
        Code-point range in the document's text, end exclusive.
    page_starts : sequence of int
        Code-point offset at which each page starts, ascending; empty for formats without pages.
    n_chars : int
        Length of the document's text in code points.

    Returns
    -------
    tuple of PagePlace
        In order of pages; pages on which the passage has no character are left out. Empty when the
        document has no pages or the range is not one of its text.

    Notes
    -----
    Pages are joined by one newline that belongs to no page, so a place never reaches over the last
    character before the next page's start.
    """
    if not page_starts or not 0 <= start < end <= n_chars:
        return ()
    places: list[PagePlace] = []
    first = max(0, bisect_right(page_starts, start) - 1)
    for page in range(first, len(page_starts)):
        page_start = page_starts[page]
        if page_start >= end:
            break
        page_end = page_starts[page + 1] - 1 if page + 1 < len(page_starts) else n_chars
        low, high = max(start, page_start), min(end, page_end)
        if low < high:
            places.append(PagePlace(page, low - page_start, high - page_start))
    return tuple(places)


def tidy_marks(marks: Sequence[PageMark]) -> tuple[PageMark, ...]:
    """Return the rectangles of one place as they are to be painted.

    Every rectangle gets back what rounding may have taken from it.

    Parameters
    ----------
    marks : sequence of PageMark
        In reading order, as the reader's child found them.
    """
    return tuple(_widened(mark) for mark in marks)


def _widened(mark: PageMark) -> PageMark:
    x, y = max(0.0, mark.x - _ROUNDING_PT), max(0.0, mark.y - _ROUNDING_PT)
    right, bottom = mark.x + mark.width + _ROUNDING_PT, mark.y + mark.height + _ROUNDING_PT
    return PageMark(x, y, right - x, bottom - y)
