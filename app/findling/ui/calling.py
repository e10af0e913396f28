# SPDX-License-Identifier: Apache-2.0
"""Calls a window that is open already, before anything of another one is loaded.

A key of the desktop starts the program anew for each small search. What a window is made of takes
long to import, and the open one has it: so this comes first and needs next to nothing.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings

from findling.services.usual_folder import default_library_folder
from findling.ui.preferences import Preferences
from findling.ui.single_instance import hand_over, packed, socket_name

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAME = "Findling"


def is_call(arguments: Sequence[str]) -> bool:
    """Return whether arguments wish for a window and nothing unusual.

    Parameters
    ----------
    arguments : sequence of str
        Of the process. Those with options are left to the command line.
    """
    if any(argument.startswith("-") for argument in arguments):
        return False
    return not arguments or list(arguments) == ["quick"] or arguments[0] == "window"


def called(arguments: Sequence[str], settings: QSettings | None = None) -> bool:
    """Have the window that is open do what is wished for; False where there is none.

    Parameters
    ----------
    arguments : sequence of str
        For which `is_call` is true.
    settings : QSettings, optional
        Know which library was open last; the user's own when not given.

    Raises
    ------
    AppError
        If there are too many paths.
    """
    if not has_screen():
        return False
    kept = settings if settings is not None else QSettings(_NAME, _NAME)
    name = socket_name(last_library(Preferences(kept)))
    paths = [Path(argument) for argument in arguments[1:]]
    return hand_over(name, packed(paths, quick=list(arguments) == ["quick"]))


def last_library(preferences: Preferences) -> Path:
    """Return the library that was open last; the user's own where that is gone."""
    known = (Path(one) for one in preferences.libraries[:1])
    return next((one for one in known if one.is_dir()), default_library_folder())


def has_screen() -> bool:
    """Return whether Qt would find something to show a window on."""
    if os.environ.get("QT_QPA_PLATFORM") or sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
