# SPDX-License-Identifier: Apache-2.0
"""The window comes back as it was left; nothing about documents is remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QMainWindow, QSplitter

from findling.ui.window_state import WindowState

if TYPE_CHECKING:
    from PySide6.QtCore import QSettings
    from pytestqt.qtbot import QtBot


def make_window(qtbot: QtBot) -> tuple[QMainWindow, QSplitter]:
    window = QMainWindow()
    panes = QSplitter(window)
    panes.addWidget(QLabel("left"))
    panes.addWidget(QLabel("right"))
    window.setCentralWidget(panes)
    qtbot.addWidget(window)
    return window, panes


def test_size_and_panes_come_back(qtbot: QtBot, settings: QSettings) -> None:
    window, panes = make_window(qtbot)
    window.resize(620, 410)
    window.show()
    panes.setSizes([150, 470])
    kept = panes.sizes()
    WindowState(settings).save(window, panes)
    again, its_panes = make_window(qtbot)
    WindowState(settings).restore(again, its_panes)
    again.show()
    assert (again.width(), again.height()) == (620, 410)
    assert its_panes.sizes() == kept
