# SPDX-License-Identifier: Apache-2.0
"""A snippet set in lines, with the words that matched emphasised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from findling.services.types import MarkRange, PassageHit
    from findling.ui.theme.tokens import Colors

_PITCH = 1.42
"""From line to line, in sizes of the font: fonts themselves ask for anything from 1.1 to 1.5."""

_ELLIPSIS = "…"
_CUT_OFF = " .,;:…"
"""What looks odd before an ellipsis."""


class SnippetLayout:
    """A snippet broken into lines for one width.

    Parameters
    ----------
    hit : PassageHit
        Gives text and marks.
    font : QFont
        Of plain words; marked ones are bolder.
    width : float
        Of the lines, in pixels.
    max_lines : int
        What does not fit ends in an ellipsis.
    colors : Colors
        For marked words.
    """

    def __init__(
        self, hit: PassageHit, font: QFont, width: float, max_lines: int, colors: Colors
    ) -> None:
        self._layout = QTextLayout(hit.snippet, font)
        self._hit = hit
        self._colors = colors
        self._pitch = pitch_of(font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout.setTextOption(option)
        self._layout.setCacheEnabled(True)
        self._fit(width, max_lines)
        self.height = float(self._pitch * self._layout.lineCount())

    def draw(self, painter: QPainter, left: float, top: float, color: QColor) -> None:
        """Draw the lines."""
        painter.setPen(color)
        for n in range(self._layout.lineCount()):
            self._layout.lineAt(n).draw(painter, QPointF(left, top))

    def _fit(self, width: float, max_lines: int) -> None:
        """Set as much of the snippet as there are lines for; an ellipsis tells of the rest."""
        shown = self._hit.snippet
        n_set = self._set(shown, width, max_lines)
        if n_set < len_utf16(shown):
            shown = _first_utf16(shown, n_set).rstrip(_CUT_OFF) + _ELLIPSIS
            while self._set(shown, width, max_lines) < len_utf16(shown):
                # The ellipsis itself had no room.
                shown = shown[: max(0, len(shown) - 2)].rstrip(_CUT_OFF) + _ELLIPSIS

    def _set(self, text: str, width: float, max_lines: int) -> int:
        """Break a text into lines and return how much of it they hold, in UTF-16 units."""
        self._layout.setText(text)
        self._layout.setFormats(_formats(text, self._hit.marks, self._colors))
        n_set = 0
        self._layout.beginLayout()
        for n in range(max_lines):
            line = self._layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width)
            # A line that is higher than the pitch loses leading, not letters.
            line.setPosition(QPointF(0.0, n * self._pitch + (self._pitch - line.height()) / 2))
            n_set = line.textStart() + line.textLength()
        self._layout.endLayout()
        return n_set


def pitch_of(font: QFont) -> int:
    """Return the pixels from line to line."""
    return round(_PITCH * QFontInfo(font).pixelSize())


def _formats(
    text: str, marks: Sequence[MarkRange], colors: Colors
) -> list[QTextLayout.FormatRange]:
    """Return how marked words look; Qt counts UTF-16 units where marks count code points."""
    style = QTextCharFormat()
    style.setFontWeight(QFont.Weight.DemiBold)
    style.setBackground(QColor(colors.mark))
    ranges: list[QTextLayout.FormatRange] = []
    for mark in marks:
        if mark.start >= len(text):
            break
        span = QTextLayout.FormatRange()
        span.start = len_utf16(text[: mark.start])
        span.length = len_utf16(text[mark.start : mark.end])
        span.format = style
        ranges.append(span)
    return ranges


def len_utf16(text: str) -> int:
    """Return the length of a text as Qt counts it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _first_utf16(text: str, n_units: int) -> str:
    """Return the beginning of a text, as much as Qt counts units; never half a letter."""
    return text.encode("utf-16-le")[: 2 * n_units].decode("utf-16-le", "ignore")
