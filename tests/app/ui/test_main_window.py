# SPDX-License-Identifier: Apache-2.0
"""Every state of the window is reached by what the services say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget

from findling.errors import AppError
from findling.services.events import ErrorEvent, FinishedEvent, ProgressEvent, StateEvent
from findling.services.types import (
    DocumentState,
    Progress,
    SearchMode,
    SourceRow,
    Stage,
    WorkerState,
)
from findling.ui.actions.ids import ActionId
from findling.ui.models.places import PlaceKind
from findling.ui.preview.find_bar import FindBar
from findling.ui.theme.tokens import DARK, ThemeMode
from tests.app.ui.builders import make_document, make_group, make_summary

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.app.ui.conftest import Bench

READING = ProgressEvent(Progress(Stage.READING, 512, 2118, "lease.pdf", 34.2, 118.0))


def type_query(bench: Bench, qtbot: QtBot, text: str) -> None:
    qtbot.keyClicks(bench.parts.field, text)
    qtbot.waitUntil(lambda: bool(bench.searcher.asked), timeout=5000)


def button(widget: QWidget, label: str) -> QPushButton:
    found = [one for one in widget.findChildren(QPushButton) if one.text() == label]
    return next(one for one in found if one.isVisibleTo(widget))


def test_an_empty_library_welcomes(empty: Bench) -> None:
    assert empty.parts.welcome.isVisible()
    assert not empty.parts.field.isEnabled()
    buttons = empty.parts.welcome.findChildren(QPushButton)
    labels = [one.text() for one in buttons if one.isVisible()]
    assert labels == ["Add a folder…", "Add files…", "Try the sample library"]


def test_the_sample_library_is_added(empty: Bench, qtbot: QtBot) -> None:
    button(empty.parts.welcome, "Try the sample library").click()
    name, paths = empty.worker.commands[-1]
    assert (name, isinstance(paths, list)) == ("add", True)
    qtbot.waitUntil(lambda: empty.parts.strip.isVisible())


def test_a_library_lists_its_documents_and_says_what_is_searched(bench: Bench) -> None:
    assert bench.parts.field.placeholderText() == "Search your 3 documents"
    assert bench.parts.results.head.title == "All documents"
    assert bench.parts.results.tree.model().rowCount() == 3


def test_results_say_how_many_and_how_quick(bench: Bench, qtbot: QtBot) -> None:
    type_query(bench, qtbot, "notice")
    qtbot.waitUntil(lambda: bench.parts.results.has_results)
    assert bench.parts.results.head.title == "4 passages in 2 documents"
    assert bench.parts.results.head.facts == "12 ms"
    assert bench.parts.results.head.badge == ""


def test_before_anything_was_learned_a_badge_says_so(bench: Bench, qtbot: QtBot) -> None:
    bench.searcher.trained = False
    type_query(bench, qtbot, "notice")
    qtbot.waitUntil(lambda: bench.parts.results.has_results)
    assert bench.parts.results.head.badge.startswith("Exact words for now")


def test_nothing_found_has_a_way_out(bench: Bench, qtbot: QtBot) -> None:
    bench.searcher.answers["zebra"] = ()
    type_query(bench, qtbot, "zebra")
    qtbot.waitUntil(lambda: bench.parts.results.page is not None)
    page = bench.parts.results.page
    assert page is not None
    assert page.heading == "Nothing found for “zebra”"
    button(page, "Clear the search").click()
    qtbot.waitUntil(lambda: bench.parts.results.head.title == "All documents")


def test_nothing_found_for_words_offers_meaning(bench: Bench, qtbot: QtBot) -> None:
    bench.searcher.answers["zebra"] = ()
    bench.parts.mode.choose(SearchMode.WORDS)
    type_query(bench, qtbot, "zebra")
    qtbot.waitUntil(lambda: bench.parts.results.page is not None)
    page = bench.parts.results.page
    assert page is not None
    button(page, "Search by meaning too").click()
    assert bench.parts.mode.mode is SearchMode.BEST


def test_a_search_that_fails_says_why(bench: Bench, qtbot: QtBot) -> None:
    bench.searcher.error = AppError("The library cannot be read.")
    type_query(bench, qtbot, "notice")
    qtbot.waitUntil(lambda: bench.parts.results.page is not None)
    page = bench.parts.results.page
    assert page is not None
    assert page.accessibleDescription() == "The library cannot be read."


def test_indexing_shows_stage_item_rate_and_time_left(bench: Bench, qtbot: QtBot) -> None:
    bench.worker.say(StateEvent(WorkerState.RUNNING))
    bench.worker.say(READING)
    qtbot.waitUntil(lambda: "512" in bench.parts.strip.accessibleName())
    said = bench.parts.strip.accessibleName()
    assert said == "Reading. 512 of 2118 files · 34 a second · about 2 min left"
    assert bench.parts.indicator.accessibleName() == "Indexing 24 %"
    assert bench.parts.field.isEnabled()


def test_pausing_and_resuming(bench: Bench, qtbot: QtBot) -> None:
    bench.worker.say(StateEvent(WorkerState.RUNNING))
    bench.worker.say(READING)
    qtbot.waitUntil(bench.parts.strip.isVisible)
    button(bench.parts.strip, "Pause").click()
    qtbot.waitUntil(lambda: bench.parts.strip.accessibleName().startswith("Paused by you"))
    assert bench.parts.indicator.accessibleName() == "Paused 24 %"
    button(bench.parts.strip, "Resume").click()
    qtbot.waitUntil(lambda: bench.parts.strip.accessibleName().startswith("Reading"))
    assert [name for name, _ in bench.worker.commands] == ["pause", "resume"]


def test_cancelling_keeps_what_was_read_and_can_go_on(bench: Bench, qtbot: QtBot) -> None:
    bench.worker.say(StateEvent(WorkerState.RUNNING))
    qtbot.waitUntil(bench.parts.strip.isVisible)
    button(bench.parts.strip, "Cancel").click()
    bench.worker.say(FinishedEvent(make_summary(read=3, cancelled=True)))
    qtbot.waitUntil(lambda: bench.parts.strip.accessibleName().startswith("Stopped"))
    button(bench.parts.strip, "Go on").click()
    assert [name for name, _ in bench.worker.commands] == ["cancel", "rescan"]


def test_done_balances_and_leads_to_what_needs_attention(bench: Bench, qtbot: QtBot) -> None:
    reason = "The file is protected with a password."
    bench.shelf.rows.append(make_document(9, state=DocumentState.FAILED, reason=reason))
    bench.worker.say(FinishedEvent(make_summary(read=2113, failed=3, unsupported=2)))
    qtbot.waitUntil(bench.parts.strip.isVisible)
    said = "Done. 2113 of 2118 files indexed, 5 need attention"
    assert bench.parts.strip.accessibleName() == said
    qtbot.waitUntil(lambda: bench.parts.places.has(PlaceKind.ATTENTION))
    button(bench.parts.strip, "Show them").click()
    qtbot.waitUntil(lambda: bench.parts.results.head.title == "Needs attention")
    assert bench.parts.results.tree.model().index(0, 0).data() == "paper-9.txt"


def test_files_that_need_attention_can_be_tried_again(bench: Bench, qtbot: QtBot) -> None:
    bench.shelf.rows.append(make_document(9, state=DocumentState.FAILED, reason="Damaged."))
    bench.refresh()
    qtbot.waitUntil(lambda: bench.parts.places.has(PlaceKind.ATTENTION))
    bench.parts.places.choose(PlaceKind.ATTENTION)
    qtbot.waitUntil(lambda: bench.parts.results.head.title == "Needs attention")
    for label in ("Try again", "Try all again", "Show in folder"):
        button(bench.parts.results.head, label).click()
    assert bench.worker.commands == [("retry", [9]), ("retry", [])]
    assert bench.desktop.revealed == [Path("/papers/paper-9.txt")]


def test_a_worker_that_keeps_crashing_can_be_started_again(bench: Bench, qtbot: QtBot) -> None:
    bench.worker.say(ErrorEvent("It keeps stopping.", "exit status 139", "", fatal=True))
    bench.worker.say(StateEvent(WorkerState.STOPPED))
    qtbot.waitUntil(bench.parts.message.isVisible)
    assert bench.parts.message.sentence == "It keeps stopping."
    button(bench.parts.message, "Start again").click()
    assert not bench.parts.message.isVisible()
    assert [name for name, _ in bench.worker.commands] == ["start", "rescan"]


def test_a_file_without_a_program_is_told(bench: Bench, qtbot: QtBot) -> None:
    bench.desktop.knows_a_program = False
    type_query(bench, qtbot, "notice")
    qtbot.waitUntil(lambda: bench.parts.results.has_results)
    bench.menu_action("Open in its own &program").trigger()
    assert bench.parts.message.sentence == "No program could be found for “paper-1.txt”."


def test_a_folder_is_removed_from_the_library_only(bench: Bench) -> None:
    source = SourceRow(1, Path("/papers"), True, False, 3)
    menu = bench.parts.places.menu_for(source)
    menu.actions()[-1].trigger()
    assert bench.worker.commands == [("remove", [1])]
    said = "“papers” is no longer in the library. Its files stay where they are."
    assert bench.parts.message.sentence == said
    bench.parts.message.undo()
    assert bench.worker.commands[-1] == ("add", [Path("/papers")])


def test_where_no_folder_can_be_shown_that_is_told(bench: Bench) -> None:
    bench.desktop.knows_a_program = False
    source = SourceRow(1, Path("/papers"), True, False, 3)
    bench.parts.places.reveal_wanted.emit(source)
    assert bench.parts.message.sentence == "No program could be found for “papers”."


def test_the_chosen_document_stays_chosen_in_a_new_answer(bench: Bench, qtbot: QtBot) -> None:
    type_query(bench, qtbot, "notice")
    qtbot.waitUntil(lambda: bench.parts.results.has_results)
    bench.parts.results.go(1, by_page=False)
    bench.searcher.answers["notice"] = (make_group(7), make_group(8), make_group(2))
    bench.searcher.has_news = True
    bench.sessions.search.sync()
    tree = bench.parts.results.tree
    qtbot.waitUntil(lambda: tree.model().rowCount() == 3, timeout=5000)
    target = bench.parts.results.target
    assert target is not None
    assert target.document.id == 2


def test_other_words_begin_with_the_best_row(bench: Bench, qtbot: QtBot) -> None:
    bench.searcher.answers["notice"] = (make_group(1), make_group(2))
    bench.searcher.answers["notice period"] = (make_group(3), make_group(2))
    type_query(bench, qtbot, "notice")
    qtbot.waitUntil(lambda: bench.parts.results.has_results)
    bench.parts.results.go(1, by_page=False)
    bench.parts.field.setText("notice period")

    def is_best() -> bool:
        target = bench.parts.results.target
        return target is not None and target.document.id == 3

    qtbot.waitUntil(is_best)


def test_colours_are_remembered(bench: Bench, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bench.theme.changed):
        bench.menu_action("&Dark colours").trigger()
    assert bench.theme.colors is DARK
    assert bench.preferences.theme is ThemeMode.DARK


@pytest.mark.parametrize("width", [820, 1000, 1280])
def test_every_width_has_its_panes(bench: Bench, qtbot: QtBot, width: int) -> None:
    bench.window.resize(width, 650)
    qtbot.waitUntil(lambda: bench.window.width() == width)
    assert bench.parts.preview.isVisible() == (width >= 900)


def test_in_a_narrow_window_the_preview_is_a_page_with_a_way_back(
    bench: Bench, qtbot: QtBot
) -> None:
    bench.window.resize(820, 650)
    type_query(bench, qtbot, "notice")
    qtbot.waitUntil(lambda: bench.parts.results.has_results)
    bench.parts.field.choose_wanted.emit()
    qtbot.waitUntil(bench.parts.preview.isVisible)
    assert not bench.parts.results.isVisible()
    button(bench.window, "Back to the results").click()
    assert bench.parts.results.isVisible()
    assert not bench.parts.preview.isVisible()


def test_finding_in_the_document_and_copying_its_passage_work_from_the_results(
    bench: Bench, qtbot: QtBot
) -> None:
    qtbot.keyClicks(bench.parts.field, "notice")
    qtbot.waitUntil(lambda: bench.parts.results.has_results, timeout=5000)
    bench.window.shell.actions[ActionId.FIND_IN_DOCUMENT].trigger()
    bar = bench.window.findChild(FindBar)
    assert isinstance(bar, FindBar)
    qtbot.waitUntil(bar.isVisible, timeout=5000)
    bench.window.shell.actions[ActionId.COPY_PASSAGE].trigger()
    qtbot.waitUntil(lambda: "\u2014 " in QGuiApplication.clipboard().text(), timeout=5000)
