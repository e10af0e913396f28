# SPDX-License-Identifier: Apache-2.0
"""A field and the list of what its letters may mean; everything can be done from the field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from findling.ui.announcing import announce, announce_row
from findling.ui.palette.delegate import PaletteDelegate
from findling.ui.palette.items import PaletteModel
from findling.ui.theme.theme import dress, set_look
from findling.ui.theme.tokens import Space

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from findling.ui.palette.items import LetterSource
    from findling.ui.theme.theme import Theme

ROWS = 10
"""Most rows that are in sight."""

_MOVES = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: ROWS,
    Qt.Key.Key_PageUp: -ROWS,
}


class Chooser(QFrame):
    """A field with a list below it.

    Parameters
    ----------
    theme : Theme
        Gives colours.
    source : LetterSource
        Knows what there is.
    parent : QWidget
    prompt : str
        What stands in the empty field.
    nothing : str
        What stands below letters that mean nothing.
    """

    def __init__(
        self, theme: Theme, source: LetterSource, parent: QWidget, *, prompt: str, nothing: str
    ) -> None:
        super().__init__(parent)
        dress(self)
        self._source = source
        set_look(self, "floating")
        self.field = QLineEdit(self)
        self.view = QListView(self)
        self.model = PaletteModel(self)
        self._none = QLabel(nothing, self)
        self._set_up(theme, prompt)
        source.found.connect(self._show_items)
        theme.changed.connect(self.view.viewport().update)

    def begin(self) -> None:
        """Begin with an empty field."""
        self.field.clear()
        self._source.look_up("")

    def choose(self) -> None:
        """Do what the current row says."""
        item = self.model.item(self.view.currentIndex())
        if item is not None:
            self.leave()
            item.act()

    def leave(self) -> None:
        """Go out of sight."""
        self.hide()

    @property
    def list_height(self) -> int:
        """Height of the rows that are in sight."""
        rows = min(ROWS, max(1, self.model.rowCount()))
        row = self.view.sizeHintForRow(0) if self.model.rowCount() else 0
        return max(row * rows, 1)

    # -- Qt ----------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that move, choose and close."""
        kind = event.type()
        if watched is self.field and kind == QEvent.Type.ShortcutOverride:
            if getattr(event, "key", int)() == Qt.Key.Key_Escape:
                event.accept()
                return True
        elif watched is self.field and kind == QEvent.Type.KeyPress:
            return self._steer(event)  # pyright: ignore[reportArgumentType]  of this type it is one
        return super().eventFilter(watched, event)

    # -- inside ------------------------------------------------------------------------------------

    def _steer(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _MOVES:
            self._move(_MOVES[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.choose()
        elif key == Qt.Key.Key_Escape:
            self.leave()
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
        announce_row(self.view, self.view.currentIndex())

    def _show_items(self) -> None:
        self.model.show_items(self._source.items)
        has_any = bool(self.model.rowCount())
        self.view.setVisible(has_any)
        self._none.setVisible(not has_any and bool(self.field.text().strip()))
        if has_any:
            self.view.setCurrentIndex(self.model.index(0))
            announce_row(self.view, self.view.currentIndex())
        elif not self._none.isHidden():
            announce(self.view, self._none.text())
        self._place()

    def _place(self) -> None:
        """Be as high as the rows need."""
        self.view.setFixedHeight(self.list_height)

    def _set_up(self, theme: Theme, prompt: str) -> None:
        set_look(self.field, "search")
        self.field.setPlaceholderText(prompt)
        self.field.setAccessibleName(prompt)
        self.field.setMinimumHeight(self.field.fontMetrics().height() + 2 * Space.M)
        self.field.textChanged.connect(self._source.look_up)
        self.field.installEventFilter(self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(PaletteDelegate(theme, self.view))
        set_look(self.view, "floating")
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
