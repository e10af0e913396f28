# SPDX-License-Identifier: Apache-2.0
"""Panes beside each other are seen whole, whichever side they are read from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame

from findling.ui.widgets.pane_splitter import SideBySide

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

SIDES = [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft]


@pytest.fixture(params=SIDES, ids=["left", "right"])
def side(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[None]:
    qapp.setLayoutDirection(request.param)
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.mark.usefixtures("side")
def test_no_pane_is_cut_off(qtbot: QtBot) -> None:
    panes = SideBySide()
    qtbot.addWidget(panes)
    for _ in range(3):
        panes.addWidget(QFrame())
    panes.resize(600, 100)
    panes.show()
    for at in range(panes.count()):
        pane = panes.widget(at)
        assert pane is not None
        assert panes.rect().contains(pane.geometry())
