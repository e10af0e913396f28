# SPDX-License-Identifier: Apache-2.0
"""One line below the panes that tells of something that can be done; it moves no row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from findling.ui.theme.icons import IconName
from findling.ui.theme.theme import set_look
from findling.ui.theme.tokens import Space

if TYPE_CHECKING:
    from findling.ui.theme.theme import Theme

_ICON = 18


class TipLine(QWidget):
    """Shows one tip at a time; hidden without.

    Parameters
    ----------
    theme : Theme
        Colours the icons.

    Signals
    -------
    closed
        The user has read it.
    """

    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        set_look(self, "strip")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._picture = QLabel(self)
        self._text = QLabel(self)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self.close_button = QToolButton(self)
        set_look(self.close_button, "icon")
        self.close_button.setAccessibleName(self.tr("Close this tip"))
        self.close_button.setToolTip(self.tr("Close this tip (Esc); it does not come back"))
        self.close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.close_button.clicked.connect(self.dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.L, Space.XS, Space.S, Space.XS)
        row.setSpacing(Space.S)
        row.addWidget(self._picture)
        row.addWidget(self._text, 1)
        row.addWidget(self.close_button)
        theme.changed.connect(self._draw)
        self._draw()
        self.hide()

    @property
    def sentence(self) -> str:
        """What is said."""
        return self._text.text()

    def say(self, sentence: str) -> None:
        """Show a tip."""
        self._text.setText(sentence)
        self.setAccessibleName(sentence)
        self.show()

    def dismiss(self) -> None:
        """Hide the tip."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def _draw(self) -> None:
        colors = self._theme.colors
        self._picture.setPixmap(self._theme.pixmap(IconName.TIP, colors.accent, _ICON, self))
        self.close_button.setIcon(self._theme.icon(IconName.CLOSE))
