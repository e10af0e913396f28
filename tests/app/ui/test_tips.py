# SPDX-License-Identifier: Apache-2.0
"""Tips come one at a time, each once, where they are of use, and move nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from findling.ui.actions.ids import ActionId
from findling.ui.settings.appearance import AppearancePage
from findling.ui.tips import MANY_SEARCHES, Tip, Tips

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from findling.ui.views.tip_line import TipLine
    from tests.app.ui.conftest import Bench


@pytest.fixture
def line(bench: Bench) -> TipLine:
    """The line of a window in which no tip was told yet."""
    bench.preferences.forget_tips()
    tips = bench.window.findChild(Tips)
    assert tips is not None
    tips._rest.setInterval(1)  # pyright: ignore[reportPrivateUsage]
    return bench.parts.tip


def ask(bench: Bench, qtbot: QtBot, query: str = "notice") -> None:
    with qtbot.waitSignal(bench.sessions.search.answered):
        bench.parts.field.setText(query)


def test_the_first_results_tell_how_to_teach_and_no_row_moves(
    bench: Bench, line: TipLine, qtbot: QtBot
) -> None:
    tree = bench.parts.results.result_tree
    bench.parts.results.tree.setFocus()
    ask(bench, qtbot)
    before = tree.mapToGlobal(tree.visualRect(tree.currentIndex()).topLeft())
    qtbot.waitUntil(line.isVisible)
    assert line.sentence == "Right? Press Y. Not this? N. Findling learns at once."
    assert line.accessibleName() == line.sentence
    assert tree.mapToGlobal(tree.visualRect(tree.currentIndex()).topLeft()) == before


def test_in_the_field_the_keys_are_those_that_work_there(
    bench: Bench, line: TipLine, qtbot: QtBot
) -> None:
    bench.window.activateWindow()
    bench.parts.field.setFocus()
    qtbot.waitUntil(bench.parts.field.hasFocus)
    ask(bench, qtbot)
    qtbot.waitUntil(line.isVisible)
    assert "Ctrl+Shift+Y" in line.sentence


def test_escape_closes_a_tip_first_and_it_does_not_come_back(
    bench: Bench, line: TipLine, qtbot: QtBot
) -> None:
    ask(bench, qtbot)
    qtbot.waitUntil(line.isVisible)
    qtbot.keyClick(bench.parts.field, Qt.Key.Key_Escape)
    assert line.isHidden()
    assert bench.parts.field.text() == "notice"
    ask(bench, qtbot, "rent")
    qtbot.wait(50)
    assert line.isHidden()
    qtbot.keyClick(bench.parts.field, Qt.Key.Key_Escape)
    assert bench.parts.field.text() == ""


def test_escape_closes_it_from_the_list_too(bench: Bench, line: TipLine, qtbot: QtBot) -> None:
    bench.window.activateWindow()
    ask(bench, qtbot)
    qtbot.waitUntil(line.isVisible)
    bench.parts.results.tree.setFocus()
    qtbot.keyClick(bench.parts.results.tree, Qt.Key.Key_Escape)
    qtbot.waitUntil(line.isHidden)


def test_opening_a_result_tells_what_can_be_done_with_it(
    bench: Bench, line: TipLine, qtbot: QtBot
) -> None:
    bench.preferences.keep_tip(Tip.TEACH.value)
    ask(bench, qtbot)
    bench.parts.results.target_chosen.emit()
    qtbot.waitUntil(line.isVisible)
    assert line.sentence.startswith("Ctrl+Shift+F finds words in this document, Ctrl+D finds")


def test_only_one_is_told_at_a_time(bench: Bench, line: TipLine, qtbot: QtBot) -> None:
    for number in range(MANY_SEARCHES):
        bench.preferences.keep_search(f"query {number}")
    ask(bench, qtbot)
    qtbot.waitUntil(line.isVisible)
    assert bench.preferences.seen_tips == [Tip.TEACH.value]
    ask(bench, qtbot, "rent")
    qtbot.wait(50)
    assert bench.preferences.seen_tips == [Tip.TEACH.value]
    line.close_button.click()
    ask(bench, qtbot, "bread")
    qtbot.waitUntil(line.isVisible)
    assert line.sentence == "Ctrl+P lists everything that you can do."


def test_who_has_taught_needs_no_tip_and_teaching_closes_it(
    bench: Bench, line: TipLine, qtbot: QtBot
) -> None:
    ask(bench, qtbot)
    qtbot.waitUntil(line.isVisible)
    bench.teaching.judge(True)
    qtbot.waitUntil(line.isHidden)
    bench.preferences.forget_tips()
    ask(bench, qtbot, "rent")
    qtbot.wait(50)
    assert line.isHidden()


def test_keys_that_were_taken_away_are_not_told(bench: Bench, line: TipLine, qtbot: QtBot) -> None:
    bench.window.shell.actions.give_keys(ActionId.ROW_GOOD, ())
    bench.parts.results.tree.setFocus()
    ask(bench, qtbot)
    qtbot.wait(50)
    assert line.isHidden()


def test_settings_bring_them_back(bench: Bench) -> None:
    window = bench.window.shell.open_settings()
    page = next(one for one in window.pages if isinstance(one, AppearancePage))
    assert page.tips.isEnabled()
    page.tips.click()
    assert bench.preferences.seen_tips == []
    assert not page.tips.isEnabled()


def test_a_tip_leaves_with_the_last_document(bench: Bench, line: TipLine, qtbot: QtBot) -> None:
    ask(bench, qtbot)
    qtbot.waitUntil(line.isVisible)
    bench.parts.body.setCurrentWidget(bench.parts.welcome)
    assert line.isHidden()
