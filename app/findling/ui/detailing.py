# SPDX-License-Identifier: Apache-2.0
"""Opens the window about the current document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from findling.ui.details.window import DetailsWindow

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from findling.services.document_details import DocumentDetails
    from findling.services.types import DocumentRow, PassageHit
    from findling.ui.preview_driver import PreviewDriver
    from findling.ui.sessions.library import LibrarySession
    from findling.ui.theme.theme import Theme


class Detailing(QObject):
    """Has one window of details, made when it is wanted first.

    Parameters
    ----------
    theme : Theme
        Gives colours.
    session : LibrarySession
        Tells what is known.
    driver : PreviewDriver
        Knows the current document, and shows passages.
    show_preview : callable
        Has the preview in sight.
    parent : QWidget
        The main window.

    Attributes
    ----------
    window : DetailsWindow or None
        None until it was opened.
    """

    def __init__(
        self,
        theme: Theme,
        session: LibrarySession,
        driver: PreviewDriver,
        show_preview: Callable[[], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._session = session
        self._driver = driver
        self._show_preview = show_preview
        self._parent = parent
        self.window: DetailsWindow | None = None

    def open(self) -> None:
        """Open the window for the current document."""
        document = self._driver.document
        if document is not None:
            self.open_for(document)

    def open_for(self, document: DocumentRow) -> None:
        """Open the window for a document."""
        if self.window is None:
            self.window = DetailsWindow(self._theme, self._parent)
            self.window.passage_wanted.connect(self._on_passage_wanted)
            self.window.document_wanted.connect(self._on_document_wanted)
        self._session.ask_details(document.id, self._show, self.window.show_trouble)

    def _show(self, details: DocumentDetails) -> None:
        if self.window is not None:
            self.window.show_details(details)
            self.window.show()
            self.window.raise_()
            self.window.activateWindow()

    def _on_passage_wanted(self, details: DocumentDetails, hit: PassageHit) -> None:
        self._show_preview()
        self._driver.show_passage(details.row, hit)

    def _on_document_wanted(self, document: DocumentRow) -> None:
        self._show_preview()
        self._driver.show(document)
        self.open_for(document)
