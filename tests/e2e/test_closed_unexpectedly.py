# SPDX-License-Identifier: Apache-2.0
"""A window that was killed is noticed by the next one; one that was asked to end is not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSettings

from findling.services.library import Library
from findling.services.presence import NOTE
from findling.services.troubles import Troubles
from findling.ui import recovering
from findling.ui.alarm import Alarm
from findling.ui.composition import Composition
from findling.ui.guarding import guarded

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

SECONDS = 60


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(recovering, "DELAY_MS", 0)
    folder = tmp_path / "library"
    with Library.open(folder, writable=True):
        return folder


def window_on(library: Path) -> subprocess.Popen[bytes]:
    """Open the real window in a process of its own, and wait until it is there."""
    home = library.parent / "home"
    home.mkdir(exist_ok=True)
    env = {**os.environ, "HOME": str(home), "XDG_CONFIG_HOME": str(home)}
    env["QT_QPA_PLATFORM"] = "offscreen"
    command = [sys.executable, "-m", "findling", "window", "--library", str(library)]
    process = subprocess.Popen(command, env=env)
    deadline = time.monotonic() + SECONDS
    while not (library / NOTE).exists():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return process


def said_by_the_next(library: Path, qapp: QApplication, qtbot: QtBot) -> str:
    """Open a window on a library and return what it says of itself."""
    settings = QSettings(str(library.parent / "next.ini"), QSettings.Format.IniFormat)
    settings.setValue("language", "en")
    alarm = Alarm(Troubles())
    with Composition(qapp, library, settings) as composition, guarded(composition, alarm):
        composition.window.show()
        message = composition.window.parts.message
        qtbot.waitUntil(message.isVisible, timeout=10_000)
        assert (library / NOTE).exists()
        said = message.sentence
    assert not (library / NOTE).exists()
    return said


def test_after_a_kill_the_library_is_checked(
    library: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    process = window_on(library)
    process.kill()
    process.wait(SECONDS)
    assert (library / NOTE).exists()
    said = said_by_the_next(library, qapp, qtbot)
    assert said == "Findling was closed unexpectedly. The library was checked: nothing is lost."


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_who_is_asked_to_end_ends_properly(library: Path) -> None:
    process = window_on(library)
    time.sleep(1)  # its loop runs
    process.send_signal(signal.SIGTERM)
    assert process.wait(SECONDS) == 0
    assert not (library / NOTE).exists()
