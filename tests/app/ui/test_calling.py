# SPDX-License-Identifier: Apache-2.0
"""A second start asks the window that is open, and loads next to nothing for that."""

from __future__ import annotations

import subprocess
import sys
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from findling.ui import calling
from findling.ui.calling import called, is_call
from findling.ui.preferences import Preferences
from findling.ui.single_instance import FirstWindow, socket_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtCore import QSettings
    from pytestqt.qtbot import QtBot

HEAVY = ("numpy", "PySide6.QtWidgets", "findling.ui.main_window", "findling.cli")


@pytest.fixture
def library(tmp_path: Path, settings: QSettings) -> Path:
    """The library that was open last."""
    folder = tmp_path / f"library-{uuid.uuid4().hex[:8]}"
    folder.mkdir()
    Preferences(settings).keep_library(folder)
    return folder


@pytest.fixture
def first(library: Path, qtbot: QtBot) -> Iterator[FirstWindow]:
    """Stands for the window of that library."""
    one = FirstWindow(socket_name(library))
    assert one.claim([])
    yield one
    one.close()


@pytest.mark.parametrize("words", ["", "quick", "window", "window a.pdf b.pdf"])
def test_a_plain_wish_for_a_window_is_a_call(words: str) -> None:
    assert is_call(words.split())


@pytest.mark.parametrize("words", ["window --library x", "--help", "search x", "quick --library x"])
def test_what_is_unusual_is_left_to_the_command_line(words: str) -> None:
    assert not is_call(words.split())


def test_nobody_is_called_where_no_window_is_open(library: Path, settings: QSettings) -> None:
    assert library.is_dir()
    assert not called([], settings)


def test_an_open_window_takes_files(first: FirstWindow, settings: QSettings, qtbot: QtBot) -> None:
    command = (
        "import sys; from PySide6.QtCore import QSettings; from findling.ui.calling import called;"
        "kept = QSettings(sys.argv[1], QSettings.Format.IniFormat);"
        "sys.exit(0 if called(sys.argv[2:], kept) else 7)"
    )
    settings.sync()
    arguments = [settings.fileName(), "window", "a.pdf"]
    with qtbot.waitSignal(first.called, timeout=20_000) as taken:
        second = subprocess.Popen([sys.executable, "-c", command, *arguments])
    assert taken.args == [[Path("a.pdf").absolute()]]
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
    assert second.returncode == 0


def test_nothing_heavy_is_loaded_for_a_call() -> None:
    command = f"import sys, {calling.__name__}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", command], capture_output=True, text=True, check=True, timeout=60
    )
    assert not set(HEAVY) & set(done.stdout.split())
