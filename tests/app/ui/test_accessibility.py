# SPDX-License-Identifier: Apache-2.0
"""Every window and state can be heard, and worked with keys alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.app.ui.accessible import faults
from tests.app.ui.screens import BESIDE, MAIN

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from tests.app.ui.conftest import Bench


def holds(window: QWidget) -> None:
    """Say what is amiss."""
    found = faults(window)
    assert not found, "\n".join(found)


def test_the_first_page(empty: Bench) -> None:
    holds(empty.window)


@pytest.mark.parametrize("name", MAIN)
def test_states_of_the_window(bench: Bench, qtbot: QtBot, name: str) -> None:
    holds(MAIN[name](bench, qtbot))


@pytest.mark.parametrize("name", BESIDE)
def test_windows_and_panels(bench: Bench, qtbot: QtBot, name: str) -> None:
    holds(BESIDE[name](bench, qtbot))
