# SPDX-License-Identifier: Apache-2.0
"""One sheet for a grid: its cells, and which of them carry a mark. Rows are parsed when asked."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from findling.services.table_text import Row, RowKind
from findling.services.text_find import FoundWords
from findling.ui.i18n.texts import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject

    from findling.services.table_text import Sheet
    from findling.services.types import PassageHit

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_VALUE_ROLES = frozenset({_Role.DisplayRole, _Role.ToolTipRole, _Role.AccessibleTextRole})

_MAX_SHOWN = 2000
"""Characters of a cell that are shown: the rest is far outside of it."""

_MAX_TIP = 1000
_KEPT_MARKS = 500
_WORDS = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_FIGURES = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_LOOKED_AT = 5


class RowMarks(NamedTuple):
    """Columns of a row by the marks that they carry."""

    own: range = range(0)
    others: tuple[range, ...] = ()
    found: tuple[range, ...] = ()
    found_now: range = range(0)


class TableModel(QAbstractTableModel):
    """Gives a grid what it shows of a sheet.

    Attributes
    ----------
    sheet : Sheet or None
        What is shown.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sheet: Sheet | None = None
        self._names: tuple[str, ...] = ()
        self._hits: tuple[PassageHit, ...] = ()
        self._current = -1
        self._found = FoundWords()
        self._current_found = -1
        self._marks: dict[int, RowMarks] = {}

    def show_sheet(self, sheet: Sheet | None) -> None:
        """Show another sheet; marks stay those of the text."""
        self.beginResetModel()
        self.sheet = sheet
        self._names = sheet.names_at(0) if sheet is not None else ()
        self._marks = {}
        self.endResetModel()

    def mark_hits(self, hits: Sequence[PassageHit], current: int) -> None:
        """Mark passages, one of them boldly; the grid paints anew."""
        self._hits, self._current = tuple(hits), current
        self._marks = {}

    def mark_found(self, found: FoundWords, current: int) -> None:
        """Mark words that were found; the grid paints anew."""
        self._found, self._current_found = found, current
        self._marks = {}

    def show_names_of(self, row: int) -> None:
        """Have the header show the names of the columns of the table that a row belongs to."""
        names = self.sheet.names_at(row) if self.sheet is not None else ()
        if names != self._names:
            self._names = names
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)

    def marks(self, row: int) -> RowMarks:
        """Return which columns of a row carry marks."""
        if row not in self._marks:
            if len(self._marks) > _KEPT_MARKS:
                self._marks.clear()
            self._marks[row] = self._marks_of(row)
        return self._marks[row]

    def is_line(self, row: int) -> bool:
        """Say whether a row is one piece of text over all columns."""
        return self.sheet is not None and self.sheet.row(row).kind is RowKind.LINE

    def is_names(self, row: int) -> bool:
        """Say whether a row has the names of columns in it."""
        return self.sheet is not None and self.sheet.row(row).kind is RowKind.NAMES

    def is_figure(self, row: int, column: int) -> bool:
        """Say whether a cell is set to the other side, as figures are."""
        return self.sheet is not None and self.sheet.is_figure(row, column)

    def shown(self, row: int, column: int) -> str:
        """Return what a cell shows."""
        return self.sheet.value(row, column)[:_MAX_SHOWN] if self.sheet is not None else ""

    def text(self, row: int, column: int) -> str:
        """Return all that stands in a cell, below the name of its column."""
        if self.sheet is None:
            return ""
        value = self.sheet.value(row, column)
        kind, names = self.sheet.row(row).kind, self.sheet.names_at(row)
        name = names[column] if column < len(names) and kind is RowKind.CELLS else ""
        return f"{name}: {value}" if name and value else value

    # -- what Qt asks ----------------------------------------------------------------------------

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of rows."""
        return self.sheet.n_rows if self.sheet is not None and not parent.isValid() else 0

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of columns of the widest table."""
        return self.sheet.n_columns if self.sheet is not None and not parent.isValid() else 0

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> object:
        """Return what a cell shows, or is called."""
        if self.sheet is None or not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == _Role.DisplayRole:
            return self.shown(row, column)
        if role in (_Role.ToolTipRole, _Role.AccessibleTextRole):
            return self.text(row, column)[:_MAX_TIP]
        if role == _Role.AccessibleDescriptionRole and column in self.marks(row).own:
            return tr("In the passage that was found")
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> object:
        """Return the name of a column; its number where it has none."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == _Role.TextAlignmentRole:
            return _FIGURES if self._has_figures(section) else _WORDS
        if role not in _VALUE_ROLES or section >= len(self._names):
            return None
        return self._names[section] or (str(section + 1) if not any(self._names) else "")

    def _has_figures(self, column: int) -> bool:
        """Say whether the first rows of a column are figures: its name stands above them then."""
        return any(self.is_figure(row, column) for row in range(min(_LOOKED_AT, self.rowCount())))

    def _marks_of(self, number: int) -> RowMarks:
        if self.sheet is None or not 0 <= number < self.sheet.n_rows:
            return RowMarks()
        row = self.sheet.row(number)
        if row.kind is RowKind.NAMES:
            return RowMarks()
        n_columns = self.sheet.n_columns
        hits = [row.columns_in(hit.start, hit.end, n_columns) for hit in self._hits]
        own = hits[self._current] if 0 <= self._current < len(hits) else range(0)
        others = tuple(c for n, c in enumerate(hits) if c and n != self._current)
        return RowMarks(own, others, *self._found_in(row, n_columns))

    def _found_in(self, row: Row, n_columns: int) -> tuple[tuple[range, ...], range]:
        ranges = self._found.ranges
        first = max(0, bisect_left(ranges, (row.start, 0)) - 1)
        last = bisect_left(ranges, (row.end, 0))
        found = {n: row.columns_in(*ranges[n], n_columns) for n in range(first, last)}
        now = found.get(self._current_found, range(0))
        return tuple(columns for columns in found.values() if columns), now
