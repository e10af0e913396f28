# SPDX-License-Identifier: Apache-2.0
"""Another style sheet reaches all panes, one a turn, and no half-changed window is painted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QDialog, QLabel, QVBoxLayout, QWidget

import findling.ui
from findling.ui.theme.theme import dress
from findling.ui.theme.tokens import DARK, ThemeMode

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from findling.ui.theme.theme import Theme


def _window(qtbot: QtBot, n_panes: int) -> tuple[QWidget, list[QDialog]]:
    window = QWidget()
    column = QVBoxLayout(window)
    panes = [QDialog(window) for _ in range(n_panes)]
    for pane in panes:
        QLabel("text", pane)
        column.addWidget(pane)
    qtbot.addWidget(window)
    window.show()
    return window, panes


def test_all_panes_change_and_the_window_is_painted_at_the_end(theme: Theme, qtbot: QtBot) -> None:
    window, panes = _window(qtbot, 3)
    dress(*panes)
    with qtbot.waitSignal(theme.changed):
        theme.set_mode(ThemeMode.DARK)
        assert not window.updatesEnabled()
    qtbot.waitUntil(window.updatesEnabled)
    assert all(DARK.chrome in pane.styleSheet() for pane in panes)


def test_each_turn_changes_one_pane(theme: Theme, qtbot: QtBot) -> None:
    _, panes = _window(qtbot, 4)
    dress(*panes)
    theme.set_mode(ThemeMode.DARK)
    changed: list[int] = []
    while not changed or changed[-1] < len(panes):
        QApplication.processEvents()
        changed.append(sum(DARK.chrome in pane.styleSheet() for pane in panes))
    assert changed == [1, 2, 3, 4]


def test_the_last_of_two_quick_changes_counts(theme: Theme, qtbot: QtBot) -> None:
    window, panes = _window(qtbot, 3)
    dress(*panes)
    theme.set_mode(ThemeMode.DARK)
    QApplication.processEvents()
    with qtbot.waitSignal(theme.changed):
        theme.set_mode(ThemeMode.LIGHT)
    assert not any(DARK.chrome in pane.styleSheet() for pane in panes)
    qtbot.waitUntil(window.updatesEnabled)


def test_a_pane_that_is_gone_is_left_out(theme: Theme, qtbot: QtBot) -> None:
    _, panes = _window(qtbot, 2)
    dress(*panes)
    panes[0].setParent(None)
    panes[0].deleteLater()
    QApplication.sendPostedEvents()
    with qtbot.waitSignal(theme.changed):
        theme.set_mode(ThemeMode.DARK)
    assert DARK.chrome in panes[1].styleSheet()


def test_what_is_made_later_has_the_colours_of_now(theme: Theme, qtbot: QtBot) -> None:
    with qtbot.waitSignal(theme.changed):
        theme.set_mode(ThemeMode.DARK)
    late = QDialog()
    qtbot.addWidget(late)
    dress(late)
    assert DARK.chrome in late.styleSheet()


def test_every_dialog_follows_the_colours() -> None:
    """One that forgets to would look plain, and only there."""
    folder = Path(findling.ui.__path__[0])
    texts = {path: path.read_text(encoding="utf-8") for path in folder.rglob("*.py")}
    asked = {name: text.count("(QDialog):") for name, text in texts.items()}
    assert sum(asked.values()) > 10
    bare = [name for name, n in asked.items() if texts[name].count("dress(self)") < n]
    assert not bare
