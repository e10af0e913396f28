# SPDX-License-Identifier: Apache-2.0
"""Where the keyboard focus is can be seen: every stop of the Tab key, in all colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication

from findling.ui.theme.tokens import ThemeMode
from tests.app.ui.accessible import name_of, stops
from tests.app.ui.contrast import pixels_of
from tests.app.ui.screens import BESIDE, MAIN

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from findling.ui.theme.theme import Theme
    from tests.app.ui.conftest import Bench

MODES = (ThemeMode.LIGHT, ThemeMode.DARK, ThemeMode.CONTRAST)
SEEN = 60
"""Pixels that have to be others: a ring or a line, not a blinking cursor."""

AROUND = 3
"""Pixels around a widget that may belong to its ring."""

STATES = ("filtered", "nothing", "attention", "error", "done", "finished", "narrow")
"""States of the window that have all of its controls between them."""


def unseen(window: QWidget) -> list[str]:
    """Return the stops of the Tab key that look alike with the focus and without."""
    top = window.window()
    found: list[str] = []
    for stop in dict.fromkeys(stops(window)):
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        if not stop.hasFocus():
            continue
        QApplication.processEvents()
        area = _around(stop, top)
        focused = pixels_of(top, area)
        stop.clearFocus()
        QApplication.processEvents()
        changed = (focused != pixels_of(top, area)).any(axis=2)
        if int(np.count_nonzero(changed)) < SEEN:
            found.append(f"{type(stop).__name__} “{name_of(stop)}”: {changed.sum()} pixels")
    return found


def _around(widget: QWidget, top: QWidget) -> QRect:
    corner = widget.mapTo(top, QPoint(0, 0))
    area = QRect(corner, widget.size()).adjusted(-AROUND, -AROUND, AROUND, AROUND)
    return area & top.rect()


def holds(window: QWidget, theme: Theme, qtbot: QtBot) -> None:
    """Say where the focus cannot be seen, in which colours."""
    found: list[str] = []
    for mode in MODES:
        theme.set_mode(mode)
        qtbot.wait(20)
        found += [f"{mode.value}: {fault}" for fault in unseen(window)]
    assert not found, "\n".join(found)


def test_the_first_page(empty: Bench, theme: Theme, qtbot: QtBot) -> None:
    holds(empty.window, theme, qtbot)


@pytest.mark.parametrize("name", STATES)
def test_states_of_the_window(bench: Bench, theme: Theme, qtbot: QtBot, name: str) -> None:
    holds(MAIN[name](bench, qtbot), theme, qtbot)


@pytest.mark.parametrize("name", BESIDE)
def test_windows_and_panels(bench: Bench, theme: Theme, qtbot: QtBot, name: str) -> None:
    holds(BESIDE[name](bench, qtbot), theme, qtbot)
