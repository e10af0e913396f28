# SPDX-License-Identifier: Apache-2.0
"""Brings every window and state in sight, for tests that look at all of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QMenu, QWidget

from findling.errors import AppError
from findling.services.events import FinishedEvent, ProgressEvent, StateEvent
from findling.services.groups import GroupKind, GroupRow
from findling.services.saved_searches import SavedSearchRow
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
from findling.ui.quick.source import QuickSource
from findling.ui.quick.window import QuickWindow
from tests.app.ui.builders import make_document, make_summary

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from tests.app.ui.conftest import Bench

    Screen = Callable[[Bench, QtBot], QWidget]

QUERY = "notice"


def fill(bench: Bench) -> None:
    """Have a kind of everything in the library: groups, searches, a drive that is away."""
    shelf = bench.shelf
    reason = "The file is protected with a password."
    shelf.rows.append(make_document(9, state=DocumentState.FAILED, reason=reason))
    shelf.rows.append(make_document(8, folder=Path("/drive/letters")))
    away = SourceRow(2, Path("/drive/letters"), is_folder=True, missing=True, documents=1)
    shelf.added = [*shelf.added, away]
    shelf.searches = [SavedSearchRow(1, "Notice periods", "notice type:pdf", SearchMode.BEST)]
    shelf.grouped = [
        GroupRow(1, GroupKind.COLLECTION, "Birch Street", frozenset({1, 2})),
        GroupRow(2, GroupKind.TAG, "to pay", frozenset({1})),
    ]
    bench.preferences.keep_search("when does the rent rise")
    bench.preferences.keep_library(Path("/drive/letters"))


def listing(bench: Bench, qtbot: QtBot) -> QWidget:
    """Show the documents of the library."""
    fill(bench)
    bench.window.resize(1200, 760)
    bench.refresh()
    qtbot.waitUntil(lambda: bench.parts.places.has(PlaceKind.TAG))
    qtbot.waitUntil(lambda: bench.parts.results.tree.model().rowCount() > 3)
    return bench.window


def results(bench: Bench, qtbot: QtBot) -> QWidget:
    """Show what was found, the first document opened and in the preview."""
    listing(bench, qtbot)
    bench.parts.field.setText(QUERY)
    qtbot.waitUntil(lambda: bench.parts.results.has_results)
    bench.parts.results.tree.select_first()
    bench.parts.results.tree.open_group(is_open=True)
    qtbot.wait(60)
    return bench.window


def filtered(bench: Bench, qtbot: QtBot) -> QWidget:
    """Show chips of conditions, and the toolbar."""
    listing(bench, qtbot)
    bench.preferences.set_shows_toolbar(True)
    bench.parts.field.setText('notice type:pdf folder:Papers "written notice"')
    qtbot.waitUntil(lambda: bench.parts.results.has_results)
    return bench.window


def nothing(bench: Bench, qtbot: QtBot) -> QWidget:
    """Show that nothing was found."""
    listing(bench, qtbot)
    bench.searcher.answers["nothing at all"] = ()
    bench.parts.field.setText("nothing at all")
    qtbot.waitUntil(lambda: bench.parts.results.page is not None)
    return bench.window


def attention(bench: Bench, qtbot: QtBot) -> QWidget:
    """Show what could not be read."""
    listing(bench, qtbot)
    bench.parts.places.choose(PlaceKind.ATTENTION)
    qtbot.waitUntil(lambda: bench.parts.results.tree.model().rowCount() == 1)
    bench.parts.results.go(1, by_page=False)
    qtbot.wait(60)
    return bench.window


def failed(bench: Bench, qtbot: QtBot) -> QWidget:
    """Show that the search does not work."""
    listing(bench, qtbot)
    bench.searcher.error = AppError("The index cannot be read.", "what exactly")
    bench.parts.field.setText("rent")
    qtbot.waitUntil(lambda: bench.parts.results.page is not None)
    bench.searcher.error = None
    return bench.window


def error(bench: Bench, qtbot: QtBot) -> QWidget:
    """Show a message about trouble."""
    listing(bench, qtbot)
    bench.parts.message.show_error(
        AppError("The library is in use by another program.", "details", "Close it."),
        can_start_again=True,
    )
    return bench.window


def done(bench: Bench, qtbot: QtBot) -> QWidget:
    """Show a message about something that was done."""
    listing(bench, qtbot)
    bench.parts.message.show_done("Learned. Moved from 6th to 1st.", can_undo=True)
    return bench.window


def indexing(bench: Bench, qtbot: QtBot) -> QWidget:
    """Show work that goes on."""
    listing(bench, qtbot)
    bench.worker.say(StateEvent(WorkerState.RUNNING))
    progress = Progress(Stage.READING, 120, 400, "/papers/lease.pdf", 12.0, 90.0)
    bench.worker.say(ProgressEvent(progress))
    qtbot.waitUntil(lambda: bench.sessions.work.status.progress is not None)
    return bench.window


def paused(bench: Bench, qtbot: QtBot) -> QWidget:
    """Show work that waits."""
    indexing(bench, qtbot)
    bench.worker.say(StateEvent(WorkerState.PAUSED))
    qtbot.wait(20)
    return bench.window


def finished(bench: Bench, qtbot: QtBot) -> QWidget:
    """Show what came of work."""
    listing(bench, qtbot)
    bench.sessions.work.rescan()
    bench.worker.say(FinishedEvent(make_summary(read=7, failed=1)))
    qtbot.waitUntil(bench.parts.strip.isVisible)
    return bench.window


def stopped(bench: Bench, qtbot: QtBot) -> QWidget:
    """Show that work was stopped."""
    listing(bench, qtbot)
    bench.worker.say(FinishedEvent(replace(make_summary(read=7), cancelled=True)))
    qtbot.waitUntil(bench.parts.strip.isVisible)
    return bench.window


def narrow(bench: Bench, qtbot: QtBot) -> QWidget:
    """Show a narrow window, where the preview is a page."""
    results(bench, qtbot)
    bench.window.resize(740, 600)
    bench.parts.results.tree.choose()
    qtbot.wait(60)
    return bench.window


MAIN: dict[str, Screen] = {
    "listing": listing,
    "results": results,
    "filtered": filtered,
    "nothing": nothing,
    "attention": attention,
    "failed": failed,
    "error": error,
    "done": done,
    "indexing": indexing,
    "paused": paused,
    "finished": finished,
    "stopped": stopped,
    "narrow": narrow,
}
"""States of the window itself."""


def _beside(name: ActionId) -> Screen:
    """Return what triggers an action that opens a window, and returns the window."""

    def show(bench: Bench, qtbot: QtBot) -> QWidget:
        results(bench, qtbot)
        known = set(_others(bench))
        bench.window.shell.actions[name].trigger()
        qtbot.waitUntil(lambda: bool(set(_others(bench)) - known))
        qtbot.wait(80)
        (window,) = set(_others(bench)) - known
        return window

    return show


def _others(bench: Bench) -> list[QWidget]:
    return [
        one
        for one in QApplication.topLevelWidgets()
        if one.isVisible() and one is not bench.window and one.isWindow()
    ]


def _settings(number: int) -> Screen:
    def show(bench: Bench, qtbot: QtBot) -> QWidget:
        listing(bench, qtbot)
        window = bench.window.shell.open_settings()
        window.open_at(number)
        qtbot.wait(30)
        return window

    return show


def taught(bench: Bench, qtbot: QtBot) -> QWidget:
    """Show something that was taught."""
    bench.lessons.put("good", "rent", 10)
    bench.lessons.put("means", "flat", meaning="apartment")
    bench.sessions.teaching.refresh()
    return _beside(ActionId.SHOW_TAUGHT)(bench, qtbot)


def palette(bench: Bench, qtbot: QtBot) -> QWidget:
    """Show everything by its name."""
    results(bench, qtbot)
    bench.window.commands.open()
    bench.window.commands.field.setText("le")
    qtbot.wait(60)
    return bench.window.commands


def quick(bench: Bench, qtbot: QtBot) -> QWidget:
    """Show the small search with something found."""
    source = QuickSource(bench.sessions.search, lambda _query, _hit: None, bench.window)
    window = QuickWindow(bench.theme, source)
    qtbot.addWidget(window)
    window.open()
    window.chooser.field.setText(QUERY)
    qtbot.waitUntil(lambda: window.chooser.model.rowCount() > 0)
    return window


BESIDE: dict[str, Screen] = {
    **{f"settings-{n}": _settings(n) for n in range(6)},
    "details": _beside(ActionId.DETAILS),
    "labels": _beside(ActionId.LABELS),
    "map": _beside(ActionId.MAP),
    "model": _beside(ActionId.MODEL),
    "libraries": _beside(ActionId.LIBRARIES),
    "guide": _beside(ActionId.GUIDE),
    "about": _beside(ActionId.ABOUT),
    "taught": taught,
    "meaning": _beside(ActionId.TEACH_MEANING),
    "why": _beside(ActionId.WHY),
    "groups": _beside(ActionId.GROUPS),
    "palette": palette,
    "quick": quick,
}
"""Windows and panels beside it."""


def menus(bench: Bench) -> list[QMenu]:
    """Return the menus of the menu bar, those inside of others too."""
    return [menu for menu in bench.window.menuBar().findChildren(QMenu) if menu.actions()]
