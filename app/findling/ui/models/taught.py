# SPDX-License-Identifier: Apache-2.0
"""What was taught as a table: a sentence and its date a row, with a box that switches it off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal

from findling.ui import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from findling.services.types import TeachingRow
    from findling.ui.models.roles import AnyIndex

_LESSON, _KIND, _DATE = range(3)


class TaughtModel(QAbstractTableModel):
    """Rows of teachings, newest first.

    Parameters
    ----------
    parent : QObject, optional
        Qt's owner.

    Signals
    -------
    switch_wanted : TeachingRow, bool
        The box of a row was clicked: whether it shall count.
    """

    switch_wanted = Signal(object, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[TeachingRow] = []

    def show_rows(self, rows: Sequence[TeachingRow]) -> None:
        """Show teachings; where only their switches differ the rows stay in place."""
        fresh = list(reversed(rows))
        if [row.id for row in fresh] == [row.id for row in self._rows]:
            self._rows = fresh
            if fresh:
                last = self.index(len(fresh) - 1, self.columnCount() - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._rows = fresh
        self.endResetModel()

    def row_at(self, index: AnyIndex) -> TeachingRow | None:
        """Return the teaching of a row."""
        return self._rows[index.row()] if index.isValid() else None

    # -- QAbstractTableModel ---------------------------------------------------------------------

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  Qt's default
        """Return the number of teachings."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  Qt's default
        """Return the number of columns."""
        return 0 if parent.isValid() else 3

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401  Qt's
        """Return the name of a column."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        names = (self.tr("What I taught"), self.tr("Kind"), self.tr("Taught on"))
        return names[section] if 0 <= section < len(names) else None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Return that the first column has a box."""
        flags = super().flags(index)
        is_box = index.isValid() and index.column() == _LESSON
        return flags | Qt.ItemFlag.ItemIsUserCheckable if is_box else flags

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401  Qt's
        """Return one value of a teaching."""
        row = self.row_at(index)
        if row is None:
            return None
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == _LESSON:
            return Qt.CheckState.Checked if row.enabled else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(filter(None, (wording.teaching(row), row.excerpt)))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return _text(row, index.column())
        return None

    def setData(
        self,
        index: AnyIndex,
        value: Any,  # noqa: ANN401  Qt's
        role: int = Qt.ItemDataRole.EditRole,
    ) -> bool:
        """Ask for a teaching to count or not; the box follows when that has been stored."""
        row = self.row_at(index)
        if row is None or role != Qt.ItemDataRole.CheckStateRole or index.column() != _LESSON:
            return False
        self.switch_wanted.emit(row, Qt.CheckState(value) is Qt.CheckState.Checked)
        return True


def _text(row: TeachingRow, column: int) -> str:
    if column == _LESSON:
        return wording.teaching(row)
    if column == _DATE:
        return wording.date(row.created)
    kinds = {"good": wording.tr("Good match"), "bad": wording.tr("Not this")}
    return kinds.get(row.kind, wording.tr("Meaning"))
