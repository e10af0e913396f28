# SPDX-License-Identifier: Apache-2.0
"""The small search: typed, chosen, and gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from findling.errors import AppError
from findling.ui.quick.source import QuickSource
from findling.ui.quick.window import QuickWindow

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from findling.services.types import PassageHit
    from findling.ui.theme.theme import Theme
    from tests.app.ui.conftest import Bench


@pytest.fixture
def chosen() -> list[tuple[str, int]]:
    return []


@pytest.fixture
def quick(bench: Bench, theme: Theme, qtbot: QtBot, chosen: list[tuple[str, int]]) -> QuickWindow:
    def show(query: str, hit: PassageHit) -> None:
        chosen.append((query, hit.passage_id))

    window = QuickWindow(theme, QuickSource(bench.sessions.search, show, bench.window))
    qtbot.addWidget(window)
    window.open()
    return window


def names(quick: QuickWindow) -> list[str]:
    model = quick.chooser.model
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_letters_find_and_enter_shows_the_passage(
    quick: QuickWindow, qtbot: QtBot, chosen: list[tuple[str, int]], bench: Bench
) -> None:
    low = quick.height()
    qtbot.keyClicks(quick.chooser.field, "tenant  notice")
    qtbot.waitUntil(lambda: bool(names(quick)))
    assert quick.height() > low
    hit = bench.searcher.search("tenant notice").groups[0].hits[0]
    spoken = quick.chooser.model.index(0, 0).data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert hit.snippet in spoken
    qtbot.keyClick(quick.chooser.field, Qt.Key.Key_Return)
    assert chosen == [("tenant notice", hit.passage_id)]
    assert not quick.isVisible()


def test_an_empty_field_lists_nothing_and_escape_closes(quick: QuickWindow, qtbot: QtBot) -> None:
    qtbot.keyClicks(quick.chooser.field, "tenant")
    qtbot.waitUntil(lambda: bool(names(quick)))
    quick.chooser.field.clear()
    assert names(quick) == []
    qtbot.keyClick(quick.chooser.field, Qt.Key.Key_Escape)
    assert not quick.isVisible()
    quick.open()
    assert quick.isVisible()
    quick.open()
    assert not quick.isVisible()


def test_a_failed_search_lists_nothing(
    quick: QuickWindow, qtbot: QtBot, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise AppError("The index is gone.")

    monkeypatch.setattr(bench.searcher, "search", fail)
    with qtbot.waitSignal(bench.sessions.search.failed):
        qtbot.keyClicks(quick.chooser.field, "tenant")
    assert names(quick) == []


def test_the_window_goes_to_what_was_chosen(bench: Bench, qtbot: QtBot) -> None:
    wanted = bench.searcher.search("tenant").groups[1].hits[0]
    bench.window.show_found("tenant", wanted.passage_id)
    qtbot.waitUntil(
        lambda: (
            (target := bench.parts.results.target) is not None
            and bool(target.hits)
            and target.hits[target.current].passage_id == wanted.passage_id
        )
    )
    assert bench.parts.field.text() == "tenant"
