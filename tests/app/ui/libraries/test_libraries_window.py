# SPDX-License-Identifier: Apache-2.0
"""Libraries are listed, opened, made, and taken along."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from findling.errors import AppError
from findling.ui.libraries.window import LibrariesWindow
from findling.ui.preferences import Preferences
from findling.ui.sessions.exchange import ExchangeSession
from tests.app.ui.stand_ins import FakeExchange

if TYPE_CHECKING:
    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QPushButton
    from pytestqt.qtbot import QtBot

    from findling.jobs.context import JobContext
    from findling.ui.job_bridge import JobBridge
    from findling.ui.theme.theme import Theme
    from tests.app.ui.conftest import Bench

OTHER = Path("/drive/letters")


@pytest.fixture
def exchange() -> FakeExchange:
    return FakeExchange()


@pytest.fixture
def preferences(settings: QSettings) -> Preferences:
    one = Preferences(settings)
    one.keep_library(OTHER)
    one.keep_library(Path("/library"))
    return one


@pytest.fixture
def window(
    qtbot: QtBot, theme: Theme, exchange: FakeExchange, bridge: JobBridge, preferences: Preferences
) -> LibrariesWindow:
    made = LibrariesWindow(theme, ExchangeSession(exchange, bridge), preferences, None)  # pyright: ignore[reportArgumentType]  no window around it
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def rows(window: LibrariesWindow) -> list[str]:
    return [window.view.item(n).text() for n in range(window.view.count())]


def press(qtbot: QtBot, button: QPushButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_open_one_is_first_and_another_is_opened(
    window: LibrariesWindow, exchange: FakeExchange, qtbot: QtBot
) -> None:
    assert rows(window) == ["library (open)\n/library", "letters\n/drive/letters"]
    assert not window.open_chosen.isEnabled()
    window.view.setCurrentRow(1)
    with qtbot.waitSignal(window.library_wanted) as wanted:
        press(qtbot, window.open_chosen)
    assert wanted.args == [OTHER]
    assert exchange.asked == [("check", OTHER)]


def test_what_is_no_library_is_told_and_nothing_is_opened(
    window: LibrariesWindow, exchange: FakeExchange, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(folder: Path, *, create: bool) -> Path:
        raise AppError(f"There is no library in {folder}.", str(create))

    monkeypatch.setattr(exchange, "check", fail)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "/drive/other")
    window.library_wanted.connect(lambda _: pytest.fail("opened"))
    press(qtbot, window.other)
    qtbot.waitUntil(window.message.isVisible)
    assert window.message.sentence == "There is no library in /drive/other."


def test_one_is_made_where_the_user_says(
    window: LibrariesWindow, exchange: FakeExchange, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = [""]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (given[-1], ""))
    press(qtbot, window.new)
    given[-1] = "/drive/new"
    with qtbot.waitSignal(window.library_wanted):
        press(qtbot, window.new)
    assert exchange.asked == [("create", Path("/drive/new"))]


def test_one_is_taken_off_the_list(
    window: LibrariesWindow, preferences: Preferences, qtbot: QtBot
) -> None:
    window.view.setCurrentRow(1)
    press(qtbot, window.forget)
    assert rows(window) == ["library (open)\n/library"]
    assert preferences.libraries == ["/library"]


def test_one_goes_into_a_file_and_another_comes_out_of_one(
    window: LibrariesWindow, exchange: FakeExchange, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("/drive/out", ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("/drive/in.zip", ""))
    press(qtbot, window.export)
    qtbot.waitUntil(window.message.isVisible)
    assert window.message.sentence == "“out.zip” was written: 3 documents."
    assert not window.progress.isVisible()
    press(qtbot, window.take_in)
    qtbot.waitUntil(lambda: "ready" in window.message.sentence)
    assert exchange.asked == [
        ("export", Path("/drive/out.zip")),
        ("take in", Path("/drive/in.zip")),
    ]
    assert rows(window)[-1] == "out\n/drive/out"


def test_work_can_be_stopped_and_only_one_goes_on_at_a_time(
    window: LibrariesWindow, exchange: FakeExchange, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wait(path: Path, context: JobContext) -> None:
        context.progress(1, 9, path.name)
        while True:
            context.raise_if_cancelled()

    monkeypatch.setattr(exchange, "export", wait)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("/drive/out.zip", ""))
    press(qtbot, window.export)
    qtbot.waitUntil(lambda: window.progress.value() == 1)
    assert not window.take_in.isEnabled()
    press(qtbot, window.stop)
    qtbot.waitUntil(window.message.isVisible)
    assert window.message.sentence == "Stopped. Nothing was changed."
    assert window.take_in.isEnabled()


def test_the_window_is_opened_by_its_action(bench: Bench, qtbot: QtBot) -> None:
    bench.menu_action("&Libraries…").trigger()
    window = bench.window.housing.window
    assert window is not None
    qtbot.waitUntil(window.isVisible)
    with qtbot.waitSignal(bench.window.housing.library_wanted):
        window.library_wanted.emit(OTHER)
