# SPDX-License-Identifier: Apache-2.0
"""Opens the window of labels beside the main one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from findling.ui.labels.window import LabelWindow

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from findling.ui.sessions.labels import LabelSession
    from findling.ui.theme.theme import Theme


class Labelling(QObject):
    """Has one window of labels, made when it is wanted first.

    Parameters
    ----------
    theme : Theme
        Gives colours.
    session : LabelSession
        What goes on in it.
    parent : QWidget
        The main window.

    Attributes
    ----------
    window : LabelWindow or None
        None until it was opened.
    """

    def __init__(self, theme: Theme, session: LabelSession, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._session = session
        self._parent = parent
        self.window: LabelWindow | None = None

    def open(self) -> LabelWindow:
        """Show the window of labels in front."""
        if self.window is None:
            self.window = LabelWindow(self._theme, self._session, self._parent)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        self._session.refresh()
        return self.window
