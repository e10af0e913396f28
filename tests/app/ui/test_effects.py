# SPDX-License-Identifier: Apache-2.0
"""The list of what was taught says what it does; a teaching that harms another is told of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from findling.services.teaching_effects import Harm, TeachingEffect
from findling.ui.harming import worse
from findling.ui.models.taught import EFFECT

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from findling.ui.views.taught_window import TaughtWindow
    from tests.app.ui.conftest import Bench


@pytest.fixture
def taught(bench: Bench, qtbot: QtBot) -> TaughtWindow:
    """The list with three teachings, in sight."""
    bench.worker.judge("who pays", 10, good=True)
    bench.worker.judge("nda end", 20, good=False)
    bench.worker.associate("car", "vehicle")
    bench.searcher.effects = {
        1: TeachingEffect(7, 1),
        2: TeachingEffect(2, 0),
        3: TeachingEffect(n_new=3, n_first=10),
    }
    bench.teaching.show_taught()
    window = bench.teaching.taught
    qtbot.waitUntil(lambda: window.model.rowCount() == 3)
    return window


def effects(window: TaughtWindow) -> list[str]:
    model = window.view.model()
    return [model.index(row, EFFECT).data() for row in range(model.rowCount())]


def test_each_row_in_sight_says_what_it_does(
    taught: TaughtWindow, bench: Bench, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: all(effects(taught)))
    assert effects(taught) == ["3 of the first 10 are new", "2nd → further down", "7th → 1st"]
    assert taught.model.headerData(EFFECT, Qt.Orientation.Horizontal) == "Effect"
    tip = taught.model.index(2, EFFECT).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "Place of the passage for “who pays”: without this → with it."
    assert sorted(bench.searcher.asked_effects) == [1, 2, 3]
    assert "search" in bench.searcher.threads


def test_nothing_is_asked_while_the_list_is_closed(
    taught: TaughtWindow, bench: Bench, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: all(effects(taught)))
    taught.close()
    bench.searcher.asked_effects.clear()
    bench.sessions.search.renewed.emit()
    qtbot.wait(200)
    assert bench.searcher.asked_effects == []
    bench.teaching.show_taught()
    qtbot.waitUntil(lambda: len(bench.searcher.asked_effects) == 3)


def test_only_rows_in_sight_are_asked_about(bench: Bench, qtbot: QtBot) -> None:
    for number in range(200):
        bench.lessons.put("good", f"question {number}", number)
    bench.teaching.show_taught()
    window = bench.teaching.taught
    qtbot.waitUntil(lambda: window.model.rowCount() == 200)
    qtbot.wait(400)
    asked = set(bench.searcher.asked_effects)
    assert 5 < len(asked) < 40
    window.view.scrollToBottom()
    qtbot.waitUntil(lambda: 1 in bench.searcher.asked_effects)
    assert len(set(bench.searcher.asked_effects)) < 80


def test_what_does_not_count_has_words_of_its_own(
    taught: TaughtWindow, bench: Bench, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: all(effects(taught)))
    bench.worker.set_enabled(1, enabled=False)
    qtbot.waitUntil(lambda: effects(taught)[2] == "switched off")


def test_it_is_asked_anew_when_the_index_has_news(
    taught: TaughtWindow, bench: Bench, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: all(effects(taught)))
    bench.searcher.effects[1] = TeachingEffect(1, 1)
    bench.searcher.has_news = True
    bench.sessions.search.sync()
    qtbot.waitUntil(lambda: effects(taught)[2] == "stays 1st")


# -- the guard -----------------------------------------------------------------------------------


def test_a_teaching_that_harms_another_is_told_of_with_a_way_back(
    bench: Bench, qtbot: QtBot
) -> None:
    bench.searcher.worse = (Harm("rent due", 1, 3),)
    qtbot.keyClicks(bench.parts.field, "notice")
    qtbot.waitUntil(lambda: bench.parts.results.has_results, timeout=5000)
    bench.teaching.judge(True)
    message = bench.parts.message
    qtbot.waitUntil(lambda: "rent due" in message.sentence, timeout=5000)
    assert message.sentence == (
        "Learned. It stays 1st. "
        "But for “rent due” the passage that you taught falls from 1st to 3rd."
    )
    message.undo()
    qtbot.waitUntil(lambda: not bench.lessons.rows)
    qtbot.waitUntil(lambda: message.sentence.startswith("Undone."))


def test_nothing_is_told_where_nothing_became_worse(bench: Bench, qtbot: QtBot) -> None:
    qtbot.keyClicks(bench.parts.field, "notice")
    qtbot.waitUntil(lambda: bench.parts.results.has_results, timeout=5000)
    bench.teaching.judge(True)
    qtbot.waitUntil(lambda: bench.parts.message.isVisible(), timeout=5000)
    qtbot.wait(100)
    assert bench.parts.message.sentence == "Learned. It stays 1st."


def test_many_harms_are_one_sentence_and_a_number() -> None:
    harms = (Harm("a %2 b", 1, 0), Harm("c", 1, 2), Harm("d", 1, 2))
    assert worse(harms) == (
        "But for “a %2 b” the passage that you taught falls from 1st to further down. "
        "2 more searches are worse too."
    )
    assert worse(harms[:2]).endswith("One more search is worse too.")
