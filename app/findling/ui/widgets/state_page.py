# SPDX-License-Identifier: Apache-2.0
"""A page that says one thing: a drawing, a heading, a sentence, and what can be done next."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from findling.ui.theme.theme import scaled_font, set_look
from findling.ui.theme.tokens import Space, TypeScale
from findling.ui.widgets.fitting import fit_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

    from findling.ui.theme.icons import IconName
    from findling.ui.theme.theme import Theme

_DRAWING = 48
_TEXT_WIDTH = 380


class StatePage(QWidget):
    """Fills a pane that has no rows to show.

    Parameters
    ----------
    theme : Theme
        Colours the drawing.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name: IconName | None = None
        self._picture = QLabel(self)
        self._heading = text_label(self)
        self._heading.setFont(scaled_font(self.font(), TypeScale.SECTION, QFont.Weight.DemiBold))
        self._sentence = text_label(self)
        set_look(self._sentence, "muted")
        set_look(self, "surface")
        self._buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._buttons.setSpacing(Space.S)
        self._arrange()
        theme.changed.connect(self._draw)

    def say(
        self,
        name: IconName,
        heading: str,
        sentence: str = "",
        actions: tuple[tuple[str, Callable[[], object]], ...] = (),
    ) -> None:
        """Show a state.

        Parameters
        ----------
        name : IconName
            The drawing.
        heading, sentence : str
            What is the case, and what that means or what helps.
        actions : tuple of (str, callable)
            Buttons; the first one is the next thing to do.
        """
        self._name = name
        self._heading.setText(heading)
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        self.setAccessibleName(heading)
        self.setAccessibleDescription(sentence)
        self._put_buttons(actions)
        self._draw()

    @property
    def heading(self) -> str:
        """The heading in sight."""
        return self._heading.text()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep lines short enough to be read with ease."""
        super().resizeEvent(event)
        side = max(Space.L, (self.width() - _TEXT_WIDTH) // 2)
        self._words.setContentsMargins(side - Space.L, 0, side - Space.L, 0)
        self._lay_out_buttons()

    def _put_buttons(self, actions: tuple[tuple[str, Callable[[], object]], ...]) -> None:
        while (item := self._buttons.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for n, (label, action) in enumerate(actions):
            button = QPushButton(label, self)
            button.setAccessibleName(label)
            set_look(button, "primary" if n == 0 else "")
            button.clicked.connect(lambda _checked=False, run=action: run())
            self._buttons.addWidget(button)
        self._lay_out_buttons()

    def _lay_out_buttons(self) -> None:
        """Put the buttons below one another where they are too wide for a row.

        What is too wide even so says the beginning of its words, and all of them as a tip.
        """
        room = self.width() - 2 * Space.L
        items = (self._buttons.itemAt(at) for at in range(self._buttons.count()))
        buttons = [button for item in items if item and (button := item.widget())]
        for button in buttons:
            fit_words(cast("QPushButton", button), room)
        wide = sum(button.sizeHint().width() for button in buttons) + Space.S * (len(buttons) - 1)
        fits = wide <= room
        way = QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        self._buttons.setDirection(way)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.setSpacing(Space.S)
        column.addStretch(2)
        center = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(self._picture, 0, center)
        column.addSpacing(Space.XS)
        # Without an alignment of their own, so that they get the height that their lines need.
        self._words = QVBoxLayout()
        self._words.setSpacing(Space.S)
        self._words.addWidget(self._heading)
        self._words.addWidget(self._sentence)
        column.addLayout(self._words)
        column.addSpacing(Space.S)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addLayout(self._buttons)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(3)

    def _draw(self) -> None:
        if self._name is not None:
            color = self._theme.colors.muted
            self._picture.setPixmap(self._theme.pixmap(self._name, color, _DRAWING, self))


def text_label(parent: QWidget) -> QLabel:
    """Return a centred label that breaks lines and takes its text literally."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setWordWrap(True)
    return label
