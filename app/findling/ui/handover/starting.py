# SPDX-License-Identifier: Apache-2.0
"""Start other programs: detached, without a shell, without what a frozen Findling needs itself."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QProcess, QProcessEnvironment

if TYPE_CHECKING:
    from collections.abc import Sequence

_OWN_LIBRARIES = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "QT_PLUGIN_PATH", "QT_QPA_PLATFORM_PATH")


def start(command: Sequence[str], native_arguments: str = "") -> bool:
    """Start a program that lives on by itself; False when it cannot be started.

    Parameters
    ----------
    command : sequence of str
        The program and its arguments.
    native_arguments : str
        On Windows, arguments as they are to stand in the command line.
    """
    process = QProcess()
    process.setProgram(command[0])
    process.setArguments(list(command[1:]))
    process.setProcessEnvironment(others_environment())
    if native_arguments and sys.platform == "win32":
        process.setNativeArguments(native_arguments)
    started = process.startDetached()
    return started[0] if isinstance(started, tuple) else bool(started)


def others_environment(is_frozen: bool | None = None) -> QProcessEnvironment:
    """Return the environment for other programs: a bundle's own libraries are not theirs."""
    environment = QProcessEnvironment.systemEnvironment()
    if is_frozen is None:
        is_frozen = bool(getattr(sys, "frozen", False))
    for name in _OWN_LIBRARIES if is_frozen else ():
        before = environment.value(f"{name}_ORIG")
        environment.remove(name)
        if before:
            environment.insert(name, before)
    return environment
