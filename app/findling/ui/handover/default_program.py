# SPDX-License-Identifier: Apache-2.0
"""Which program opens PDFs on this desktop, and where it is; asked in the background."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QProcess, QSettings, QTimer

from findling.ui.handover.page_command import (
    executable_in,
    found_executable,
    page_command,
    viewer_of_entry,
    viewer_of_executable,
)
from findling.ui.handover.starting import others_environment

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from findling.ui.handover.page_command import Viewer

    ReadValue = Callable[[str, str], str]

_FIRST_MS = 1500
"""The desktop is asked once the window has come up."""

_PATIENCE_MS = 5000
_MAX_ANSWER = 1000
_QUERY = ("xdg-mime", "query", "default", "application/pdf")
_CHOICE = (
    "HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\FileExts"
    "\\.pdf\\UserChoice"
)
_COMMAND = "HKEY_CLASSES_ROOT\\%1\\shell\\open\\command"


class PdfProgram(QObject):
    """Knows how the user's own PDF program is told a page, if it is one that can be told.

    Parameters
    ----------
    query : sequence of str
        The command that names a desktop entry; tests give their own.
    platform : str
        `sys.platform`.
    """

    def __init__(
        self,
        parent: QObject | None = None,
        query: tuple[str, ...] = _QUERY,
        platform: str = sys.platform,
    ) -> None:
        super().__init__(parent)
        self._platform = platform
        self._query = query
        self._known: tuple[Viewer, str] | None = None
        self._process: QProcess | None = None
        if self._asks:
            QTimer.singleShot(_FIRST_MS, self, self.ask)

    def command(self, path: Path, page: int) -> list[str]:
        """Return the command that opens a PDF at a page, counted from 0; empty for none."""
        known = self._known
        if self._platform == "win32":
            known = windows_viewer(_registry_value)
        elif self._asks:
            self.ask()  # for the next time: it may have been changed meanwhile
        return page_command(*known, path, page) if known is not None else []

    def ask(self) -> None:
        """Ask the desktop for its program; the answer comes when it comes."""
        if self._process is not None or shutil.which(self._query[0]) is None:
            return
        process = self._process = QProcess(self)
        process.setProcessEnvironment(others_environment())
        process.setStandardErrorFile(QProcess.nullDevice())
        process.finished.connect(self._on_finished)
        process.errorOccurred.connect(self._on_failed)
        QTimer.singleShot(_PATIENCE_MS, process, process.kill)
        process.start(self._query[0], list(self._query[1:]))

    @property
    def _asks(self) -> bool:
        return self._platform not in ("win32", "darwin")

    def _on_finished(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        answer = bytes(process.readAllStandardOutput().data())[:_MAX_ANSWER]
        self._known = _found(viewer_of_entry(answer.decode("utf-8", "replace")))
        process.deleteLater()

    def _on_failed(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart and self._process is not None:
            self._process.deleteLater()
            self._process = None


def windows_viewer(read: ReadValue) -> tuple[Viewer, str] | None:
    """Return the viewer that the user of Windows has chosen for PDFs, and where it is.

    Parameters
    ----------
    read : callable
        Returns a value of the registry from key and name ("." for the key's own); empty for none.
    """
    program_id = read(_CHOICE, "ProgId")
    if not program_id:
        return None
    executable = executable_in(read(_COMMAND.replace("%1", program_id), "."))
    viewer = viewer_of_executable(executable)
    return (viewer, executable) if viewer is not None else None


def _registry_value(key: str, name: str) -> str:
    return str(QSettings(key, QSettings.Format.NativeFormat).value(name, "") or "")


def _found(viewer: Viewer | None) -> tuple[Viewer, str] | None:
    executable = found_executable(viewer, shutil.which) if viewer is not None else ""
    return (viewer, executable) if viewer is not None and executable else None
