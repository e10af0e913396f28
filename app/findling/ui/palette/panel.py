# SPDX-License-Identifier: Apache-2.0
"""The panel that takes a few letters and lists what they may mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget
from shiboken6 import isValid

from findling.ui.i18n.texts import tr
from findling.ui.palette.delegate import PaletteDelegate
from findling.ui.palette.items import PaletteModel
from findling.ui.theme.theme import set_look
from findling.ui.theme.tokens import Space

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from findling.ui.palette.source import PaletteSource
    from findling.ui.theme.theme import Theme

_WIDTH = 600
_ROWS = 10
_MOVES = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: _ROWS,
    Qt.Key.Key_PageUp: -_ROWS,
}


class Palette(QFrame):
    """Lies over its window; everything in it can be done from the field.

    Parameters
    ----------
    theme : Theme
        Gives colours.
    source : PaletteSource
        Knows what there is.
    window : QWidget
        What it lies over.
    """

    def __init__(self, theme: Theme, source: PaletteSource, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._source = source
        self._before: QWidget | None = None
        set_look(self, "floating")
        self.setAccessibleName(tr("All commands"))
        self.field = QLineEdit(self)
        self.view = QListView(self)
        self.model = PaletteModel(self)
        self._none = QLabel(tr("Nothing has these letters"), self)
        self._set_up(theme)
        source.found.connect(self._show_items)
        theme.changed.connect(self.view.viewport().update)
        self.hide()

    def open(self) -> None:
        """Show the panel with an empty field; where it is open already, close it."""
        if self.isVisible():
            self.close_panel()
            return
        self._before = self._window.focusWidget()
        self.field.clear()
        self._source.look_up("")
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_panel(self) -> None:
        """Hide, and give the focus back."""
        self.hide()
        before, self._before = self._before, None
        if before is not None and isValid(before) and before.isVisible():  # it may be gone by now
            before.setFocus(Qt.FocusReason.PopupFocusReason)

    def choose(self) -> None:
        """Do what the current row says."""
        item = self.model.item(self.view.currentIndex())
        if item is not None:
            self.close_panel()
            item.act()

    # -- Qt ----------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size; take the keys that move, choose and close."""
        kind = event.type()
        if watched is self._window and kind == QEvent.Type.Resize and self.isVisible():
            self._place()
        elif watched is self.field and kind == QEvent.Type.ShortcutOverride:
            if getattr(event, "key", int)() == Qt.Key.Key_Escape:
                event.accept()
                return True
        elif watched is self.field and kind == QEvent.Type.KeyPress:
            return self._steer(event)  # pyright: ignore[reportArgumentType]  of this type it is one
        elif kind == QEvent.Type.FocusOut and watched is self.field and self._is_left_for_good():
            self.hide()
        return super().eventFilter(watched, event)

    # -- inside ------------------------------------------------------------------------------------

    def _is_left_for_good(self) -> bool:
        """Return whether the focus went elsewhere in the window, not to another program."""
        return self._window.isActiveWindow()

    def _steer(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _MOVES:
            self._move(_MOVES[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.choose()
        elif key == Qt.Key.Key_Escape:
            self.close_panel()
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._move(1 if key == Qt.Key.Key_Tab else -1)
        else:
            return False
        return True

    def _move(self, by: int) -> None:
        """Go on in the list; single steps go round."""
        n = self.model.rowCount()
        if not n:
            return
        at = self.view.currentIndex().row() + by
        at = at % n if abs(by) == 1 else max(0, min(at, n - 1))
        self.view.setCurrentIndex(self.model.index(at))

    def _show_items(self) -> None:
        self.model.show_items(self._source.items)
        has_any = bool(self.model.rowCount())
        self.view.setVisible(has_any)
        self._none.setVisible(not has_any)
        if has_any:
            self.view.setCurrentIndex(self.model.index(0))
        self._place()

    def _set_up(self, theme: Theme) -> None:
        set_look(self.field, "search")
        self.field.setPlaceholderText(tr("Type the name of a command, a document or a folder"))
        self.field.setAccessibleName(tr("Name of a command, a document or a folder"))
        self.field.setMinimumHeight(self.field.fontMetrics().height() + 2 * Space.M)
        self.field.textChanged.connect(self._source.look_up)
        self.field.installEventFilter(self)
        self._window.installEventFilter(self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(PaletteDelegate(theme, self.view))
        set_look(self.view, "floating")
        self.view.setAccessibleName(tr("What the letters may mean"))
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setUniformItemSizes(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.clicked.connect(self.choose)
        set_look(self._none, "muted")
        self._none.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
        self._none.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.S, Space.S, Space.S, Space.S)
        column.setSpacing(Space.S)
        for widget in (self.field, self.view, self._none):
            column.addWidget(widget)

    def _place(self) -> None:
        """Lie in the upper middle of the window, as high as the rows need."""
        rows = min(_ROWS, max(1, self.model.rowCount()))
        row = self.view.sizeHintForRow(0) if self.model.rowCount() else 0
        self.view.setFixedHeight(max(row * rows, 1))
        width = min(_WIDTH * self.fontMetrics().height() // 16, self._window.width() - 2 * Space.L)
        height = self.sizeHint().height()
        top = min(self._window.height() // 8, max(0, self._window.height() - height - Space.L))
        self.setGeometry((self._window.width() - width) // 2, top, width, height)
