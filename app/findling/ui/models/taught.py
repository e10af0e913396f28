# SPDX-License-Identifier: Apache-2.0
"""What was taught as a table: sentence, effect, date; a box switches a row off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractProxyModel,
    QAbstractTableModel,
    QModelIndex,
    QObject,
    Qt,
    Signal,
)

from findling.ui import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from findling.services.teaching_effects import TeachingEffect
    from findling.services.types import TeachingRow
    from findling.ui.models.roles import AnyIndex

_LESSON, KIND, EFFECT, DATE = range(4)


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
        self._effects: dict[int, TeachingEffect] = {}

    def show_rows(self, rows: Sequence[TeachingRow]) -> None:
        """Show teachings; where only their switches differ the rows stay in place."""
        fresh = list(reversed(rows))
        ids = {row.id for row in fresh}
        self._effects = {key: one for key, one in self._effects.items() if key in ids}
        if [row.id for row in fresh] == [row.id for row in self._rows]:
            self._rows = fresh
            if fresh:
                last = self.index(len(fresh) - 1, self.columnCount() - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._rows = fresh
        self.endResetModel()

    def show_effect(self, teaching_id: int, effect: TeachingEffect) -> None:
        """Show what a teaching does."""
        self._effects[teaching_id] = effect
        for at, row in enumerate(self._rows):
            if row.id == teaching_id:
                self.dataChanged.emit(self.index(at, EFFECT), self.index(at, EFFECT))

    def row_of(self, index: AnyIndex) -> TeachingRow | None:
        """Return the teaching of an index of this model or of one that is put before it."""
        while isinstance(proxy := index.model(), QAbstractProxyModel):
            index = proxy.mapToSource(index)
        return self.row_at(index)

    def row_at(self, index: AnyIndex) -> TeachingRow | None:
        """Return the teaching of a row."""
        return self._rows[index.row()] if index.isValid() else None

    # -- QAbstractTableModel ---------------------------------------------------------------------

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  Qt's default
        """Return the number of teachings."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  Qt's default
        """Return the number of columns."""
        return 0 if parent.isValid() else 4

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401  Qt's
        """Return the name of a column."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        names = (self.tr("What I taught"), self.tr("Kind"), self.tr("Effect"), self.tr("Taught on"))
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
            return self._tip(row, index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(row, index.column())
        if role == Qt.ItemDataRole.AccessibleDescriptionRole and index.column() == _LESSON:
            others = (self._text(row, column) for column in range(1, self.columnCount()))
            return ", ".join(filter(None, others))
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

    def _text(self, row: TeachingRow, column: int) -> str:
        if column == _LESSON:
            return wording.teaching(row)
        if column == EFFECT:
            return wording.effect(row, self._effects.get(row.id))
        if column == DATE:
            return wording.date(row.created)
        kinds = {"good": wording.tr("Good match"), "bad": wording.tr("Not this")}
        return kinds.get(row.kind, wording.tr("Meaning"))

    def _tip(self, row: TeachingRow, column: int) -> str:
        if column != EFFECT:
            return "\n".join(filter(None, (wording.teaching(row), row.excerpt)))
        if row.kind == "means":
            text = self.tr("Documents that a search for “%1” finds only because of this.")
        else:
            text = self.tr("Place of the passage for “%1”: without this → with it.")
        return text.replace("%1", row.query)
