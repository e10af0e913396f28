# SPDX-License-Identifier: Apache-2.0
"""Small geometry and counting for marks on pages; knows nothing of Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


_SIDEWAYS_GAP = 0.75
"""Largest gap in a line of sideways text, in parts of its thickness: a full stop and a space."""


_ROUNDING = 1.0
"""Points by which neighbours may overlap, as their edges are rounded."""


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle in points, from the upper left corner of the page."""

    x: float
    y: float
    width: float
    height: float


def utf16_range(text: str, start: int, end: int) -> tuple[int, int]:
    r"""Turn a code-point range of a text into a range of UTF-16 units.

    Examples
    --------
    >>> utf16_range("a\U0001f600b", 1, 3)
    (1, 4)
    """
    units = start + _n_astral(text, 0, start)
    return units, units + (end - start) + _n_astral(text, start, end)


def _n_astral(text: str, start: int, end: int) -> int:
    return sum(char > "\uffff" for char in text[start:end])


def merge_lines(rects: Iterable[Rect]) -> list[Rect]:
    """Join rectangles that stand side by side on one line.

    Two neighbours in reading order are one line when the lower of the two heights overlaps by half
    or more and the gap between them is at most twice the line's height: words of a line join,
    columns stay apart. A small one that touches its neighbour, as a comma, joins it anyway.
    """
    lines: list[Rect] = []
    for rect in rects:
        if lines and _same_line(lines[-1], rect):
            lines[-1] = _union(lines[-1], rect)
        else:
            lines.append(rect)
    return lines


def line_rects(rects: Iterable[Rect], words: str) -> list[Rect]:
    """Return one rectangle a line, whichever way the lines run.

    Lines that run up or down come letter by letter. A column of numbers looks like one of them, and
    short ones beside each other look like a line across: where there are about as many rectangles
    as letters, nothing is joined that would leave fewer rectangles than the text has lines.

    Parameters
    ----------
    rects : iterable of Rect
        Pieces of lines in reading order.
    words : str
        The text that they stand around.
    """
    parts = list(rects)
    if 2 * len(parts) <= len("".join(words.split())):
        return merge_lines(parts)
    n_lines = sum(not line.isspace() for line in words.splitlines() if line)
    for join in (merge_lines, join_sideways):
        joined = join(parts)
        parts = joined if len(joined) >= n_lines else parts
    return parts


def join_sideways(rects: Iterable[Rect]) -> list[Rect]:
    """Join letters of lines that run up or down a page, as on one that was scanned sideways."""
    lines: list[Rect] = []
    for rect in rects:
        if lines and _continues_sideways(lines[-1], rect):
            lines[-1] = _union(lines[-1], rect)
        else:
            lines.append(rect)
    return lines


def clip(rects: Iterable[Rect], width: float, height: float) -> list[Rect]:
    """Return the parts of rectangles that lie on a page: PDFs may hold text beside it."""
    page = Rect(0, 0, width, height)
    parts = (_intersection(rect, page) for rect in rects)
    return [part for part in parts if part.width > 0 and part.height > 0]


def _same_line(a: Rect, b: Rect) -> bool:
    if _is_upright(a) or _is_upright(b):
        return False
    overlap = min(a.y + a.height, b.y + b.height) - max(a.y, b.y)
    gap = max(a.x, b.x) - min(a.x + a.width, b.x + b.width)
    small, large = sorted((a.height, b.height))
    if 2 * small <= large and -_ROUNDING <= gap <= large / 2:  # a comma hangs below its line
        return overlap > 0
    return overlap * 2 >= small and gap <= 2 * large


def _continues_sideways(line: Rect, letter: Rect) -> bool:
    """Say whether a rectangle stands above or below the last, as close as letters of one line."""
    overlap = min(line.x + line.width, letter.x + letter.width) - max(line.x, letter.x)
    gap = max(line.y, letter.y) - min(line.y + line.height, letter.y + letter.height)
    is_close = 2 * overlap >= letter.width and gap <= _SIDEWAYS_GAP * line.width
    if line.height >= line.width:  # a line already, or its first letter
        return is_close and letter.width <= 2 * line.width
    is_letter = line.width <= 2 * letter.width and letter.width < 3 * letter.height
    return is_close and is_letter


def _is_upright(rect: Rect) -> bool:
    """Say whether a rectangle holds a line of text that runs up or down, and not a slim letter."""
    return rect.height > 24 and rect.height > 3 * rect.width


def _intersection(a: Rect, b: Rect) -> Rect:
    x, y = max(a.x, b.x), max(a.y, b.y)
    right = min(a.x + a.width, b.x + b.width)
    bottom = min(a.y + a.height, b.y + b.height)
    return Rect(x, y, right - x, bottom - y)


def _union(a: Rect, b: Rect) -> Rect:
    x, y = min(a.x, b.x), min(a.y, b.y)
    right = max(a.x + a.width, b.x + b.width)
    bottom = max(a.y + a.height, b.y + b.height)
    return Rect(x, y, right - x, bottom - y)
