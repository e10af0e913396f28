# SPDX-License-Identifier: Apache-2.0
"""The rows of a dry run: document, label, how sure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from findling.ui import wording
from findling.ui.i18n.texts import tr

if TYPE_CHECKING:
    from findling.services.types import DocumentRow

    GuessRow = tuple[DocumentRow, str, float]

AnyIndex = QModelIndex | QPersistentModelIndex


class GuessModel(QAbstractTableModel):
    """Guesses, surest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[GuessRow, ...] = ()

    def show_rows(self, rows: tuple[GuessRow, ...]) -> None:
        """Show other rows."""
        if rows == self._rows:
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  Qt's default
        """Return the number of guesses."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  Qt's default
        """Return 3: document, label, how sure."""
        return 0 if parent.isValid() else 3

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401  Qt's
        """Return the name of a column."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (tr("Document"), tr("Label"), tr("Sure"))[section]
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401  Qt's
        """Return one value of a row."""
        if not index.isValid():
            return None
        document, label, probability = self._rows[index.row()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(document.path)
        if role == Qt.ItemDataRole.DisplayRole:
            return (wording.name(document), label, f"{probability:.0%}")[index.column()]
        return None
