# SPDX-License-Identifier: Apache-2.0
"""The real window, opened and driven for benchmarks."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from common import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from findling.ui.composition import Composition

FOLDER = ROOT / "build" / "bench-window"
QUERIES = (
    "tenant notice period",
    "how a sparse network learns",
    "whale ship captain",
    "install package without network",
    "letter to my sister about the ball",
    "memory limit of a process",
    "interest rate risk of banks",
    "unicode string decoding error",
)
_LOOK_MS = 2
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@contextlib.contextmanager
def open_window(folder: str) -> Generator[Composition]:
    """Yield the app as users have it, with its worker."""
    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication

    from findling.ui.composition import Composition

    app = QApplication.instance() or QApplication([])
    settings = QSettings(str(FOLDER / "window.ini"), QSettings.Format.IniFormat)
    with Composition(app, Path(folder), settings) as composition:  # type: ignore[arg-type]
        composition.window.resize(1280, 800)
        composition.window.show()
        wait_until(composition.window.parts.field.isEnabled)
        yield composition


def wait_until(holds: Callable[[], bool], seconds: float = 60.0) -> None:
    """Let the window live until something holds.

    Between events it sleeps, as the app's own loop does: a loop that spins would keep Python's lock
    from the threads that search.
    """
    from PySide6.QtCore import QCoreApplication, QEventLoop, Qt, QTimer

    flags = QEventLoop.ProcessEventsFlag.AllEvents | QEventLoop.ProcessEventsFlag.WaitForMoreEvents
    looks = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=_LOOK_MS)
    looks.start()
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError
        QCoreApplication.processEvents(flags)


def wait(seconds: float) -> None:
    """Let the window live for a while."""
    end = time.monotonic() + seconds
    wait_until(lambda: time.monotonic() > end)
