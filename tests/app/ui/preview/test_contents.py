# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from findling.services.outline import OutlineEntry
from findling.ui.preview.contents import ContentsView

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

ENTRIES = (
    OutlineEntry(1, "Lease", 0, 0),
    OutlineEntry(2, "Rent", 10, 0),
    OutlineEntry(3, "Late rent", 20, 1),
    OutlineEntry(1, "Signatures", 30, 1),
)


@pytest.fixture
def contents(qtbot: QtBot) -> ContentsView:
    contents = ContentsView()
    qtbot.addWidget(contents)
    return contents


def test_nothing_is_made_of_headings_that_nobody_sees(contents: ContentsView) -> None:
    contents.show_entries(ENTRIES)
    assert contents.model().rowCount() == 0
    contents.show()
    assert contents.model().rowCount() == 2


def test_headings_are_a_tree_by_their_levels(contents: ContentsView) -> None:
    contents.show()
    contents.show_entries(ENTRIES)
    lease = contents.model().index(0, 0)
    rent = contents.model().index(0, 0, lease)
    assert contents.model().index(0, 0, rent).data() == "Late rent"


def test_the_heading_above_the_reader_is_chosen_also_before_it_is_seen(
    contents: ContentsView,
) -> None:
    contents.show_entries(ENTRIES)
    contents.show_offset(25)
    contents.show()
    assert contents.currentIndex().data() == "Late rent"
    contents.show_offset(31)
    assert contents.currentIndex().data() == "Signatures"


def test_a_click_asks_for_the_heading(contents: ContentsView, qtbot: QtBot) -> None:
    contents.show()
    contents.show_entries(ENTRIES)
    with qtbot.waitSignal(contents.entry_chosen) as chosen:
        contents.clicked.emit(contents.model().index(1, 0))
    assert chosen.args == [ENTRIES[3]]


def test_slides_go_by_their_number(contents: ContentsView) -> None:
    entries = (
        OutlineEntry(1, "Plan", 0, 0),
        OutlineEntry(2, "Notes", 10, 0),
        OutlineEntry(1, "Slide 3", 20, 2),
    )
    contents.show()
    contents.show_entries(entries, "pptx")
    model = contents.model()
    plan = model.index(0, 0)
    assert plan.data() == "Slide 1: Plan"
    assert model.index(0, 0, plan).data() == "Notes"
    assert model.index(1, 0).data() == "Slide 3"
    contents.show_entries(entries, "pdf")
    assert model.index(0, 0).data() == "Plan"
