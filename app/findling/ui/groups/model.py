# SPDX-License-Identifier: Apache-2.0
"""Tags and collections as rows with a box: ticked where the chosen documents are in them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt, Signal

from findling.services.groups import GroupKind, GroupRow
from findling.ui import wording
from findling.ui.i18n.texts import tr
from findling.ui.palette.fuzzy import fit
from findling.ui.theme.icons import IconName

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from findling.ui.models.roles import AnyIndex
    from findling.ui.theme.theme import Theme

_ICON = 18
_BOX = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable


class _Wish(NamedTuple):
    """A name as it was written, and whether the documents shall be in the group."""

    name: str
    is_in: bool


class GroupModel(QAbstractListModel):
    """Rows that letters fit, collections first.

    Parameters
    ----------
    theme : Theme
        Draws icons.

    Signals
    -------
    toggled : GroupRow, bool
        The user wants the documents in a group, or out of it.
    """

    toggled = Signal(object, bool)

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._documents: frozenset[int] = frozenset()
        self._rows: list[GroupRow] = []
        self._shown: list[GroupRow] = []
        self._wishes: dict[tuple[GroupKind, str], _Wish] = {}
        self._letters = ""

    def show_documents(self, documents: Iterable[int]) -> None:
        """Have the boxes stand for these documents."""
        self.beginResetModel()
        self._documents = frozenset(documents)
        self._wishes.clear()
        self._letters = ""
        self._fill()
        self.endResetModel()

    def show_groups(self, rows: Sequence[GroupRow]) -> None:
        """Show what there is now; what was wished for and is not done yet is shown as wished."""
        self.beginResetModel()
        self._rows = list(rows)
        for key, wish in list(self._wishes.items()):
            row = self.find(key[0], wish.name) or GroupRow(0, key[0], wish.name)
            present = self._documents & row.documents
            is_met = present == self._documents if wish.is_in else not present
            if is_met:
                del self._wishes[key]
            else:
                self._apply(key[0], row.name, is_in=wish.is_in)
        self._fill()
        self.endResetModel()

    def narrow(self, letters: str) -> None:
        """Show those that letters fit."""
        self.beginResetModel()
        self._letters = letters.strip()
        self._fill()
        self.endResetModel()

    def find(self, kind: GroupKind, name: str) -> GroupRow | None:
        """Return a group by its name, whatever its case."""
        wanted = name.casefold()
        rows = (r for r in self._rows if r.kind is kind and r.name.casefold() == wanted)
        return next(rows, None)

    def wish(self, kind: GroupKind, name: str, *, is_in: bool) -> None:
        """Have the documents in a group, or out of it; it is made where there is none."""
        self.beginResetModel()
        row = self.find(kind, name)
        title = row.name if row else name
        self._wishes[kind, name.casefold()] = _Wish(title, is_in)
        self._apply(kind, title, is_in=is_in)
        self._fill()
        self.endResetModel()
        self.toggled.emit(self.find(kind, name), is_in)

    def row_at(self, index: AnyIndex) -> GroupRow | None:
        """Return the group of a row."""
        return self._shown[index.row()] if index.isValid() else None

    def state_of(self, row: GroupRow) -> Qt.CheckState:
        """Return whether all, some or none of the documents are in a group."""
        if self._documents and self._documents <= row.documents:
            return Qt.CheckState.Checked
        some = bool(self._documents & row.documents)
        return Qt.CheckState.PartiallyChecked if some else Qt.CheckState.Unchecked

    # -- QAbstractListModel ----------------------------------------------------------------------

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  Qt's default
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._shown)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Return that every row has a box."""
        return _BOX if index.isValid() else Qt.ItemFlag.NoItemFlags

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401  Qt's
        """Return one value of a row."""
        row = self.row_at(index)
        if row is None:
            return None
        is_tag = row.kind is GroupKind.TAG
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.name
        if role == Qt.ItemDataRole.CheckStateRole:
            return self.state_of(row)
        if role == Qt.ItemDataRole.DecorationRole:
            name = IconName.TAG if is_tag else IconName.COLLECTION
            return self._theme.icon(name, _ICON)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            kind = tr("Tag") if is_tag else tr("Collection")
            return f"{kind}, {wording.documents(len(row.documents))}"
        return None

    def setData(self, index: AnyIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: ANN401  Qt's
        """Put the documents in or take them out; of some, all are put in."""
        row = self.row_at(index)
        if row is None or role != Qt.ItemDataRole.CheckStateRole:
            return False
        is_in = self.state_of(row) is not Qt.CheckState.Checked
        at = self._rows.index(row)
        self._wishes[row.kind, row.name.casefold()] = _Wish(row.name, is_in)
        changed = self._changed(row, is_in=is_in)
        self._rows[at] = self._shown[index.row()] = changed
        self.dataChanged.emit(index, index)
        self.toggled.emit(changed, is_in)
        del value
        return True

    # -- inside ----------------------------------------------------------------------------------

    def _changed(self, row: GroupRow, *, is_in: bool) -> GroupRow:
        documents = row.documents | self._documents if is_in else row.documents - self._documents
        return replace(row, documents=documents)

    def _apply(self, kind: GroupKind, name: str, *, is_in: bool) -> None:
        row = self.find(kind, name)
        if row is None:
            self._rows.append(self._changed(GroupRow(0, kind, name), is_in=is_in))
        else:
            self._rows[self._rows.index(row)] = self._changed(row, is_in=is_in)

    def _fill(self) -> None:
        fitting = (r for r in self._rows if not self._letters or fit(self._letters, r.name))
        self._shown = sorted(fitting, key=lambda r: (r.kind is GroupKind.TAG, r.name.casefold()))
