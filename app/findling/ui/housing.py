# SPDX-License-Identifier: Apache-2.0
"""Opens the window of libraries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from findling.ui.libraries.window import LibrariesWindow

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from findling.ui.preferences import Preferences
    from findling.ui.sessions.exchange import ExchangeSession
    from findling.ui.theme.theme import Theme


class Housing(QObject):
    """Has one window of libraries, made when it is wanted first.

    Parameters
    ----------
    theme : Theme
        Gives colours.
    session : ExchangeSession
        Looks at libraries.
    preferences : Preferences
        Knows which were opened.
    parent : QWidget
        The main window.

    Attributes
    ----------
    window : LibrariesWindow or None
        None until it was opened.

    Signals
    -------
    library_wanted : Path
        A library to be opened instead of the present one.
    """

    library_wanted = Signal(object)

    def __init__(
        self, theme: Theme, session: ExchangeSession, preferences: Preferences, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._session = session
        self._preferences = preferences
        self._parent = parent
        self.window: LibrariesWindow | None = None

    def open(self) -> LibrariesWindow:
        """Show the window in front."""
        if self.window is None:
            self.window = LibrariesWindow(
                self._theme, self._session, self._preferences, self._parent
            )
            self.window.library_wanted.connect(self.library_wanted)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        return self.window
