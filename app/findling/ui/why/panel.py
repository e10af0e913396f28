# SPDX-License-Identifier: Apache-2.0
"""The panel "Why this?": in plain words, from the strongest reason to the weakest."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from findling.ui.i18n.texts import tr
from findling.ui.screen_room import resize_on_screen
from findling.ui.theme.theme import dress, set_look
from findling.ui.theme.tokens import Space
from findling.ui.why.share_bar import ShareBar
from findling.ui.widgets.controls import button_box

if TYPE_CHECKING:
    from findling.services.explaining import LikePassage, Reasons, TaughtReason
    from findling.services.types import DocumentRow
    from findling.ui.theme.theme import Theme

_SIZE = (480, 560)
_MOST_WORDS = 8


class WhyPanel(QDialog):
    """Shows reasons; the window stays in use meanwhile.

    Parameters
    ----------
    theme : Theme
        Gives colours.

    Signals
    -------
    document_wanted : DocumentRow
        Of a passage that is alike.
    switch_wanted : TeachingRow, bool
        A teaching shall count no longer, or again.
    forget_wanted : TeachingRow
        A teaching shall be removed.
    """

    document_wanted = Signal(object)
    switch_wanted = Signal(object, bool)
    forget_wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        dress(self)
        self._theme = theme
        self.setWindowTitle(tr("Why this?"))
        self.setModal(False)
        resize_on_screen(self, *_SIZE)
        self._body = QWidget()
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setAccessibleName(tr("Reasons"))
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        buttons = button_box(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(self._area, 1)
        column.addWidget(buttons)
        self.say(tr("Looking for the reasons…"))

    def say(self, sentence: str) -> None:
        """Show a sentence and nothing else: there are no reasons yet, or none could be found."""
        body, column = self._new_body()
        column.addWidget(_label(sentence, body, "muted"))
        self._put(body, column)

    def show_reasons(self, reasons: Reasons, title: str) -> None:
        """Show why a passage was found; ``title`` is its document's."""
        body, column = self._new_body()
        head = tr("“%1” was found for “%2”").replace("%1", title).replace("%2", reasons.query)
        column.addWidget(_label(head, body))
        self._add_shares(reasons, body, column)
        self._add_words(reasons, body, column)
        self._add_close(reasons, body, column)
        self._add_like(reasons, body, column)
        self._add_taught(reasons, body, column)
        self._put(body, column)

    def shown_text(self) -> str:
        """Return all that is shown in words, a line each."""
        return "\n".join(label.text() for label in self._body.findChildren(QLabel))

    # -- parts -----------------------------------------------------------------------------------

    def _add_shares(self, reasons: Reasons, body: QWidget, column: QVBoxLayout) -> None:
        self._add_bars(
            tr("What counted"),
            [
                (tr("Words found"), reasons.by_words),
                (tr("Similar meaning"), reasons.by_meaning),
                (tr("Passages like it"), reasons.by_neighbours),
                (tr("What you taught"), reasons.by_teaching),
            ],
            body,
            column,
        )

    def _add_words(self, reasons: Reasons, body: QWidget, column: QVBoxLayout) -> None:
        if reasons.words:
            rows = [(word.word, word.share) for word in reasons.words[:_MOST_WORDS]]
            self._add_bars(tr("Words found in it"), rows, body, column)
        if reasons.missing:
            words = ", ".join(reasons.missing[:_MOST_WORDS])
            column.addWidget(_label(tr("Not in it: %1").replace("%1", words), body, "muted"))

    def _add_close(self, reasons: Reasons, body: QWidget, column: QVBoxLayout) -> None:
        if not reasons.close:
            return
        column.addWidget(_heading(tr("Close in meaning"), body))
        for pair in reasons.close:
            text = tr("“%1” is close to “%2”")
            text = text.replace("%1", pair.asked).replace("%2", pair.found)
            column.addWidget(_label(text, body))

    def _add_like(self, reasons: Reasons, body: QWidget, column: QVBoxLayout) -> None:
        if not reasons.like:
            return
        column.addWidget(_heading(tr("Passages like it that fit your search too"), body))
        for like in reasons.like:
            column.addWidget(self._link(like, body), 0, Qt.AlignmentFlag.AlignLeft)
            column.addWidget(_label(like.excerpt, body, "muted"))

    def _link(self, like: LikePassage, body: QWidget) -> QPushButton:
        link = QPushButton(like.document.title, body)
        set_look(link, "link")
        link.setAutoDefault(False)
        link.setCursor(Qt.CursorShape.PointingHandCursor)
        link.setToolTip(str(like.document.path))
        link.clicked.connect(partial(self._on_link_clicked, like.document))
        return link

    def _add_taught(self, reasons: Reasons, body: QWidget, column: QVBoxLayout) -> None:
        if not reasons.taught:
            return
        column.addWidget(_heading(tr("What you taught"), body))
        for taught in reasons.taught:
            column.addWidget(_label(taught_sentence(taught), body))
            row = QHBoxLayout()
            row.setSpacing(Space.L)
            off = self._button(tr("Switch off"), body)
            off.clicked.connect(partial(self._on_switch_clicked, taught))
            forget = self._button(tr("Forget"), body)
            forget.clicked.connect(partial(self._on_forget_clicked, taught))
            row.addWidget(off)
            row.addWidget(forget)
            row.addStretch(1)
            column.addLayout(row)

    def _button(self, text: str, body: QWidget) -> QPushButton:
        button = QPushButton(text, body)
        set_look(button, "link")
        button.setAutoDefault(False)
        return button

    def _add_bars(
        self, title: str, rows: list[tuple[str, float]], body: QWidget, column: QVBoxLayout
    ) -> None:
        shown = [(name, share) for name, share in rows if share > 0.0]
        if not shown:
            return
        column.addWidget(_heading(title, body))
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.M)
        grid.setVerticalSpacing(Space.XS)
        grid.setColumnStretch(1, 1)
        for row, (name, share) in enumerate(shown):
            bar = ShareBar(self._theme, name, share, body)
            grid.addWidget(_label(name, body), row, 0)
            grid.addWidget(bar, row, 1)
            grid.addWidget(_label(f"{bar.percent} %", body, "muted"), row, 2)
        column.addLayout(grid)

    # -- inside ----------------------------------------------------------------------------------

    def _new_body(self) -> tuple[QWidget, QVBoxLayout]:
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(Space.S, Space.XS, Space.M, Space.XS)
        column.setSpacing(Space.S)
        return body, column

    def _put(self, body: QWidget, column: QVBoxLayout) -> None:
        column.addStretch(1)
        self._area.setWidget(body)  # the one before goes
        self._body = body

    def _on_link_clicked(self, document: DocumentRow, _checked: bool = False) -> None:
        self.document_wanted.emit(document)

    def _on_switch_clicked(self, taught: TaughtReason, _checked: bool = False) -> None:
        self.switch_wanted.emit(taught.row, False)

    def _on_forget_clicked(self, taught: TaughtReason, _checked: bool = False) -> None:
        self.forget_wanted.emit(taught.row)


def taught_sentence(taught: TaughtReason) -> str:
    """Return what was taught, and what it does here."""
    row = taught.row
    if row.kind == "means":
        text = tr("You taught that “%1” means “%2”.")
        return text.replace("%1", row.query).replace("%2", row.meaning)
    if row.kind == "good":
        return tr("You said that this is right for “%1”.").replace("%1", row.query)
    return tr("You said that this is wrong for “%1”.").replace("%1", row.query)


def _heading(text: str, parent: QWidget) -> QLabel:
    label = _label(text, parent)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    label.setContentsMargins(0, Space.S, 0, 0)
    return label


def _label(text: str, parent: QWidget, look: str = "") -> QLabel:
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(len(text) > 24)
    if look:
        set_look(label, look)
    return label
