# SPDX-License-Identifier: Apache-2.0
"""What the program is, and the licences of all that it is made of."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from findling.ui.actions.ids import ActionId

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from findling.ui.about import AboutWindow
    from tests.app.ui.conftest import Bench


@pytest.fixture
def about(bench: Bench, qtbot: QtBot) -> AboutWindow:
    bench.window.shell.actions[ActionId.ABOUT].trigger()
    window = bench.window.shell.about
    assert window is not None
    qtbot.waitUntil(lambda: window.components.count() == 2)
    return window


def test_it_says_what_runs_here(about: AboutWindow) -> None:
    said = [label.text() for label in about.findChildren(QLabel)]
    assert f"Findling {version('findling')}" in said
    assert about.engine.text() == "Engine for AVX2 · 4 threads"


def test_each_component_has_its_licence(about: AboutWindow, qtbot: QtBot) -> None:
    assert about.components.item(1).text() == "pebble 3\nMIT"
    about.tabs.setCurrentIndex(1)
    about.components.setFocus()
    qtbot.keyClick(about.components, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: about.licence.toPlainText() == "Text of pebble.")


def test_it_is_opened_once(about: AboutWindow, bench: Bench) -> None:
    about.close()
    bench.window.shell.actions[ActionId.ABOUT].trigger()
    assert bench.window.shell.about is about
    assert about.isVisible()
