# SPDX-License-Identifier: Apache-2.0
"""What rows of results are drawn with: fonts, colours, and the parts that several kinds share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from findling.ui.theme.theme import scaled_font
from findling.ui.theme.tokens import Radius, Space, TypeScale
from findling.ui.views.mirroring import mirrored

if TYPE_CHECKING:
    from collections.abc import Sequence

    from findling.ui.theme.tokens import Colors

STEPS = 5
_DOT = 6.0
_DOT_STEP = 9.0
_BAR = 3.0
_TAG_PADDING = 5.0
_CHIP_GAP = 4.0

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class RowStyle:
    """Fonts and colours of rows, with their metrics measured once.

    Parameters
    ----------
    base : QFont
        The view's own font.
    colors : Colors
        Of the theme.
    """

    def __init__(self, base: QFont, colors: Colors) -> None:
        self.colors = colors
        self.body = QFont(base)
        self.title = scaled_font(base, weight=QFont.Weight.DemiBold)
        self.small = scaled_font(base, TypeScale.SMALL)
        self.tag = scaled_font(base, 0.75, QFont.Weight.DemiBold)
        self.title_metrics = QFontMetricsF(self.title)
        self.small_metrics = QFontMetricsF(self.small)
        self.tag_metrics = QFontMetricsF(self.tag)
        self._row = QRectF()
        self._is_mirrored = False

    def begin(self, row: QRectF, *, is_mirrored: bool) -> None:
        """Draw in a row from now on; mirrored where text is read from the right."""
        self._row, self._is_mirrored = row, is_mirrored

    def seen(self, part: QRectF) -> QRectF:
        """Return where a part of the row is drawn that was laid out from left to right."""
        return mirrored(part, self._row, is_mirrored=self._is_mirrored)

    @property
    def title_height(self) -> float:
        """Height of a line of title in pixels."""
        return self.title_metrics.height() + 2

    @property
    def small_height(self) -> float:
        """Height of a line of small text in pixels."""
        return self.small_metrics.height() + 3

    def ground(self, painter: QPainter, rect: QRectF, *, selected: bool, hovered: bool) -> None:
        """Fill a row; a chosen one has a bar at its edge too, so that colour is not alone."""
        if selected:
            painter.fillRect(rect, QColor(self.colors.selection))
            bar = QRectF(rect.left(), rect.top(), _BAR, rect.height())
            painter.fillRect(self.seen(bar), QColor(self.colors.accent))
        elif hovered:
            painter.fillRect(rect, QColor(self.colors.hover))

    def focus_ring(self, painter: QPainter, rect: QRectF) -> None:
        """Frame the row that has the keyboard."""
        painter.setPen(QPen(QColor(self.colors.accent), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))

    def rule(self, painter: QPainter, rect: QRectF) -> None:
        """Draw the hairline below a row."""
        y = rect.bottom() - 0.5
        painter.setPen(QPen(QColor(self.colors.line), 1))
        painter.drawLine(QPointF(rect.left() + Space.L, y), QPointF(rect.right() - Space.L, y))

    def line(
        self,
        painter: QPainter,
        rect: QRectF,
        text: str,
        *,
        font: QFont,
        metrics: QFontMetricsF,
        color: str,
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> float:
        """Draw one line of text, shortened to the room, and return the width it took."""
        shown = metrics.elidedText(text, elide, rect.width())
        painter.setFont(font)
        painter.setPen(QColor(color))
        painter.drawText(self.seen(rect), int(_LEFT), shown)
        return metrics.horizontalAdvance(shown)

    def small_line(self, painter: QPainter, rect: QRectF, text: str, color: str = "") -> float:
        """Draw one small line of less important text and return the width it took."""
        return self.line(
            painter,
            rect,
            text,
            font=self.small,
            metrics=self.small_metrics,
            color=color or self.colors.muted,
        )

    def ink(self, *, is_away: bool) -> str:
        """Return the colour of text: paler for what cannot be opened now, though still readable."""
        return self.colors.muted if is_away else self.colors.text

    def title_line(self, painter: QPainter, rect: QRectF, text: str, color: str = "") -> float:
        """Draw the name of a file and return the width it took: its end tells most, so it stays."""
        return self.line(
            painter,
            rect,
            text,
            font=self.title,
            metrics=self.title_metrics,
            color=color or self.colors.text,
            elide=Qt.TextElideMode.ElideMiddle,
        )

    def tag_width(self, text: str) -> float:
        """Return the width of a tag with its padding."""
        return self.tag_metrics.horizontalAdvance(text) + 2 * _TAG_PADDING if text else 0.0

    def draw_tag(self, painter: QPainter, rect: QRectF, text: str) -> None:
        """Draw the name of a format in a small box."""
        if not text:
            return
        height = self.tag_metrics.height() + 3
        top = rect.center().y() - height / 2
        box = self.seen(QRectF(rect.left(), top, self.tag_width(text), height))
        painter.setPen(QPen(QColor(self.colors.line_strong), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), Radius.SMALL, Radius.SMALL)
        painter.setFont(self.tag)
        painter.setPen(QColor(self.colors.muted))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def draw_chips(
        self, painter: QPainter, rect: QRectF, chips: Sequence[tuple[str, bool]]
    ) -> float:
        """Draw labels in a row from the left and return the width they took.

        Parameters
        ----------
        chips : sequence of (str, bool)
            What each says, and whether it is sure: else its frame is dashed. Those for which there
            is no room are counted by the last one.
        """
        x = rect.left()
        for i, (text, is_sure) in enumerate(chips):
            left_over = len(chips) - i
            more = f"+{left_over}" if left_over > 1 else ""
            room = rect.right() - x - (self.tag_width(more) + _CHIP_GAP if more else 0.0)
            if self.tag_width(text) > room:
                rest = f"+{left_over}"
                self._draw_chip(painter, QRectF(x, rect.top(), 0, rect.height()), rest, True)
                return x + self.tag_width(rest) - rect.left()
            self._draw_chip(painter, QRectF(x, rect.top(), 0, rect.height()), text, is_sure)
            x += self.tag_width(text) + _CHIP_GAP
        return x - rect.left() - (_CHIP_GAP if chips else 0.0)

    def _draw_chip(self, painter: QPainter, rect: QRectF, text: str, is_sure: bool) -> None:
        height = self.tag_metrics.height() + 3
        top = rect.center().y() - height / 2
        box = self.seen(QRectF(rect.left(), top, self.tag_width(text), height))
        style = Qt.PenStyle.SolidLine if is_sure else Qt.PenStyle.DashLine
        painter.setPen(QPen(QColor(self.colors.accent), 1, style))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = height / 2
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.setFont(self.tag)
        painter.setPen(QColor(self.colors.accent))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    @staticmethod
    def steps_width() -> float:
        """Return the width of the five steps."""
        return _DOT_STEP * (STEPS - 1) + _DOT

    def draw_steps(self, painter: QPainter, right: float, middle: float, strength: int) -> None:
        """Draw five dots, as many of them full as a match is strong; none where it has none."""
        if not strength:
            return
        left = right - self.steps_width()
        for step in range(STEPS):
            box = self.seen(QRectF(left + step * _DOT_STEP, middle - _DOT / 2, _DOT, _DOT))
            if step < strength:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(self.colors.accent))
                painter.drawEllipse(box)
            else:
                painter.setPen(QPen(QColor(self.colors.line_strong), 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5))
