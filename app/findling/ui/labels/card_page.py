# SPDX-License-Identifier: Apache-2.0
"""One card after the other: what the model guesses, why it asks, and keys to answer with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QKeySequence, QShortcut, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from findling.services.labels.types import Origin
from findling.ui import wording
from findling.ui.i18n.texts import tr
from findling.ui.theme.icons import IconName
from findling.ui.theme.theme import scaled_font, set_look
from findling.ui.theme.tokens import Space, TypeScale
from findling.ui.widgets.elided_label import ElidedLabel
from findling.ui.widgets.flow_layout import FlowLayout
from findling.ui.widgets.state_page import StatePage

if TYPE_CHECKING:
    from findling.services.labels.desk import DeskState
    from findling.services.labels.types import Card
    from findling.ui.sessions.labels import LabelSession
    from findling.ui.theme.theme import Theme

_MOST_KEYS = 9


class CardPage(QWidget):
    """Asks about items.

    Parameters
    ----------
    theme : Theme
        Gives colours.
    session : LabelSession
        Gives cards and takes answers.
    """

    def __init__(self, theme: Theme, session: LabelSession, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._session = session
        self.caption = QLabel(self)
        set_look(self.caption, "badge")
        self.title = ElidedLabel(self)
        self.title.setFont(scaled_font(self.font(), TypeScale.SECTION, QFont.Weight.DemiBold))
        self.place = ElidedLabel(self)
        set_look(self.place, "muted")
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(tr("The text in question"))
        self.text.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.text.setFont(scaled_font(self.font(), TypeScale.BODY))
        self.guess = QLabel(self)
        self.guess.setTextFormat(Qt.TextFormat.PlainText)
        self.guess.setWordWrap(True)
        self.buttons: list[QPushButton] = []
        self._answers = QWidget(self)
        self._flow = FlowLayout(self._answers, Space.S)
        self.done = QPushButton(tr("Done  (Enter)"), self)
        self.done.setToolTip(tr("The item has the labels that are pressed, and no others"))
        self.none = QPushButton(tr("None of these  (0)"), self)
        self.skip = QPushButton(tr("Skip  (Space)"), self)
        self.undo = QPushButton(tr("Undo  (U)"), self)
        self.page = StatePage(theme, self)
        self._stack = QStackedWidget(self)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        card = QWidget(self)
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(self.title, 1)
        head.addWidget(self.caption)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        for button in (self.done, self.none, self.skip, self.undo):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(card)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.setSpacing(Space.S)
        column.addLayout(head)
        column.addWidget(self.place)
        column.addWidget(self.text, 1)
        column.addWidget(self.guess)
        column.addWidget(self._answers)
        column.addLayout(row)
        for widget in (card, self.page):
            self._stack.addWidget(widget)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._stack)

    def _connect(self) -> None:
        self.done.clicked.connect(self._on_done)
        self.none.clicked.connect(lambda: self._session.answer())
        self.skip.clicked.connect(self._session.skip)
        self.undo.clicked.connect(self._session.undo)
        for number in range(_MOST_KEYS + 1):
            self._key(str(number), lambda n=number: self._on_number(n))
        self._key("Space", self._session.skip)
        for key in ("Return", "Enter"):
            self._key(key, self.done.click)
        self._key("U", self._session.undo)
        self._session.card_ready.connect(self.show_card)
        self._session.state_changed.connect(self.show_card)
        self._theme.changed.connect(self.show_card)

    def _key(self, keys: str, act: object) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    def _on_number(self, number: int) -> None:
        if number == 0:
            self._session.answer()
        elif number <= len(self.buttons) and self.buttons[number - 1].isVisible():
            self.buttons[number - 1].click()

    def _on_done(self) -> None:
        """Take the labels that are pressed, where an item may have several."""
        state = self._session.state
        if state is not None and state.row.is_multi and self._session.card is not None:
            pairs = zip(self.buttons, state.row.labels, strict=False)
            self._session.answer(*(label.id for button, label in pairs if button.isChecked()))

    def show_card(self) -> None:
        """Show the card in hand, or why there is none."""
        state, card = self._session.state, self._session.card
        if state is None:
            self._say(tr("One moment"), "")
        elif not state.row.labels:
            text = tr("Add two or more labels on the left, then the first card comes.")
            self._say(tr("No labels yet"), text)
        elif not state.n_items:
            self._say(tr("Nothing to label"), tr("Add documents to the library first."))
        elif card is None:
            text = tr("Everything was answered or skipped.")
            self._say(tr("No more cards"), text)
        else:
            self._show(card, state)

    def _say(self, heading: str, sentence: str) -> None:
        self.page.say(IconName.DOCUMENT, heading, sentence)
        self._stack.setCurrentWidget(self.page)

    def _show(self, card: Card, state: DeskState) -> None:
        self.title.set_full_text(card.document.title or wording.name(card.document))
        self.place.set_full_text(wording.folder(card.document.path))
        self.caption.setText(reason(card.origin))
        self.text.setPlainText(card.text)
        self._mark(card)
        self.guess.setText(self._guessed(card, state))
        self._make_buttons(card, state)
        self.undo.setEnabled(bool(state.last_answer))
        self.done.setVisible(state.row.is_multi)
        self._stack.setCurrentIndex(0)

    def _guessed(self, card: Card, state: DeskState) -> str:
        if card.said:
            names = [label.name for label in state.row.labels if label.id in card.said]
            return tr("You said: %1. Answer again, or skip.").replace("%1", ", ".join(names))
        if card.guess is None:
            return tr("No guess yet: the model begins with two answers for each label.")
        label = state.row.label(card.guess.label_id or 0)
        name = label.name if label else tr("none of these")
        text = tr("Probably %1, %2 % sure")
        return text.replace("%1", name).replace("%2", str(round(100 * card.guess.probability)))

    def _make_buttons(self, card: Card, state: DeskState) -> None:
        guessed = card.guess.label_id if card.guess else None
        while len(self.buttons) < len(state.row.labels):
            self.buttons.append(self._make_button(len(self.buttons)))
        for button in self.buttons[len(state.row.labels) :]:
            button.hide()
        pairs = zip(self.buttons, state.row.labels, strict=False)
        for at, (button, label) in enumerate(pairs):
            button.setAccessibleName(tr("This is “%1”").replace("%1", label.name))
            button.setCheckable(state.row.is_multi)
            button.setChecked(label.id == guessed)
            self._name(at)
            set_look(button, "primary" if label.id == guessed and not state.row.is_multi else "")
            button.show()

    def _make_button(self, at: int) -> QPushButton:
        button = QPushButton(self._answers)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self._on_label_clicked(at))
        button.toggled.connect(lambda: self._name(at))
        self._flow.addWidget(button)
        return button

    def _name(self, at: int) -> None:
        """Write label and key on a button; a tick says that it is pressed."""
        state, button = self._session.state, self.buttons[at]
        if state is not None:
            key = f"  ({at + 1})" if at < _MOST_KEYS else ""
            tick = "✓ " if button.isChecked() else ""
            button.setText(f"{tick}{state.row.labels[at].name}{key}".replace("&", "&&"))

    def _on_label_clicked(self, at: int) -> None:
        """Answer with a label, where an item has one alone; else it is pressed or not."""
        state = self._session.state
        if state is not None and not state.row.is_multi:
            self._session.answer(state.row.labels[at].id)

    def _mark(self, card: Card) -> None:
        look = QTextCharFormat()
        look.setBackground(QColor(self._theme.colors.selection))
        look.setFontWeight(QFont.Weight.DemiBold)
        for begin, end in card.marks:
            # Qt counts in UTF-16 units, marks in code points.
            cursor = QTextCursor(self.text.document())
            cursor.setPosition(_units(card.text[:begin]))
            cursor.setPosition(_units(card.text[:end]), QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(look)


def reason(origin: Origin) -> str:
    """Return why a card was chosen."""
    reasons = {
        Origin.UNCERTAIN: tr("The model is unsure about this"),
        Origin.UNCOVERED: tr("Unlike anything you answered"),
        Origin.AUDIT: tr("A check: the model is sure of this"),
        Origin.RANDOM: tr("Drawn at random, to measure quality"),
        Origin.SEED: tr("Found by the label's name"),
        Origin.CHOSEN: tr("Look at this again"),
    }
    return reasons.get(origin, "")


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
