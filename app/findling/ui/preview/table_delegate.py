# SPDX-License-Identifier: Apache-2.0
"""Paints the cells of a grid with their marks: a band in an outline, thin lines, a wash.

It paints all by itself: asking a style sheet for each of hundreds of cells takes most of a moment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPalette, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate

from findling.ui.preview.marks import MarkColors, colors_on
from findling.ui.theme.tokens import Space

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QColor, QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem

    from findling.ui.preview.table_model import RowMarks, TableModel

_LINE = 2
"""Pixels of the outline of a passage, and of the cell that the keys are in."""

_PADDING = Space.S + 3
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
_LEFT = int(_MIDDLE | Qt.AlignmentFlag.AlignLeft)
_RIGHT = int(_MIDDLE | Qt.AlignmentFlag.AlignRight)
"""Put together once: that takes as long as painting a few words. A painter turns them round where
the window reads from right to left."""


class TableDelegate(QStyledItemDelegate):
    """Paints what a model says is marked.

    Parameters
    ----------
    model : TableModel
    view : QAbstractItemView
        Where it paints.
    """

    def __init__(
        self, model: TableModel, view: QAbstractItemView, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._view = view
        self._colors: MarkColors
        self._inks: tuple[QColor, QColor, QColor]
        self.take_colors()

    def take_colors(self) -> None:
        """Paint in the colours of the view's palette from now on."""
        palette, role = self._view.palette(), QPalette.ColorRole
        self._colors = colors_on(palette.base().color())
        roles = (role.Text, role.HighlightedText, role.Highlight)
        self._inks = tuple(palette.color(one) for one in roles)  # pyright: ignore[reportAttributeAccessIssue]

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint the ground that marks make, the words, and the lines around them."""
        rect: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]
        row, column = index.row(), index.column()
        marks, colors = self._model.marks(row), self._colors
        for ground in _grounds(marks, column, colors):
            painter.fillRect(rect, ground)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)  # pyright: ignore[reportAttributeAccessIssue]
        if is_selected:
            painter.fillRect(rect, self._inks[2])
        self._write(painter, rect, row, column, self._inks[is_selected])
        if any(column in columns for columns in marks.others):
            painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), colors.other)
        if column in marks.own:
            self._outline(painter, rect, row, column)
        if column in marks.found_now:
            _frame(painter, rect, colors.found_line, 1)
        if self._view.hasFocus() and index == self._view.currentIndex():
            inset = _LINE if column in marks.own else 0  # beside the outline, not over it
            _frame(painter, rect.adjusted(inset, inset, -inset, -inset), colors.found_line, _LINE)

    def _write(self, painter: QPainter, rect: QRect, row: int, column: int, ink: QColor) -> None:
        words = self._model.shown(row, column)
        if not words:
            return
        painter.save()
        if self._model.is_names(row):
            font = painter.font()
            font.setBold(True)
            painter.setFont(font)
        painter.setPen(ink)
        inner = rect.adjusted(_PADDING, 0, -_PADDING, 0)
        words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, _RIGHT if self._model.is_figure(row, column) else _LEFT, words)
        painter.restore()

    def _outline(self, painter: QPainter, rect: QRect, row: int, column: int) -> None:
        """Paint those sides of a cell beyond which the passage does not go on."""
        own = self._model.marks(row).own
        is_spread = self._model.is_line(row)  # one cell over all columns
        is_first = is_spread or column - 1 not in own
        is_last = is_spread or column + 1 not in own
        if self._view.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            is_first, is_last = is_last, is_first
        left, top, right, bottom = rect.left(), rect.top(), rect.right() + 1, rect.bottom() + 1
        width, height = rect.width(), rect.height()
        sides = (
            (is_first, QRect(left, top, _LINE, height)),
            (is_last, QRect(right - _LINE, top, _LINE, height)),
            (not self._is_own(row - 1, column), QRect(left, top, width, _LINE)),
            (not self._is_own(row + 1, column), QRect(left, bottom - _LINE, width, _LINE)),
        )
        for is_edge, side in sides:
            if is_edge:
                painter.fillRect(side, self._colors.line)

    def _is_own(self, row: int, column: int) -> bool:
        return column in self._model.marks(row).own


def _grounds(marks: RowMarks, column: int, colors: MarkColors) -> list[QColor]:
    grounds = [colors.band] if column in marks.own else []
    if column in marks.found_now:
        grounds.append(colors.found_now)
    elif any(column in columns for columns in marks.found):
        grounds.append(colors.found)
    return grounds


def _frame(painter: QPainter, rect: QRect, color: QColor, width: int) -> None:
    painter.save()
    pen = QPen(color, width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    half = width // 2
    painter.drawRect(rect.adjusted(half, half, -half - width % 2, -half - width % 2))
    painter.restore()
