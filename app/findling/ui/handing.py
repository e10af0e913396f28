# SPDX-License-Identifier: Apache-2.0
"""Hands the current document over: to its own program, the file manager, the clipboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from findling.ui.handover.runnable import would_run
from findling.ui.i18n.texts import tr

if TYPE_CHECKING:
    from findling.services.types import DocumentRow, SourceRow
    from findling.ui.ports import Opener
    from findling.ui.preview_driver import PreviewDriver
    from findling.ui.widgets.message_bar import MessageBar


class Handing(QObject):
    """Knows which document is meant and says so when nothing takes it.

    Parameters
    ----------
    desktop : Opener
        Opens files in other programs.
    driver : PreviewDriver
        Knows the current document.
    message : MessageBar
        Tells when no program takes a document.
    """

    def __init__(
        self, desktop: Opener, driver: PreviewDriver, message: MessageBar, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._desktop = desktop
        self._driver = driver
        self._message = message

    def open_current(self) -> None:
        """Open the current document in its own program, at the page of its passage.

        What the system would run rather than show is only shown in its folder. A member has no
        file of its own: the file that it is in opens, from its beginning.
        """
        document = self._driver.document
        if document is None:
            return
        if would_run(document.path):
            self.reveal(document)
            text = tr("“%1” could run as a program, so it is only shown in its folder.")
            self._message.show_notice(text.replace("%1", document.path.name))
            return
        has_pages = document.format == "pdf" and not document.place
        page = self._driver.page if has_pages else -1
        self._tell(document, self._desktop.open(document.path, page))

    def reveal_current(self) -> None:
        """Show the current document in its folder."""
        if self._driver.document is not None:
            self.reveal(self._driver.document)

    def reveal(self, shown: DocumentRow | SourceRow) -> None:
        """Show a document, or what was added, in the folder that it lies in."""
        self._tell(shown, self._desktop.reveal(shown.path))

    def copy_path(self) -> None:
        """Put the path of the current document on the clipboard."""
        if self._driver.document is not None:
            QGuiApplication.clipboard().setText(str(self._driver.document.path))

    def _tell(self, shown: DocumentRow | SourceRow, is_done: bool) -> None:
        if not is_done:
            text = tr("No program could be found for “%1”.")
            self._message.show_notice(text.replace("%1", shown.path.name))
