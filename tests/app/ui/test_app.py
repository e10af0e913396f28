# SPDX-License-Identifier: Apache-2.0
"""The window starts with real services, or says in a sentence why it cannot."""

from __future__ import annotations

import gc
import sys
import weakref
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QSystemTrayIcon

from findling.errors import AppError
from findling.services.exchange.archivist import default_library_folder
from findling.ui import app
from findling.ui.app import NO_SCREEN, last_library, run
from findling.ui.composition import Composition
from findling.ui.main_window import MainWindow
from findling.ui.preferences import Preferences
from findling.ui.quick.window import QuickWindow

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot


def test_without_a_screen_a_sentence_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(app.sys, "platform", "linux")
    assert run([]) == NO_SCREEN
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "desktop session" in said


def test_a_library_that_cannot_be_opened_starts_nothing(
    qapp: QApplication, settings: QSettings, tmp_path: Path
) -> None:
    file = tmp_path / "file"
    file.write_text("not a folder")
    with pytest.raises(AppError):
        Composition(qapp, file, settings)


def test_the_window_comes_up_on_a_new_library_and_goes(
    qapp: QApplication, qtbot: QtBot, settings: QSettings, tmp_path: Path
) -> None:
    with Composition(qapp, tmp_path / "library", settings) as composition:
        composition.window.show()
        qtbot.waitUntil(lambda: composition.window.parts.welcome.isVisible(), timeout=10_000)
    assert not composition.window.isVisible()


def test_nothing_stays_of_a_library_that_was_left(
    qapp: QApplication, qtbot: QtBot, settings: QSettings, tmp_path: Path
) -> None:
    interval = sys.getswitchinterval()
    with Composition(qapp, tmp_path / "first", settings) as composition:
        composition.window.show()
        composition.open_quick()
        assert sys.getswitchinterval() < interval
    assert sys.getswitchinterval() == interval
    before = weakref.ref(composition)
    del composition
    qtbot.waitUntil(lambda: gc.collect() >= 0 and before() is None)
    assert not [one for one in qapp.topLevelWidgets() if isinstance(one, MainWindow | QuickWindow)]


def test_another_library_is_opened_in_place_of_the_first(
    qapp: QApplication, qtbot: QtBot, settings: QSettings, tmp_path: Path
) -> None:
    first, other = tmp_path / "first", tmp_path / "other"
    with Composition(qapp, first, settings) as composition:
        assert composition.window.windowTitle() == "first – Findling"
        composition.window.housing.library_wanted.emit(other)
        assert composition.wanted == other
        qtbot.wait(50)  # the application is told to end its loop
    assert last_library(Preferences(settings)) == first
    with Composition(qapp, other, settings):
        pass
    assert Preferences(settings).libraries == [str(other), str(first)]


def test_a_library_that_is_gone_is_not_opened_at_the_start(
    settings: QSettings, tmp_path: Path
) -> None:
    preferences = Preferences(settings)
    assert last_library(preferences) == default_library_folder()
    preferences.keep_library(tmp_path / "gone")
    assert last_library(preferences) == default_library_folder()


@pytest.mark.qt_log_ignore("systemTrayWindowChanged", extend=True)  # there is none here
def test_with_a_tray_the_window_goes_and_comes_back(
    qapp: QApplication, settings: QSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    with Composition(qapp, tmp_path / "library", settings) as composition:
        assert qapp.quitOnLastWindowClosed()
        composition.preferences.set_keeps_tray(True)
        assert composition.tray.icon.isVisible()
        assert not qapp.quitOnLastWindowClosed()
        composition.window.show()
        composition.window.close()
        composition.tray.window_wanted.emit()
        assert composition.window.isVisible()
        composition.preferences.set_keeps_tray(False)
        assert not composition.tray.icon.isVisible()
        assert qapp.quitOnLastWindowClosed()


def test_without_a_tray_to_be_in_closing_is_the_end(
    qapp: QApplication, settings: QSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: False)
    Preferences(settings).set_keeps_tray(True)
    with Composition(qapp, tmp_path / "library", settings):
        assert qapp.quitOnLastWindowClosed()
