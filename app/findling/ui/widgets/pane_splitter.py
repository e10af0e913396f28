# SPDX-License-Identifier: Apache-2.0
"""Panes beside each other with a fine line between them that can be dragged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QSplitter, QSplitterHandle

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QEnterEvent, QMouseEvent, QPaintEvent
    from PySide6.QtWidgets import QWidget

    from findling.ui.theme.theme import Theme


class SideBySide(QSplitter):
    """A splitter of widgets beside each other.

    Read from the right, Qt puts them all one pixel too far to that side, and the edge of the first
    is cut off.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        if self.isRightToLeft():
            self.setContentsMargins(0, 0, 1, 0)


class PaneSplitter(SideBySide):
    """A splitter that needs no style sheet: one on it would be each pane's a second time.

    Parameters
    ----------
    theme : Theme
        Colours the lines.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)

    def createHandle(self) -> QSplitterHandle:
        """Return a line."""
        return _Line(self._theme, self)


class _Line(QSplitterHandle):
    """A line that lights up under the mouse."""

    def __init__(self, theme: Theme, splitter: QSplitter) -> None:
        super().__init__(Qt.Orientation.Horizontal, splitter)
        self._theme = theme
        self._is_lit = False

    def enterEvent(self, event: QEnterEvent) -> None:
        """Light up."""
        self._light(True)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Go out, unless it is being dragged."""
        self._light(False)
        super().leaveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go out where the mouse is elsewhere by now."""
        super().mouseReleaseEvent(event)
        self._light(self.underMouse())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        colors = self._theme.colors
        color = QColor(colors.accent if self._is_lit else colors.line)
        QPainter(self).fillRect(event.rect(), color)

    def _light(self, is_lit: bool) -> None:
        self._is_lit = is_lit
        self.update()
