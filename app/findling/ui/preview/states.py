# SPDX-License-Identifier: Apache-2.0
"""What a preview shows when there is no document to show, and the banner above one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from findling.ui.theme.icons import IconName, pixmap
from findling.ui.theme.theme import scaled_font, set_look
from findling.ui.theme.tokens import Space, TypeScale

_MARGIN = 48
_DRAWING = 40
_MOMENT_MS = 3000


class MessagePage(QWidget):
    """A heading and a sentence in the middle of an empty pane."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QLabel()
        self._heading = _label()
        self._heading.setFont(scaled_font(self.font(), TypeScale.SECTION, QFont.Weight.DemiBold))
        self._sentence = _label()
        set_look(self._sentence, "muted")
        set_look(self, "surface")
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        column.setSpacing(Space.S)
        column.addStretch(2)
        column.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(Space.S)
        # Without an alignment: only so a layout asks a wrapped label how high it is at its width.
        column.addWidget(self._heading)
        column.addWidget(self._sentence)
        column.addStretch(3)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Draw anew in the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        ink = self.palette().color(QPalette.ColorRole.PlaceholderText).name()
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(pixmap(IconName.DOCUMENT, ink, _DRAWING, ratio))

    def say(self, heading: str, sentence: str = "") -> None:
        """Show a heading with a sentence below it."""
        self._heading.setText(heading)
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        self.setAccessibleName(heading)
        self.setAccessibleDescription(sentence)


class Banner(QFrame):
    """One calm line above a document; hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "notice")
        self._label = QLabel(self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        set_look(self._label, "notice-text")
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        row.addWidget(self._label)
        self._lasting = ""
        self._moment = QTimer(self)
        self._moment.setSingleShot(True)
        self._moment.setInterval(_MOMENT_MS)
        self._moment.timeout.connect(lambda: self.say(self._lasting))
        self.hide()

    def say(self, sentence: str) -> None:
        """Show a sentence, or hide without one."""
        self._moment.stop()
        self._lasting = sentence
        self._show(sentence)

    def say_for_a_moment(self, sentence: str) -> None:
        """Show a sentence for a few seconds, then again what was said before."""
        self._show(sentence)
        self._moment.start()

    def _show(self, sentence: str) -> None:
        self._label.setText(sentence)
        self.setAccessibleName(sentence)
        self.setVisible(bool(sentence))

    def text(self) -> str:
        """Return the sentence that is shown; not one that is shown for a moment."""
        return self._lasting


def _label() -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setWordWrap(True)
    return label
