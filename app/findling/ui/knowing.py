# SPDX-License-Identifier: Apache-2.0
"""Opens the page that tells what was learned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from findling.ui.model_page.window import ModelWindow

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from findling.ui.sessions.all import Sessions
    from findling.ui.theme.theme import Theme


class Knowing(QObject):
    """Has one page, made when it is wanted first.

    Parameters
    ----------
    theme : Theme
        Gives colours.
    sessions : Sessions
        What goes on.
    parent : QWidget
        The main window.

    Attributes
    ----------
    window : ModelWindow or None
        None until it was opened.
    """

    def __init__(self, theme: Theme, sessions: Sessions, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._sessions = sessions
        self._parent = parent
        self.window: ModelWindow | None = None
        sessions.work.changed.connect(sessions.model.working)
        sessions.work.library_changed.connect(self._look)

    def open(self) -> ModelWindow:
        """Show the page in front."""
        if self.window is None:
            self.window = ModelWindow(self._theme, self._sessions.model, self._parent)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        return self.window

    def _look(self) -> None:
        if self.window is not None and self.window.isVisible():
            self._sessions.model.look()
