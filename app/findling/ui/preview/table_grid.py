# SPDX-License-Identifier: Apache-2.0
"""The grid of a sheet: rows and columns to go through with keys, to select from and to copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from findling.ui.i18n.texts import tr
from findling.ui.preview.table_delegate import TableDelegate
from findling.ui.theme.theme import scaled_font, set_look

if TYPE_CHECKING:
    from PySide6.QtCore import QItemSelectionRange
    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from findling.ui.preview.table_model import TableModel

MAX_COPIED_ROWS = 1000
"""Rows that are copied at a time: more would keep the window busy."""

_SAMPLE_ROWS = 60
"""Rows that are looked at for the widths of columns."""

_MOST_LETTERS, _LEAST_LETTERS = 36, 5
_CELL_PADDING = 30
_ROW_PADDING = 10


class TableGrid(QTableView):
    """Shows a `TableModel`.

    Signals
    -------
    cell_changed
        The keys or the mouse went to another cell.
    scrolled
        Other rows are in sight.
    cut_short
        More was selected than is copied at a time.
    """

    cell_changed = Signal()
    scrolled = Signal()
    cut_short = Signal()

    def __init__(self, model: TableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = model
        self._spanned = range(0)
        self.setModel(model)
        self._delegate = TableDelegate(model, self, self)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(tr("Table"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        set_look(self, "grid")
        # Blank rows are left out of the text, so that a row's number is not that of its sheet.
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        # Its own, which stays empty: a header asks every row whether all of a column is selected.
        self.horizontalHeader().setSelectionModel(QItemSelectionModel(model, self))
        self.horizontalHeader().setStretchLastSection(True)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        model.modelReset.connect(self._on_reset)

    @property
    def first_row(self) -> int:
        """Number of the first row in sight."""
        return max(0, self.rowAt(0))

    def show_in(self, font: QFont) -> None:
        """Show all text in a font."""
        self.setFont(font)
        self.horizontalHeader().setFont(scaled_font(font, weight=QFont.Weight.DemiBold))
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(QFontMetrics(font).height() + _ROW_PADDING)
        self._set_widths()

    def go_to(self, row: int, column: int, at: float = 1 / 3, *, scrolls: bool = True) -> None:
        """Go to a cell and scroll, where wanted, so that it stands at a part of the height."""
        self.executeDelayedItemsLayout()
        n_rows = self.viewport().height() // max(1, self.verticalHeader().defaultSectionSize())
        index = self._table.index(row, column)
        self.selectionModel().clearSelection()
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.scrollTo(index)  # sideways
        if scrolls:
            self.verticalScrollBar().setValue(row - int(at * n_rows))
        self._on_scrolled()

    def shows(self, row: int) -> bool:
        """Say whether a row is wholly in sight."""
        top, height = self.rowViewportPosition(row), self.rowHeight(row)
        return top >= 0 and height > 0 and top + height <= self.viewport().height()

    def selected_text(self) -> str:
        """Return the cells that are selected, a line a row, apart by tabs; bounded."""
        rows: dict[int, set[int]] = {}
        for part in self._selected():
            for row in range(part.top(), min(part.bottom() + 1, part.top() + MAX_COPIED_ROWS)):
                rows.setdefault(row, set()).update(range(part.left(), part.right() + 1))
        sheet = self._table.sheet
        if sheet is None:
            return ""
        lines = (
            "\t".join(sheet.value(row, column) for column in sorted(rows[row]))
            for row in sorted(rows)[:MAX_COPIED_ROWS]
        )
        return "\n".join(line.rstrip("\t") for line in lines)

    def copy(self) -> bool:
        """Put the selected cells on the clipboard; False when there are none."""
        parts = self._selected()
        if not parts:
            return False
        QGuiApplication.clipboard().setText(self.selected_text())
        if sum(part.height() for part in parts) > MAX_COPIED_ROWS:
            self.cut_short.emit()
        return True

    # -- Qt --------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy what is selected; without a selection the pane copies the passage."""
        if not event.matches(QKeySequence.StandardKey.Copy):
            super().keyPressEvent(event)
        elif not self.copy():
            event.ignore()

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: looking through all rows would keep the window busy; Ctrl+F finds."""

    def changeEvent(self, event: QEvent) -> None:
        """Paint in the colours of a new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._delegate.take_colors()

    def currentChanged(
        self,
        current: QModelIndex | QPersistentModelIndex,
        previous: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Tell that another cell is current."""
        super().currentChanged(current, previous)
        self.cell_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Spread lines over the columns of the rows that came into sight."""
        super().resizeEvent(event)
        self._on_scrolled()

    def _selected(self) -> list[QItemSelectionRange]:
        selection = self.selectionModel().selection()
        return [selection.at(number) for number in range(selection.count())]

    def _on_reset(self) -> None:
        self._spanned = range(0)
        self.clearSpans()
        self._set_widths()

    def _on_scrolled(self) -> None:
        self._spread_lines()
        self._table.show_names_of(self.first_row)
        self.scrolled.emit()

    def _spread_lines(self) -> None:
        """Let lines take all columns, as far as they are in sight: thousands would be slow."""
        height = max(1, self.verticalHeader().defaultSectionSize())
        first, n_rows = self.first_row, self.viewport().height() // height + 2
        in_sight = range(first, min(first + n_rows, self._table.rowCount()))
        n_columns = self._table.columnCount()
        if in_sight == self._spanned or n_columns < 2:
            return
        self._spanned = in_sight
        self.clearSpans()
        for row in in_sight:
            if self._table.is_line(row):
                self.setSpan(row, 0, 1, n_columns)

    def _set_widths(self) -> None:
        """Make columns as wide as what stands at the top of them, within limits."""
        sheet = self._table.sheet
        if sheet is None:
            return
        metrics, bold = self.fontMetrics(), self.horizontalHeader().fontMetrics()
        most = metrics.averageCharWidth() * _MOST_LETTERS
        widths = [metrics.averageCharWidth() * _LEAST_LETTERS] * sheet.n_columns
        for column, name in enumerate(sheet.names_at(0)):
            widths[column] = max(widths[column], bold.horizontalAdvance(name))
        for row in range(min(_SAMPLE_ROWS, sheet.n_rows)):
            for cell in sheet.row(row).cells:
                value = sheet.value(row, cell.column)[:_MOST_LETTERS]
                widths[cell.column] = max(widths[cell.column], metrics.horizontalAdvance(value))
        for column, width in enumerate(widths):
            self.setColumnWidth(column, min(width, most) + _CELL_PADDING)
