# SPDX-License-Identifier: Apache-2.0
"""Show a file in the file manager, chosen among the others of its folder."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from findling.ui.handover.starting import start

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusPendingCallWatcher

_log = logging.getLogger(__name__)

_SERVICE = "org.freedesktop.FileManager1"
_OBJECT = "/org/freedesktop/FileManager1"
_PATIENCE_MS = 10_000


class Reveal(NamedTuple):
    """A command that shows a file; ``native`` is a part that only Windows takes."""

    command: tuple[str, ...]
    native: str = ""


def reveal_command(path: Path, platform: str) -> Reveal | None:
    """Return the command that shows a file chosen in its folder; None where there is no such."""
    if platform == "win32":
        # Its own way of quoting: a comma in a name would else end it. Names hold no quotes there.
        return Reveal(("explorer.exe",), f'/select,"{path}"')
    if platform == "darwin":
        return Reveal(("/usr/bin/open", "-R", str(path)))
    return None


def open_folder(path: Path) -> bool:
    """Show the folder that holds a file; False when the desktop cannot."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))


class FileManager(QObject):
    """Shows files by what the desktop offers for it, else their folder."""

    def reveal(self, path: Path) -> bool:
        """Show a file chosen in its folder, or the folder; False when neither can be done."""
        revealing = reveal_command(path, sys.platform)
        if revealing is not None:
            return start(revealing.command, revealing.native) or open_folder(path)
        return self._ask_bus(path) or open_folder(path)

    def _ask_bus(self, path: Path) -> bool:
        """Ask the file manager over the desktop's bus; without an answer the folder is shown."""
        if not has_session_bus() or not path.exists():
            return False
        try:
            from PySide6.QtDBus import (  # it is not in every build of Qt
                QDBusConnection,
                QDBusMessage,
                QDBusPendingCallWatcher,
            )
        except ImportError:
            return False
        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            return False
        message = QDBusMessage.createMethodCall(_SERVICE, _OBJECT, _SERVICE, "ShowItems")
        message.setArguments([[path.as_uri()], ""])
        watcher = QDBusPendingCallWatcher(bus.asyncCall(message, _PATIENCE_MS), self)
        watcher.finished.connect(lambda: self._on_answered(watcher, path))
        return True

    def _on_answered(self, watcher: QDBusPendingCallWatcher, path: Path) -> None:
        if watcher.isError():
            _log.info("the file manager did not show a file: %s", watcher.error().message())
            if not open_folder(path):
                _log.warning("no file manager could be found")
        watcher.deleteLater()


def has_session_bus() -> bool:
    """Say whether a bus is there: looking for one that is not may start it, which takes long."""
    if os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return True
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    return bool(runtime) and (Path(runtime) / "bus").exists()
