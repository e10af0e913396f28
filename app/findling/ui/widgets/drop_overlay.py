# SPDX-License-Identifier: Apache-2.0
"""What covers the window while files are held over it: it says what letting go will do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QWidget

from findling.ui.theme.icons import IconName
from findling.ui.theme.theme import scaled_font
from findling.ui.theme.tokens import Radius, Space, TypeScale

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from findling.ui.theme.theme import Theme

_VEIL = 0.94
_DRAWING = 56


class DropOverlay(QWidget):
    """A veil with a dashed border, a drawing and a sentence.

    Parameters
    ----------
    theme : Theme
        Gives colours.
    parent : QWidget
        What is covered.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._covered = parent
        self._heading = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def say(self, heading: str) -> None:
        """Cover the window and say what letting go will do."""
        self._heading = heading
        self.setAccessibleName(heading)
        self.setGeometry(self._covered.rect())
        self.raise_()
        self.show()
        self.update()

    @property
    def heading(self) -> str:
        """What is said."""
        return self._heading

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  Qt's
        """Draw veil, border, drawing and words."""
        colors = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(colors.accent_soft)
        veil.setAlphaF(_VEIL)
        painter.fillRect(self.rect(), veil)
        painter.setPen(QPen(QColor(colors.accent), 2, Qt.PenStyle.DashLine))
        inset = QRectF(self.rect()).adjusted(Space.L, Space.L, -Space.L, -Space.L)
        painter.drawRoundedRect(inset, Radius.PANEL, Radius.PANEL)
        self._draw_words(painter)

    def _draw_words(self, painter: QPainter) -> None:
        colors = self._theme.colors
        middle = self.rect().center()
        drawing = self._theme.pixmap(IconName.DROP, colors.accent, _DRAWING, self)
        painter.drawPixmap(middle.x() - _DRAWING // 2, middle.y() - _DRAWING - Space.M, drawing)
        below = self.rect().adjusted(Space.XXL, middle.y() + Space.S, -Space.XXL, 0)
        flags = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        painter.setFont(scaled_font(self.font(), TypeScale.TITLE, QFont.Weight.DemiBold))
        painter.setPen(QColor(colors.text))
        used = painter.boundingRect(below, flags | Qt.TextFlag.TextWordWrap, self._heading)
        painter.drawText(below, flags | Qt.TextFlag.TextWordWrap, self._heading)
        below.setTop(used.bottom() + Space.S)
        painter.setFont(self.font())
        painter.setPen(QColor(colors.muted))
        painter.drawText(below, flags, self.tr("Nothing is copied and nothing is sent anywhere."))
