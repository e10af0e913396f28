# SPDX-License-Identifier: Apache-2.0
"""A quiet bar that shows a share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from findling.ui.i18n.texts import tr

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from findling.ui.theme.theme import Theme

_SIZE = QSize(120, 8)


class ShareBar(QWidget):
    """Draws a share of the whole.

    Parameters
    ----------
    theme : Theme
        Gives colours.
    name : str
        What it is the share of, for those who listen.
    share : float
        0 to 1.
    """

    def __init__(self, theme: Theme, name: str, share: float, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.share = max(0.0, min(1.0, share))
        self.setAccessibleName(tr("%1: %2 percent").replace("%1", name).replace("%2", self.percent))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def percent(self) -> str:
        """The share in whole percent."""
        return str(round(100 * self.share))

    def sizeHint(self) -> QSize:
        """Return its usual size."""
        return _SIZE

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground and the share over it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        height = float(_SIZE.height())
        whole = QRectF(0.0, (self.height() - height) / 2, float(self.width()), height)
        painter.setBrush(QColor(self._theme.colors.line))
        painter.drawRoundedRect(whole, height / 2, height / 2)
        if self.share > 0.0:
            part = QRectF(whole)
            part.setWidth(max(height, whole.width() * self.share))
            if self.isRightToLeft():
                part.moveRight(whole.right())
            painter.setBrush(QColor(self._theme.colors.accent))
            painter.drawRoundedRect(part, height / 2, height / 2)
