# SPDX-License-Identifier: Apache-2.0
"""How large a window may be on the screen that it opens on, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStyle

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint
    from PySide6.QtWidgets import QWidget


def resize_on_screen(window: QWidget, width: int, height: int) -> None:
    """Give a window the size it would like, as far as its screen has room for that.

    Who opens a window larger than the screen does not see its foot, and often cannot pull it
    into sight: small laptops have less than 800 pixels of height.

    Parameters
    ----------
    window : QWidget
        A window of its own, not shown yet.
    width, height : int
        Pixels inside of the frame.
    """
    window.resize(QSize(width, height).boundedTo(room_for(window)))


def move_on_screen(window: QWidget, place: QPoint) -> None:
    """Put a window at a place, or as near to it as all of it can be seen."""
    room = window.screen().availableGeometry()
    spare = room.size() - window.size()
    right, foot = room.left() + max(0, spare.width()), room.top() + max(0, spare.height())
    window.move(min(place.x(), right), min(place.y(), foot))


def room_for(window: QWidget) -> QSize:
    """Return how large the inside of a window may be: its title is above it."""
    room = window.screen().availableSize()
    title = window.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight, None, window)
    return QSize(room.width(), room.height() - title)
