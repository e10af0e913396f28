# SPDX-License-Identifier: Apache-2.0
"""The headings of the document in sight, to go to by a click."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTreeView

from findling.services.types import SLIDES, UNNAMED_SLIDE
from findling.ui.i18n.texts import tr
from findling.ui.theme.theme import set_look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QShowEvent
    from PySide6.QtWidgets import QWidget

    from findling.services.outline import OutlineEntry

_NUMBER = Qt.ItemDataRole.UserRole
_INDENT = 14


class ContentsView(QTreeView):
    """Shows headings as a tree and follows the reader.

    Signals
    -------
    entry_chosen : OutlineEntry
        A heading to go to.
    """

    entry_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[OutlineEntry, ...] = ()
        self._format = ""
        self._offsets: list[int] = []
        self._offset = 0
        self._items: list[QStandardItem] = []
        self._model = QStandardItemModel(self)
        self.setModel(self._model)
        self.setHeaderHidden(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setIndentation(_INDENT)
        self.setUniformRowHeights(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setAccessibleName(tr("Contents"))
        set_look(self, "contents")
        self.clicked.connect(self._on_chosen)
        self.activated.connect(self._on_chosen)

    def show_entries(self, entries: Sequence[OutlineEntry], format: str = "") -> None:
        """Show the headings of a document; while nobody sees them, nothing is made of them.

        Those of slides go by their number.
        """
        if entries == self._entries and format == self._format:
            return
        self._entries, self._format = tuple(entries), format
        self._offsets = [entry.offset for entry in entries]
        self._items = []
        self._model.clear()
        if self.isVisible():
            self._fill()

    def showEvent(self, event: QShowEvent) -> None:
        """Make the tree once it is seen: of thousands of headings that takes a moment."""
        super().showEvent(event)
        if len(self._items) != len(self._entries):
            self._fill()
            self.show_offset(self._offset)

    def _fill(self) -> None:
        above: list[tuple[int, QStandardItem]] = [(0, self._model.invisibleRootItem())]
        for number, entry in enumerate(self._entries):
            while above[-1][0] >= entry.level:
                above.pop()
            item = _item(number, entry, self._format)
            above[-1][1].appendRow(item)
            above.append((entry.level, item))
            self._items.append(item)
        self.expandAll()

    def show_offset(self, offset: int) -> None:
        """Choose the heading above a code point of the text; tells nobody."""
        self._offset = offset
        number = bisect_right(self._offsets, offset) - 1
        if not 0 <= number < len(self._items):
            self.setCurrentIndex(QModelIndex())
        else:
            self.setCurrentIndex(self._items[number].index())

    def _on_chosen(self, index: QModelIndex) -> None:
        number = index.data(_NUMBER)
        if isinstance(number, int):
            self.entry_chosen.emit(self._entries[number])


def _slide(entry: OutlineEntry) -> str:
    """Return "Slide 3: Plan", or "Slide 3" for one without a title."""
    number = str(entry.page + 1)
    if entry.title == UNNAMED_SLIDE.replace("%1", number):
        return tr("Slide %1").replace("%1", number)
    return tr("Slide %1: %2").replace("%1", number).replace("%2", entry.title)


def _item(number: int, entry: OutlineEntry, format: str) -> QStandardItem:
    is_slide = format in SLIDES and entry.page >= 0
    tip = _slide(entry) if is_slide and entry.level == 1 else entry.title
    item = QStandardItem(tip)
    if entry.page >= 0 and not is_slide:
        page = tr("p. %1").replace("%1", str(entry.page + 1))
        tip = f"{entry.title} ({page})"
    item.setData(number, _NUMBER)
    item.setToolTip(tip)
    return item
