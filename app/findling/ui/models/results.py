# SPDX-License-Identifier: Apache-2.0
"""Results of a query as a tree: a row a document, further passages below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt

from findling.ui import wording
from findling.ui.models.away import Away
from findling.ui.models.roles import AnyIndex, Role, RowKind

if TYPE_CHECKING:
    from findling.services.types import PassageHit, ResultGroup, SearchResults

PASSAGES_PER_DOCUMENT = 3
"""A document's row holds its best passage, up to two more are below it."""

_TOP = 0
"""Internal id of rows of documents; a passage has the row of its document plus one."""


class ResultModel(QAbstractItemModel):
    """The groups of one answer; weak ones come after a row that uncovers them.

    Parameters
    ----------
    parent : QObject, optional
        Qt's owner.
    away : Away, optional
        Which documents cannot be opened now.
    """

    def __init__(self, parent: QObject | None = None, away: Away | None = None) -> None:
        super().__init__(parent)
        self._strong: tuple[ResultGroup, ...] = ()
        self._weak: tuple[ResultGroup, ...] = ()
        self._shows_weak = False
        self._says_hide = False
        self._away = away or Away()

    def show_results(self, results: SearchResults, *, shows_weak: bool = False) -> None:
        """Take the place of everything shown.

        Parameters
        ----------
        results : SearchResults
            The new answer.
        shows_weak : bool
            Whether weak matches are uncovered from the start; they are when there are no others.
        """
        self.beginResetModel()
        n_strong = len(results.groups) - results.n_weak
        self._strong = results.groups[:n_strong]
        self._weak = results.groups[n_strong:]
        self._shows_weak = bool(self._weak) and (shows_weak or not self._strong)
        self._says_hide = self._shows_weak
        self.endResetModel()

    def clear(self) -> None:
        """Show nothing."""
        self.beginResetModel()
        self._strong, self._weak, self._shows_weak = (), (), False
        self.endResetModel()

    @property
    def shows_weak(self) -> bool:
        """Whether weak matches are uncovered."""
        return self._shows_weak

    def toggle_weak(self) -> None:
        """Uncover weak matches, or hide them again."""
        if not self._weak:
            return
        first = len(self._strong) + 1
        last = first + len(self._weak) - 1
        if self._shows_weak:
            self.beginRemoveRows(QModelIndex(), first, last)
            self._shows_weak = False
            self.endRemoveRows()
        else:
            self.beginInsertRows(QModelIndex(), first, last)
            self._shows_weak = True
            self.endInsertRows()
        self._says_hide = self._shows_weak  # only now: rows may not change while others come
        divider = self.index(len(self._strong), 0)
        self.dataChanged.emit(divider, divider)

    def find(self, document_id: int) -> QModelIndex:
        """Return the row of a document; an invalid index when it is not shown."""
        for row in range(self.rowCount()):
            group = self._group_at(row)
            if group is not None and group.document.id == document_id:
                return self.index(row, 0)
        return QModelIndex()

    def find_passage(self, passage_id: int) -> QModelIndex:
        """Return the row of a passage; an invalid index when it has none."""
        for row in range(self.rowCount()):
            group = self._group_at(row)
            for n, hit in enumerate(_listed(group) if group else ()):
                if hit.passage_id == passage_id:
                    top = self.index(row, 0)
                    return top if n == 0 else self.index(n - 1, 0, top)
        return QModelIndex()

    # -- QAbstractItemModel ----------------------------------------------------------------------

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  Qt's default
        """Return the number of rows below an index."""
        if not parent.isValid():
            divider = 1 if self._weak else 0
            return len(self._strong) + divider + (len(self._weak) if self._shows_weak else 0)
        if parent.internalId() != _TOP or parent.column() != 0:
            return 0
        group = self._group_at(parent.row())
        return max(0, len(_listed(group)) - 1) if group else 0

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: ARG002, B008  Qt's
        """Return 1: delegates arrange the parts of a row."""
        return 1

    def index(self, row: int, column: int, parent: AnyIndex = QModelIndex()) -> QModelIndex:  # noqa: B008
        """Return the index of a row."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else _TOP)

    def parent(self, child: AnyIndex | None = None) -> QModelIndex:  # pyright: ignore[reportIncompatibleMethodOverride]  Qt has two methods of this name
        """Return the document of a passage; an invalid index for a document."""
        if child is None or not child.isValid() or child.internalId() == _TOP:
            return QModelIndex()
        return self.createIndex(child.internalId() - 1, 0, _TOP)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Return that every row can be chosen; passages have nothing below them."""
        flags = super().flags(index)
        if index.isValid() and index.internalId() != _TOP:
            flags |= Qt.ItemFlag.ItemNeverHasChildren
        return flags

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401  Qt's
        """Return one value of a row."""
        if not index.isValid():
            return None
        top = index.row() if index.internalId() == _TOP else index.internalId() - 1
        group = self._group_at(top)
        if group is None:
            return self._weak_data(role)
        if role == Role.AWAY:
            return self._away.has(group.document)
        if index.internalId() == _TOP:
            return self._group_data(group, top, role)
        return _passage_data(group, group.hits[index.row() + 1], role)

    def _group_at(self, row: int) -> ResultGroup | None:
        """Return the group of a top row; None for the line between strong and weak."""
        if row < len(self._strong):
            return self._strong[row]
        weak = row - len(self._strong) - 1
        return self._weak[weak] if 0 <= weak < len(self._weak) else None

    def _group_data(self, group: ResultGroup, row: int, role: int) -> object:
        best = group.hits[0] if group.hits else None
        if role == Role.KIND:
            return RowKind.GROUP
        if role == Role.HIT:
            return best
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            total = len(self._strong) + len(self._weak)
            position = row + 1 if row < len(self._strong) else row
            spoken = wording.spoken_group(group, position, total)
            return wording.with_away(spoken, is_away=self._away.has(group.document))
        if role == Qt.ItemDataRole.DisplayRole:
            return wording.name(group.document)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return wording.name(group.document)
        return _shared_data(group, best, role)

    def _weak_data(self, role: int) -> object:
        if role == Role.KIND:
            return RowKind.WEAK
        texts = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        if role in texts:
            if self._says_hide:
                return self.tr("Hide weaker matches")
            n = len(self._weak)
            return self.tr("Show 1 weaker match") if n == 1 else self._many_weaker(n)
        return None

    def _many_weaker(self, n: int) -> str:
        return self.tr("Show %Ln weaker matches", "", n)


