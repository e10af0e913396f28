# SPDX-License-Identifier: Apache-2.0
"""Where the running text of a PDF pauses: at ends of paragraphs, and at pages not run on.

A PDF knows lines only. A line ends a paragraph when it ends a sentence and stops short of the
margin.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from findling.extract.types import ExtractedDocument

_LINE = re.compile(r"[^\n]+\n?")
_ENDS_SENTENCE = re.compile(r"[.!?:;\u3002][\"'\u201d\u2019)\]]*\s*$")
_SHORT_LINE = 0.75
"""A line shorter than this part of the page's usual line stops short of the margin."""


def paragraph_breaks(document: ExtractedDocument, start: int, end: int) -> list[int]:
    """Return the offsets in a range of a PDF's text at which something new begins."""
    text = document.text
    breaks: set[int] = set()
    pages = PageBreaks(document)
    for page_start, page_end in _page_parts(document, start, end):
        lines = _lines(text, page_start, page_end)
        usual = _usual_length(lines)
        for line_start, line_end in lines:
            line = text[line_start:line_end].rstrip()
            if len(line) < usual * _SHORT_LINE and _ENDS_SENTENCE.search(line):
                breaks.add(line_end)
        if pages.separate(page_end - 1, page_end + 1):
            breaks.add(page_end)
    return sorted(point for point in breaks if start < point < end)


class PageBreaks:
    """Knows the pages of a document and where text runs on from one to the next.

    A sentence is taken to run on when the next page begins with a small letter, or when the last
    line is a full one that ends no sentence. So slides, forms and pages that end in a page number
    stay apart.
    """

    def __init__(self, document: ExtractedDocument) -> None:
        self._text = document.text
        self._pages = document.pages
        self._starts = [page.start for page in document.pages]
        self._known: dict[int, bool] = {}

    def page_of(self, offset: int) -> int:
        """Return the number of the page that holds an offset, -1 without pages."""
        index = bisect_right(self._starts, offset) - 1
        return self._pages[max(0, index)].number if self._pages else -1

    def separate(self, before: int, after: int) -> bool:
        """Say whether a page ends between two offsets, in text that does not run on."""
        first = bisect_right(self._starts, before)
        last = bisect_right(self._starts, after)
        if first == last:
            return False
        return last - first > 1 or not self._runs_on(first)

    def _runs_on(self, index: int) -> bool:
        if index not in self._known:
            self._known[index] = self._look(index)
        return self._known[index]

    def _look(self, index: int) -> bool:
        if index == 0:
            return False
        previous, page = self._pages[index - 1], self._pages[index]
        following = self._text[page.start : page.end].lstrip()
        lines = _lines(self._text, previous.start, previous.end)
        if not lines or not following:
            return False
        last = self._text[lines[-1][0] : lines[-1][1]].rstrip()
        if _ENDS_SENTENCE.search(last):
            return False
        return following[0].islower() or len(last) >= _usual_length(lines) * _SHORT_LINE


def _page_parts(document: ExtractedDocument, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the part of each page that lies in a range, pages without text left out."""
    first = bisect_left(document.pages, start, key=lambda page: page.end)
    for page in document.pages[first:]:
        if page.start >= end:
            return
        if max(page.start, start) < min(page.end, end):
            yield max(page.start, start), min(page.end, end)


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans = (match.span() for match in _LINE.finditer(text, start, end))
    return [(first, last) for first, last in spans if not text[first:last].isspace()]


def _usual_length(lines: list[tuple[int, int]]) -> int:
    """Return the length of a full line: the upper quartile."""
    lengths = sorted(end - start for start, end in lines)
    return lengths[len(lengths) * 3 // 4] if lengths else 0
