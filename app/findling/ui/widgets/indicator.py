# SPDX-License-Identifier: Apache-2.0
"""The small ring beside the search field that says that work goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from findling.ui.theme.tokens import Space

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from findling.ui.theme.theme import Theme

_RING = 16
_PEN = 2.5
_SIXTEENTHS = 16
_UNKNOWN_ARC = 0.25


class Indicator(QWidget):
    """A ring that fills, with a word; hidden while nothing is done.

    Parameters
    ----------
    theme : Theme
        Gives colours.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = ""
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        theme.changed.connect(self.update)
        self.hide()

    def show_share(self, text: str, share: float) -> None:
        """Show how much is done.

        Parameters
        ----------
        text : str
            What is done; empty hides the indicator.
        share : float
            0 to 1; negative while unknown.
        """
        self.setVisible(bool(text))
        if (text, share) == (self._text, self._share):
            return
        width = self.sizeHint().width()
        self._text, self._share = text, share
        if self.sizeHint().width() != width:
            self.updateGeometry()
        self.setAccessibleName(text)
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for the ring and the word."""
        width = QFontMetrics(self.font()).horizontalAdvance(self._text)
        return QSize(_RING + Space.S + width + 2, _RING + Space.S)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  Qt's
        """Draw ring and word."""
        colors = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(0, (self.height() - _RING) / 2, _RING, _RING).adjusted(2, 2, -2, -2)
        painter.setPen(QPen(QColor(colors.line), _PEN))
        painter.drawEllipse(box)
        pen = QPen(QColor(colors.accent), _PEN)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        share = self._share if self._share >= 0 else _UNKNOWN_ARC
        painter.drawArc(box, 90 * _SIXTEENTHS, round(-360 * _SIXTEENTHS * share))
        painter.setPen(QColor(colors.muted))
        words = self.rect().adjusted(_RING + Space.S, 0, 0, 0)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), self._text)
