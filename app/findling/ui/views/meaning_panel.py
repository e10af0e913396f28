# SPDX-License-Identifier: Apache-2.0
"""The small window that takes "when I write A, I mean B"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from findling.ui.theme.theme import dress, set_look
from findling.ui.theme.tokens import Space

if TYPE_CHECKING:
    from findling.ui.theme.theme import Theme

_WIDTH = 420
MAX_CHARS = 500


class MeaningPanel(QDialog):
    """Asks for words and their meaning; the window stays in use meanwhile.

    Parameters
    ----------
    theme : Theme
        Gives colours.

    Signals
    -------
    taught : str, str
        Words, and what they mean.
    """

    taught = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        dress(self)
        self.setWindowTitle(self.tr("Teach what words mean"))
        self.setModal(False)
        self.setMinimumWidth(_WIDTH)
        self.words, self.meaning = QLineEdit(self), QLineEdit(self)
        for field in (self.words, self.meaning):
            set_look(field, "field")
            field.setMaxLength(MAX_CHARS)
            field.textEdited.connect(self._on_edited)
        self.words.setPlaceholderText(self.tr("for example NDA"))
        self.meaning.setPlaceholderText(self.tr("for example non-disclosure agreement"))
        self.trouble = QLabel(self)
        self.trouble.setWordWrap(True)
        set_look(self.trouble, "danger-text")
        self.trouble.hide()
        self._arrange()
        theme.changed.connect(self.update)

    def ask(self, words: str = "") -> None:
        """Open with words filled in; the cursor stands where the next one is missing."""
        self.words.setText(words[:MAX_CHARS])
        self.meaning.clear()
        self.trouble.hide()
        (self.meaning if words else self.words).setFocus()
        self.show()
        self.activateWindow()

    def accept(self) -> None:
        """Teach, or say in a sentence what is missing."""
        sentence, field = self._what_is_missing()
        if sentence:
            self.trouble.setText(sentence)
            self.trouble.show()
            field.setFocus()
            field.setAccessibleDescription(sentence)
            return
        self.taught.emit(self.words.text(), self.meaning.text())
        super().accept()

    def _what_is_missing(self) -> tuple[str, QLineEdit]:
        words, meaning = self.words.text(), self.meaning.text()
        if not _has_words(words):
            return self.tr("Write the word or words that you use."), self.words
        if not _has_words(meaning):
            return self.tr("Write what is meant, in words of your documents."), self.meaning
        if words.split() == meaning.split():
            return self.tr("Both say the same. Write what is meant in other words."), self.meaning
        return "", self.words

    def _arrange(self) -> None:
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.setVerticalSpacing(Space.S)
        form.setHorizontalSpacing(Space.M)
        form.addRow(self.tr("When I &write"), self.words)
        form.addRow(self.tr("I &mean"), self.meaning)
        hint = QLabel(self.tr("Searches with the first then look for the second too."), self)
        hint.setWordWrap(True)
        set_look(hint, "muted")
        cancel, teach = QPushButton(self.tr("Cancel"), self), QPushButton(self.tr("Teach"), self)
        set_look(teach, "primary")
        teach.setDefault(True)
        teach.clicked.connect(self.accept)
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        buttons.addStretch(1)
        for button in (cancel, teach):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.setSpacing(Space.M)
        column.addLayout(form)
        column.addWidget(hint)
        column.addWidget(self.trouble)
        column.addLayout(buttons)

    def _on_edited(self) -> None:
        self.trouble.hide()
        for field in (self.words, self.meaning):
            field.setAccessibleDescription("")


def _has_words(text: str) -> bool:
    return any(character.isalnum() for character in text)
