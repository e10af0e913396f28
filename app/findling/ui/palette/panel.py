# SPDX-License-Identifier: Apache-2.0
"""The panel over the window that takes a few letters and lists what they may mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from shiboken6 import isValid

from findling.ui.i18n.texts import tr
from findling.ui.palette.chooser import Chooser
from findling.ui.theme.tokens import Space

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from findling.ui.palette.items import LetterSource
    from findling.ui.theme.theme import Theme

_WIDTH = 600


class Palette(Chooser):
    """Lies over its window.

    Parameters
    ----------
    theme : Theme
        Gives colours.
    source : LetterSource
        Knows what there is.
    window : QWidget
        What it lies over.
    """

    def __init__(self, theme: Theme, source: LetterSource, window: QWidget) -> None:
        super().__init__(
            theme,
            source,
            window,
            prompt=tr("Type the name of a command, a document or a folder"),
            nothing=tr("Nothing has these letters"),
        )
        self._window = window
        self._before: QWidget | None = None
        self.setAccessibleName(tr("All commands"))
        self.field.setAccessibleName(tr("Name of a command, a document or a folder"))
        self.view.setAccessibleName(tr("What the letters may mean"))
        window.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Show the panel with an empty field; where it is open already, close it."""
        if self.isVisible():
            self.leave()
            return
        self._before = self._window.focusWidget()
        self.begin()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def leave(self) -> None:
        """Hide, and give the focus back."""
        self.hide()
        before, self._before = self._before, None
        if before is not None and isValid(before) and before.isVisible():  # it may be gone by now
            before.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size, and go when the focus does."""
        kind = event.type()
        if watched is self._window and kind == QEvent.Type.Resize and self.isVisible():
            self._place()
        elif kind == QEvent.Type.FocusOut and watched is self.field and self._is_left_for_good():
            self.hide()
        return super().eventFilter(watched, event)

    def _is_left_for_good(self) -> bool:
        """Return whether the focus went elsewhere in the window, not to another program."""
        return self._window.isActiveWindow()

    def _place(self) -> None:
        """Lie in the upper middle of the window, as high as the rows need."""
        super()._place()
        width = min(_WIDTH * self.fontMetrics().height() // 16, self._window.width() - 2 * Space.L)
        height = self.sizeHint().height()
        top = min(self._window.height() // 8, max(0, self._window.height() - height - Space.L))
        self.setGeometry((self._window.width() - width) // 2, top, width, height)
