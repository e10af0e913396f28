# SPDX-License-Identifier: Apache-2.0
"""What narrows a search down always stands in the field, and can be taken out by a click."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QMenu, QPushButton

from findling.services.query_language import parse
from findling.services.types import LeftOut
from findling.ui.models.roles import Role

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.app.ui.conftest import Bench


def chips(bench: Bench) -> list[str]:
    return [button.text() for button in bench.parts.top.chips.buttons]


def open_filters(bench: Bench, qtbot: QtBot) -> dict[str, QMenu]:
    """Open the menu of filters and return its submenus by their titles."""
    filters = bench.parts.top.filters
    filters.click()
    qtbot.waitUntil(lambda: filters.menu_shown is not None and filters.menu_shown.isVisible())
    assert filters.menu_shown is not None
    menus = (action.menu() for action in filters.menu_shown.actions())
    return {menu.title(): menu for menu in menus if isinstance(menu, QMenu)}


def test_parts_of_a_query_are_chips(bench: Bench) -> None:
    bench.parts.field.setText('rent -draft type:pdf "by the tenant" near:p4')
    assert [name.removesuffix("  ×") for name in chips(bench)] == [
        "-draft",
        "type:pdf",
        '"by the tenant"',
        "similar to a passage",
        "Clear filters",
    ]
    assert bench.parts.top.chips.isVisibleTo(bench.window)
    bench.parts.top.chips.buttons[1].click()
    assert bench.parts.field.text() == 'rent -draft "by the tenant" near:p4'
    bench.parts.top.chips.buttons[-1].click()
    assert bench.parts.field.text() == "rent"
    assert not bench.parts.top.chips.isVisibleTo(bench.window)


def test_chips_say_what_a_click_does(bench: Bench) -> None:
    bench.parts.field.setText("type:" + "x" * 60)
    button = bench.parts.top.chips.buttons[0]
    assert button.accessibleName() == "Remove type:" + "x" * 60
    assert button.text().endswith("…  ×")


def test_filters_count_what_is_found_and_are_written_into_the_query(
    bench: Bench, qtbot: QtBot
) -> None:
    bench.parts.field.setText("rent type:pdf")
    menus = open_filters(bench, qtbot)
    assert list(menus) == ["Folder", "Type", "Changed", "Size"]
    assert [action.text() for action in menus["Folder"].actions()] == ["My Papers\t3", "letters\t1"]
    assert menus["Type"].actions()[0].isChecked()
    menus["Folder"].actions()[0].trigger()
    assert bench.parts.field.text() == 'rent type:pdf folder:"My Papers"'
    menus["Type"].actions()[0].trigger()
    assert bench.parts.field.text() == 'rent folder:"My Papers"'
    menus["Changed"].actions()[1].trigger()
    assert bench.parts.field.text() == 'rent folder:"My Papers" after:7d'
    menus["Size"].actions()[1].trigger()
    assert bench.parts.field.text() == 'rent folder:"My Papers" after:7d size:>10mb'


def test_times_and_sizes_say_how_many_there_are(bench: Bench, qtbot: QtBot) -> None:
    bench.parts.field.setText("rent size:<100kb after:today")
    menus = open_filters(bench, qtbot)
    times = menus["Changed"].actions()
    assert [action.text() for action in times[:2]] == ["Today\t0", "In the last 7 days\t1"]
    assert times[0].isEnabled()  # it is in force, and can be taken out
    assert [action.text() for action in menus["Size"].actions()] == [
        "Under 100 kB\t3",
        "Over 10 MB\t1",
    ]
    assert menus["Size"].actions()[0].isChecked()


def test_a_time_without_documents_cannot_be_chosen(bench: Bench, qtbot: QtBot) -> None:
    bench.parts.field.setText("rent")
    assert not open_filters(bench, qtbot)["Changed"].actions()[0].isEnabled()


@pytest.mark.parametrize(
    ("part", "label"),
    [
        (LeftOut(parse("rent type:pdf").chips[0], "rent", 3), "Without type:pdf: 3 documents"),
        (LeftOut(None, "rent", 1), "Clear filters: 1 document"),
    ],
)
def test_nothing_found_offers_to_leave_a_part_out(
    bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, part: LeftOut, label: str
) -> None:
    asked = parse("rent type:pdf")
    bench.searcher.answers["rent type:pdf"] = ()
    search = bench.searcher.search
    monkeypatch.setattr(
        bench.searcher,
        "search",
        lambda query, *rest: replace(
            search(query, *rest), left_out=(part,) if query == asked.typed else ()
        ),
    )
    bench.parts.field.setText("rent type:pdf")
    qtbot.waitUntil(lambda: label in {b.text() for b in bench.window.findChildren(QPushButton)})
    next(b for b in bench.window.findChildren(QPushButton) if b.text() == label).click()
    assert bench.parts.field.text() == "rent"


@pytest.mark.parametrize("found", [True, False])
def test_another_spelling_is_offered(
    bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, found: bool
) -> None:
    if not found:
        bench.searcher.answers["rennt"] = ()
    search = bench.searcher.search
    monkeypatch.setattr(
        bench.searcher,
        "search",
        lambda query, *rest: replace(
            search(query, *rest), suggestion="rent" if query == "rennt" else ""
        ),
    )
    bench.parts.field.setText("rennt")
    link = bench.parts.results.head.suggestion
    qtbot.waitUntil(lambda: link.isVisibleTo(bench.window))
    assert link.text() == "Did you mean “rent”?"
    link.click()
    assert bench.parts.field.text() == "rent"
    qtbot.waitUntil(lambda: not link.isVisibleTo(bench.window))


def test_what_is_like_a_row_is_found_from_its_menu(bench: Bench, qtbot: QtBot) -> None:
    bench.parts.field.setText("rent")
    qtbot.waitUntil(lambda: bench.parts.results.has_results)
    hit = bench.parts.results.tree.model().index(0, 0).data(Role.HIT)
    menu = bench.teaching.row_menu(hit)
    similar = {action.text().replace("&", ""): action for action in menu.actions()}
    similar["Find similar passages"].trigger()
    assert bench.parts.field.text() == f"near:p{hit.passage_id}"
    similar["Find similar documents"].trigger()
    assert bench.parts.field.text() == f"near:d{hit.document_id}"


def test_a_query_of_conditions_alone_cannot_be_taught(bench: Bench, qtbot: QtBot) -> None:
    bench.parts.field.setText("type:pdf")
    qtbot.waitUntil(lambda: bench.parts.results.has_results)
    bench.teaching.judge(True)
    assert bench.parts.message.sentence == "Search for something and choose a result first."
