# SPDX-License-Identifier: Apache-2.0
"""Opens the window of the map beside the main one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from findling.ui import wording
from findling.ui.map.window import MapWindow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from findling.services.types import DocumentRow
    from findling.ui.sessions.map import MapSession
    from findling.ui.theme.theme import Theme


class Mapping(QObject):
    """Has one window of the map, made when it is wanted first.

    Parameters
    ----------
    theme : Theme
        Gives colours.
    session : MapSession
        Gives maps.
    show_document : callable
        Shows a document in the preview.
    group : callable
        Offers tags and collections for documents, with a line that says which.
    parent : QWidget
        The main window.

    Attributes
    ----------
    window : MapWindow or None
        None until it was opened.
    """

    def __init__(
        self,
        theme: Theme,
        session: MapSession,
        show_document: Callable[[DocumentRow], object],
        group: Callable[[str, Sequence[int]], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._session = session
        self._show_document = show_document
        self._group = group
        self._parent = parent
        self.window: MapWindow | None = None

    def open(self) -> MapWindow:
        """Show the map in front."""
        if self.window is None:
            self.window = MapWindow(self._theme, self._session, self._parent)
            self.window.document_wanted.connect(self._show_document)
            self.window.groups_wanted.connect(
                lambda chosen: self._group(wording.documents(len(chosen)), chosen)
            )
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        return self.window
