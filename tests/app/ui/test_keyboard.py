# SPDX-License-Identifier: Apache-2.0
"""Everything can be done without a mouse, most of it without leaving the search field."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAction, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QWidget

from findling.services.types import DocumentState
from findling.ui.models.places import PlaceKind
from findling.ui.models.roles import Role
from tests.app.ui.builders import make_document

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.app.ui.conftest import Bench

KEY = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def searched(bench: Bench, qtbot: QtBot) -> Bench:
    """A window in which a query was answered: paper 1 has three passages, paper 2 has one."""
    qtbot.keyClicks(bench.parts.field, "notice")
    qtbot.waitUntil(lambda: bench.parts.results.has_results, timeout=5000)
    return bench


def current(bench: Bench) -> int:
    return bench.parts.results.tree.currentIndex().data(Role.HIT).passage_id


def press(bench: Bench, qtbot: QtBot, *keys: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    for key in keys:
        qtbot.keyClick(bench.parts.field, key, modifier)


def test_arrows_move_in_the_results(searched: Bench, qtbot: QtBot) -> None:
    assert current(searched) == 10
    press(searched, qtbot, KEY.Key_Down)
    assert current(searched) == 20
    press(searched, qtbot, KEY.Key_Down, KEY.Key_Up)
    assert current(searched) == 10
    press(searched, qtbot, KEY.Key_PageDown)
    assert current(searched) == 20
    assert searched.window.focusWidget() is searched.parts.field


def test_right_opens_a_document_and_left_closes_it(searched: Bench, qtbot: QtBot) -> None:
    press(searched, qtbot, KEY.Key_Down, KEY.Key_Up, KEY.Key_Right, KEY.Key_Down)
    assert current(searched) == 11
    press(searched, qtbot, KEY.Key_Left, KEY.Key_Down)
    assert current(searched) == 20


def test_sideways_keys_edit_the_query_while_it_is_typed(searched: Bench, qtbot: QtBot) -> None:
    press(searched, qtbot, KEY.Key_Left)
    qtbot.keyClicks(searched.parts.field, "X")
    assert searched.parts.field.text() == "noticXe"


def test_enter_goes_to_the_preview(searched: Bench, qtbot: QtBot) -> None:
    press(searched, qtbot, KEY.Key_Return)
    focused = searched.window.focusWidget()
    assert focused is not None
    qtbot.waitUntil(lambda: searched.parts.preview.isAncestorOf(searched.window.focusWidget()))


def test_control_enter_opens_the_file(searched: Bench, qtbot: QtBot) -> None:
    press(searched, qtbot, KEY.Key_Return, modifier=CONTROL)
    assert searched.desktop.opened == [Path("/papers/paper-1.txt")]


def test_escape_clears_then_leaves(searched: Bench, qtbot: QtBot) -> None:
    press(searched, qtbot, KEY.Key_Escape)
    assert searched.parts.field.text() == ""
    assert searched.window.focusWidget() is searched.parts.field
    press(searched, qtbot, KEY.Key_Escape)
    assert searched.window.focusWidget() is searched.parts.places.view


def test_f6_goes_round_and_back(searched: Bench, qtbot: QtBot) -> None:
    def go(name: str) -> QWidget:
        searched.menu_action(name).trigger()
        focused = searched.window.focusWidget()
        assert focused is not None
        return focused

    parts = searched.parts
    forwards = [go("&Next pane") for _ in range(4)]
    assert forwards[:2] == [parts.places.view, parts.results.tree]
    assert forwards[3] is parts.field
    assert go("&Previous pane") is forwards[2]


def test_finding_selects_the_query(searched: Bench, qtbot: QtBot) -> None:
    searched.parts.places.view.setFocus()
    searched.menu_action("&Find").trigger()
    assert searched.window.focusWidget() is searched.parts.field
    assert searched.parts.field.selectedText() == "notice"


def test_no_shortcut_is_given_twice(bench: Bench) -> None:
    keys = [
        sequence.toString(QKeySequence.SequenceFormat.PortableText)
        for action in bench.window.findChildren(QAction)
        for sequence in action.shortcuts()
    ]
    assert len(keys) == len(set(keys))
    assert {"Ctrl+K", "/", "F6", "Shift+F6", "Ctrl+O", "Ctrl+Shift+O"} <= set(keys)


def test_enter_on_a_row_with_the_focus_shows_it(searched: Bench, qtbot: QtBot) -> None:
    tree = searched.parts.results.tree
    tree.setFocus()
    with qtbot.waitSignal(tree.row_chosen):
        qtbot.keyClick(tree, KEY.Key_Return)
    qtbot.keyClick(tree, KEY.Key_Return, CONTROL)
    assert searched.desktop.opened == [Path("/papers/paper-1.txt")]


def test_controls_have_names(searched: Bench) -> None:
    parts = searched.parts
    named = (parts.field, parts.mode, parts.places.view, parts.results.tree)
    assert [widget.accessibleName() for widget in named] == [
        "Search",
        "How to match",
        "Library",
        "Results",
    ]
    buttons = searched.window.findChildren(QAbstractButton)
    own = [one for one in buttons if not one.objectName().startswith("qt_")]
    nameless = [one for one in own if one.isVisible() and not (one.accessibleName() or one.text())]
    assert not nameless


def test_a_screen_reader_hears_rows(searched: Bench) -> None:
    interface = QAccessible.queryAccessibleInterface(searched.parts.results.tree)
    children = [interface.child(n) for n in range(interface.childCount())]
    named = [child for child in children if child.text(QAccessible.Text.Name) == "paper-1.txt"]
    (row,) = named
    spoken = row.text(QAccessible.Text.Description)
    assert "good match" in spoken
    assert spoken.endswith("1 of 2")


def test_f6_goes_to_something_that_shows_it_where_a_document_cannot_be_shown(
    bench: Bench, qtbot: QtBot
) -> None:
    failed = DocumentState.FAILED
    bench.shelf.rows = [make_document(1, state=failed, reason="The PDF is damaged.")]
    bench.refresh()
    qtbot.waitUntil(lambda: bench.parts.places.has(PlaceKind.ATTENTION))
    bench.parts.places.choose(PlaceKind.ATTENTION)
    qtbot.waitUntil(lambda: bench.parts.results.target is not None)
    buttons = bench.parts.preview.findChildren(QAbstractButton)
    qtbot.waitUntil(lambda: any(one.isVisible() and one.isEnabled() for one in buttons))
    bench.parts.results.tree.setFocus()
    bench.menu_action("&Next pane").trigger()
    focused = bench.window.focusWidget()
    assert isinstance(focused, QAbstractButton)
    assert bench.parts.preview.isAncestorOf(focused)
    assert focused.isEnabled()
