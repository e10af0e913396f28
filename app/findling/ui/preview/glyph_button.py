# SPDX-License-Identifier: Apache-2.0
"""Buttons with small line drawings that follow the palette and stay sharp at any scale."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QToolButton, QWidget

from findling.ui.theme.theme import set_look

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

_GRID = 16.0
"""Side of the square that the drawings are made for."""

_SIDE = 28


class Glyph(Enum):
    """A drawing: lines through points of a 16 by 16 grid."""

    PREVIOUS = (((4, 10), (8, 6), (12, 10)),)
    NEXT = (((4, 6), (8, 10), (12, 6)),)
    MINUS = (((4, 8), (12, 8)),)
    PLUS = (((4, 8), (12, 8)), ((8, 4), (8, 12)))
    CLOSE = (((4.5, 4.5), (11.5, 11.5)), ((11.5, 4.5), (4.5, 11.5)))
    SEARCH = (
        ((7, 3), (9.6, 4.2), (11, 7), (9.6, 9.8), (7, 11), (4.2, 9.8), (3, 7), (4.2, 4.2), (7, 3)),
        ((10.2, 10.2), (13.5, 13.5)),
    )
    CONTENTS = (
        ((2.5, 4), (13.5, 4)),
        ((5.5, 8), (13.5, 8)),
        ((5.5, 12), (13.5, 12)),
    )
    QUOTE = (
        ((6.5, 4), (3.5, 7), (3.5, 11), (6.5, 11), (6.5, 7.5), (3.5, 7.5)),
        ((12.5, 4), (9.5, 7), (9.5, 11), (12.5, 11), (12.5, 7.5), (9.5, 7.5)),
    )
    PAGE = (
        ((4, 2.5), (12, 2.5), (12, 13.5), (4, 13.5), (4, 2.5)),
        ((8, 5), (8, 11)),
        ((6.5, 6.5), (8, 5), (9.5, 6.5)),
        ((6.5, 9.5), (8, 11), (9.5, 9.5)),
    )
    FIT = (
        ((5, 5.5), (2.5, 8), (5, 10.5)),
        ((11, 5.5), (13.5, 8), (11, 10.5)),
        ((2.5, 8), (13.5, 8)),
    )
    FOLDER = (((2, 12.5), (2, 3.5), (6, 3.5), (7.5, 5.5), (14, 5.5), (14, 12.5), (2, 12.5)),)
    OPEN = (
        ((7, 4), (3.5, 4), (3.5, 12.5), (12, 12.5), (12, 9)),
        ((9, 3), (13, 3), (13, 7)),
        ((13, 3), (7.5, 8.5)),
    )


class GlyphButton(QToolButton):
    """A flat button with a drawing and a name for those who do not see it."""

    def __init__(self, glyph: Glyph, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = [QPolygonF([QPointF(x, y) for x, y in line]) for line in glyph.value]
        self.setAutoRaise(True)
        set_look(self, "icon")
        self.setToolTip(name)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:
        """Return a square that is easy to hit."""
        return QSize(_SIDE, _SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the style's flat button, then the drawing in the colour of text."""
        super().paintEvent(event)
        group = QPalette.ColorGroup.Active if self.isEnabled() else QPalette.ColorGroup.Disabled
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self.palette().color(group, QPalette.ColorRole.ButtonText), 1.5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.translate((self.width() - _GRID) / 2, (self.height() - _GRID) / 2)
        for line in self._lines:
            painter.drawPolyline(line)
