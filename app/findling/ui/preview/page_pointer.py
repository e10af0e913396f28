# SPDX-License-Identifier: Apache-2.0
"""The mouse over the pages of a PDF: what it selects, and how it looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from findling.services.page_types import Grain

if TYPE_CHECKING:
    from findling.ui.preview.page_column import PageColumn
    from findling.ui.preview.page_selection import PageSelection

_SCROLL_MS = 40
_SCROLL_PART, _SCROLL_MOST = 3, 60
"""Beyond the window's edge a drag scrolls: a third of the distance each time, so many pixels."""


class PagePointer(QObject):
    """Turns presses and moves over pages into a selection.

    Parameters
    ----------
    column : PageColumn
        The pages; also the parent.
    selection : PageSelection
        What is selected on them.
    """

    def __init__(self, column: PageColumn, selection: PageSelection) -> None:
        super().__init__(column)
        self._column, self._selection = column, selection
        self._pressed: QPoint | None = None
        self._at = QPoint()
        self._is_dragging = False
        self._doubled = QTimer(self)
        self._doubled.setSingleShot(True)
        self._scrolling = QTimer(self)
        self._scrolling.setInterval(_SCROLL_MS)
        self._scrolling.timeout.connect(self._scroll)
        column.viewport().setMouseTracking(True)
        column.viewport().installEventFilter(self)
        column.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        selection.lines_known.connect(self._hover)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what the left button does; look at where the mouse is."""
        if not isinstance(event, QMouseEvent):
            return super().eventFilter(watched, event)
        kind, is_left = event.type(), event.button() is Qt.MouseButton.LeftButton
        self._at = event.position().toPoint()
        if kind is QEvent.Type.MouseMove:
            self._move(is_held=bool(event.buttons() & Qt.MouseButton.LeftButton))
        elif kind is QEvent.Type.MouseButtonPress and is_left:
            self._press(is_extending=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif kind is QEvent.Type.MouseButtonDblClick and is_left:
            self._begin(Grain.WORD)
            self._doubled.start(QApplication.doubleClickInterval())
        elif kind is QEvent.Type.MouseButtonRelease and is_left:
            self._release()
        else:
            return super().eventFilter(watched, event)
        return True

    def _press(self, *, is_extending: bool) -> None:
        """Begin to select; a third click soon after a second one takes the line."""
        is_third = self._doubled.isActive() and not self._is_far()
        self._doubled.stop()
        if is_extending:
            self._pressed, self._is_dragging = self._at, True
            self._reach()
        else:
            self._begin(Grain.LINE if is_third else Grain.CHAR)

    def _begin(self, grain: Grain) -> None:
        self._pressed, self._is_dragging = self._at, False
        spot = self._column.spot_at(self._at)
        if spot is not None:
            self._selection.hover(spot[0])
            self._selection.start(spot, grain)

    def _move(self, *, is_held: bool) -> None:
        if not is_held or self._pressed is None:
            self._hover()
            return
        self._is_dragging = self._is_dragging or self._is_far()
        if self._is_dragging:
            self._reach()
            is_outside = not self._column.viewport().rect().contains(self._at)
            if is_outside and not self._scrolling.isActive():
                self._scrolling.start()
            elif not is_outside:
                self._scrolling.stop()

    def _release(self) -> None:
        self._is_dragging = False
        self._scrolling.stop()
        self._hover()

    def _is_far(self) -> bool:
        """Say whether the mouse has left the place where it was pressed: a hand is never still."""
        moved = self._at - (self._pressed or self._at)
        return moved.manhattanLength() >= QApplication.startDragDistance()

    def _reach(self) -> None:
        spot = self._column.spot_at(self._at)
        if spot is not None:
            self._selection.reach(spot)

    def _hover(self) -> None:
        """Show a text cursor over text, as soon as it is known where that is."""
        spot = self._column.spot_at(self._at)
        is_text = spot is not None and self._selection.is_text(spot)
        if spot is not None:
            self._selection.hover(spot[0])
        shape = Qt.CursorShape.IBeamCursor if is_text else Qt.CursorShape.ArrowCursor
        if self._column.viewport().cursor().shape() is not shape:
            self._column.viewport().setCursor(shape)

    def _scroll(self) -> None:
        """Go on in the direction in which the mouse has left the window."""
        area, column = self._column.viewport().rect(), self._column
        down = _beyond(self._at.y(), area.top(), area.bottom())
        right = _beyond(self._at.x(), area.left(), area.right())
        column.user_moved.emit()
        column.verticalScrollBar().setValue(column.verticalScrollBar().value() + down)
        column.horizontalScrollBar().setValue(column.horizontalScrollBar().value() + right)

    def _on_scrolled(self) -> None:
        """Select on while the wheel, or the edge of the window, moves the pages under the mouse."""
        if self._is_dragging:
            self._reach()


def _beyond(at: int, low: int, high: int) -> int:
    """Return by how much to scroll for a mouse that is outside of an edge."""
    distance = at - high if at > high else min(at - low, 0)
    step = -(-abs(distance) // _SCROLL_PART)
    return min(step, _SCROLL_MOST) * (1 if distance > 0 else -1)
