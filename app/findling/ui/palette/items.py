# SPDX-License-Identifier: Apache-2.0
"""What the palette lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt, Signal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from findling.ui.models.roles import AnyIndex
    from findling.ui.theme.icons import IconName

ITEM_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class PaletteItem:
    """One thing that can be chosen.

    Attributes
    ----------
    name : str
    act : callable
        What choosing it does.
    kind : str
        What it is, in a word or two.
    keys : str
        Its keys; empty for none.
    icon : IconName, optional
    places : tuple of int
        Which letters of the name were typed.
    detail : str
        A line below the name; all items of a list have one, or none has.
    """

    name: str
    act: Callable[[], object]
    kind: str = ""
    keys: str = ""
    icon: IconName | None = None
    places: tuple[int, ...] = ()
    detail: str = ""


class LetterSource(QObject):
    """Knows what letters may mean.

    Signals
    -------
    found
        `items` are others now.
    """

    found = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.items: tuple[PaletteItem, ...] = ()

    def look_up(self, letters: str) -> None:
        """Find what letters may mean, at once or later."""
        raise NotImplementedError


class PaletteModel(QAbstractListModel):
    """Rows of the palette."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[PaletteItem, ...] = ()

    def show_items(self, items: Sequence[PaletteItem]) -> None:
        """Show others."""
        self.beginResetModel()
        self._items = tuple(items)
        self.endResetModel()

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Return how many there are."""
        return 0 if parent is not None and parent.isValid() else len(self._items)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401  Qt's
        """Return what a row shows and says."""
        if not index.isValid() or not 0 <= index.row() < len(self._items):
            return None
        item = self._items[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return item.name
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return ", ".join(filter(None, (item.kind, item.keys, item.detail)))
        return item if role == ITEM_ROLE else None

    def item(self, index: QModelIndex) -> PaletteItem | None:
        """Return what a row stands for."""
        return index.data(ITEM_ROLE) if index.isValid() else None
