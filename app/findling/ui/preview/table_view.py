# SPDX-License-Identifier: Apache-2.0
"""Shows a table as a grid: its sheets as tabs, the cell that the keys are in written out below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication, QLabel, QTabBar, QVBoxLayout, QWidget

from findling.services.text_find import FoundWords
from findling.ui.i18n.texts import tr
from findling.ui.preview.table_grid import TableGrid
from findling.ui.preview.table_model import TableModel
from findling.ui.theme.theme import set_look
from findling.ui.theme.tokens import Space

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QWheelEvent

    from findling.services.table_text import TableText
    from findling.services.types import PassageHit

_MAX_ZOOM, _MIN_ZOOM = 20, -6
_REST_MS = 40
_MAX_WRITTEN = 400
"""Characters of a cell that are written out below the grid."""


class TableView(QWidget):
    """Shows the sheets of a `TableText`, marks cells and goes to them.

    Attributes
    ----------
    grid : TableGrid
        The sheet in sight.
    tabs : QTabBar
        The names of the sheets.

    Signals
    -------
    zoom_changed : int
        The zoom in percent.
    offset_changed : int
        Another part of the text, from this code point on, is in sight.
    """

    zoom_changed = Signal(int)
    offset_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table: TableText | None = None
        self._hits: tuple[PassageHit, ...] = ()
        self._current = -1
        self._zoom = 0
        self._model = TableModel(self)
        self.grid = TableGrid(self._model, self)
        self.tabs = QTabBar(self)
        self._written = QLabel(self)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self.setFocusProxy(self.grid)
        self._arrange()
        self._apply_zoom()
        self._rest.timeout.connect(lambda: self.offset_changed.emit(self.offset))
        self.grid.scrolled.connect(self._rest.start)
        self.grid.cell_changed.connect(self._write_out)
        self.tabs.currentChanged.connect(self._on_tab_changed)

    def show_table(self, table: TableText | None, around: int = 0) -> None:
        """Show a table without marks, from its beginning or around an offset of its text."""
        self._table, self._hits, self._current = table, (), -1
        self._model.mark_hits((), -1)
        self._model.mark_found(FoundWords(), -1)
        self._fill_tabs()
        self._show_sheet(table.sheet_at(around) if table is not None else -1)
        if around:
            self.go_to_offset(around)

    def show_hits(self, hits: Sequence[PassageHit], current: int) -> None:
        """Mark hits and go to the current one."""
        self._hits, self._current = tuple(hits), current
        self._model.mark_hits(hits, current)
        if 0 <= current < len(hits):
            self._reveal(hits[current].start, hits[current].end)
        self.grid.viewport().update()

    def show_found(self, found: FoundWords, current: int, *, moves: bool) -> None:
        """Mark words that were found and, where wanted, go to the current place."""
        self._model.mark_found(found, current)
        if moves and current >= 0:
            self._reveal(*found.ranges[current], stays=True)
        self.grid.viewport().update()

    def setAccessibleDescription(self, description: str) -> None:
        """Tell screen readers what is marked: they ask what has the focus, the grid."""
        super().setAccessibleDescription(description)
        self.grid.setAccessibleDescription(description)

    def go_to_offset(self, offset: int) -> None:
        """Scroll so that the row of a code point of the text stands at the top."""
        self._reveal(offset, offset + 1, at=0)

    @property
    def offset(self) -> int:
        """Code-point offset of the first row in sight."""
        sheet = self._model.sheet
        if sheet is None or not sheet.n_rows:
            return 0
        row = self.grid.first_row
        return sheet.row(row).start if row else sheet.start

    def selected_words(self) -> str:
        """Return what is selected, as far as it is one cell; else nothing."""
        words = self.selected_text()
        return "" if "\t" in words or "\n" in words else words

    def selected_text(self) -> str:
        """Return the selected cells, a line a row."""
        return self.grid.selected_text()

    # -- zoom ------------------------------------------------------------------------------------

    @property
    def percent(self) -> int:
        """The zoom: 100 is the size of the text everywhere else."""
        return round(100 * self.grid.font().pointSizeF() / self._usual_size())

    def zoom_in(self) -> None:
        """Show the table a step larger."""
        self._zoom_by(1)

    def zoom_out(self) -> None:
        """Show the table a step smaller."""
        self._zoom_by(-1)

    def zoom_to_fit(self) -> None:
        """Show the table in its usual size."""
        self._zoom_by(-self._zoom)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom_by(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow another size of text everywhere."""
        super().changeEvent(event)
        if event.type() == event.Type.FontChange:
            self._apply_zoom()

    def _zoom_by(self, steps: int) -> None:
        self._zoom = min(max(self._zoom + steps, _MIN_ZOOM), _MAX_ZOOM)
        self._apply_zoom()
        self.zoom_changed.emit(self.percent)

    def _apply_zoom(self) -> None:
        font = QApplication.font()
        font.setPointSizeF(max(1.0, self._usual_size() + self._zoom))
        self.grid.show_in(font)

    def _usual_size(self) -> float:
        return QFontInfo(QApplication.font()).pointSizeF()

    # -- the sheet in sight ----------------------------------------------------------------------

    def _arrange(self) -> None:
        self.tabs.setAccessibleName(tr("Sheets"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setElideMode(Qt.TextElideMode.ElideRight)
        self._written.setTextFormat(Qt.TextFormat.PlainText)
        self._written.setWordWrap(True)
        self._written.setContentsMargins(Space.M, Space.XS, Space.M, Space.XS)
        self._written.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        set_look(self._written, "strip")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.grid, 1)
        column.addWidget(self._written)
        column.addWidget(self.tabs)

    def _fill_tabs(self) -> None:
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        for sheet in self._table.sheets if self._table is not None else ():
            self.tabs.addTab(sheet.title.replace("&", "&&"))
        self.tabs.blockSignals(False)
        self.tabs.setVisible(self._table is not None and bool(self._table.sheets[-1].title))

    def _show_sheet(self, number: int) -> None:
        """Show a sheet, and which one it is."""
        sheet = self._table.sheets[number] if self._table is not None else None
        if sheet is not self._model.sheet:
            self._model.show_sheet(sheet)
        self.grid.horizontalHeader().setVisible(sheet is not None and sheet.has_names)
        self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(number)
        self.tabs.blockSignals(False)
        self._write_out()

    def _on_tab_changed(self, number: int) -> None:
        self._show_sheet(number)
        self._rest.start()

    def _reveal(self, start: int, end: int, at: float = 1 / 3, *, stays: bool = False) -> None:
        """Go to the first cell that a range of the text covers; nowhere for one outside of it."""
        if self._table is None or not 0 <= start < self._table.sheets[-1].end:
            return
        self._show_sheet(self._table.sheet_at(start))
        sheet = self._model.sheet
        if sheet is None or not sheet.n_rows:
            return
        row = sheet.row_at(start)
        columns = sheet.row(row).columns_in(start, end, sheet.n_columns)
        is_near = stays and self.grid.shows(row)
        self.grid.go_to(row, columns.start, at, scrolls=not is_near)

    def _write_out(self) -> None:
        """Write out the cell that the keys are in: in the grid it may be cut."""
        index = self.grid.currentIndex()
        words = self._model.text(index.row(), index.column()) if index.isValid() else ""
        is_cut = len(words) > _MAX_WRITTEN
        self._written.setText(words[:_MAX_WRITTEN] + ("…" if is_cut else "") if words else "\u00a0")
