# SPDX-License-Identifier: Apache-2.0
"""Buttons whose words give way where room is short."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton


def fit_words(button: QPushButton, room: int) -> None:
    """Show as many words of a button as there is room for, and all of them as a tip.

    Parameters
    ----------
    button : QPushButton
        Its accessible name has all its words.
    room : int
        Pixels.
    """
    words = button.accessibleName()
    button.setText(words)
    surplus = button.sizeHint().width() - room
    if surplus > 0:
        metrics = button.fontMetrics()
        left = metrics.horizontalAdvance(words) - surplus
        button.setText(metrics.elidedText(words, Qt.TextElideMode.ElideRight, left))
    button.setToolTip(words if surplus > 0 else "")
