# SPDX-License-Identifier: Apache-2.0
"""Every setting counts at once and is found by a search; keys are changed where they are free."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel

from findling.services.exclusions import Exclusions
from findling.services.types import SearchMode
from findling.ui.actions.ids import ActionId
from findling.ui.models.shortcuts import ShortcutModel
from findling.ui.settings.appearance import AppearancePage
from findling.ui.settings.indexing import IndexingPage
from findling.ui.settings.search import SearchPage
from findling.ui.settings.shortcuts import ShortcutsPage
from findling.ui.theme.tokens import CONTRAST, ThemeMode

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from findling.ui.settings.window import SettingsWindow
    from findling.ui.widgets.controls import Choice
    from tests.app.ui.conftest import Bench

P = TypeVar("P")


@pytest.fixture
def settings_window(bench: Bench) -> SettingsWindow:
    return bench.window.shell.open_settings()


def page(window: SettingsWindow, kind: type[P]) -> P:
    return next(one for one in window.pages if isinstance(one, kind))


def choose(choice: Choice, name: str) -> None:
    at = choice.findText(name)
    choice.setCurrentIndex(at)
    choice.activated.emit(at)


def test_colours_change_at_once(settings_window: SettingsWindow, bench: Bench) -> None:
    choose(page(settings_window, AppearancePage).theme, "High contrast")
    assert bench.theme.colors is CONTRAST
    assert bench.preferences.theme is ThemeMode.CONTRAST
    bench.window.shell.actions[ActionId.THEME_LIGHT].trigger()
    assert page(settings_window, AppearancePage).theme.currentText() == "Light"


def test_the_mode_and_the_number_of_results_count_at_once(
    settings_window: SettingsWindow, bench: Bench, qtbot: QtBot
) -> None:
    qtbot.keyClicks(bench.parts.field, "notice")
    qtbot.waitUntil(lambda: bench.parts.results.has_results, timeout=5000)
    choose(page(settings_window, SearchPage).mode, "Exact words")
    assert bench.parts.mode.mode is SearchMode.WORDS
    choose(page(settings_window, SearchPage).count, "20 passages")
    qtbot.waitUntil(lambda: bench.searcher.asked_for[-1] == 20)


def test_what_is_left_out_goes_to_the_library(
    settings_window: SettingsWindow, bench: Bench, qtbot: QtBot
) -> None:
    indexing = page(settings_window, IndexingPage)
    qtbot.waitUntil(indexing.patterns.isEnabled)
    indexing.patterns.setPlainText("*.log\n\n  archive \n*.log")
    indexing.apply()
    assert bench.worker.commands[-1] == ("exclude", (("*.log", "archive"), 0))
    choose(indexing.largest, "50.0 MB")
    assert bench.worker.commands[-1] == ("exclude", (("*.log", "archive"), 50 << 20))


def test_a_pattern_that_is_none_is_refused_with_a_sentence(
    settings_window: SettingsWindow, bench: Bench, qtbot: QtBot
) -> None:
    indexing = page(settings_window, IndexingPage)
    qtbot.waitUntil(indexing.patterns.isEnabled)
    before = list(bench.worker.commands)
    indexing.patterns.setPlainText("/")
    indexing.apply()
    assert "no pattern" in indexing.said.text()
    assert bench.worker.commands == before


def test_what_the_library_leaves_out_is_shown(bench: Bench, qtbot: QtBot) -> None:
    bench.shelf.left_out = Exclusions(("*.bak",), 7 << 20)
    indexing = page(bench.window.shell.open_settings(3), IndexingPage)
    qtbot.waitUntil(indexing.patterns.isEnabled)
    assert indexing.patterns.toPlainText() == "*.bak"
    assert indexing.largest.currentText() == "7.0 MB"


def test_keys_are_given_where_they_are_free(
    settings_window: SettingsWindow, bench: Bench, qtbot: QtBot
) -> None:
    shortcuts = page(settings_window, ShortcutsPage)
    settings_window.open_at(settings_window.pages.index(shortcuts))
    shortcuts.choose(ActionId.RESCAN)
    shortcuts.keys.setKeySequence(QKeySequence("Ctrl+O"))
    shortcuts.give.click()
    assert "Add files" in shortcuts.said.text()
    shortcuts.keys.setKeySequence(QKeySequence("Ctrl+R"))
    shortcuts.give.click()
    assert not shortcuts.said.isVisible()
    assert bench.window.shell.actions.keys_of(ActionId.RESCAN) == ("Ctrl+R",)
    shortcuts.reset_all.click()
    assert bench.window.shell.actions.keys_of(ActionId.RESCAN) == ("F5",)
    shortcuts.remove.click()
    assert bench.window.shell.actions.keys_of(ActionId.RESCAN) == ()
    shortcuts.reset.click()
    assert bench.preferences.keys == {}


def test_a_search_shows_the_settings_that_have_the_words(settings_window: SettingsWindow) -> None:
    settings_window.field.setText("size text")
    hidden = [settings_window.list.item(row).isHidden() for row in range(5)]
    assert hidden[0] is False
    assert hidden[1:4] == [True, True, True]
    appearance = page(settings_window, AppearancePage)
    assert appearance.text_size.isVisible()
    assert not appearance.motion.isVisible()
    settings_window.field.setText("zzz")
    shown = [one for one in settings_window.findChildren(QLabel) if one.isVisible()]
    assert [label.text() for label in shown] == ["No setting has these words"]
    settings_window.field.clear()
    assert appearance.motion.isVisible()


def test_escape_closes(settings_window: SettingsWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(settings_window, Qt.Key.Key_Escape)
    assert not settings_window.isVisible()


def test_the_table_of_keys_keeps_the_rules(bench: Bench, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(ShortcutModel(bench.window.shell.actions))
