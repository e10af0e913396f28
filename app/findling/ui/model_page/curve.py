# SPDX-License-Identifier: Apache-2.0
"""A curve of how learning went, drawn small."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from findling.ui import wording
from findling.ui.i18n.texts import tr
from findling.ui.theme.tokens import Space

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from findling.ui.theme.theme import Theme

_SIZE = QSize(360, 160)
_DOT = 3.0
_WIDTH = 2.0


class LossCurve(QWidget):
    """Shows the loss of each pass.

    Parameters
    ----------
    theme : Theme
        Gives colours.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._losses: tuple[float, ...] = ()
        self.setMinimumSize(_SIZE)
        self.setAccessibleName(tr("Course of learning"))
        theme.changed.connect(self.update)

    def show_losses(self, losses: Sequence[float]) -> None:
        """Show another curve; it is told in numbers to screen readers."""
        self._losses = tuple(losses)
        self.setAccessibleDescription(", ".join(wording.decimal(loss) for loss in losses))
        self.setVisible(len(losses) > 1)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  Qt's
        """Draw the curve with its first and last value."""
        if len(self._losses) < 2:
            return
        colors = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = painter.fontMetrics()
        labels = [wording.decimal(self._losses[0]), wording.decimal(self._losses[-1])]
        room = max(map(metrics.horizontalAdvance, labels)) + Space.S
        box = QRectF(self.rect()).adjusted(room, Space.M, -room, -metrics.height() - Space.S)
        painter.setPen(QPen(QColor(colors.line), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        points = self._points(box)
        painter.setPen(QPen(QColor(colors.accent), _WIDTH))
        painter.drawPolyline(points)
        painter.setBrush(QColor(colors.accent))
        for point in points:
            painter.drawEllipse(point, _DOT, _DOT)
        painter.setPen(QColor(colors.muted))
        half = metrics.height() / 2
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        first = QRectF(0, points[0].y() - half, room - Space.S, 2 * half)
        last = QRectF(box.right() + Space.S, points[-1].y() - half, room - Space.S, 2 * half)
        painter.drawText(first, right, labels[0])
        painter.drawText(last, left, labels[1])
        below = QRectF(box.left(), box.bottom() + Space.XS, box.width(), 2 * half)
        text = tr("%Ln passes over all passages", len(self._losses))
        painter.drawText(below, int(Qt.AlignmentFlag.AlignCenter), text)
        painter.end()

    def _points(self, box: QRectF) -> list[QPointF]:
        low, high = min(0.0, *self._losses), max(self._losses)
        step = box.width() / (len(self._losses) - 1)
        unit = box.height() / max(high - low, 1e-9)
        return [
            QPointF(box.left() + i * step, box.bottom() - (loss - low) * unit)
            for i, loss in enumerate(self._losses)
        ]
