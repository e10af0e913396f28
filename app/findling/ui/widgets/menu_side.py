# SPDX-License-Identifier: Apache-2.0
"""Leaves room for the arrow of a menu button on the side where it is.

Style sheets put the arrow on the other side by themselves where text is read from the right, but
not the room for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject

from findling.ui.theme.theme import set_look

if TYPE_CHECKING:
    from PySide6.QtWidgets import QToolButton


class MenuSide(QObject):
    """Gives a button the look for its direction, now and when that changes.

    Parameters
    ----------
    button : QToolButton
    look : str
        For text that is read from the left; with ``-left`` behind it, for the other direction.
    """

    def __init__(self, button: QToolButton, look: str) -> None:
        super().__init__(button)
        self._button, self._look = button, look
        button.installEventFilter(self)
        self._follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the direction."""
        if event.type() is QEvent.Type.LayoutDirectionChange:
            self._follow()
        return super().eventFilter(watched, event)

    def _follow(self) -> None:
        is_mirrored = self._button.isRightToLeft()
        set_look(self._button, f"{self._look}-left" if is_mirrored else self._look)
