# SPDX-License-Identifier: Apache-2.0
"""Text stands out from its ground in every window, in all colours, measured on pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from findling.ui.theme.tokens import ThemeMode
from tests.app.ui.contrast import faults, has_color
from tests.app.ui.screens import BESIDE, MAIN, listing

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from findling.ui.theme.theme import Theme
    from tests.app.ui.conftest import Bench

MODES = (ThemeMode.LIGHT, ThemeMode.DARK, ThemeMode.CONTRAST)


def holds(window: QWidget, theme: Theme, qtbot: QtBot) -> None:
    """Say which texts are too faint, in which colours."""
    found: list[str] = []
    for mode in MODES:
        theme.set_mode(mode)
        qtbot.wait(20)
        found += [f"{mode.value}: {fault}" for fault in faults(window)]
    assert not found, "\n".join(found)


def test_the_first_page(empty: Bench, theme: Theme, qtbot: QtBot) -> None:
    holds(empty.window, theme, qtbot)


@pytest.mark.parametrize("name", MAIN)
def test_states_of_the_window(bench: Bench, theme: Theme, qtbot: QtBot, name: str) -> None:
    holds(MAIN[name](bench, qtbot), theme, qtbot)


@pytest.mark.parametrize("name", BESIDE)
def test_windows_and_panels(bench: Bench, theme: Theme, qtbot: QtBot, name: str) -> None:
    holds(BESIDE[name](bench, qtbot), theme, qtbot)


@pytest.mark.parametrize("mode", MODES)
def test_rows_that_are_chosen_or_pointed_at(
    bench: Bench, theme: Theme, qtbot: QtBot, mode: ThemeMode
) -> None:
    listing(bench, qtbot)
    theme.set_mode(mode)
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
            assert faults(bench.window) == [], f"row {row}"
    chosen = bench.parts.places.view.visualRect(bench.parts.places.view.currentIndex())
    assert has_color(bench.parts.places.view.viewport(), chosen, theme.colors.selection)


def test_what_is_too_faint_is_found(theme: Theme, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    label = QLabel("Hardly to be read, though it is here", window)
    label.setStyleSheet("color: #bbbbbb; background: #ffffff")
    window.resize(label.sizeHint())
    window.show()
    (fault,) = faults(window)
    assert "1.9" in fault
    label.setEnabled(False)
    assert faults(window) == []
