# SPDX-License-Identifier: Apache-2.0
"""The map itself: zoom, pan, point at, draw a ring around."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from findling.services.library_map.regions import centres_of
from findling.ui.i18n.texts import tr
from findling.ui.map.lasso import Lasso
from findling.ui.map.plane import Camera, draw_points
from findling.ui.theme.theme import scaled_font
from findling.ui.theme.tokens import TypeScale

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPaintEvent, QWheelEvent

    from findling.services.library_map.maker import LibraryMap
    from findling.ui.map.colouring import Colouring
    from findling.ui.theme.theme import Theme

_WHEEL = 1.0015
_KEY_ZOOM = 1.4
_KEY_STEP = 60.0
_NEAR = 9.0
_CLICK = 4.0
_RING = 6.0
_MOST_RINGS = 500
_PADDING = 4.0
_LASSO_ALPHA = 28
_MODIFIERS = Qt.KeyboardModifier
_DRAWING = _MODIFIERS.ShiftModifier | _MODIFIERS.ControlModifier | _MODIFIERS.AltModifier
_LEAST = QSize(320, 260)


class MapView(QWidget):
    """Shows points and the names of regions.

    Parameters
    ----------
    theme : Theme
        Gives colours.

    Signals
    -------
    point_chosen : int
        The number of a point that was clicked.
    points_chosen : object
        An array of numbers of points: those in a shape that was drawn, with those chosen before
        (Ctrl) or taken out of them (Alt); none when Escape was pressed.
    """

    point_chosen = Signal(int)
    points_chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._map: LibraryMap | None = None
        self._colouring: Colouring | None = None
        self._titles: Sequence[str] = ()
        self._picture: QImage | None = None
        self._pressed: QPointF | None = None
        self._last: QPointF | None = None
        self._lasso: Lasso | None = None
        self._chosen: NDArray[np.int64] = np.zeros(0, np.int64)
        self.camera = Camera()
        self.is_selecting = False
        self.setMinimumSize(_LEAST)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Map of the library"))
        self.setAccessibleDescription(
            tr("The same documents are in the list of regions beside it.")
        )
        theme.changed.connect(self._redraw)

    # -- what is shown ---------------------------------------------------------------------------

    def show_map(
        self, made: LibraryMap | None, titles: Sequence[str], colouring: Colouring | None
    ) -> None:
        """Show a map, or nothing."""
        is_new = made is not self._map
        self._map, self._titles, self._colouring = made, titles, colouring
        if is_new:
            self.camera = Camera()
            self._chosen = np.zeros(0, np.int64)
        self._redraw()

    def choose(self, points: NDArray[np.int64]) -> None:
        """Put a ring around some points."""
        self._chosen = points
        self.update()

    def show_points(self, points: NDArray[np.int64]) -> None:
        """Go to some points."""
        if self._map is not None and len(points):
            self.camera = self.camera.on(self._map.places[points])
            self._redraw()

    def fit(self) -> None:
        """Show the whole map."""
        self.camera = Camera()
        self._redraw()

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Go nearer by a factor, about a pixel or the middle."""
        point = at or QPointF(self.width() / 2, self.height() / 2)
        self.camera = self.camera.zoomed(factor, point.x(), point.y(), self.width(), self.height())
        self._redraw()

    def point_at(self, at: QPointF) -> int:
        """Return the number of the nearest point to a pixel; -1 when none is near."""
        if self._map is None or not len(self._map.places):
            return -1
        away = np.sum(np.square(self._pixels() - np.array([at.x(), at.y()], np.float32)), axis=1)
        best = int(np.argmin(away))
        return best if float(away[best]) <= _NEAR * _NEAR else -1

    def _pixels(self) -> NDArray[np.float32]:
        if self._map is None:
            return np.zeros((0, 2), np.float32)
        return self.camera.to_screen(self._map.places, self.width(), self.height())

    def _redraw(self) -> None:
        self._picture = None
        self.update()

    # -- painting --------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  Qt's
        """Draw points, names, and what is chosen."""
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        wanted = QSize(round(self.width() * ratio), round(self.height() * ratio))
        if self._picture is None or self._picture.size() != wanted:
            self._picture = self._drawn(wanted, ratio)
        painter.drawImage(0, 0, self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_rings(painter)
        self._paint_names(painter)
        if self._lasso is not None:
            self._paint_lasso(painter, self._lasso)
        colors = self._theme.colors
        painter.setPen(QPen(QColor(colors.accent if self.hasFocus() else colors.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def _drawn(self, size: QSize, ratio: float) -> QImage:
        colouring = self._colouring
        pixels = self._pixels() * np.float32(ratio)
        numbers = np.zeros(0, np.int64) if colouring is None else colouring.numbers
        palette = () if colouring is None else colouring.palette
        ground = self._theme.colors.surface
        shape = (size.width(), size.height())
        return draw_points(shape, ground, pixels[: len(numbers)], numbers, palette, ratio)

    def _paint_rings(self, painter: QPainter) -> None:
        if self._map is None or not len(self._chosen):
            return
        painter.setPen(QPen(QColor(self._theme.colors.text), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for x, y in self._pixels()[self._chosen[:_MOST_RINGS]].tolist():
            painter.drawEllipse(QPointF(x, y), _RING, _RING)

    def _paint_lasso(self, painter: QPainter, lasso: Lasso) -> None:
        ground = QColor(self._theme.colors.accent)
        ground.setAlpha(_LASSO_ALPHA)
        painter.setPen(QPen(QColor(self._theme.colors.accent), 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(ground)
        painter.drawPolygon(lasso.polygon(), Qt.FillRule.OddEvenFill)

    def _paint_names(self, painter: QPainter) -> None:
        """Write names over the middle of their regions; one that would cover another is left."""
        if self._map is None or not self._map.names:
            return
        font = scaled_font(self.font(), TypeScale.SMALL)
        font.setBold(True)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        middles = self.camera.to_screen(
            centres_of(self._map.places, self._map.regions), self.width(), self.height()
        )
        sizes = np.bincount(self._map.regions, minlength=len(middles))
        taken: list[QRectF] = []
        ground = QColor(self._theme.colors.surface)
        ground.setAlpha(215)
        for region in np.argsort(-sizes, kind="stable").tolist():
            name = self._map.names[region]
            width = metrics.horizontalAdvance(name) + 2 * _PADDING
            x, y = middles[region].tolist()
            box = QRectF(x - width / 2, y - metrics.height() / 2, width, metrics.height())
            is_inside = QRectF(self.rect()).contains(box)
            if not name or not is_inside or any(box.intersects(other) for other in taken):
                continue
            taken.append(box)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(box, _PADDING, _PADDING)
            painter.setPen(QColor(self._theme.colors.text))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)

    # -- the user --------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the pointer."""
        self.zoom(_WHEEL ** event.angleDelta().y(), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to pan, or to draw around points."""
        self._pressed = self._last = event.position()
        if self.is_selecting or event.modifiers() & _DRAWING:
            self._lasso = Lasso(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan, or go on drawing."""
        if self._pressed is None or self._last is None:
            return
        if self._lasso is not None:
            self._lasso.add(event.position())
            self.update()
            return
        by = event.position() - self._last
        self._last = event.position()
        self.camera = self.camera.moved(by.x(), by.y(), self.width(), self.height())
        self._redraw()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose what was drawn around, or the point that was clicked."""
        pressed, lasso = self._pressed, self._lasso
        self._pressed = self._last = self._lasso = None
        self.update()
        if pressed is None:
            return
        if lasso is not None:
            lasso.add(event.position())
        if lasso is not None and not lasso.is_tiny:
            self._emit_with(lasso.inside(self._pixels()), event.modifiers())
        elif (event.position() - pressed).manhattanLength() <= _CLICK:
            self._on_clicked(self.point_at(event.position()), event.modifiers())

    def _on_clicked(self, point: int, modifiers: Qt.KeyboardModifier) -> None:
        if point < 0:
            return
        if modifiers & (_MODIFIERS.ControlModifier | _MODIFIERS.AltModifier):
            self._emit_with(np.array([point], np.int64), modifiers)
        else:
            self.point_chosen.emit(point)

    def _emit_with(self, points: NDArray[np.int64], modifiers: Qt.KeyboardModifier) -> None:
        """Choose points, or add them to what is chosen, or take them out of it."""
        if modifiers & _MODIFIERS.AltModifier:
            points = np.setdiff1d(self._chosen, points)
        elif modifiers & _MODIFIERS.ControlModifier:
            points = np.union1d(self._chosen, points)
        self.points_chosen.emit(points)

    def _let_go(self) -> bool:
        """Draw no longer, or choose nothing any more; False when there was nothing of both."""
        if self._lasso is not None:
            self._pressed = self._last = self._lasso = None
            self.update()
            return True
        if len(self._chosen):
            self.points_chosen.emit(np.zeros(0, np.int64))
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom by + and -, pan by the arrows, see all by 0, choose nothing by Escape."""
        steps = {
            Qt.Key.Key_Left: (_KEY_STEP, 0.0),
            Qt.Key.Key_Right: (-_KEY_STEP, 0.0),
            Qt.Key.Key_Up: (0.0, _KEY_STEP),
            Qt.Key.Key_Down: (0.0, -_KEY_STEP),
        }
        key = Qt.Key(event.key())
        if key in steps:
            self.camera = self.camera.moved(*steps[key], self.width(), self.height())
            self._redraw()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(_KEY_ZOOM)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / _KEY_ZOOM)
        elif key == Qt.Key.Key_0:
            self.fit()
        elif key != Qt.Key.Key_Escape or not self._let_go():
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tell what a point is when the pointer rests on it."""
        if event.type() is QEvent.Type.ToolTip:
            self._show_tip(event)  # type: ignore[arg-type]
            return True
        return super().event(event)

    def _show_tip(self, event: QHelpEvent) -> None:
        point = self.point_at(QPointF(event.pos()))
        if 0 <= point < len(self._titles):
            QToolTip.showText(event.globalPos(), self._titles[point], self)
        else:
            QToolTip.hideText()
