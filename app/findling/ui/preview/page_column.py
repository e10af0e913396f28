# SPDX-License-Identifier: Apache-2.0
"""A scrolling column of empty sheets: geometry, zoom and keys of a page view."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QKeyCombination, QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QPalette
from PySide6.QtWidgets import QAbstractScrollArea, QAbstractSlider, QFrame, QWidget

from findling.ui.preview.page_layout import MARGIN, PageLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QSize
    from PySide6.QtGui import QKeyEvent, QResizeEvent, QWheelEvent

_ZOOM_STEP = 1.2
_LINE_PX = 48
_WHEEL_NOTCH = 120


class Fit(Enum):
    """What follows the size of the window."""

    NOTHING = "nothing"
    WIDTH = "width"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A point of a page, in parts of its width and height, that is to stay where it is seen."""

    page: int
    x: float
    y: float


class PageColumn(QAbstractScrollArea):
    """Lays pages out in one column and moves over it.

    Signals
    -------
    page_changed : int
        The page that is looked at, counted from 0; -1 without pages.
    zoom_changed : int
        The zoom in percent.
    user_moved
        The user scrolled; the program did not.
    """

    page_changed = Signal(int)
    zoom_changed = Signal(int)
    user_moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self._sizes: tuple[tuple[float, float], ...] = ()
        self._layout = PageLayout((), 1.0)
        self._fit = Fit.WIDTH
        self._page = -1
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.horizontalScrollBar().valueChanged.connect(self._on_scrolled)
        self.verticalScrollBar().actionTriggered.connect(self.user_moved)

    @property
    def n_pages(self) -> int:
        """Number of pages."""
        return len(self._layout)

    @property
    def page(self) -> int:
        """The page that is looked at, counted from 0; -1 without pages."""
        return self._page

    @property
    def percent(self) -> int:
        """The zoom: 100 shows a page in its printed size."""
        return round(100 * self._layout.scale * 72 / self.logicalDpiX())

    def set_sizes(self, sizes: Sequence[tuple[float, float]]) -> None:
        """Lay out pages of these sizes in points, and go to the top."""
        self._sizes = tuple(sizes)
        self._page = -2  # so that page 0 is news
        self._relayout(self._wanted_scale())
        self.verticalScrollBar().setValue(0)
        self._on_scrolled()

    def zoom_in(self) -> None:
        """Show pages a step larger."""
        self._zoom_by(_ZOOM_STEP, self._middle())

    def zoom_out(self) -> None:
        """Show pages a step smaller."""
        self._zoom_by(1 / _ZOOM_STEP, self._middle())

    def zoom_to_fit(self) -> None:
        """Let the widest page fill the window, now and whenever that is resized."""
        self._fit = Fit.WIDTH
        self._rescale(self._wanted_scale(), self._middle())

    def zoom_to_page(self) -> None:
        """Show whole pages, now and whenever the window is resized; the one looked at on top."""
        page, self._fit = self._page, Fit.PAGE
        self._relayout(self._wanted_scale())
        if page >= 0:
            self.go_to(self._layout.page_rect(page).y - MARGIN // 2)
        self._on_scrolled()

    def go_to(self, y: int) -> None:
        """Scroll so that this height of the column is at the top."""
        self.verticalScrollBar().setValue(y)

    def origin(self) -> QPoint:
        """Return the point of the column that stands in the upper left corner of the window."""
        return QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def spot_at(self, point: QPoint) -> tuple[int, tuple[float, float]] | None:
        """Return the page at a point of the window, and the nearest point on it in points."""
        if not self.n_pages:
            return None
        at = point + self.origin()
        page = self._layout.page_at(at.y())
        rect, scale = self._layout.page_rect(page, self.viewport().width()), self._layout.scale
        x = min(max(at.x() - rect.x, 0), rect.width)
        y = min(max(at.y() - rect.y, 0), rect.height)
        return page, (x / scale, y / scale)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pages to the new width, or keep their size and what is looked at."""
        super().resizeEvent(event)
        seen = _middle_of(event.oldSize())
        self._rescale(self._wanted_scale(), self._middle(), seen)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the pointer with Ctrl, else scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            notches = event.angleDelta().y() / _WHEEL_NOTCH
            self._zoom_by(_ZOOM_STEP**notches, event.position().toPoint())
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll with Space, Home and End, zoom with Ctrl and plus, minus, 0 or 9."""
        if not self._handle_key(event):
            super().keyPressEvent(event)

    def _handle_key(self, event: QKeyEvent) -> bool:
        action = QAbstractSlider.SliderAction
        is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        moves = {
            Qt.Key.Key_Home: action.SliderToMinimum,
            Qt.Key.Key_End: action.SliderToMaximum,
            Qt.Key.Key_Space: action.SliderPageStepSub if is_shifted else action.SliderPageStepAdd,
        }
        if event.matches(QKeySequence.StandardKey.ZoomIn):
            self.zoom_in()
        elif event.matches(QKeySequence.StandardKey.ZoomOut):
            self.zoom_out()
        elif event.keyCombination() == _CTRL_0:
            self.zoom_to_fit()
        elif event.keyCombination() == _CTRL_9:
            self.zoom_to_page()
        elif event.key() in moves:
            self.verticalScrollBar().triggerAction(moves[Qt.Key(event.key())])
        else:
            return False
        return True

    def _wanted_scale(self) -> float:
        area = self.viewport().size()
        if self._fit is Fit.WIDTH:
            return PageLayout.fitting_scale(self._sizes, area.width())
        if self._fit is Fit.PAGE:
            return PageLayout.whole_page_scale(self._sizes, area.width(), area.height())
        return self._layout.scale

    def _zoom_by(self, factor: float, around: QPoint) -> None:
        self._fit = Fit.NOTHING
        self._rescale(self._layout.scale * factor, around)

    def _middle(self) -> QPoint:
        """Return where a reader looks: the middle, at a third of the height."""
        return _middle_of(self.viewport().size())

    def _rescale(self, scale: float, around: QPoint, seen: QPoint | None = None) -> None:
        """Lay the pages out in another size; what stands at ``around``, or ``seen``, comes there.

        The two differ when the window's size does.
        """
        anchor = self._anchor_at(seen or around) if self.n_pages else None
        self._relayout(scale)
        if anchor:
            rect = self._layout.page_rect(anchor.page, self.viewport().width())
            self.horizontalScrollBar().setValue(round(rect.x + anchor.x * rect.width) - around.x())
            self.verticalScrollBar().setValue(round(rect.y + anchor.y * rect.height) - around.y())
        self._on_scrolled()

    def _anchor_at(self, point: QPoint) -> _Anchor:
        spot = point + self.origin()
        page = self._layout.page_at(spot.y())
        rect = self._layout.page_rect(page, self._laid_out_width)
        return _Anchor(page, (spot.x() - rect.x) / rect.width, (spot.y() - rect.y) / rect.height)

    def _relayout(self, scale: float) -> None:
        before = self.percent
        self._layout = PageLayout(self._sizes, scale)
        self._laid_out_width = self.viewport().width()
        self._set_range(self.horizontalScrollBar(), self._layout.width, self.viewport().width())
        self._set_range(self.verticalScrollBar(), self._layout.height, self.viewport().height())
        self.viewport().update()
        if self.percent != before:
            self.zoom_changed.emit(self.percent)

    @staticmethod
    def _set_range(bar: QAbstractSlider, length: int, window: int) -> None:
        bar.setRange(0, max(0, length - window))
        bar.setPageStep(max(window - _LINE_PX, _LINE_PX))
        bar.setSingleStep(_LINE_PX)

    def _on_scrolled(self) -> None:
        top = self.origin().y()
        page = self._layout.main_page(top, top + self.viewport().height()) if self.n_pages else -1
        if page != self._page:
            self._page = page
            self.page_changed.emit(page)
        self.viewport().update()


def _middle_of(size: QSize) -> QPoint:
    return QPoint(size.width() // 2, size.height() // 3)


_CTRL_9 = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_9)
_CTRL_0 = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_0)
