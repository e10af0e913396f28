# SPDX-License-Identifier: Apache-2.0
"""Two quiet buttons over a row of results: it is right, or it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from findling.ui.models.roles import Role, RowKind
from findling.ui.theme.icons import IconName
from findling.ui.theme.theme import set_look
from findling.ui.theme.tokens import Space

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex

    from findling.ui.theme.theme import Theme
    from findling.ui.views.row_tree import RowTree

_SIDE = 26


class RowActions(QWidget):
    """Lies over the row that is current or pointed at; keys do the same.

    Parameters
    ----------
    theme : Theme
        Gives icons.
    tree : RowTree
        The rows.

    Signals
    -------
    clicked : bool
        Whether the row that they lie over is right; it is the current one then.
    moved
        They lie over another row, see `index`: show what is taught about it.
    """

    clicked = Signal(bool)
    moved = Signal()

    def __init__(self, theme: Theme, tree: RowTree) -> None:
        super().__init__(tree.viewport())
        self._theme = theme
        self._tree = tree
        self._index = QPersistentModelIndex()
        self._keys = ("", "")
        set_look(self, "actions")
        self.good = self._button(is_good=True)
        self.bad = self._button(is_good=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(Space.XS)
        row.addWidget(self.good)
        row.addWidget(self.bad)
        self.hide()
        tree.entered.connect(self.lie_over)
        tree.verticalScrollBar().valueChanged.connect(self._place)
        tree.viewport().installEventFilter(self)
        tree.expanded.connect(self._place)
        tree.collapsed.connect(self._place)
        theme.changed.connect(self._draw)
        self._draw()

    @property
    def index(self) -> QPersistentModelIndex:
        """The row that they lie over; invalid for none."""
        return self._index

    def lie_over(self, index: QModelIndex) -> None:
        """Go to a row; away where there is nothing to judge."""
        self._index = QPersistentModelIndex(index)
        self._place()

    def show_keys(self, good: str, bad: str) -> None:
        """Name the keys that do the same; empty for none."""
        self._keys = (good, bad)

    def show_verdict(self, verdict: str) -> None:
        """Show what is taught about the row: ``good``, ``bad`` or nothing."""
        names = self.tr("Good match"), self.tr("Not this")
        buttons = (self.good, "good"), (self.bad, "bad")
        for (button, kind), name, key in zip(buttons, names, self._keys, strict=True):
            is_taught = verdict == kind
            button.setChecked(is_taught)
            text = self.tr("%1 (taught): click to take it back").replace("%1", name)
            text = text if is_taught else name
            button.setAccessibleName(text)
            button.setToolTip(f"{text} ({key})" if key else text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the end of the row when the rows become wider or narrower."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        kind = self._index.data(Role.KIND) if self._index.isValid() else None
        if kind not in (RowKind.GROUP, RowKind.PASSAGE):
            self.hide()
            self._tree.cover(QPersistentModelIndex(), 0)
            return
        rect = self._tree.visualRect(self._index)  # pyright: ignore[reportArgumentType]  Qt takes both
        self.adjustSize()
        aside = Space.L + self._tree.steps_room
        is_mirrored = self._tree.isRightToLeft()
        left = rect.left() + aside if is_mirrored else rect.right() - aside - self.width()
        top = rect.top() + (2 if kind is RowKind.GROUP else 1)
        self.move(left, top)
        self.show()
        self._tree.cover(self._index, self.width())
        self.moved.emit()

    def _button(self, *, is_good: bool) -> QToolButton:
        button = QToolButton(self)
        set_look(button, "icon")
        button.setCheckable(True)
        button.setFixedSize(_SIDE, _SIDE)  # fits into the line of the title
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # rows keep it, and have keys for the same
        button.clicked.connect(lambda: self._on_clicked(is_good=is_good))
        return button

    def _on_clicked(self, *, is_good: bool) -> None:
        if self._index.isValid():
            self._tree.select(self._tree.model().index(*self._place_in_model()))
            self.clicked.emit(is_good)

    def _place_in_model(self) -> tuple[int, int, QModelIndex]:
        return self._index.row(), self._index.column(), self._index.parent()

    def _draw(self) -> None:
        self.good.setIcon(self._theme.icon(IconName.CHECK))
        self.bad.setIcon(self._theme.icon(IconName.CLOSE))
