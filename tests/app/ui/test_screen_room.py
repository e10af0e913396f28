# SPDX-License-Identifier: Apache-2.0
"""No window opens with its foot below the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from findling.ui.screen_room import move_on_screen, resize_on_screen, room_for

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_a_window_gets_the_size_it_would_like(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    resize_on_screen(window, 400, 300)
    assert (window.width(), window.height()) == (400, 300)


def test_a_window_is_not_larger_than_its_screen_leaves_room_for(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    resize_on_screen(window, 20_000, 10_000)
    room = room_for(window)
    assert window.size() == room
    assert room.height() < window.screen().availableSize().height()


def test_a_window_that_became_larger_is_put_where_all_of_it_is_seen(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(300, 200)
    screen = window.screen().availableGeometry()
    move_on_screen(window, QPoint(screen.right() - 20, screen.bottom() - 20))
    assert screen.contains(window.geometry())
    move_on_screen(window, QPoint(40, 30))
    assert window.pos() == QPoint(40, 30)