def _listed(group: ResultGroup) -> tuple[PassageHit, ...]:
    """Return the passages of a document that get a row."""
    return group.hits[:PASSAGES_PER_DOCUMENT]


def _passage_data(group: ResultGroup, hit: PassageHit, role: int) -> object:
    if role == Role.KIND:
        return RowKind.PASSAGE
    if role == Role.HIT:
        return hit
    if role == Qt.ItemDataRole.DisplayRole:
        return hit.snippet
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return wording.page(hit.page, group.document.format) or wording.name(group.document)
    if role == Qt.ItemDataRole.AccessibleDescriptionRole:
        return wording.spoken_hit(hit, group.document.format)
    return _shared_data(group, hit, role)


def _shared_data(group: ResultGroup, hit: PassageHit | None, role: int) -> object:
    if role == Role.GROUP:
        return group
    if role == Role.DOCUMENT:
        return group.document
    if role == Qt.ItemDataRole.ToolTipRole:
        return _tool_tip(group, hit)
    return None


def _tool_tip(group: ResultGroup, hit: PassageHit | None) -> str:
    """Return the full path, the exact score and where else the same file lies."""
    lines = [str(group.document.path)]
    if hit is not None and hit.strength:
        parts = (wording.strength(hit.strength), f"{hit.score:.3f}")
        lines.append(" · ".join(parts))
    lines += [f"= {path}" for path in group.also_at[:5]]
    lines += [f"≈ {document.path}" for document in group.also_in[:5]]
    return "\n".join(lines)
