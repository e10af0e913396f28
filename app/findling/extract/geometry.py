# SPDX-License-Identifier: Apache-2.0
"""Small geometry and counting for marks on pages; knows nothing of Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


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
    columns stay apart.
    """
    lines: list[Rect] = []
    for rect in rects:
        if lines and _same_line(lines[-1], rect):
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
    return overlap * 2 >= min(a.height, b.height) and gap <= 2 * max(a.height, b.height)


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
