# SPDX-License-Identifier: Apache-2.0
"""A line of text that gives way: its middle is left out where room is short."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent


class ElidedLabel(QLabel):
    """A label that never asks for more width than a few letters take."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._full = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_full_text(self, text: str) -> None:
        """Show a line, or as much of it as there is room for."""
        if text != self._full:
            self._full = text
            self.setAccessibleName(text)
            self._elide()

    def minimumSizeHint(self) -> QSize:
        """Return room for a few letters."""
        height = super().minimumSizeHint().height()
        return QSize(self.fontMetrics().horizontalAdvance("mmm…"), height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the line to the new room."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        middle = Qt.TextElideMode.ElideMiddle
        self.setText(self.fontMetrics().elidedText(self._full, middle, self.width()))
