# SPDX-License-Identifier: Apache-2.0
"""Draws the rows of the palette: icon, name with the typed letters, what it is, its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from findling.ui.palette.items import ITEM_ROLE
from findling.ui.theme.theme import scaled_font
from findling.ui.theme.tokens import Radius, Space, TypeScale

if TYPE_CHECKING:
    from findling.ui.models.roles import AnyIndex
    from findling.ui.palette.items import PaletteItem
    from findling.ui.theme.theme import Theme

_ICON = 18
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class PaletteDelegate(QStyledItemDelegate):
    """Measures and draws rows.

    Parameters
    ----------
    theme : Theme
        Gives colours and icons.
    view : QListView
        What it draws for.
    """

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: ARG002  Qt's
        """Return room for a line, and for the one below it."""
        item: PaletteItem = index.data(ITEM_ROLE)
        lines = self._view.fontMetrics().height()
        if item.detail:
            lines += Space.XS + round(QFontMetricsF(self._small).height())
        return QSize(0, max(_ICON, lines) + 2 * Space.S)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw a row."""
        item: PaletteItem = index.data(ITEM_ROLE)
        rect = QRectF(option.rect)  # pyright: ignore[reportAttributeAccessIssue]  missing in the stub
        state = option.state  # pyright: ignore[reportAttributeAccessIssue]  missing in the stub
        colors = self._theme.colors
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(QColor(colors.selection))
            painter.setPen(QColor(colors.accent))
            inside = rect.adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(inside, Radius.SMALL, Radius.SMALL)
        inner = rect.adjusted(Space.M, 0, -Space.M, 0)
        if item.icon is not None:
            picture = self._theme.pixmap(item.icon, colors.muted, _ICON, self._view)
            at = self._mirrored(QRectF(inner.left(), rect.center().y() - _ICON / 2, _ICON, _ICON))
            painter.drawPixmap(at.topLeft(), picture)
        inner.adjust(_ICON + Space.M, 0, 0, 0)
        if item.detail:
            inner.adjust(0, Space.S, 0, -Space.S)
            below = QRectF(inner)
            inner.setHeight(self._view.fontMetrics().height())
            below.setTop(inner.bottom() + Space.XS)
            self._draw_detail(painter, below, item.detail)
        used = self._draw_end(painter, inner, item)
        inner.adjust(0, 0, -used, 0)
        self._draw_name(painter, inner, item)
        painter.restore()

    def _draw_end(self, painter: QPainter, rect: QRectF, item: PaletteItem) -> float:
        """Draw what stands at the end of a row, and return its width."""
        font = self._small
        text = item.keys or item.kind
        width = min(QFontMetricsF(font).horizontalAdvance(text) + 2, rect.width() / 2)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.colors.muted))
        place = self._mirrored(QRectF(rect.right() - width, rect.top(), width, rect.height()))
        elided = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideMiddle, width)
        painter.drawText(place, int(_MIDDLE | Qt.AlignmentFlag.AlignRight), elided)
        return width + Space.M

    def _draw_detail(self, painter: QPainter, rect: QRectF, text: str) -> None:
        painter.setFont(self._small)
        painter.setPen(QColor(self._theme.colors.muted))
        metrics = QFontMetricsF(self._small)
        elided = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(self._mirrored(rect), int(_MIDDLE | Qt.AlignmentFlag.AlignLeft), elided)

    @property
    def _small(self) -> QFont:
        return scaled_font(self._view.font(), TypeScale.SMALL)

    def _draw_name(self, painter: QPainter, rect: QRectF, item: PaletteItem) -> None:
        font = self._view.font()
        bold = scaled_font(font, weight=QFont.Weight.Bold)
        room = rect.width() * 0.97  # some letters are bold, and wider than measured
        name = QFontMetricsF(font).elidedText(item.name, Qt.TextElideMode.ElideRight, room)
        layout = QTextLayout(name, font)
        layout.setFormats(_formats(item.places, bold, QColor(self._theme.colors.accent)))
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(rect.width())
        layout.endLayout()
        place = self._mirrored(rect)
        painter.setPen(QColor(self._theme.colors.text))
        left = place.left()
        if self._view.isRightToLeft():
            left = place.right() - line.naturalTextWidth()
        layout.draw(painter, QPointF(left, rect.center().y() - line.height() / 2))

    def _mirrored(self, rect: QRectF) -> QRectF:
        """Return a rectangle where it lies in the direction of reading."""
        if not self._view.isRightToLeft():
            return rect
        width = self._view.viewport().width()
        return QRectF(width - rect.right(), rect.top(), rect.width(), rect.height())


def _formats(places: tuple[int, ...], font: QFont, color: QColor) -> list[QTextLayout.FormatRange]:
    formats: list[QTextLayout.FormatRange] = []
    for place in places:
        one = QTextLayout.FormatRange()
        one.start, one.length = place, 1  # pyright: ignore[reportAttributeAccessIssue]  missing in the stub
        style = QTextCharFormat()
        style.setFont(font)
        style.setForeground(color)
        one.format = style  # pyright: ignore[reportAttributeAccessIssue]  missing in the stub
        formats.append(one)
    return formats
