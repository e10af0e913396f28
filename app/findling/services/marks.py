# SPDX-License-Identifier: Apache-2.0
"""From a passage of a document to places on its pages."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from findling.services.types import PagePlace

if TYPE_CHECKING:
    from collections.abc import Sequence


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
