# SPDX-License-Identifier: Apache-2.0
"""Whatever can be done is found by a few letters, without the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtWidgets import QPushButton

from findling.ui.actions.ids import ActionId
from findling.ui.models.places import PlaceKind
from findling.ui.palette.items import PaletteItem, PaletteModel

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from findling.ui.palette.panel import Palette
    from tests.app.ui.conftest import Bench

KEY = Qt.Key


@pytest.fixture
def palette(bench: Bench) -> Palette:
    bench.parts.field.setFocus()
    bench.window.shell.actions[ActionId.PALETTE].trigger()
    return bench.window.commands


def names(palette: Palette) -> list[str]:
    model: QAbstractItemModel = palette.model
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_it_lists_what_can_be_done_now(palette: Palette) -> None:
    assert palette.isVisible()
    assert palette.field.hasFocus()
    assert "Add folder" in names(palette)
    assert "Good match" not in names(palette)
    assert "All commands" not in names(palette)


def test_letters_and_enter_carry_an_action_out(
    palette: Palette, bench: Bench, qtbot: QtBot
) -> None:
    qtbot.keyClicks(palette.field, "lfc")
    assert names(palette)[0] == "Look for changes"
    qtbot.keyClick(palette.field, KEY.Key_Return)
    assert ("rescan", None) in bench.worker.commands
    assert not palette.isVisible()


def test_escape_closes_and_gives_the_focus_back(
    palette: Palette, bench: Bench, qtbot: QtBot
) -> None:
    qtbot.keyClick(palette.field, KEY.Key_Escape)
    assert not palette.isVisible()
    assert bench.parts.field.hasFocus()


def test_what_had_the_focus_may_be_gone_when_it_closes(bench: Bench, qtbot: QtBot) -> None:
    button = QPushButton(bench.window)
    button.show()
    button.setFocus()
    assert button.hasFocus()
    action = bench.window.shell.actions[ActionId.PALETTE]
    action.trigger()
    with qtbot.waitSignal(button.destroyed):
        button.deleteLater()
    action.trigger()
    assert not bench.window.commands.isVisible()


def test_arrows_go_round(palette: Palette, qtbot: QtBot) -> None:
    qtbot.keyClick(palette.field, KEY.Key_Up)
    assert palette.view.currentIndex().row() == palette.model.rowCount() - 1
    qtbot.keyClick(palette.field, KEY.Key_Down)
    assert palette.view.currentIndex().row() == 0


def test_documents_are_found_by_name_and_shown(
    palette: Palette, bench: Bench, qtbot: QtBot
) -> None:
    qtbot.keyClicks(palette.field, "paper2")
    qtbot.waitUntil(lambda: "paper-2.txt" in names(palette))
    assert names(palette)[0] == "paper-2.txt"
    qtbot.keyClick(palette.field, KEY.Key_Return)
    qtbot.waitUntil(lambda: bench.window.isAncestorOf(bench.window.focusWidget()))
    assert not palette.isVisible()
    bench.window.shell.actions[ActionId.OPEN_DOCUMENT].trigger()
    assert [path.name for path in bench.desktop.opened] == ["paper-2.txt"]


def test_places_are_found(palette: Palette, bench: Bench, qtbot: QtBot) -> None:
    qtbot.keyClicks(palette.field, "papers")
    qtbot.keyClick(palette.field, KEY.Key_Return)
    place = bench.parts.places.place
    assert place is not None
    assert place.kind is PlaceKind.SOURCE


def test_anything_can_be_searched_for(palette: Palette, bench: Bench, qtbot: QtBot) -> None:
    qtbot.keyClicks(palette.field, "zzz")
    assert names(palette) == ["Search for “zzz”"]
    qtbot.keyClick(palette.field, KEY.Key_Return)
    assert bench.parts.field.text() == "zzz"


def test_rows_say_what_they_are_and_name_their_keys(palette: Palette, qtbot: QtBot) -> None:
    qtbot.keyClicks(palette.field, "look for")
    index = palette.model.index(0)
    assert index.data(Qt.ItemDataRole.AccessibleDescriptionRole) == "Library, F5"


def test_the_model_keeps_the_rules(qtmodeltester: ModelTester) -> None:
    model = PaletteModel()
    model.show_items([PaletteItem("One", int), PaletteItem("Two", int, "kind", "F2")])
    qtmodeltester.check(model)
