# SPDX-License-Identifier: Apache-2.0
"""Actions and their keys, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QSortFilterProxyModel, Qt
from PySide6.QtGui import QFont, QKeySequence

from findling.ui.actions.table import SECTIONS
from findling.ui.i18n.texts import tr
from findling.ui.palette.fuzzy import folded

if TYPE_CHECKING:
    from findling.ui.actions.ids import ActionId
    from findling.ui.actions.registry import Actions
    from findling.ui.models.roles import AnyIndex

_NATIVE = QKeySequence.SequenceFormat.NativeText
_NO_PARENT = QModelIndex()


class ShortcutModel(QAbstractTableModel):
    """A row an action: what it does, its keys.

    Parameters
    ----------
    actions : Actions
    """

    def __init__(self, actions: Actions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._names = [spec.id for spec in actions.specs()]
        self._sections = [tr(SECTIONS[spec.section]) for spec in actions.specs()]
        actions.keys_given.connect(self._on_keys_given)

    @property
    def has_changes(self) -> bool:
        """Whether any action has other keys than at first."""
        return any(self._actions.is_changed(name) for name in self._names)

    def name_at(self, index: AnyIndex) -> ActionId:
        """Return the action of a row."""
        return self._names[index.row()]

    def index_of(self, name: ActionId) -> QModelIndex:
        """Return the row of an action."""
        return self.index(self._names.index(name), 0)

    def rowCount(self, parent: AnyIndex = _NO_PARENT) -> int:
        """Return how many actions there are."""
        return 0 if parent.isValid() else len(self._names)

    def columnCount(self, parent: AnyIndex = _NO_PARENT) -> int:
        """Return two: action and keys."""
        return 0 if parent.isValid() else 2

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401  Qt's
        """Return what a column is called."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (tr("Action"), tr("Keys"))[section]
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401  Qt's
        """Return what a cell shows and says."""
        if not index.isValid():
            return None
        name = self._names[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(name, index.row()) if index.column() == 0 else self._keys(name)
        if role == Qt.ItemDataRole.FontRole and self._actions.is_changed(name):
            font = QFont()
            font.setBold(True)
            return font
        if role == Qt.ItemDataRole.AccessibleTextRole:
            keys = self._keys(name) or tr("no keys")
            return f"{self._text(name, index.row())}, {keys}"
        return None

    def _text(self, name: ActionId, row: int) -> str:
        return f"{self._sections[row]}: {self._actions.name_of(name)}"

    def _keys(self, name: ActionId) -> str:
        keys = (QKeySequence(key).toString(_NATIVE) for key in self._actions.keys_of(name))
        return ", ".join(keys)

    def _on_keys_given(self) -> None:
        last = self.index(len(self._names) - 1, 1)
        self.dataChanged.emit(self.index(0, 0), last)


class ShortcutFilter(QSortFilterProxyModel):
    """Keeps the rows that have all words of a search.

    Parameters
    ----------
    model : ShortcutModel
    """

    def __init__(self, model: ShortcutModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: list[str] = []
        self.setSourceModel(model)

    def set_words(self, words: str) -> None:
        """Search for other words; all rows where there are none."""
        self._words = folded(words).split()
        self.invalidate()

    def filterAcceptsRow(self, source_row: int, source_parent: AnyIndex) -> bool:  # noqa: ARG002  Qt's
        """Return whether a row has the words."""
        model = self.sourceModel()
        text = " ".join(str(model.index(source_row, column).data() or "") for column in (0, 1))
        return all(word in folded(text) for word in self._words)
