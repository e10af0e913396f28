# SPDX-License-Identifier: Apache-2.0
"""Cut a document into passages: what is indexed, found and marked as one piece.

The rules, strongest first:

1. Every character but white space belongs to exactly one passage; the same document gives the same
passages. 2. No passage crosses a top heading. A heading stays with the text below it. 3. A passage
crosses the end of a PDF page only in the middle of a sentence. 4. A passage has about 80 to 150
words. Whole paragraphs are joined up to that; longer ones are cut where sentences end.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from findling.extract.blocks import Block, find_blocks, trimmed
from findling.extract.limits import MAX_PASSAGES
from findling.extract.pageflow import PageBreaks
from findling.extract.sentences import count_words, cut_points
from findling.extract.types import ExtractedDocument, Heading, PassageSpan

if TYPE_CHECKING:
    from collections.abc import Iterator

ENOUGH_WORDS = 80
"""From here on a passage may end."""

MOST_WORDS = 150
"""A passage ends before a block that would take it over this."""

TINY_WORDS = 25
"""Shorter passages are joined with a neighbour where the rules allow it."""

ROW_WORDS = 40
"""Rows of a table are joined up to this: a row of a few words has too little to be found by."""

TABLES = frozenset({"csv", "xlsx", "ods"})
"""Formats whose lines are rows."""

_MOST_CHARS = 2000
"""For text without spaces (base64, minified code): no piece is longer."""

_MAX_TITLE = 200


def split_passages(document: ExtractedDocument) -> list[PassageSpan]:
    """Cut a document into passages, in order.

    Parameters
    ----------
    document : ExtractedDocument
        As a reader returned it.

    Returns
    -------
    list of PassageSpan
        At most `MAX_PASSAGES`; `left_out_warning` says when that is not the whole document.

    Notes
    -----
    Linear in the length of the text but for sorting; touches no state, so it may run on any thread.
    """
    pieces = [piece for block in find_blocks(document) for piece in _pieces(document, block)]
    enough = ROW_WORDS if document.format in TABLES else ENOUGH_WORDS
    spans = _join_tiny(_join(document, pieces, enough))
    titles = _Titles(document.headings)
    pages = PageBreaks(document)
    return [
        PassageSpan(span.start, span.end, pages.page_of(span.start), titles.at(span.first_body))
        for span in spans[:MAX_PASSAGES]
    ]


def left_out_warning(document: ExtractedDocument, passages: list[PassageSpan]) -> str | None:
    """Return a sentence for the user when a document was too long to be cut up whole, else None."""
    if not passages or not document.text[passages[-1].end :].strip():
        return None
    percent = 100 * passages[-1].end // len(document.text)
    return f"The document is very long: only its first {percent} % can be searched."


@dataclass(frozen=True, slots=True)
class _Span:
    """A passage in the making.

    ``first_body`` is where its text below headings starts; ``level`` is that of its last heading, 0
    without; ``fixed_start`` says that a rule forbids
    to join it with what stands before.
    """

    start: int
    end: int
    first_body: int
    n_words: int
    only_headings: bool
    level: int
    fixed_start: bool


def _pieces(document: ExtractedDocument, block: Block) -> Iterator[Block]:
    """Yield a block whole, or cut where sentences end when it is longer than a passage."""
    text = document.text
    if block.level or _fits(text, block.start, block.end, MOST_WORDS):
        yield block
        return
    n_words = count_words(text[block.start : block.end])
    even = (
        n_words // (n_words // MOST_WORDS + 1) + TINY_WORDS
    )  # pieces of like size, no scrap at the end
    start = block.start
    points = [*cut_points(text, block.start, block.end), block.end]
    for point, following in zip(points, [*points[1:], None], strict=True):
        if following is None or not _fits(text, start, following, min(even, MOST_WORDS)):
            yield from _cut_hard(text, start, point)
            start = point


def _cut_hard(text: str, start: int, end: int) -> Iterator[Block]:
    """Yield a sentence; one longer than a passage is cut at spaces, or anywhere without any."""
    while not _fits(text, start, end, MOST_WORDS):
        cut = _cut_position(text, start, end)
        yield from trimmed(text, start, cut)
        start = cut
    yield from trimmed(text, start, end)


def _cut_position(text: str, start: int, end: int) -> int:
    """Return the last position up to which the text fits, moved back to a space if one is near."""
    low, high = start + 1, min(end, start + _MOST_CHARS)
    while low < high:
        middle = (low + high + 1) // 2
        if _fits(text, start, middle, MOST_WORDS):
            low = middle
        else:
            high = middle - 1
    half = (start + low) // 2
    return next((i for i in range(low, half, -1) if text[i - 1].isspace()), low)


def _fits(text: str, start: int, end: int, most: int) -> bool:
    length = end - start
    if length > _MOST_CHARS:
        return False
    return length <= most or count_words(text[start:end]) <= most


def _join(document: ExtractedDocument, pieces: list[Block], enough: int) -> Iterator[_Span]:
    """Join pieces into passages from left to right."""
    top = _top_level(document.headings)
    pages = PageBreaks(document)
    current: _Span | None = None
    for piece in pieces:
        n_words = count_words(document.text[piece.start : piece.end])
        is_fixed = current is not None and (
            _starts_part(current, piece, top) or pages.separate(current.end, piece.start)
        )
        new = _Span(
            piece.start, piece.end, piece.start, n_words, piece.level > 0, piece.level, is_fixed
        )
        if current is not None and (is_fixed or _is_full(current, new, enough)):
            yield current
            current = None
        current = new if current is None else _add(current, new)
    if current is not None:
        yield current


def _starts_part(current: _Span, piece: Block, top: int) -> bool:
    """Say whether a top heading begins here, other than one right below that of its chapter."""
    if not 0 < piece.level <= top:
        return False
    return not (current.only_headings and current.level < piece.level)


def _is_full(current: _Span, new: _Span, enough: int) -> bool:
    """Say whether a passage ends before the next piece, where no rule decides."""
    if new.end - current.start > _MOST_CHARS:
        return True
    if current.only_headings:
        return False
    if new.only_headings:
        return current.n_words >= TINY_WORDS
    return current.n_words >= enough or current.n_words + new.n_words > MOST_WORDS


def _join_tiny(spans: Iterator[_Span]) -> list[_Span]:
    """Join tiny passages with the one before them where no rule keeps them apart."""
    joined: list[_Span] = []
    for span in spans:
        if joined and _is_scrap(joined[-1], span):
            joined[-1] = _add(joined[-1], span)
        else:
            joined.append(span)
    return joined


def _is_scrap(before: _Span, span: _Span) -> bool:
    """Say whether a passage is too small to stand alone and may join the one before it."""
    if span.fixed_start or span.n_words >= TINY_WORDS:
        return False
    fits = before.n_words + span.n_words <= MOST_WORDS + TINY_WORDS
    return fits and span.end - before.start <= _MOST_CHARS


def _add(a: _Span, b: _Span) -> _Span:
    return _Span(
        a.start,
        b.end,
        b.first_body if a.only_headings else a.first_body,
        a.n_words + b.n_words,
        a.only_headings and b.only_headings,
        b.level or a.level,
        a.fixed_start,
    )


def _top_level(headings: tuple[Heading, ...]) -> int:
    """Return the highest level that divides the document: a title above everything does not."""
    counts = Counter(heading.level for heading in headings)
    levels = [level for level, n in counts.items() if n > 1] or list(counts)
    return min(levels, default=0)


class _Titles:
    """The headings above any offset, joined from the top."""

    def __init__(self, headings: tuple[Heading, ...]) -> None:
        self._offsets = [heading.offset for heading in headings]
        self._paths: list[str] = []
        open_headings: list[Heading] = []
        for heading in headings:
            open_headings = [h for h in open_headings if h.level < heading.level] + [heading]
            self._paths.append(" > ".join(h.title for h in open_headings)[:_MAX_TITLE])

    def at(self, offset: int) -> str:
        index = bisect_right(self._offsets, offset)
        return self._paths[index - 1] if index else ""
