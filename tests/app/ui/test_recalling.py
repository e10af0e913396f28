# SPDX-License-Identifier: Apache-2.0
"""The last searches are kept and come back from a menu; they can be forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from findling.ui.actions.ids import ActionId
from findling.ui.preferences import MOST_SEARCHES, Preferences

if TYPE_CHECKING:
    from PySide6.QtCore import QSettings
    from pytestqt.qtbot import QtBot

    from tests.app.ui.conftest import Bench


def entries(bench: Bench) -> list[str]:
    return [one.text() for one in bench.window.recalling.menu().actions() if one.text()]


def ask(bench: Bench, qtbot: QtBot, query: str) -> None:
    with qtbot.waitSignal(bench.sessions.search.answered):
        bench.parts.field.setText(query)


def test_a_query_that_was_meant_comes_back(bench: Bench, qtbot: QtBot) -> None:
    assert entries(bench) == ["No searches yet"]
    ask(bench, qtbot, "rent & notice")
    bench.parts.results.target_chosen.emit()
    bench.parts.field.setText("ren")  # half typed, and left
    ask(bench, qtbot, "bread")
    bench.window.recalling.keep()
    assert entries(bench) == ["bread", "rent && notice", "&Forget these searches"]
    menu = bench.window.recalling.menu()
    menu.actions()[1].trigger()
    assert bench.parts.field.text() == "rent & notice"


def test_what_stands_for_a_while_was_meant(bench: Bench, qtbot: QtBot) -> None:
    timer = bench.window.recalling._rest  # pyright: ignore[reportPrivateUsage]
    timer.setInterval(1)
    bench.searcher.answers["nothing"] = ()
    ask(bench, qtbot, "nothing")
    ask(bench, qtbot, "rent")
    qtbot.waitUntil(lambda: entries(bench)[0] == "rent")
    assert "nothing" not in entries(bench)


def test_they_can_be_forgotten(bench: Bench, qtbot: QtBot) -> None:
    ask(bench, qtbot, "secret")
    bench.window.recalling.keep()
    menu = bench.window.shell.actions[ActionId.RECENT_SEARCHES]
    assert menu.isEnabled()
    bench.window.recalling.menu().actions()[-1].trigger()
    assert bench.preferences.kept_searches == []
    assert entries(bench) == ["No searches yet"]


def test_only_so_many_are_kept_each_once(settings: QSettings) -> None:
    choices = Preferences(settings)
    for number in range(MOST_SEARCHES + 5):
        choices.keep_search(f"query {number}")
    choices.keep_search("query 30")
    kept = Preferences(settings).kept_searches
    assert kept[:2] == ["query 30", f"query {MOST_SEARCHES + 4}"]
    assert len(kept) == len(set(kept)) == MOST_SEARCHES
    settings.setValue("search/lately", 7)
    assert Preferences(settings).kept_searches == []
