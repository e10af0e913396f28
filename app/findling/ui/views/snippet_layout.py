# SPDX-License-Identifier: Apache-2.0
"""A snippet set in lines, with the words that matched emphasised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextCharFormat, QTextLayout, QTextOption

if TYPE_CHECKING:
    from collections.abc import Sequence

    from findling.services.types import MarkRange, PassageHit
    from findling.ui.theme.tokens import Colors

_LINE_STRETCH = 1.22
"""Lines of running text need a little more air than the font asks for."""


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
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout.setTextOption(option)
        self._layout.setCacheEnabled(True)
        self._layout.setFormats(_formats(hit.snippet, hit.marks, colors))
        self._is_cut = False
        self.height = self._break(width, max_lines)
        self._width = width

    def draw(self, painter: QPainter, left: float, top: float, color: QColor) -> None:
        """Draw the lines; the last one fades out where text was left off."""
        painter.setPen(color)
        for n in range(self._layout.lineCount()):
            self._layout.lineAt(n).draw(painter, QPointF(left, top))
        if self._is_cut:
            self._draw_ellipsis(painter, left, top)

    def _break(self, width: float, max_lines: int) -> float:
        """Set the lines and return their height."""
        top = 0.0
        self._layout.beginLayout()
        for _ in range(max_lines):
            line = self._layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width)
            line.setPosition(QPointF(0.0, top))
            top += line.height() * _LINE_STRETCH
        self._layout.endLayout()
        n_lines = self._layout.lineCount()
        if n_lines:
            last = self._layout.lineAt(n_lines - 1)
            self._is_cut = last.textStart() + last.textLength() < len_utf16(self._layout.text())
        return top

    def _draw_ellipsis(self, painter: QPainter, left: float, top: float) -> None:
        """Say that the text goes on: the last line made room for it when it was narrow enough."""
        last = self._layout.lineAt(self._layout.lineCount() - 1)
        x = left + min(last.naturalTextWidth(), self._width)
        box = QRectF(x, top + last.y(), self._width - (x - left) + 12, last.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, "…")


def _formats(
    text: str, marks: Sequence[MarkRange], colors: Colors
) -> list[QTextLayout.FormatRange]:
    """Return how marked words look; Qt counts UTF-16 units where marks count code points."""
    style = QTextCharFormat()
    style.setFontWeight(QFont.Weight.DemiBold)
    style.setBackground(QColor(colors.mark))
    ranges: list[QTextLayout.FormatRange] = []
    for mark in marks:
        span = QTextLayout.FormatRange()
        span.start = len_utf16(text[: mark.start])
        span.length = len_utf16(text[mark.start : mark.end])
        span.format = style
        ranges.append(span)
    return ranges


def len_utf16(text: str) -> int:
    """Return the length of a text as Qt counts it."""
    return len(text) + sum(ord(letter) > 0xFFFF for letter in text)
