# SPDX-License-Identifier: Apache-2.0
"""Each state says what is the case, offers the next step, and is spoken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QPushButton

from findling.errors import AppError
from findling.services.events import ProgressEvent, StateEvent
from findling.services.holds import Hold
from findling.services.types import Progress, Stage, WorkerState
from findling.ui.models.places import PlaceKind
from findling.ui.models.roles import Role
from findling.ui.theme.tokens import ThemeMode
from tests.app.ui.contrast import has_color
from tests.app.ui.recolour import recolour
from tests.app.ui.screens import MAIN, listing, nothing, results

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from tests.app.ui.conftest import Bench

GB = 1 << 30


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note what screen readers are told."""
    told: list[str] = []

    def note(event: object) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            told.append(event.message())

    monkeypatch.setattr(QAccessible, "updateAccessibility", note)
    return told


def labels(widget: QWidget) -> list[str]:
    """Return what can be clicked in a part of the window."""
    return [one.text() for one in widget.findChildren(QPushButton) if one.isVisible()]


def press(widget: QWidget, label: str) -> None:
    shown = [one for one in widget.findChildren(QPushButton) if one.isVisible()]
    next(one for one in shown if one.text() == label).click()


@pytest.mark.parametrize(
    ("event", "title", "remedy", "label"),
    [
        (StateEvent(WorkerState.PAUSED, Hold.USER), "Paused by you", "", "Resume"),
        (
            StateEvent(WorkerState.PAUSED, Hold.BATTERY),
            "Paused while on battery",
            "Goes on when there is power again",
            "Resume now",
        ),
        (
            StateEvent(WorkerState.PAUSED, Hold.DISK, GB),
            "Paused: the disk is almost full",
            "Goes on once 1.0 GB is free",
            "Resume now",
        ),
    ],
)
@pytest.mark.parametrize("has_begun", [True, False])
def test_paused_says_why_and_how_to_go_on(
    bench: Bench,
    qtbot: QtBot,
    spoken: list[str],
    event: StateEvent,
    title: str,
    remedy: str,
    label: str,
    has_begun: bool,
) -> None:
    if has_begun:
        bench.worker.say(ProgressEvent(Progress(Stage.READING, 1, 4, "a.txt", 1.0, 3.0)))
    bench.worker.say(event)
    strip = bench.parts.strip
    qtbot.waitUntil(lambda: strip.accessibleName().startswith(title))
    assert remedy in strip.accessibleName()
    assert any(one.startswith(title) for one in spoken)
    press(strip, label)
    assert bench.worker.commands[-1] == ("resume", None)
    qtbot.waitUntil(lambda: "Pause" in labels(strip))


def test_a_damaged_index_can_be_repaired(bench: Bench, qtbot: QtBot, spoken: list[str]) -> None:
    bench.searcher.problem = "The search index could not be opened."
    bench.sessions.search.sync()
    message = bench.parts.message
    qtbot.waitUntil(message.isVisible)
    assert "damaged" in message.sentence
    assert message.sentence in spoken
    assert labels(message) == ["Repair", "Copy details"]
    press(message, "Repair")
    assert bench.worker.commands[-1] == ("learn", None)
    assert not message.isVisible()
    message.show_notice("Something else")
    assert "Repair" not in labels(message)


def test_rows_of_a_drive_that_is_away_say_so(bench: Bench, qtbot: QtBot) -> None:
    listing(bench, qtbot)
    tree = bench.parts.results.tree
    model = tree.model()
    rows = [model.index(row, 0) for row in range(model.rowCount())]
    (away,) = [row for row in rows if row.data(Role.AWAY)]
    said = away.data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert said.startswith("Drive not connected, paper-8.txt")
    recolour(bench.theme, ThemeMode.LIGHT, qtbot)
    qtbot.wait(20)
    near = next(row for row in rows if row != away)
    text = bench.theme.colors.text
    assert has_color(tree.viewport(), tree.visualRect(near), text)
    assert not has_color(tree.viewport(), tree.visualRect(away), text)


def test_results_of_a_drive_that_is_away_stay(bench: Bench, qtbot: QtBot) -> None:
    bench.shelf.added[0] = type(bench.shelf.added[0])(
        1, bench.shelf.added[0].path, is_folder=True, missing=True, documents=3
    )
    results(bench, qtbot)
    first = bench.parts.results.tree.model().index(0, 0)
    assert first.data(Role.AWAY)
    said = first.data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert said.startswith("Drive not connected")
    assert said.endswith("1 of 2")


def test_the_place_of_a_drive_that_is_away_says_that_it_is_kept(bench: Bench, qtbot: QtBot) -> None:
    listing(bench, qtbot)
    places = [place for place in bench.parts.places.places() if place.source]
    away = next(place for place in places if place.source and place.source.missing)
    bench.parts.places.show_place(away)
    head = bench.parts.results.head
    qtbot.waitUntil(lambda: head.title == "letters")
    assert head.badge == "The drive is not connected. What was read of it can still be found."


NEXT_STEPS = {
    "nothing": "Clear the search",
    "failed": "Search again",
    "attention": "Try again",
    "error": "Start again",
    "done": "Undo",
    "indexing": "Pause",
    "paused": "Resume",
    "finished": "Show them",
    "stopped": "Go on",
}
"""The first thing to do in each state of the window."""


@pytest.mark.parametrize("name", NEXT_STEPS)
def test_every_state_has_a_next_step(bench: Bench, qtbot: QtBot, name: str) -> None:
    assert NEXT_STEPS[name] in labels(MAIN[name](bench, qtbot))


def test_an_empty_library_offers_a_folder_and_the_sample(empty: Bench) -> None:
    offered = labels(empty.parts.welcome)
    assert offered[0] == "Add a folder…"
    assert any("sample" in label for label in offered)


def test_what_happens_elsewhere_is_spoken(bench: Bench, qtbot: QtBot, spoken: list[str]) -> None:
    results(bench, qtbot)
    assert "4 passages in 2 documents" in spoken
    bench.parts.field.setFocus()
    spoken.clear()
    qtbot.keyClick(bench.parts.field, Qt.Key.Key_Down)
    assert len(spoken) == 1
    assert "paper-1.txt" in spoken[0] or "match" in spoken[0]
    bench.parts.results.tree.setFocus()
    spoken.clear()
    bench.parts.results.go(1, by_page=False)
    assert spoken == [], "a list with the focus speaks by itself"
    bench.parts.message.show_error(AppError("The disk is full.", "", "Free some space."))
    assert spoken == ["The disk is full. Free some space."]


def test_nothing_found_is_spoken(bench: Bench, qtbot: QtBot, spoken: list[str]) -> None:
    nothing(bench, qtbot)
    assert any(one.startswith("Nothing found for “nothing at all”") for one in spoken)


def test_the_palette_speaks_what_is_chosen(bench: Bench, qtbot: QtBot, spoken: list[str]) -> None:
    listing(bench, qtbot)
    bench.window.commands.open()
    spoken.clear()
    qtbot.keyClicks(bench.window.commands.field, "quit")
    assert any(one.startswith("Quit") for one in spoken)
    qtbot.keyClick(bench.window.commands.field, Qt.Key.Key_Down)
    assert spoken[-1] != ""


def test_attention_is_reached_by_its_place(bench: Bench, qtbot: QtBot) -> None:
    listing(bench, qtbot)
    index = bench.parts.places.view.model().index(1, 0)
    assert index.data(Role.PLACE).kind is PlaceKind.ATTENTION
    assert index.data(Qt.ItemDataRole.AccessibleDescriptionRole) == "1 document"
