# SPDX-License-Identifier: Apache-2.0
"""Hand files over to the desktop: their own program, or the file manager."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from findling.ui.handover.default_program import PdfProgram
from findling.ui.handover.file_manager import FileManager
from findling.ui.handover.runnable import would_run
from findling.ui.handover.starting import start

if TYPE_CHECKING:
    from pathlib import Path


class Desktop(QObject):
    """Opens files and folders in other programs; tests give their own."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pdf = PdfProgram(self)
        self._files = FileManager(self)

    def open(self, path: Path, page: int = -1) -> bool:
        """Open a file in its own program, a PDF at a page where that program can be told one.

        Parameters
        ----------
        path : Path
            The file.
        page : int
            Counted from 0; -1 for none. Only PDFs have pages that other programs know.

        Returns
        -------
        bool
            False when the desktop knows no program, and for what it would run.
        """
        if would_run(path):
            return False
        command = self._pdf.command(path, page) if page >= 0 and path.exists() else []
        if command and start(command):
            return True
        return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def reveal(self, path: Path) -> bool:
        """Show a file in the folder that holds it; False when the desktop cannot."""
        return self._files.reveal(path)
