# SPDX-License-Identifier: Apache-2.0
"""Actions have keys of their own, keep what the user gives them, and are on when they can be."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from findling.errors import AppError
from findling.ui.actions.ids import ActionId, Context
from findling.ui.actions.menus import MENUS, TOOLS
from findling.ui.actions.registry import Actions, plain_name
from findling.ui.actions.table import SECTIONS, TABLE
from findling.ui.preferences import Preferences

if TYPE_CHECKING:
    from PySide6.QtCore import QSettings
    from pytestqt.qtbot import QtBot

    from tests.app.ui.conftest import Bench


def placed() -> list[ActionId]:
    """Return what lies in a menu."""
    found: list[ActionId] = []
    for _title, entries in MENUS:
        for entry in entries:
            if isinstance(entry, ActionId):
                found.append(entry)
            elif entry is not None:
                found.extend(entry[1])
    return found


@pytest.mark.parametrize("context", list(Context))
def test_no_two_actions_of_a_context_share_keys(context: Context) -> None:
    keys = Counter(
        QKeySequence(key).toString()
        for spec in TABLE
        if spec.context is context
        for key in spec.keys
    )
    assert [key for key, n in keys.items() if n > 1] == []
    assert "" not in keys


def test_every_action_is_in_the_table_once_and_in_a_menu_once() -> None:
    assert sorted(spec.id for spec in TABLE) == sorted(ActionId)
    of_window = {spec.id for spec in TABLE if spec.context is Context.WINDOW}
    assert Counter(placed()) == Counter(of_window)
    assert {name for name in TOOLS if name} <= of_window
    assert {spec.section for spec in TABLE} == set(SECTIONS)


def test_every_action_does_something(bench: Bench) -> None:
    idle = [
        spec.id
        for spec in TABLE
        if not bench.window.shell.actions[spec.id].receivers("2triggered(bool)")
    ]
    assert idle == []


def test_keys_that_the_user_gave_stay(bench: Bench, settings: QSettings) -> None:
    actions = bench.window.shell.actions
    actions.give_keys(ActionId.RESCAN, ["Ctrl+R"])
    assert actions[ActionId.RESCAN].shortcut() == QKeySequence("Ctrl+R")
    assert actions.is_changed(ActionId.RESCAN)
    again = Actions(bench.theme, Preferences(settings), dict.fromkeys(Context, bench.window))
    assert again.keys_of(ActionId.RESCAN) == ("Ctrl+R",)
    actions.reset_keys(ActionId.RESCAN)
    assert actions[ActionId.RESCAN].shortcut() == QKeySequence("F5")
    assert bench.preferences.keys == {}
    again.deleteLater()


def test_keys_of_another_action_are_refused(bench: Bench) -> None:
    actions = bench.window.shell.actions
    with pytest.raises(AppError, match="already belongs to “Add files”"):
        actions.give_keys(ActionId.RESCAN, ["Ctrl+O"])
    assert actions.keys_of(ActionId.RESCAN) == ("F5",)
    actions.give_keys(ActionId.ADD_FILES, [])
    actions.give_keys(ActionId.RESCAN, ["Ctrl+O"])
    with pytest.raises(AppError, match="Look for changes"):
        actions.reset_keys(ActionId.ADD_FILES)
    actions.reset_all_keys()
    assert actions.keys_of(ActionId.ADD_FILES) == ("Ctrl+O",)


def test_the_same_keys_may_count_in_another_place(bench: Bench) -> None:
    bench.window.shell.actions.give_keys(ActionId.ROW_GOOD, ["F5"])
    assert bench.window.shell.actions.holder_of("F5", Context.RESULTS) is ActionId.ROW_GOOD
    assert bench.window.shell.actions.holder_of("F5", Context.WINDOW) is ActionId.RESCAN


@pytest.mark.parametrize("stored", ["nonsense", "[1, 2]", '{"rescan": 7}', "{"])
def test_nonsense_among_the_settings_counts_as_nothing(settings: QSettings, stored: str) -> None:
    settings.setValue("shortcuts", stored)
    assert Preferences(settings).keys == {}


def test_what_cannot_be_done_is_off(bench: Bench, qtbot: QtBot) -> None:
    actions = bench.window.shell.actions
    off = {name for name in ActionId if not actions[name].isEnabled()}
    assert {ActionId.GOOD_MATCH, ActionId.UNDO, ActionId.CLEAR_SEARCH} <= off
    assert actions[ActionId.OPEN_DOCUMENT].isEnabled() is False
    qtbot.keyClicks(bench.parts.field, "notice")
    qtbot.waitUntil(lambda: bench.parts.results.has_results, timeout=5000)
    assert actions[ActionId.GOOD_MATCH].isEnabled()
    assert actions[ActionId.OPEN_DOCUMENT].isEnabled()
    actions[ActionId.CLEAR_SEARCH].trigger()
    assert bench.parts.field.text() == ""
    assert not actions[ActionId.GOOD_MATCH].isEnabled()


def test_rows_are_judged_by_keys_while_they_have_the_focus(bench: Bench, qtbot: QtBot) -> None:
    qtbot.keyClicks(bench.parts.field, "notice")
    qtbot.waitUntil(lambda: bench.parts.results.has_results, timeout=5000)
    bench.parts.results.tree.setFocus()
    qtbot.keyClick(bench.parts.results.tree, Qt.Key.Key_Y)
    assert ("judge", ("notice", 10, True)) in bench.worker.commands
    bench.parts.field.setFocus()
    qtbot.keyClick(bench.parts.field, Qt.Key.Key_Y)
    assert bench.parts.field.text() == "noticey"


def test_the_toolbar_comes_when_it_is_wanted(bench: Bench) -> None:
    toolbar = bench.window.shell.toolbar
    assert not toolbar.isVisible()
    bench.window.shell.actions[ActionId.SHOW_TOOLBAR].trigger()
    assert toolbar.isVisible()
    assert bench.preferences.shows_toolbar


def test_names_outside_of_menus_are_plain() -> None:
    assert plain_name("Add f&older…") == "Add folder"
    assert plain_name("Trial && &error") == "Trial & error"
