# SPDX-License-Identifier: Apache-2.0
"""Lists to choose from, ticks, columns and dialog buttons as all windows have them.

Arrows and ticks are drawn here: a style sheet takes them from image files, in colours of no theme.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionButton,
    QStyleOptionViewItem,
    QWidget,
)

from findling.ui.theme.tokens import Space

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QPaintEvent, QWheelEvent

_ARROW = 4.0
_CORNER = 3.0


class Choice(QComboBox):
    """A list to choose one value from; the wheel turns pages here, not values.

    Parameters
    ----------
    values : iterable of (object, str)
        Values with their names.
    current : object
        The one that is chosen.
    choose : callable
        Takes another one.
    """

    def __init__(
        self,
        values: Iterable[tuple[object, str]],
        current: object,
        choose: Callable[..., object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._values: list[object] = []
        for value, name in values:
            self.offer(value, name)
        self.show_value(current)
        self.activated.connect(lambda at: choose(self._values[at]))

    def offer(self, value: object, name: str) -> None:
        """Offer one more value."""
        self._values.append(value)
        self.addItem(name)

    def offer_all(self, values: Iterable[tuple[object, str]], current: object) -> None:
        """Offer other values in place of those so far."""
        self.clear()
        self._values.clear()
        for value, name in values:
            self.offer(value, name)
        self.setCurrentIndex(-1)
        self.show_value(current)

    def show_value(self, value: object) -> None:
        """Show a value as the chosen one, where it is offered."""
        if value in self._values:
            self.setCurrentIndex(self._values.index(value))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the arrow too."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Text), 1.6))
        x = Space.L if self.isRightToLeft() else self.width() - Space.L
        y = self.height() / 2
        painter.drawPolyline(
            [
                QPointF(x - _ARROW, y - _ARROW / 2),
                QPointF(x, y + _ARROW / 2),
                QPointF(x + _ARROW, y - _ARROW / 2),
            ]
        )


class Tick(QCheckBox):
    """A box that is ticked or not; as large as the letters beside it."""

    def __init__(self, text: str, *, is_on: bool, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setChecked(is_on)

    @property
    def words_indent(self) -> int:
        """Where its words begin, in pixels from the side that they begin at."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        box = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        before = self.rect().right() - box.right() if self.isRightToLeft() else box.left()
        return before + box.width() + Space.S

    def sizeHint(self) -> QSize:
        """Return room for a box as high as a line."""
        return super().sizeHint().expandedTo(QSize(0, self.fontMetrics().height() + Space.S))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box over the one of the style."""
        super().paintEvent(event)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        part = QStyle.SubElement.SE_CheckBoxIndicator
        box = QRectF(self.style().subElementRect(part, option, self))
        painter = QPainter(self)
        _draw_tick(painter, box, self.checkState(), self.palette())


class TickDelegate(QStyledItemDelegate):
    """Draws the ticks of rows as those of `Tick`: the style's own cannot be seen on dark ground."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the box over the one of the style."""
        super().paint(painter, option, index)
        value = index.data(Qt.ItemDataRole.CheckStateRole)
        if value is None:
            return
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        view = cast("QWidget", self.parent())
        part = QStyle.SubElement.SE_ItemViewItemCheckIndicator
        box = QRectF(view.style().subElementRect(part, shown, view))
        painter.save()
        # Not the view's: a style sheet has put its own colour of chosen rows there.
        _draw_tick(painter, box, Qt.CheckState(value), QApplication.palette())
        painter.restore()


def button_box(button: QDialogButtonBox.StandardButton, parent: QWidget) -> QDialogButtonBox:
    """Return the foot of a dialog with a button of the system, in its words and without its icon.

    Icons of a desktop's own would stand beside ours, in colours of no theme.
    """
    box = QDialogButtonBox(button, parent)
    box.button(button).setIcon(QIcon())
    return box


def set_columns(header: QHeaderView, widths: Mapping[int, int]) -> None:
    """Give columns fixed widths, and what is left to the first one.

    Parameters
    ----------
    header : QHeaderView
    widths : mapping of int to int
        Letters that each column has room for; one whose name is longer gets room for that.
    """
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    letter = header.fontMetrics().averageCharWidth()
    for column, letters in widths.items():
        header.resizeSection(column, max(letter * letters, header.sectionSizeHint(column)))


def _draw_tick(painter: QPainter, box: QRectF, state: Qt.CheckState, colors: QPalette) -> None:
    """Draw a box: empty, with a tick, or with a dash where only some have it."""
    role, is_on = QPalette.ColorRole, state is not Qt.CheckState.Unchecked
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(colors.color(role.Accent if is_on else role.Button))
    painter.setPen(QPen(colors.color(role.Accent if is_on else role.Dark), 1))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), _CORNER, _CORNER)
    if not is_on:
        return
    painter.setPen(QPen(colors.color(role.HighlightedText), 1.8))
    tick = [_at(box, 0.24, 0.52), _at(box, 0.44, 0.72), _at(box, 0.78, 0.3)]
    dash = [_at(box, 0.25, 0.5), _at(box, 0.75, 0.5)]
    painter.drawPolyline(tick if state is Qt.CheckState.Checked else dash)


def _at(box: QRectF, x: float, y: float) -> QPointF:
    """Return a point by its shares of a box."""
    return QPointF(box.left() + x * box.width(), box.top() + y * box.height())
