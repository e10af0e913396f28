# SPDX-License-Identifier: Apache-2.0
"""From a passage of a document to places on its pages, and from those to what is painted."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from findling.services.reading import PageMark
from findling.services.types import PagePlace

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROUNDING_PT = 1.0
"""QtPdf drops the fractions of positions and of sizes: an edge stands up to two points further."""

_SIDEWAYS_GAP = 0.75
"""Largest gap in a line of sideways text, in parts of its thickness: a full stop and a space."""


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

    Lines that run up or down a page, as on one that was scanned sideways, come letter by letter and
    are joined; every rectangle gets back what rounding took from it.

    Parameters
    ----------
    marks : sequence of PageMark
        In reading order, as the reader's child found them.
    """
    lines: list[PageMark] = []
    for mark in marks:
        if lines and _continues_sideways(lines[-1], mark):
            lines[-1] = _around(lines[-1], mark)
        else:
            lines.append(mark)
    return tuple(
        PageMark(line.x, line.y, line.width + _ROUNDING_PT, line.height + _ROUNDING_PT)
        for line in lines
    )


def _continues_sideways(line: PageMark, letter: PageMark) -> bool:
    """Say whether a mark stands above or below the last one, as close as letters of one line."""
    overlap = min(line.x + line.width, letter.x + letter.width) - max(line.x, letter.x)
    gap = max(line.y, letter.y) - min(line.y + line.height, letter.y + letter.height)
    is_close = 2 * overlap >= letter.width and gap <= _SIDEWAYS_GAP * line.width
    if line.height >= line.width:  # a line already, or its first letter
        return is_close and letter.width <= 2 * line.width
    is_letter = line.width <= 2 * letter.width and letter.width < 3 * letter.height
    return is_close and is_letter


def _around(a: PageMark, b: PageMark) -> PageMark:
    x, y = min(a.x, b.x), min(a.y, b.y)
    right = max(a.x + a.width, b.x + b.width)
    bottom = max(a.y + a.height, b.y + b.height)
    return PageMark(x, y, right - x, bottom - y)
