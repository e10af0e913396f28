# SPDX-License-Identifier: Apache-2.0
"""Every window and state can be heard, worked with keys alone, and read in all colours.

One test looks at all of it: bringing a window in sight and changing its colours takes longest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QWidget

from findling.ui.theme.tokens import ThemeMode
from tests.app.ui import accessible, contrast, focus_seen
from tests.app.ui.recolour import recolour
from tests.app.ui.screens import BESIDE, MAIN, listing

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from findling.ui.theme.theme import Theme
    from tests.app.ui.conftest import Bench

MODES = (ThemeMode.LIGHT, ThemeMode.DARK, ThemeMode.CONTRAST)

WITH_ALL_STOPS = ("filtered", "attention", "error", "done", "finished", "narrow", *BESIDE)
"""Screens that have all controls between them; on others the focus was looked at already."""


def holds(window: QWidget, theme: Theme, qtbot: QtBot, *, with_focus: bool = True) -> None:
    """Say what is amiss."""
    found = accessible.faults(window)
    for mode in MODES:
        recolour(theme, mode, qtbot)
        qtbot.wait(20)
        seen = contrast.faults(window)
        if with_focus:
            seen += focus_seen.faults(window)
        found += [f"{mode.value}: {fault}" for fault in seen]
    assert not found, "\n".join(found)


def test_the_first_page(empty: Bench, theme: Theme, qtbot: QtBot) -> None:
    holds(empty.window, theme, qtbot)


@pytest.mark.parametrize("name", [*MAIN, *BESIDE])
def test_screen(bench: Bench, theme: Theme, qtbot: QtBot, name: str) -> None:
    window = (MAIN | BESIDE)[name](bench, qtbot)
    holds(window, theme, qtbot, with_focus=name in WITH_ALL_STOPS)


@pytest.mark.parametrize("mode", MODES)
def test_rows_that_are_chosen_or_pointed_at(
    bench: Bench, theme: Theme, qtbot: QtBot, mode: ThemeMode
) -> None:
    listing(bench, qtbot)
    recolour(theme, mode, qtbot)
    bench.parts.results.go(1, by_page=False)
    for view in (bench.parts.results.tree, bench.parts.places.view):
        view.setFocus()
        for row in range(view.model().rowCount()):
            index = view.model().index(row, 0)
            middle = view.visualRect(index).center()
            qtbot.mouseMove(view.viewport(), middle)
            if row % 2:
                view.setCurrentIndex(index)
            qtbot.wait(15)
            assert contrast.faults(bench.window) == [], f"row {row}"
    chosen = bench.parts.places.view.visualRect(bench.parts.places.view.currentIndex())
    assert contrast.has_color(bench.parts.places.view.viewport(), chosen, theme.colors.selection)


def test_what_is_too_faint_is_found(theme: Theme, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    label = QLabel("Hardly to be read, though it is here", window)
    label.setStyleSheet("color: #bbbbbb; background: #ffffff")
    window.resize(label.sizeHint())
    window.show()
    (fault,) = contrast.faults(window)
    assert "1.9" in fault
    label.setEnabled(False)
    assert contrast.faults(window) == []


def test_what_cannot_be_heard_or_reached_is_found(theme: Theme, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    nameless, unreachable = QToolButton(window), QPushButton("Go", window)
    nameless.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    unreachable.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    text = QLabel("Only a text", window)
    text.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    window.show()
    qtbot.waitExposed(window)
    assert accessible.faults(window) == [
        "QToolButton “” in -: has no name",
        "QToolButton “” in -: has only an icon and no tool tip",
        "QLabel “Only a text” in -: text that takes the focus",
        "QPushButton “Go” in -: Tab does not come to it",
    ]


def test_a_focus_that_is_not_seen_is_found(theme: Theme, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    buttons = [QPushButton(f"Button {n}", window) for n in range(2)]
    buttons[1].move(0, 60)
    buttons[1].setStyleSheet("QPushButton, QPushButton:focus { border: none; background: white }")
    window.resize(200, 120)
    window.show()
    qtbot.waitExposed(window)
    assert focus_seen.faults(window) == ["QPushButton “Button 1”: 0 pixels"]
