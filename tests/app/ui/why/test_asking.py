# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from findling.errors import AppError

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from findling.ui.why.panel import WhyPanel
    from tests.app.ui.conftest import Bench


def shown(panel: WhyPanel | None) -> str:
    assert panel is not None
    return panel.shown_text()


def search(bench: Bench, qtbot: QtBot, query: str) -> None:
    with qtbot.waitSignal(bench.sessions.search.answered):
        bench.parts.field.setText(query)
    qtbot.waitUntil(lambda: bench.parts.results.target is not None)


def test_the_current_row_is_explained_off_the_windows_thread(bench: Bench, qtbot: QtBot) -> None:
    search(bench, qtbot, "rent")
    bench.searcher.threads.clear()
    with qtbot.waitSignal(bench.sessions.search.explained):
        bench.window.why.ask()
    assert "was found for “rent”" in shown(bench.window.why.panel)
    assert threading.current_thread().name not in bench.searcher.threads


def test_without_a_search_nothing_opens(bench: Bench) -> None:
    bench.window.why.ask()
    assert bench.window.why.panel is None


def test_trouble_is_told_in_the_panel(bench: Bench, qtbot: QtBot) -> None:
    search(bench, qtbot, "rent")
    bench.searcher.error = AppError("This passage is no longer in the library.")
    with qtbot.waitSignal(bench.sessions.search.not_explained):
        bench.window.why.ask()
    assert "no longer in the library" in shown(bench.window.why.panel)


def test_an_open_panel_follows_a_new_answer(bench: Bench, qtbot: QtBot) -> None:
    search(bench, qtbot, "rent")
    with qtbot.waitSignal(bench.sessions.search.explained):
        bench.window.why.ask()
    with qtbot.waitSignal(bench.sessions.search.explained):
        bench.sessions.search.ask_now()
