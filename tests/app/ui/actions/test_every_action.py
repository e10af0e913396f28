# SPDX-License-Identifier: Apache-2.0
"""Each action, triggered in a window with results, does something that can be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog

from findling.services.types import SearchMode
from findling.ui.actions.ids import ActionId
from findling.ui.theme.tokens import ThemeMode
from tests.app.ui.screens import QUERY, results

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.app.ui.conftest import Bench

ELSEWHERE = {
    ActionId.DIAGNOSTICS: "writes a file; has tests of its own",
    ActionId.QUIT: "closes the window; see the last test",
}
"""Actions that this test cannot look at, and why."""

LAST = (ActionId.UNDO, ActionId.REDO)
"""They need something that was taught before."""

ORDER = (*(one for one in ActionId if one not in (*ELSEWHERE, *LAST)), *LAST)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note which dialogs of the system are opened, and open none."""
    noted: list[str] = []

    def note(name: str, answer: object) -> object:
        noted.append(name)
        return answer

    monkeypatch.setattr(QFileDialog, "open", lambda *_: note("choose", None))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: note("save", ("", "")))
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: note("name", ("", False)))
    monkeypatch.setattr(QInputDialog, "exec", lambda *_: note("name", 0))
    return noted


def look(bench: Bench, asked: list[str]) -> tuple[object, ...]:
    """Return what somebody in front of the screen, or behind it, would notice."""
    window, parts, choices = bench.window, bench.parts, bench.preferences
    windows = sorted(str(one) for one in QApplication.topLevelWidgets() if one.isVisible())
    return (
        windows,
        tuple(asked),
        parts.field.text(),
        parts.field.selectedText(),
        parts.mode.mode,
        parts.results.head.order.text(),
        str(window.focusWidget()),
        str(parts.results.tree.currentIndex()),
        parts.places.isVisible(),
        parts.preview.isVisible(),
        window.commands.isVisible(),
        choices.theme,
        choices.font_percent,
        choices.shows_toolbar,
        repr(bench.worker.commands),
        tuple(bench.desktop.opened),
        tuple(bench.desktop.revealed),
        QGuiApplication.clipboard().text(),
        str(QApplication.focusWidget()),
    )


def prepare(bench: Bench, qtbot: QtBot, name: ActionId) -> None:
    """Have the window as it is after a search, so that every action has something to do."""
    for one in QApplication.topLevelWidgets():
        if one.isVisible() and one is not bench.window:
            one.close()
    bench.window.commands.leave()
    QGuiApplication.clipboard().clear()
    bench.preferences.set_font_percent(110 if name is ActionId.NORMAL_TEXT else 100)
    was_dark = name is ActionId.THEME_SYSTEM
    bench.preferences.set_theme(ThemeMode.DARK if was_dark else ThemeMode.LIGHT)
    if name is ActionId.THEME_LIGHT:
        bench.preferences.set_theme(ThemeMode.SYSTEM)
    others = {ActionId.MODE_BEST: SearchMode.WORDS}
    bench.parts.mode.choose(others.get(name, SearchMode.BEST))
    bench.parts.field.setText(QUERY)
    qtbot.waitUntil(lambda: bench.parts.results.has_results)
    if name is ActionId.SORT_BEST:
        bench.window.shell.actions[ActionId.SORT_NAME].trigger()
    bench.parts.results.tree.select_first()
    if name is ActionId.PREVIOUS_RESULT:
        bench.parts.results.go(1, by_page=False)
    bench.parts.results.tree.setFocus()
    qtbot.wait(10)


def test_every_action_does_something(bench: Bench, qtbot: QtBot, asked: list[str]) -> None:
    results(bench, qtbot)
    idle: list[str] = []
    for name in ORDER:
        if name not in LAST:
            prepare(bench, qtbot, name)
        action = bench.window.shell.actions[name]
        assert action.isEnabled() or name in LAST, name
        qtbot.waitUntil(action.isEnabled)
        before = look(bench, asked)
        action.trigger()
        try:
            qtbot.waitUntil(lambda before=before: look(bench, asked) != before, timeout=1000)
        except Exception:  # noqa: BLE001  all that are idle are told at once
            idle.append(name.value)
    assert idle == []


def test_quit_closes_the_window_and_says_so(bench: Bench, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bench.window.quit_wanted):
        bench.window.shell.actions[ActionId.QUIT].trigger()
    assert not bench.window.isVisible()
