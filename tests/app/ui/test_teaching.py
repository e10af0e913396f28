# SPDX-License-Identifier: Apache-2.0
"""Teaching in the window: what a row's judgement sends, says, and how it is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from findling.ui import wording
from findling.ui.teaching import rank_of
from tests.app.ui.builders import make_group, make_results

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.app.ui.conftest import Bench


@pytest.fixture
def found(bench: Bench, qtbot: QtBot) -> Bench:
    """A window with five documents found, the third one chosen."""
    lift(bench, 1, 2, 3, 4, 5)
    QTest.keyClicks(bench.parts.field, "notice")
    results = bench.parts.results
    qtbot.waitUntil(lambda: results.has_results)
    qtbot.wait(100)  # the final answer comes after that by words
    results.tree.select(results.tree.model().index(2, 0))
    return bench


def lift(bench: Bench, *order: int) -> None:
    """Have the next answer hold documents in this order."""
    bench.searcher.answers["notice"] = tuple(make_group(number) for number in order)


def wait_for(bench: Bench, qtbot: QtBot, sentence: str) -> None:
    qtbot.waitUntil(lambda: bench.parts.message.sentence == sentence)


def test_a_good_match_tells_where_it_moved(found: Bench, qtbot: QtBot) -> None:
    lift(found, 3, 1, 2, 4, 5)
    found.parts.results.tree.setFocus()
    QTest.keyClick(found.parts.results.tree, Qt.Key.Key_Y)
    wait_for(found, qtbot, "Learned. Moved from 3rd to 1st.")
    assert ("judge", ("notice", 30, True)) in found.worker.commands


def test_undo_forgets_and_tells_the_way_back(found: Bench, qtbot: QtBot) -> None:
    lift(found, 3, 1, 2, 4, 5)
    found.teaching.judge(True)
    wait_for(found, qtbot, "Learned. Moved from 3rd to 1st.")
    lift(found, 1, 2, 3, 4, 5)
    found.parts.message.undo_wanted.emit()
    wait_for(found, qtbot, "Undone. Moved from 1st to 3rd.")
    assert found.lessons.rows == []


def test_redo_teaches_once_more(found: Bench, qtbot: QtBot) -> None:
    found.teaching.judge(False)
    qtbot.waitUntil(lambda: len(found.sessions.teaching.rows) == 1)
    found.menu_action("&Undo teaching").trigger()
    qtbot.waitUntil(lambda: not found.sessions.teaching.rows)
    found.menu_action("&Redo teaching").trigger()
    qtbot.waitUntil(lambda: [row.kind for row in found.lessons.rows] == ["bad"])


def test_undo_before_it_was_stored_still_takes_it_back(found: Bench, qtbot: QtBot) -> None:
    session = found.sessions.teaching
    session.judge("notice", 30, good=True)
    session.undo()
    qtbot.waitUntil(lambda: ("forget", 1) in found.worker.commands)
    assert not found.lessons.rows


def test_the_same_again_takes_it_back(found: Bench, qtbot: QtBot) -> None:
    found.teaching.judge(True)
    wait_for(found, qtbot, "Learned. It stays 3rd.")
    found.teaching.judge(True)
    wait_for(found, qtbot, "Taken back. It stays 3rd.")
    assert not found.lessons.rows


def test_the_opposite_takes_its_place_and_undo_brings_the_first_back(
    found: Bench, qtbot: QtBot
) -> None:
    for good, kind in ((True, "good"), (False, "bad")):
        found.teaching.judge(good)
        qtbot.waitUntil(lambda: [row.kind for row in found.sessions.teaching.rows] == [kind])  # noqa: B023  called at once
    found.teaching.undo()
    qtbot.waitUntil(lambda: [row.kind for row in found.lessons.rows] == ["good"])


def test_a_button_over_the_row_judges_it_and_shows_that(found: Bench, qtbot: QtBot) -> None:
    actions = found.teaching.actions
    tree = found.parts.results.tree
    tree.entered.emit(tree.model().index(1, 0))
    assert actions.isVisible()
    assert (actions.good.isChecked(), actions.good.accessibleName()) == (False, "Good match")
    actions.good.click()
    wait_for(found, qtbot, "Learned. It stays 2nd.")
    assert ("judge", ("notice", 20, True)) in found.worker.commands
    assert actions.good.isChecked()
    assert actions.good.accessibleName() == "Good match (taught): click to take it back"


def test_the_menu_of_a_row_shows_what_was_taught(found: Bench, qtbot: QtBot) -> None:
    found.teaching.judge(True)
    qtbot.waitUntil(lambda: len(found.sessions.teaching.rows) == 1)
    actions = found.teaching.row_menu(make_group(3).hits[0]).actions()
    assert [(action.text(), action.isChecked()) for action in actions[:2]] == [
        ("&Good match", True),
        ("&Not this", False),
    ]


def test_without_a_result_a_sentence_says_what_to_do(bench: Bench) -> None:
    bench.teaching.judge(True)
    assert bench.parts.message.sentence == "Search for something and choose a result first."


def test_a_query_without_results_offers_to_teach_its_meaning(bench: Bench, qtbot: QtBot) -> None:
    bench.searcher.answers["xyz"] = ()
    bench.parts.field.setText("xyz")
    qtbot.waitUntil(lambda: bench.parts.results.page is not None)
    bench.parts.results.meaning_wanted.emit()
    panel = bench.teaching.meaning
    assert panel.words.text() == "xyz"
    panel.meaning.setText("notice")
    bench.searcher.answers["xyz"] = (make_group(1),)
    panel.accept()
    effect = "This search found 0 documents and now finds 1 document."
    wait_for(bench, qtbot, f"Learned: “xyz” means “notice”. {effect}")
    assert not panel.isVisible()


@pytest.mark.parametrize(
    ("words", "meaning", "sentence"),
    [
        ("", "b", "Write the word or words that you use."),
        ("a", " ?", "Write what is meant, in words of your documents."),
        ("a b", "a  b", "Both say the same. Write what is meant in other words."),
    ],
)
def test_the_panel_says_what_is_missing(
    bench: Bench, words: str, meaning: str, sentence: str
) -> None:
    panel = bench.teaching.meaning
    panel.ask(words)
    panel.meaning.setText(meaning)
    panel.accept()
    assert panel.isVisible()
    assert panel.trouble.text() == sentence
    assert not bench.lessons.rows


def test_a_failure_of_the_worker_gives_up_waiting(found: Bench) -> None:
    found.sessions.teaching.judge("notice", 30, good=True)
    found.sessions.teaching.give_up()
    assert not found.sessions.teaching.can_undo


def test_a_rank_counts_documents() -> None:
    results = make_results([make_group(1, 3), make_group(2, 2)])
    assert [rank_of(results, passage) for passage in (12, 21, 99)] == [1, 2, 0]


def test_ordinals_end_as_they_are_spoken() -> None:
    numbers = (1, 2, 3, 4, 11, 12, 13, 21, 102)
    spoken = "1st 2nd 3rd 4th 11th 12th 13th 21st 102nd"
    assert " ".join(wording.ordinal(number) for number in numbers) == spoken


def test_what_was_learned_is_told_until_something_else_is_asked(found: Bench, qtbot: QtBot) -> None:
    lift(found, 3, 1, 2, 4, 5)
    found.teaching.judge(True)
    wait_for(found, qtbot, "Learned. Moved from 3rd to 1st.")
    found.sessions.search.ask_now()
    qtbot.wait(100)
    assert found.parts.message.isVisible()
    QTest.keyClicks(found.parts.field, " period")
    qtbot.waitUntil(lambda: not found.parts.message.isVisible())
    assert found.sessions.teaching.can_undo


def test_what_was_learned_is_told_no_more_without_its_search(found: Bench, qtbot: QtBot) -> None:
    found.teaching.judge(True)
    wait_for(found, qtbot, "Learned. It stays 3rd.")
    found.parts.field.clear()
    qtbot.waitUntil(lambda: not found.parts.message.isVisible())
