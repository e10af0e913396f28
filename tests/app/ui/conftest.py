# SPDX-License-Identifier: Apache-2.0
"""A window with stand-ins behind it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QLocale, QSettings, Qt
from PySide6.QtGui import QAction

from findling.services.types import SourceRow
from findling.ui import offering
from findling.ui.i18n.languages import Languages
from findling.ui.job_bridge import EventBridge, JobBridge
from findling.ui.main_window import MainWindow
from findling.ui.preferences import FONT_PERCENTS, Preferences
from findling.ui.preview.pane import PreviewPane
from findling.ui.sessions.all import Sessions, silence
from findling.ui.sessions.care import CareSession
from findling.ui.sessions.exchange import ExchangeSession
from findling.ui.sessions.labels import LabelSession
from findling.ui.sessions.library import LibrarySession
from findling.ui.sessions.map import MapSession
from findling.ui.sessions.model import ModelSession
from findling.ui.sessions.search import SearchSession
from findling.ui.sessions.teaching import TeachingSession
from findling.ui.sessions.work import WorkSession
from findling.ui.theme.theme import Theme
from findling.ui.theme.tokens import ThemeMode
from findling.ui.tips import Tip
from findling.ui.window_parts import SIZE
from findling.ui.window_state import WindowState
from tests.app.ui.builders import (
    FakeLessons,
    FakeSearcher,
    FakeShelf,
    FakeWorker,
    make_document,
    make_facts,
    make_scan_facts,
)
from tests.app.ui.stand_ins import (
    FakeCare,
    FakeDesktop,
    FakeExchange,
    FakeLabels,
    FakeMaps,
    FakePages,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from findling.ui.teaching import Teaching
    from findling.ui.window_parts import WindowParts


_LEFT, _RIGHT = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
WAYS = {
    "english": ("en", 100, _LEFT),
    "german": ("de", 100, _LEFT),
    "german-large": ("de", max(FONT_PERCENTS), _LEFT),
    "right-to-left": ("en", 100, _RIGHT),
}


@dataclass
class Bench:
    """A window and the stand-ins behind it."""

    window: MainWindow
    theme: Theme
    searcher: FakeSearcher
    shelf: FakeShelf
    worker: FakeWorker
    desktop: FakeDesktop
    lessons: FakeLessons
    sessions: Sessions
    preferences: Preferences

    @property
    def teaching(self) -> Teaching:
        return self.window.teaching

    @property
    def parts(self) -> WindowParts:
        return self.window.parts

    def refresh(self) -> None:
        """Let the window see the shelf as it is now."""
        self.sessions.library.refresh()

    def menu_action(self, text: str) -> QAction:
        actions = self.window.findChildren(QAction)
        return next(action for action in actions if action.text() == text)


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    one = Theme(qapp)
    one.set_mode(ThemeMode.LIGHT)
    yield one
    one.set_mode(ThemeMode.LIGHT)  # tests without a theme get these colours
    one.deleteLater()


@pytest.fixture(params=WAYS.values(), ids=list(WAYS))
def way(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[None]:
    """Have windows made from now on look in another way."""
    language, percent, direction = request.param
    languages, font, locale = Languages(qapp), qapp.font(), QLocale()
    languages.use(language)
    theme = Theme(qapp)
    theme.set_font_percent(percent)
    qapp.setLayoutDirection(direction)
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    qapp.setFont(font)
    languages.use("en")
    QLocale.setDefault(locale)
    theme.deleteLater()


@pytest.fixture
def bridge(qtbot: QtBot) -> Iterator[JobBridge]:
    one = JobBridge("test")
    yield one
    one.close()


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def shelf() -> FakeShelf:
    source = SourceRow(1, Path("/papers"), is_folder=True, missing=False, documents=3)
    rows = [make_document(n) for n in (1, 2, 3)]
    return FakeShelf(rows, [source])


@pytest.fixture
def bridges(qtbot: QtBot) -> Iterator[list[JobBridge]]:
    ones = [JobBridge(name) for name in ("search", "sync", "lists")]
    yield ones
    for one in ones:
        one.close()


@pytest.fixture
def made(
    qtbot: QtBot,
    theme: Theme,
    bridges: list[JobBridge],
    settings: QSettings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Bench]:
    """A window that has not looked at its library yet."""
    monkeypatch.setattr(offering, "own_folders", list)  # nobody's own are looked at
    events = EventBridge()
    worker = FakeWorker(events.on_event)
    searcher, desktop, shelf = FakeSearcher(), FakeDesktop(), FakeShelf()
    lessons = worker.lessons
    work = WorkSession(worker, events)
    sessions = Sessions(
        SearchSession(searcher, bridges[0], bridges[1]),
        LibrarySession(shelf, make_scan_facts, bridges[2]),
        work,
        TeachingSession(worker, lessons, bridges[2]),
        LabelSession(worker, FakeLabels(), bridges[2]),
        MapSession(FakeMaps(), bridges[2]),
        ModelSession(make_facts, work, bridges[2]),
        ExchangeSession(FakeExchange(), bridges[2]),
        CareSession(FakeCare(), bridges[2]),
    )
    preview = PreviewPane(FakePages(), shelf)  # pyright: ignore[reportArgumentType]  draws nothing
    sample = tmp_path / "sample"
    sample.mkdir()
    preferences = Preferences(settings)
    for tip in Tip:
        preferences.keep_tip(tip.value)  # only tests of tips want any
    state = WindowState(settings)
    window = MainWindow(theme, sessions, preview, desktop, state, preferences, sample)
    window.resize(*SIZE)  # whatever the screen has room for
    qtbot.addWidget(window)
    yield Bench(window, theme, searcher, shelf, worker, desktop, lessons, sessions, preferences)
    searcher.may_answer.set()
    window.close()
    silence(sessions)  # who listens keeps the window, and the window its sessions
    events.deleteLater()


@pytest.fixture
def empty(made: Bench, qtbot: QtBot) -> Bench:
    """A window on an empty library."""
    made.window.show()
    qtbot.waitExposed(made.window)
    qtbot.waitUntil(made.parts.welcome.isVisible)
    return made


@pytest.fixture
def bench(made: Bench, shelf: FakeShelf, qtbot: QtBot) -> Bench:
    """A window on a library of three documents."""
    made.shelf.rows, made.shelf.added = shelf.rows, shelf.added
    made.window.show()
    qtbot.waitExposed(made.window)
    qtbot.waitUntil(lambda: made.parts.results.tree.model().rowCount() == 3)
    if not made.parts.field.isEnabled():  # it counted before the shelf was filled
        made.refresh()
        qtbot.waitUntil(made.parts.field.isEnabled)
    return made
