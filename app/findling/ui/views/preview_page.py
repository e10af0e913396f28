# SPDX-License-Identifier: Apache-2.0
"""The pane on the right: the preview, with a way back when it is a page of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from findling.ui.theme.icons import IconName, icon, put_beside
from findling.ui.theme.theme import set_look

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from findling.ui.preview.pane import PreviewPane
    from findling.ui.theme.theme import Theme


class PreviewPage(QWidget):
    """Holds a preview.

    Parameters
    ----------
    theme : Theme
        Colours the way back.
    preview : PreviewPane
        What is held.

    Signals
    -------
    back_wanted
    """

    back_wanted = Signal()

    def __init__(self, theme: Theme, preview: PreviewPane, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        set_look(self, "surface")
        self._back = QPushButton(self.tr("Back to the results"), self)
        set_look(self._back, "quiet")
        self._back.clicked.connect(self.back_wanted)
        self._back.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        left = Qt.AlignmentFlag.AlignLeft
        column.addWidget(self._back, 0, left)
        column.addWidget(preview, 1)
        theme.changed.connect(self._draw)
        self._draw()

    def show_way_back(self, wanted: bool) -> None:
        """Show the button that leads back, or not."""
        self._back.setVisible(wanted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leads back."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_wanted.emit()
            return
        super().keyPressEvent(event)

    def _draw(self) -> None:
        put_beside(self._back, icon(IconName.BACK, self._theme.colors.accent))
