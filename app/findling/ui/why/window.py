# SPDX-License-Identifier: Apache-2.0
"""A small window that says why a passage was found; it stays beside the results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from findling.ui import wording
from findling.ui.i18n.texts import tr
from findling.ui.theme.theme import scaled_font, set_look
from findling.ui.theme.tokens import Space, TypeScale
from findling.ui.widgets.elided_label import ElidedLabel

if TYPE_CHECKING:
    from findling.services.explaining import Why

_SIZE = (460, 560)
_MOST_WORDS = 8


class WhyWindow(QDialog):
    """Says why a passage was found.

    Signals
    -------
    document_wanted : DocumentRow
        A passage like it was clicked.
    """

    document_wanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Why this?"))
        self.setModal(False)
        self.resize(*_SIZE)
        self.title = ElidedLabel(self)
        self.title.setFont(scaled_font(self.font(), TypeScale.SECTION, QFont.Weight.DemiBold))
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(self.title)
        column.addWidget(self._area, 1)

    def show_why(self, why: Why) -> None:
        """Show an explanation, in place of the one before."""
        self.title.set_full_text(wording.name(why.document))
        body = QWidget(self._area)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, Space.S, 0)
        column.setSpacing(Space.S)
        self._add_shares(column, why)
        self._add_words(column, why)
        self._add_meaning(column, why)
        self._add_taught(column, why)
        self._add_alike(column, why)
        column.addStretch(1)
        self._area.setWidget(body)
        self.show()
        self.raise_()

    def texts(self) -> list[str]:
        """Return all sentences, from top to bottom."""
        body = self._area.widget()
        return [label.text() for label in body.findChildren(QLabel)] if body else []

    def _add_shares(self, column: QVBoxLayout, why: Why) -> None:
        shares = (
            (tr("Words that stand in it"), why.by_words),
            (tr("Similar meaning"), why.by_meaning),
            (tr("Passages like it that answer too"), why.by_neighbours),
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.M)
        grid.setVerticalSpacing(Space.S)
        for row, (name, share) in enumerate(shares):
            bar = QProgressBar(self)
            bar.setRange(0, 100)
            bar.setValue(round(100 * share))
            bar.setTextVisible(False)
            bar.setAccessibleName(name)
            number = QLabel(wording.percent(round(100 * share)), self)
            number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(QLabel(name, self), row, 0)
            grid.addWidget(bar, row, 1)
            grid.addWidget(number, row, 2)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)

    def _add_words(self, column: QVBoxLayout, why: Why) -> None:
        if why.words:
            self._add_heading(column, tr("Words found"))
        for word in why.words[:_MOST_WORDS]:
            text = tr("“%1”, %Ln times", len(word.ranges)).replace("%1", word.word)
            self._add_line(column, text)

    def _add_meaning(self, column: QVBoxLayout, why: Why) -> None:
        parts = [part for part in why.meaning if part.near and part.effect > 0]
        if parts:
            self._add_heading(column, tr("Close in meaning, in your documents"))
        for part in parts[:_MOST_WORDS]:
            near = ", ".join(f"“{one.word}”" for one in part.near)
            text = tr("“%1” is close to %2").replace("%1", part.word).replace("%2", near)
            self._add_line(column, text)

    def _add_taught(self, column: QVBoxLayout, why: Why) -> None:
        if why.teachings:
            self._add_heading(column, tr("What you taught"))
        for row in why.teachings:
            self._add_line(column, wording.teaching(row))

    def _add_alike(self, column: QVBoxLayout, why: Why) -> None:
        if why.alike:
            self._add_heading(column, tr("Passages like it"))
        for passage in why.alike:
            button = QPushButton(wording.name(passage.document).replace("&", "&&"), self)
            set_look(button, "link")
            button.setAutoDefault(False)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            document = passage.document
            button.clicked.connect(
                lambda _checked=False, document=document: self.document_wanted.emit(document)
            )
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            self._add_line(column, passage.snippet, look="muted")

    def _add_heading(self, column: QVBoxLayout, text: str) -> None:
        label = QLabel(text, self)
        label.setFont(scaled_font(self.font(), TypeScale.BODY, QFont.Weight.DemiBold))
        column.addSpacing(Space.S)
        column.addWidget(label)

    def _add_line(self, column: QVBoxLayout, text: str, look: str = "") -> None:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        if look:
            set_look(label, look)
        column.addWidget(label)
