# SPDX-License-Identifier: Apache-2.0
"""Text stands out from its ground in every window, in all colours, measured on pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from findling.ui.theme.tokens import ThemeMode
from tests.app.ui.contrast import faults
from tests.app.ui.screens import BESIDE, MAIN

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
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
