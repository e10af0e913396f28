# SPDX-License-Identifier: Apache-2.0
"""The field where a query is typed; arrow keys move in the results without leaving it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QWidget

from findling.ui.theme.icons import IconName, icon
from findling.ui.theme.theme import scaled_font, set_look
from findling.ui.theme.tokens import TypeScale

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from findling.ui.theme.theme import Theme

MAX_QUERY = 2000
_HEIGHT = 42
_STEPS = {
    Qt.Key.Key_Down: (1, False),
    Qt.Key.Key_Up: (-1, False),
    Qt.Key.Key_PageDown: (1, True),
    Qt.Key.Key_PageUp: (-1, True),
}


class SearchField(QLineEdit):
    """A line for queries.

    Parameters
    ----------
    theme : Theme
        Colours the icons.

    Signals
    -------
    move_wanted : int, bool
        Go down (1) or up (-1) in the results, by a row or by a page.
    fold_wanted : bool
        Open (True) or close the current document of the results.
    choose_wanted
        Show the current result.
    leave_wanted
        Escape was pressed and there was nothing to clear.
    """

    move_wanted = Signal(int, bool)
    fold_wanted = Signal(bool)
    choose_wanted = Signal()
    leave_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_moving = False
        set_look(self, "search")
        self.setFont(scaled_font(self.font(), TypeScale.SECTION))
        self.setFixedHeight(_HEIGHT)
        self.setMaxLength(MAX_QUERY)
        self.setAcceptDrops(False)  # files dropped here are for the window
        self.setAccessibleName(self.tr("Search"))
        self._glass = QAction(self.tr("Search"), self)
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self._clear = QAction(self.tr("Clear"), self)
        self.addAction(self._clear, QLineEdit.ActionPosition.TrailingPosition)
        self._clear.triggered.connect(self.clear)
        self._clear.setVisible(False)
        self.textChanged.connect(self._on_text_changed)
        theme.changed.connect(self._draw)
        self._draw()

    def event(self, event: QEvent) -> bool:
        """Keep Escape for the field where it has something to clear."""
        if event.type() == QEvent.Type.ShortcutOverride and self._is_escape(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pass on what moves in the results; keep what edits the query."""
        if not self._steer(event):
            super().keyPressEvent(event)

    def _steer(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._is_moving = True
            self.move_wanted.emit(*_STEPS[key])
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.choose_wanted.emit()
            return True
        if key == Qt.Key.Key_Escape:
            (self.clear if self.text() else self.leave_wanted.emit)()
            return True
        # Sideways keys edit, until the user has gone down into the results.
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self._is_moving and not event.modifiers():
            self.fold_wanted.emit(key == Qt.Key.Key_Right)
            return True
        return False

    @staticmethod
    def _is_escape(event: QEvent) -> bool:
        return getattr(event, "key", int)() == Qt.Key.Key_Escape

    def _on_text_changed(self, text: str) -> None:
        self._is_moving = False
        self._clear.setVisible(bool(text))

    def _draw(self) -> None:
        color = self._theme.colors.muted
        self._glass.setIcon(icon(IconName.SEARCH, color, 18))
        self._clear.setIcon(icon(IconName.CLOSE, color, 16))
