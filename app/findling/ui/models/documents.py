# SPDX-License-Identifier: Apache-2.0
"""Documents as a flat list: those of a folder, or those that could not be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from findling.services.types import DocumentState
from findling.ui import wording
from findling.ui.models.roles import AnyIndex, Role, RowKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from findling.services.types import DocumentRow

_UNREADABLE = frozenset({DocumentState.FAILED, DocumentState.UNSUPPORTED})

_BATCH = 100
"""Rows are handed to the view in portions as it scrolls: measuring thousands at once takes time."""


class DocumentModel(QAbstractListModel):
    """Rows of documents, handed out as the view asks for them.

    Parameters
    ----------
    parent : QObject, optional
        Qt's owner.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[DocumentRow, ...] = ()
        self._n_shown = 0

    def show_documents(self, rows: Sequence[DocumentRow]) -> None:
        """Take the place of everything shown; nothing happens when it is the same."""
        if tuple(rows) == self._rows:
            return
        self.beginResetModel()
        self._rows = tuple(rows)
        self._n_shown = min(len(self._rows), _BATCH)
        self.endResetModel()

    def find(self, document_id: int) -> QModelIndex:
        """Return the row of a document; an invalid index when it is not shown."""
        for row in range(self._n_shown):
            if self._rows[row].id == document_id:
                return self.index(row, 0)
        return QModelIndex()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  Qt's default
        """Return the number of rows handed out until now."""
        return 0 if parent.isValid() else self._n_shown

    def canFetchMore(self, parent: AnyIndex) -> bool:
        """Return whether there are rows that the view has not asked for."""
        return not parent.isValid() and self._n_shown < len(self._rows)

    def fetchMore(self, parent: AnyIndex) -> None:
        """Hand out the next rows."""
        if not self.canFetchMore(parent):
            return
        n_after = min(len(self._rows), self._n_shown + _BATCH)
        self.beginInsertRows(QModelIndex(), self._n_shown, n_after - 1)
        self._n_shown = n_after
        self.endInsertRows()

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401  Qt's
        """Return one value of a row."""
        if not index.isValid() or index.row() >= self._n_shown:
            return None
        row = self._rows[index.row()]
        if role == Role.KIND:
            return RowKind.FAILED if row.state in _UNREADABLE else RowKind.DOCUMENT
        if role == Role.DOCUMENT:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.path.name
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return wording.spoken_document(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(row.path)
        return None
