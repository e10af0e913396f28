# SPDX-License-Identifier: Apache-2.0
"""Starts the application: one window a library, one library after the other."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from findling.errors import AppError
from findling.jobs.heap import keep_heap_small
from findling.services.troubles import Troubles
from findling.ui.alarm import Alarm
from findling.ui.calling import has_screen, last_library
from findling.ui.composition import Composition
from findling.ui.guarding import guarded
from findling.ui.mending import Mending, repair_unopened
from findling.ui.mending import tell as tell_repair
from findling.ui.preferences import Preferences
from findling.ui.self_check import close_when_ready
from findling.ui.single_instance import FirstWindow, socket_name
from findling.ui.wearing import worn

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from findling.services.checkup import Repair

NO_SCREEN = 2
"""Exit status where no window can be shown."""

_NO_SCREEN_SENTENCE = (
    "findling: there is no screen to show a window on. Start it in a desktop session "
    "(or with `ssh -X`); `findling search QUESTION` works without a screen."
)


def run(
    argv: list[str] | None = None,
    library: Path | None = None,
    paths: Sequence[Path] = (),
    *,
    checks: bool = False,
    quick: bool = False,
) -> int:
    """Show the window until it is closed; where one is open already, have that one do it.

    Parameters
    ----------
    argv : list of str, optional
        Arguments for Qt, without the program's name.
    library : Path, optional
        Folder of the library; the one that was open last when not given.
    paths : sequence of Path
        Files and folders to add.
    checks : bool
        Whether to close as soon as the window can be used, and to tell on stdout how long that
        took: a trial of what was installed.
    quick : bool
        Whether to show the small search instead of the window.

    Returns
    -------
    int
        Exit status; `NO_SCREEN` where there is none.

    Raises
    ------
    AppError
        If the library cannot be opened, or the paths are too many.
    """
    if not has_screen():
        sys.stderr.write(_NO_SCREEN_SENTENCE + "\n")
        return NO_SCREEN
    keep_heap_small()
    app = QApplication(["findling", *(argv or [])])
    app.setApplicationName("Findling")
    app.setOrganizationName("Findling")
    app.setDesktopFileName("findling")
    alarm = Alarm(Troubles(), app)
    alarm.turn_on()
    try:
        wanted = library or last_library(Preferences(QSettings()))
        return _run_libraries(app, alarm, wanted, paths, checks=checks, quick=quick)
    finally:
        alarm.turn_off()


def _run_libraries(
    app: QApplication,
    alarm: Alarm,
    library: Path,
    paths: Sequence[Path],
    *,
    checks: bool,
    quick: bool,
) -> int:
    """Show one library after the other, as the user wants them."""
    status = 0
    wanted: Path | None = library
    repaired: Repair | AppError | None = None
    while wanted is not None:
        first = FirstWindow(socket_name(wanted), app)
        if not first.claim(paths, quick=quick):
            return 0
        composition, mended = _open(app, wanted, alarm)
        repaired = repaired or mended
        with composition, guarded(composition, alarm):
            first.called.connect(composition.take)
            first.quick_called.connect(composition.open_quick)
            if quick:
                composition.open_quick()
            else:
                composition.window.show()
            if checks:
                close_when_ready(composition.window)
            if paths:
                composition.take(paths)
            if repaired is not None:
                tell_repair(repaired, composition.window.parts.message)
            status = app.exec()
        wanted, paths, quick = composition.wanted, (), False
        repaired = _mend(app, composition.library.path) if composition.repairs else None
        first.close()
    return status


def _open(
    app: QApplication, library: Path, alarm: Alarm
) -> tuple[Composition, Repair | AppError | None]:
    """Open a library; one that is damaged is repaired before, where the user says so."""
    try:
        return Composition(app, library, troubles=alarm.troubles), None
    except AppError as error:
        with worn(app, Preferences(QSettings())):
            repaired = repair_unopened(library, error)
    return Composition(app, library, troubles=alarm.troubles), repaired


def _mend(app: QApplication, library: Path) -> Repair | AppError:
    """Repair a library that was closed for it."""
    with worn(app, Preferences(QSettings())):
        return Mending(library).run()
