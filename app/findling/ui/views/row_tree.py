# SPDX-License-Identifier: Apache-2.0
"""The list in the middle: rows of results or documents, driven by keyboard and mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRectF, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTreeView, QWidget

from findling.ui.models.roles import AnyIndex, Role, RowKind
from findling.ui.views.row_delegate import RowDelegate

if TYPE_CHECKING:
    from PySide6.QtCore import QAbstractItemModel
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent

    from findling.ui.theme.theme import Theme

_SCROLL_STEP = 24


class RowTree(QTreeView):
    """A tree without branches; its delegate draws what is needed.

    Parameters
    ----------
    theme : Theme
        Gives colours.

    Signals
    -------
    row_changed
        Another row is the current one.
    row_chosen
        The user wants the current row in the preview: Enter or a double click.
    weak_toggled
        The line between strong and weak matches was clicked.
    judged : bool
        The user says that the current row is right, or that it is not.
    """

    row_changed = Signal()
    row_chosen = Signal()
    weak_toggled = Signal()
    judged = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = RowDelegate(theme, self)
        self.setItemDelegate(self._rows)
        self.setHeaderHidden(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setExpandsOnDoubleClick(False)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(_SCROLL_STEP)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        theme.changed.connect(self._on_theme_changed)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show a model."""
        super().setModel(model)
        if model is not None:
            self.selectionModel().currentChanged.connect(self._on_current_changed)

    def select(self, index: QModelIndex) -> None:
        """Make a row the current one and scroll to it."""
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index)

    @property
    def steps_room(self) -> int:
        """Pixels at a row's end that the dots take which show how strong a match is."""
        return round(self._rows.steps_room)

    def cover(self, index: AnyIndex, width: int) -> None:
        """Keep the end of a row's first line free for what lies over it; of no other row."""
        if self._rows.cover(index, width):
            self.viewport().update()

    def select_first(self) -> None:
        """Make the first row that stands for something the current one."""
        first = self.model().index(0, 0)
        if first.data(Role.KIND) is RowKind.WEAK and self.model().rowCount() > 1:
            first = self.model().index(1, 0)
        if first.isValid():
            self.select(first)

    def go(self, rows: int) -> None:
        """Go some rows down, or up when negative; stops at the ends."""
        index = self.currentIndex()
        if not index.isValid():
            self.select_first()
            return
        step = self.indexBelow if rows > 0 else self.indexAbove
        for _ in range(abs(rows)):
            following = step(index)
            if not following.isValid():
                break
            index = following
        self.select(index)

    def rows_per_page(self) -> int:
        """Return about how many rows are in sight, less one."""
        height = self.rowHeight(self.currentIndex()) if self.currentIndex().isValid() else 0
        return max(1, self.viewport().height() // height - 1) if height else 1

    def open_group(self, *, is_open: bool) -> bool:
        """Open or close the document of the current row; True when something changed."""
        index = self.currentIndex()
        if not is_open and index.parent().isValid():
            index = index.parent()
            self.select(index)
        if not index.isValid() or self.isExpanded(index) == is_open:
            return False
        if is_open and not self.model().rowCount(index):  # hasChildren is private in lists
            return False
        self.setExpanded(index, is_open)
        return True

    def choose(self) -> None:
        """Do what Enter does on the current row."""
        index = self.currentIndex()
        if index.data(Role.KIND) is RowKind.WEAK:
            self.weak_toggled.emit()
        elif index.isValid():
            self.row_chosen.emit()

    # -- Qt --------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter shows; the rest is as in every list."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.choose()
            return
        is_sideways = event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        if is_sideways and not event.modifiers():
            self.open_group(is_open=event.key() == Qt.Key.Key_Right)
            return
        super().keyPressEvent(event)

    def more_rect(self, index: QModelIndex) -> QRectF:
        """Return where a click opens or closes a document, in pixels of the viewport."""
        return self._rows.more_rect(index, QRectF(self.visualRect(index)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open or close a document where its row says so."""
        index = self.indexAt(event.position().toPoint())
        super().mousePressEvent(event)
        if event.button() is not Qt.MouseButton.LeftButton or not index.isValid():
            return
        if index.data(Role.KIND) is RowKind.WEAK:
            self.weak_toggled.emit()
        elif self.more_rect(index).contains(event.position()):
            self.setExpanded(index, not self.isExpanded(index))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand where a click opens something."""
        index = self.indexAt(event.position().toPoint())
        is_link = self._is_link(index, event)
        shape = Qt.CursorShape.PointingHandCursor if is_link else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        super().mouseMoveEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show the row."""
        index = self.indexAt(event.position().toPoint())
        is_link = self._is_link(index, event)
        if is_link:  # two quick clicks on a link are two clicks
            self.mousePressEvent(event)
        elif index.isValid() and event.button() is Qt.MouseButton.LeftButton:
            self.row_chosen.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break lines anew where the width changed."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def drawBranches(self, painter: object, rect: object, index: AnyIndex) -> None:
        """Draw none."""

    def _is_link(self, index: QModelIndex, event: QMouseEvent) -> bool:
        """Return whether a click does more than choose a row."""
        if not index.isValid():
            return False
        is_weak = index.data(Role.KIND) is RowKind.WEAK
        return is_weak or self.more_rect(index).contains(event.position())

    def _on_current_changed(self) -> None:
        self.row_changed.emit()

    def _on_theme_changed(self) -> None:
        self._rows.refresh()
        self.scheduleDelayedItemsLayout()
        self.viewport().update()
