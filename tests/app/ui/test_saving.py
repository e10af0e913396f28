# SPDX-License-Identifier: Apache-2.0
"""Searches with a name: saved from the field, run and changed on the left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog

from findling.services.saved_searches import SavedSearchRow
from findling.services.types import SearchMode
from findling.ui.actions.ids import ActionId
from findling.ui.models.places import Place, PlaceKind

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.app.ui.conftest import Bench


RENT = SavedSearchRow(7, "Rent", "tenant type:pdf", SearchMode.WORDS)
AUNT = SavedSearchRow(8, "Aunt", "dear aunt", SearchMode.BEST)


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Answer questions for a name with the last of these; note what was suggested before it."""
    given = ["Rent"]

    def get_text(*_args: object, text: str = "") -> tuple[str, bool]:
        given.insert(0, text)
        return given[-1], True

    monkeypatch.setattr(QInputDialog, "getText", get_text)
    return given


def show(bench: Bench, qtbot: QtBot, *rows: SavedSearchRow) -> None:
    bench.shelf.searches = list(rows)
    bench.worker.say_changed()
    qtbot.waitUntil(lambda: [p.saved for p in places(bench)] == list(rows))


def places(bench: Bench) -> list[Place]:
    return [p for p in bench.parts.places.places() if p.kind is PlaceKind.SEARCH]


def said(bench: Bench, name: str) -> list[object]:
    return [value for command, value in bench.worker.commands if command == name]


def test_what_stands_in_the_field_is_saved_under_a_name(bench: Bench, names: list[str]) -> None:
    action = bench.window.shell.actions[ActionId.SAVE_SEARCH]
    assert not action.isEnabled()
    bench.window.saving.ask_to_save()
    bench.parts.mode.choose(SearchMode.WORDS)
    bench.parts.field.setText("tenant type:pdf ")
    assert action.isEnabled()
    action.trigger()
    assert names == ["tenant", "Rent"]
    assert said(bench, "save_search") == [("Rent", "tenant type:pdf", SearchMode.WORDS)]
    assert bench.parts.message.sentence == "“Rent” is kept on the left."


def test_a_click_runs_it_and_typing_leaves_it(bench: Bench, qtbot: QtBot) -> None:
    show(bench, qtbot, AUNT, RENT)
    pane = bench.parts.places
    pane.show_place(places(bench)[1])
    assert bench.parts.field.text() == "tenant type:pdf"
    assert bench.parts.mode.mode is SearchMode.WORDS
    assert pane.place is not None
    assert pane.place.saved == RENT
    bench.parts.field.setText("tenant")
    assert pane.place is not None
    assert pane.place.kind is PlaceKind.ALL
    assert bench.parts.field.text() == "tenant"


def test_it_is_renamed_but_not_to_a_name_in_use(
    bench: Bench, qtbot: QtBot, names: list[str]
) -> None:
    show(bench, qtbot, AUNT, RENT)
    menu = bench.parts.places.menu_of(places(bench)[0])
    assert menu is not None
    menu.actions()[0].trigger()
    assert bench.parts.message.sentence == "There is “Rent” already. Choose another name."
    names[-1] = "Aunts "
    menu.actions()[0].trigger()
    assert said(bench, "rename_search") == [(8, "Aunts")]


def test_what_was_deleted_can_be_had_back(bench: Bench, qtbot: QtBot) -> None:
    show(bench, qtbot, RENT)
    menu = bench.parts.places.menu_of(places(bench)[0])
    assert menu is not None
    menu.actions()[1].trigger()
    assert said(bench, "delete_search") == [7]
    assert bench.parts.message.sentence == "“Rent” was deleted."
    show(bench, qtbot)
    bench.parts.message.undo()
    assert said(bench, "save_search") == [("Rent", "tenant type:pdf", SearchMode.WORDS)]


def test_a_saved_search_is_told_to_screen_readers(bench: Bench, qtbot: QtBot) -> None:
    show(bench, qtbot, RENT)
    model = bench.parts.places.view.model()
    index = model.index(model.rowCount() - 1, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Rent"
    spoken = index.data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert spoken == "saved search, tenant type:pdf"
