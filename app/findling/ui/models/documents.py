# SPDX-License-Identifier: Apache-2.0
"""Documents as a flat list: those of a folder, or those that could not be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from findling.services.types import DocumentState
from findling.ui import wording
from findling.ui.models.away import Away
from findling.ui.models.roles import AnyIndex, Role, RowKind
from findling.ui.sentences import told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from findling.services.types import DocumentRow

_UNREADABLE = frozenset({DocumentState.FAILED, DocumentState.UNSUPPORTED})


class DocumentModel(QAbstractListModel):
    """Rows of documents, all of one height.

    Parameters
    ----------
    parent : QObject, optional
        Qt's owner.
    away : Away, optional
        Which documents cannot be opened now.
    """

    def __init__(self, parent: QObject | None = None, away: Away | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[DocumentRow, ...] = ()
        self._away = away or Away()

    def show_documents(self, rows: Sequence[DocumentRow]) -> None:
        """Take the place of everything shown; nothing happens when it is the same."""
        if tuple(rows) == self._rows:
            return
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def find(self, document_id: int) -> QModelIndex:
        """Return the row of a document; an invalid index when it is not shown."""
        for row, document in enumerate(self._rows):
            if document.id == document_id:
                return self.index(row, 0)
        return QModelIndex()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  Qt's default
        """Return the number of documents."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401  Qt's
        """Return one value of a row."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Role.KIND:
            return RowKind.FAILED if row.state in _UNREADABLE else RowKind.DOCUMENT
        if role == Role.DOCUMENT:
            return row
        if role == Role.AWAY:
            return self._away.has(row)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return wording.name(row)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return wording.with_away(wording.spoken_document(row), is_away=self._away.has(row))
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{row.path}\n{told(row.reason)}".strip()
        return None
