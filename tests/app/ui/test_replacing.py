# SPDX-License-Identifier: Apache-2.0
"""Another language or size of text makes the window anew; what goes on in it goes on."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QLocale

from findling.ui.composition import Composition

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot


@pytest.fixture
def composition(qapp: QApplication, settings: QSettings, tmp_path: Path) -> Iterator[Composition]:
    locale, font = QLocale(), qapp.font()
    settings.setValue("language", "en")
    with Composition(qapp, tmp_path / "library", settings) as one:
        one.window.show()
        yield one
        one.languages.use("en")
    QLocale.setDefault(locale)
    qapp.setFont(font)


def test_another_language_shows_at_once(composition: Composition, qtbot: QtBot) -> None:
    before = composition.window
    composition.preferences.set_language("de")
    qtbot.waitUntil(lambda: composition.window is not before)
    assert composition.window.isVisible()
    assert not before.isVisible()
    titles = [action.text() for action in composition.window.menuBar().actions()]
    assert titles[0] == "&Datei"
    assert composition.window.parts.mode.text() == "Beste Treffer"
    composition.preferences.set_language("en")
    qtbot.waitUntil(lambda: composition.window.menuBar().actions()[0].text() == "&File")


def test_settings_stay_open_where_they_were(composition: Composition, qtbot: QtBot) -> None:
    before = composition.window.shell.open_settings(0)
    height = before.fontMetrics().height()
    composition.preferences.set_font_percent(150)
    qtbot.waitUntil(lambda: composition.window.shell.settings is not None)
    qtbot.waitUntil(lambda: composition.window.shell.settings is not before)
    after = composition.window.shell.settings
    assert after is not None
    qtbot.waitUntil(after.isVisible)
    assert after.current == 0
    assert after.fontMetrics().height() > height


def test_who_listened_before_hears_nothing(composition: Composition, qtbot: QtBot) -> None:
    before = composition.window
    composition.preferences.set_font_percent(125)
    qtbot.waitUntil(lambda: composition.window is not before)
    with qtbot.waitSignal(composition.window.sessions.library.overview_ready, timeout=10_000):
        composition.window.sessions.library.refresh()
    qtbot.waitUntil(composition.window.parts.welcome.isVisible)
    assert before.sessions.search is composition.window.sessions.search


def test_nothing_holds_the_window_before(composition: Composition, qtbot: QtBot) -> None:
    before = weakref.ref(composition.window)
    composition.preferences.set_font_percent(125)
    qtbot.waitUntil(lambda: composition.window is not before())
    qtbot.waitUntil(lambda: gc.collect() >= 0 and before() is None)
