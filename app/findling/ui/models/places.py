# SPDX-License-Identifier: Apache-2.0
"""The rows of the library pane: all documents, what was added, what needs attention."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from findling.ui import wording
from findling.ui.models.roles import AnyIndex, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from findling.services.groups import GroupRow
    from findling.services.saved_searches import SavedSearchRow
    from findling.services.types import SourceRow


class PlaceKind(Enum):
    """Kinds of places."""

    ALL = "all"
    HEADING = "heading"
    SOURCE = "source"
    ATTENTION = "attention"
    SEARCH = "search"
    COLLECTION = "collection"
    TAG = "tag"


@dataclass(frozen=True, slots=True)
class Place:
    """One row.

    Attributes
    ----------
    kind : PlaceKind
    label : str
        What is shown.
    number : int
        Documents in it.
    source : SourceRow or None
        For rows of kind SOURCE.
    saved : SavedSearchRow or None
        For rows of kind SEARCH, which have no number.
    group : GroupRow or None
        For rows of kind COLLECTION and TAG.
    """

    kind: PlaceKind
    label: str
    number: int = 0
    source: SourceRow | None = None
    saved: SavedSearchRow | None = None
    group: GroupRow | None = None

    def is_same(self, other: Place) -> bool:
        """Return whether both rows stand for the same place, whatever their numbers."""
        if self.kind is PlaceKind.HEADING is other.kind:
            return self.label == other.label
        return self.kind is other.kind and self._key == other._key

    @property
    def _key(self) -> int:
        row = self.source or self.saved or self.group
        return row.id if row else -1


class PlaceModel(QAbstractListModel):
    """Places of the library.

    Parameters
    ----------
    parent : QObject, optional
        Qt's owner.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._places: list[Place] = [Place(PlaceKind.ALL, self.tr("All documents"))]

    def show_library(
        self,
        sources: Sequence[SourceRow],
        n_documents: int,
        n_attention: int,
        searches: Sequence[SavedSearchRow] = (),
        groups: Sequence[GroupRow] = (),
    ) -> None:
        """Show what is in the library; rows that stay keep their selection."""
        places = [Place(PlaceKind.ALL, self.tr("All documents"), n_documents)]
        if n_attention:
            places.append(Place(PlaceKind.ATTENTION, self.tr("Needs attention"), n_attention))
        if sources:
            places.append(Place(PlaceKind.HEADING, self.tr("Folders and files")))
        names = [source.path.name or str(source.path) for source in sources]
        places += [
            Place(PlaceKind.SOURCE, name, source.documents, source)
            for source, name in zip(sources, names, strict=True)
        ]
        for kind, heading in (
            (PlaceKind.COLLECTION, self.tr("Collections")),
            (PlaceKind.TAG, self.tr("Tags")),
        ):
            rows = [row for row in groups if row.kind.value == kind.value]
            if rows:
                places.append(Place(PlaceKind.HEADING, heading))
            places += [Place(kind, row.name, len(row.documents), group=row) for row in rows]
        if searches:
            places.append(Place(PlaceKind.HEADING, self.tr("Saved searches")))
        places += [Place(PlaceKind.SEARCH, row.name, saved=row) for row in searches]
        self._replace(places)

    def find(self, kind: PlaceKind) -> QModelIndex:
        """Return the first row of a kind; an invalid index when there is none."""
        for row, place in enumerate(self._places):
            if place.kind is kind:
                return self.index(row, 0)
        return QModelIndex()

    def places(self) -> list[Place]:
        """Return what can be chosen."""
        return [place for place in self._places if place.kind is not PlaceKind.HEADING]

    def index_of(self, wanted: Place) -> QModelIndex:
        """Return the row of a place; an invalid index when it is not there any more."""
        for row, place in enumerate(self._places):
            if place.is_same(wanted):
                return self.index(row, 0)
        return QModelIndex()

    def place(self, index: AnyIndex) -> Place | None:
        """Return the place of a row."""
        return self._places[index.row()] if index.isValid() else None

    def _replace(self, places: list[Place]) -> None:
        """Change, remove and insert rows one by one, so that the chosen row stays chosen."""
        for row in reversed(range(len(self._places))):
            if not any(self._places[row].is_same(place) for place in places):
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._places[row]
                self.endRemoveRows()
        if not _is_in_order(self._places, places):
            self.beginResetModel()
            self._places = places
            self.endResetModel()
            return
        for row, place in enumerate(places):
            if row < len(self._places) and self._places[row].is_same(place):
                self._change(row, place)
                continue
            self.beginInsertRows(QModelIndex(), row, row)
            self._places.insert(row, place)
            self.endInsertRows()

    def _change(self, row: int, place: Place) -> None:
        if self._places[row] != place:
            self._places[row] = place
            changed = self.index(row, 0)
            self.dataChanged.emit(changed, changed)

    # -- QAbstractListModel ----------------------------------------------------------------------

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  Qt's default
        """Return the number of places."""
        return 0 if parent.isValid() else len(self._places)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Return that headings cannot be chosen."""
        place = self.place(index)
        if place is not None and place.kind is PlaceKind.HEADING:
            return Qt.ItemFlag.ItemNeverHasChildren
        return super().flags(index)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401  Qt's
        """Return one value of a place."""
        place = self.place(index)
        if place is None:
            return None
        if role == Role.PLACE:
            return place
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return place.label
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return self._spoken(place)
        if role == Qt.ItemDataRole.ToolTipRole and place.saved:
            return place.saved.query
        if role == Qt.ItemDataRole.ToolTipRole and place.source:
            missing = self.tr("Not connected. Its documents can still be found.")
            return (
                f"{place.source.path}\n{missing}"
                if place.source.missing
                else str(place.source.path)
            )
        return None

    def _spoken(self, place: Place) -> str:
        if place.kind is PlaceKind.HEADING:
            return ""
        if place.saved:
            return self.tr("saved search") + ", " + place.saved.query
        parts = [wording.documents(place.number)]
        if place.source and place.source.missing:
            parts.append(self.tr("not connected"))
        return ", ".join(parts)


def _is_in_order(kept: list[Place], wanted: list[Place]) -> bool:
    """Return whether rows that stay are in the order of the new list."""
    rest = iter(wanted)
    return all(any(place.is_same(other) for other in rest) for place in kept)
