# SPDX-License-Identifier: Apache-2.0
"""Tags and collections: given in a panel, shown and changed on the left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog

from findling.services.groups import GroupKind, GroupRow
from findling.ui.actions.ids import ActionId
from findling.ui.models.places import Place, PlaceKind

if TYPE_CHECKING:
    import pytest
    from pytestqt.qtbot import QtBot

    from findling.ui.groups.panel import GroupPanel
    from tests.app.ui.conftest import Bench

TAG, COLLECTION = GroupKind.TAG, GroupKind.COLLECTION
MOSS = GroupRow(3, COLLECTION, "Case Moss", frozenset({1}))
URGENT = GroupRow(4, TAG, "urgent", frozenset({1, 2}))


def show(bench: Bench, qtbot: QtBot, *rows: GroupRow) -> None:
    bench.shelf.grouped = list(rows)
    bench.worker.say_changed()
    qtbot.waitUntil(lambda: [p.group for p in places(bench)] == list(rows))


def places(bench: Bench) -> list[Place]:
    return [p for p in bench.parts.places.places() if p.group is not None]


def said(bench: Bench, name: str) -> list[object]:
    return [value for command, value in bench.worker.commands if command == name]


def opened(bench: Bench, qtbot: QtBot) -> GroupPanel:
    bench.window.grouping.open_for("lease.pdf", [1, 5])
    panel = bench.window.grouping.panel
    assert panel is not None
    qtbot.waitUntil(panel.isVisible)
    return panel


def test_a_click_searches_in_a_group_and_typing_goes_on(bench: Bench, qtbot: QtBot) -> None:
    show(bench, qtbot, MOSS, URGENT)
    pane = bench.parts.places
    pane.show_place(places(bench)[0])
    assert bench.parts.field.text() == 'collection:"Case Moss" '
    qtbot.keyClicks(bench.parts.field, "notice")
    assert pane.place is not None
    assert pane.place.group == MOSS
    bench.parts.field.setText("notice")
    assert pane.place is not None
    assert pane.place.kind is PlaceKind.ALL
    pane.show_place(places(bench)[1])
    assert bench.parts.field.text() == "tag:urgent "


def test_names_are_typed_ticked_and_made(bench: Bench, qtbot: QtBot) -> None:
    show(bench, qtbot, MOSS, URGENT)
    panel = opened(bench, qtbot)
    assert not panel.new_tag.isEnabled()
    qtbot.keyClicks(panel.field, "case moss")
    assert not panel.new_collection.isEnabled()
    assert panel.new_tag.isEnabled()
    qtbot.keyClick(panel.field, Qt.Key.Key_Return)
    assert said(bench, "put_in") == [(COLLECTION, "Case Moss", (1, 5))]
    assert panel.field.text() == ""
    qtbot.keyClicks(panel.field, ' to  "do" ')
    qtbot.keyClick(panel.field, Qt.Key.Key_Return)
    assert said(bench, "put_in")[1] == (TAG, "to do", (1, 5))
    qtbot.keyClicks(panel.field, "Trip")
    qtbot.mouseClick(panel.new_collection, Qt.MouseButton.LeftButton)
    assert said(bench, "put_in")[2] == (COLLECTION, "Trip", (1, 5))
    qtbot.keyClick(panel.field, Qt.Key.Key_Down)
    assert panel.view.hasFocus() or panel.view.currentIndex().row() == 0
    qtbot.keyClick(panel.view, Qt.Key.Key_Space)
    assert said(bench, "take_out") == [(COLLECTION, "Case Moss", (1, 5))]
    qtbot.keyClick(panel.field, Qt.Key.Key_Return)
    assert not panel.isVisible()


def test_an_empty_panel_says_what_the_two_are_for(bench: Bench, qtbot: QtBot) -> None:
    panel = opened(bench, qtbot)
    assert "A tag says what a document is" in panel.hint
    qtbot.keyClicks(panel.field, "bill")
    assert panel.hint == "Enter makes the tag “bill”."
    qtbot.keyClick(panel.field, Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_the_action_is_for_the_current_document(bench: Bench, qtbot: QtBot) -> None:
    action = bench.window.shell.actions[ActionId.GROUPS]
    assert not action.isEnabled()
    row = bench.shelf.rows[0]
    bench.window.show_document(row)
    qtbot.waitUntil(action.isEnabled)
    action.trigger()
    panel = bench.window.grouping.panel
    assert panel is not None
    assert panel.subject.accessibleName() == row.name


def test_a_group_is_renamed_but_not_to_a_name_in_use(
    bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = GroupRow(5, TAG, "later")
    show(bench, qtbot, other, URGENT)
    given = ["URGENT"]
    monkeypatch.setattr(QInputDialog, "getText", lambda *_args, **_kw: (given[-1], True))
    menu = bench.parts.places.menu_of(places(bench)[0])
    assert menu is not None
    menu.actions()[0].trigger()
    assert bench.parts.message.sentence == "There is “URGENT” already. Choose another name."
    given[-1] = ' Some "day" '
    menu.actions()[0].trigger()
    assert said(bench, "rename_group") == [(5, "Some day")]


def test_what_was_deleted_can_be_had_back(bench: Bench, qtbot: QtBot) -> None:
    show(bench, qtbot, URGENT)
    menu = bench.parts.places.menu_of(places(bench)[0])
    assert menu is not None
    menu.actions()[1].trigger()
    assert said(bench, "delete_group") == [4]
    bench.parts.message.undo()
    assert said(bench, "put_in") == [(TAG, "urgent", (1, 2))]
