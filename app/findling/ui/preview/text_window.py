# SPDX-License-Identifier: Apache-2.0
"""A stretch of a long text, and the way between its offsets and Qt's positions; knows no widgets.

Python counts code points, Qt counts UTF-16 units. A text of megabytes would keep the window busy
while it is laid out, so only a stretch of it is shown and moved along.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

WINDOW = 64_000
"""Code points shown at a time: set, laid out and marked in about 15 ms on a slow core."""

LONG_LINE_WINDOW = 24_000
"""The same where lines are so long that laying out one of them takes most of the time."""

FORMATTED_WINDOW = 10_000
"""The same where lines have looks of their own: finding and laying those out takes longer."""

_LONG_LINE = 8_000
_REACH = 2_000
"""How far the ends of the stretch move to stand between two lines."""

# One for one, so that offsets stay: what Qt takes for a frame or a new line, and what it drops.
_UNSAFE = re.compile("[\\0\r\u2029\ufdd0\ufdd1\ufffe]")
_REPLACED = {"\r": " ", "\u2029": " ", "\ufffe": "-"}


@dataclass(frozen=True, slots=True)
class TextWindow:
    """A stretch of a text.

    Attributes
    ----------
    start, end : int
        Code-point range in the whole text.
    shown : str
        What a widget is to show: as long as the stretch, without characters that Qt would change.
    is_flat : bool
        True where every character is one unit of Qt's: then nothing needs counting.
    """

    start: int
    end: int
    shown: str
    is_flat: bool = True

    @staticmethod
    def around(text: str, offset: int, size: int = WINDOW) -> TextWindow:
        """Return the stretch of a text that has an offset in its middle, or as near as can be."""
        window = _cut(text, offset, size)
        if size <= LONG_LINE_WINDOW:
            return window
        longest = max(map(len, window.shown.split("\n")))
        return _cut(text, offset, LONG_LINE_WINDOW) if longest > _LONG_LINE else window

    def position_of(self, offset: int) -> int:
        """Return the position in the widget of a code-point offset, kept inside the stretch."""
        inside = min(max(offset, self.start), self.end) - self.start
        return inside if self.is_flat else _n_units(self.shown[:inside])

    def offset_of(self, position: int) -> int:
        """Return the code-point offset in the whole text of a position in the widget."""
        if self.is_flat:
            return min(self.start + position, self.end)
        units = self.shown.encode("utf-16-le", "surrogatepass")[: 2 * position]
        return self.start + len(units.decode("utf-16-le", "surrogatepass"))


def _cut(text: str, offset: int, size: int) -> TextWindow:
    start = max(0, min(offset - size // 2, len(text) - size))
    end = min(len(text), start + size)
    if start > 0:
        start = text.find("\n", start, start + _REACH) + 1 or start
    if end < len(text):
        end = text.rfind("\n", end - _REACH, end) + 1 or end
    shown = _UNSAFE.sub(_replacement, text[start:end])
    return TextWindow(start, end, shown, is_flat=max(shown, default="") <= "\uffff")


def _replacement(match: re.Match[str]) -> str:
    return _REPLACED.get(match[0], "\ufffd")


def _n_units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
