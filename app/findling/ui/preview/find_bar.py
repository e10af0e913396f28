# SPDX-License-Identifier: Apache-2.0
"""The line in which words are typed that are to be found in the document in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from findling.services.text_find import MAX_WORDS
from findling.ui.i18n.texts import tr
from findling.ui.preview.glyph_button import Glyph, GlyphButton
from findling.ui.theme.theme import set_look
from findling.ui.theme.tokens import Space
from findling.ui.wording import count

if TYPE_CHECKING:
    from findling.services.text_find import FoundWords

_TYPING_MS = 120
"""Words are looked for once typing has rested this long."""


class FindBar(QWidget):
    """Takes words and says how often they stand in the document.

    Signals
    -------
    words_changed : str
        Other words are to be found.
    next_wanted, previous_wanted
        The place after or before the one shown.
    closed
        Nothing is to be found any more.
    """

    words_changed = Signal(str)
    next_wanted = Signal()
    previous_wanted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "head")
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(tr("Find in this document"))
        self.field.setAccessibleName(tr("Find in this document"))
        self.field.setClearButtonEnabled(True)
        self.field.setMaxLength(MAX_WORDS)
        set_look(self.field, "field")
        self._count = QLabel(self)
        self._count.setTextFormat(Qt.TextFormat.PlainText)
        set_look(self._count, "muted")
        self._previous = GlyphButton(Glyph.PREVIOUS, tr("Previous place"), self)
        self._next = GlyphButton(Glyph.NEXT, tr("Next place"), self)
        self._close = GlyphButton(Glyph.CLOSE, tr("Close"), self)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._arrange()
        self._connect()
        self.show_count(None)

    @property
    def words(self) -> str:
        """What is typed."""
        return self.field.text()

    def open(self, words: str = "") -> None:
        """Show the line, with words where there are some, ready to be typed over."""
        if words:
            self.field.setText(words)
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def show_count(self, found: FoundWords | None, current: int = -1) -> None:
        """Say which of how many places is shown; nothing while they are looked for."""
        n_found = len(found) if found is not None else 0
        self._count.setText(_sentence(found, current))
        set_look(self._count, "danger-text" if found is not None and not n_found else "muted")
        for button in (self._previous, self._next):
            button.setEnabled(n_found > 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the keys of the line to it before windows and lists take them."""
        if watched is self.field and isinstance(event, QKeyEvent):
            if event.type() is QEvent.Type.ShortcutOverride and _acts(event):
                event.accept()
                return True
            if event.type() is QEvent.Type.KeyPress and self._handle(event):
                return True
        return super().eventFilter(watched, event)

    def _handle(self, event: QKeyEvent) -> bool:
        if not _acts(event):
            return False
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._step(self.previous_wanted)
        else:
            self._step(self.next_wanted)
        return True

    def _step(self, wanted: SignalInstance) -> None:
        """Go on, or look for what was typed this moment."""
        if self._typing.isActive():
            self._on_rested()
        else:
            wanted.emit()

    def _on_rested(self) -> None:
        self._typing.stop()
        self.words_changed.emit(self.field.text())

    def _connect(self) -> None:
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._typing.start)
        self._typing.timeout.connect(self._on_rested)
        self._previous.clicked.connect(self.previous_wanted)
        self._next.clicked.connect(self.next_wanted)
        self._close.clicked.connect(self.closed)

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.XS, Space.S, Space.XS)
        row.setSpacing(2)
        row.addWidget(self.field, 1)
        row.addSpacing(Space.S)
        for widget in (self._count, self._previous, self._next, self._close):
            row.addWidget(widget)
        self._count.setMinimumWidth(self.fontMetrics().horizontalAdvance("888 of 888"))


def _acts(event: QKeyEvent) -> bool:
    is_plain = not event.modifiers() & ~_SHIFT_AND_KEYPAD
    if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
        return is_plain
    keys = QKeySequence.StandardKey
    return event.matches(keys.FindNext) or event.matches(keys.FindPrevious)


_SHIFT_AND_KEYPAD = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


def _sentence(found: FoundWords | None, current: int) -> str:
    if found is None:
        return ""
    if not found:
        return tr("Not found")
    number = count(len(found)) + ("+" if found.is_cut else "")
    return tr("%1 of %2").replace("%1", count(current + 1)).replace("%2", number)
