# SPDX-License-Identifier: Apache-2.0
"""The contents of a document: its headings in order, from the trails of headings of its passages.

What is stored for each passage is the trail above it ("Duties > Rent"); so the contents need no
table of their own, and every document that was ever read has them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MAX_ENTRIES = 2000
"""A table of contents that is longer is no help."""

_SEPARATOR = " > "
_MAX_WORDS = 12


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A heading.

    Attributes
    ----------
    level : int
        1 for the top.
    title : str
    offset : int
        Code-point offset of its words in the document's text, or of the passage that they stand
        above.
    page : int
        Counted from 0; -1 for formats without pages.
    """

    level: int
    title: str
    offset: int
    page: int


@dataclass(frozen=True, slots=True)
class Trail:
    """A passage as far as contents need it: its range in the text and the headings above it."""

    start: int
    end: int
    heading: str


def outline_of(
    trails: Iterable[Trail],
    text: str,
    page_starts: Sequence[int] = (),
    *,
    are_slides: bool = False,
) -> tuple[OutlineEntry, ...]:
    """Return the headings of a document.

    Parameters
    ----------
    trails : iterable of Trail
        Its passages, in order.
    text : str
        Its text.
    page_starts : sequence of int
        Code-point offset at which each page starts; empty for formats without pages.
    are_slides : bool
        Whether a page has headings of its own, even if they say the same as those before.

    Returns
    -------
    tuple of OutlineEntry
        At most `MAX_ENTRIES`, offsets ascending.
    """
    entries: list[OutlineEntry] = []
    above: list[str] = []
    begun = -1
    for trail in trails:
        titles = trail.heading.split(_SEPARATOR) if trail.heading else []
        before, begun = begun, bisect_right(page_starts, trail.start)
        n_same = 0 if are_slides and begun != before else _n_same(above, titles)
        offset = max(trail.start, entries[-1].offset if entries else 0)
        for level, title in enumerate(titles[n_same:], start=n_same + 1):
            offset = _place(title, text, offset, trail.end)
            page = bisect_right(page_starts, offset) - 1
            entries.append(OutlineEntry(level, title, offset, page))
        above = titles
        if len(entries) >= MAX_ENTRIES:
            break
    return tuple(entries[:MAX_ENTRIES])


def _n_same(above: Sequence[str], titles: Sequence[str]) -> int:
    """Return how many headings two trails share from the top."""
    n_same = 0
    for before, after in zip(above, titles, strict=False):
        if before != after:
            break
        n_same += 1
    return n_same


def _place(title: str, text: str, start: int, end: int) -> int:
    """Return where the words of a heading stand; the start of the passage where they do not."""
    words = title.removesuffix("…").split()[:_MAX_WORDS]
    pattern = r"\s{1,20}".join(re.escape(word) for word in words)
    match = re.compile(pattern, re.IGNORECASE).search(text, start, end) if words else None
    return match.start() if match else start
