# SPDX-License-Identifier: Apache-2.0
"""The line above the rows: what they are, and what is not yet as good as it will be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from findling.ui.theme.theme import scaled_font, set_look
from findling.ui.theme.tokens import Space
from findling.ui.widgets.elided_label import ElidedLabel
from findling.ui.widgets.fitting import fit_words
from findling.ui.widgets.flow_layout import FlowLayout
from findling.ui.widgets.order_button import OrderButton

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

_MIN_HEIGHT = 37
"""As the line above the preview."""

_MOST_CHARS = 48

_ROUNDING = 2
"""Pixels that a text may be wider than what is told as its width, a whole number."""


class ResultHead(QWidget):
    """A title with facts and the order; a suggestion, a badge and buttons below.

    Attributes
    ----------
    order : OrderButton
        Hidden at first.

    Signals
    -------
    suggestion_taken : str
        The user meant this query.
    """

    suggestion_taken = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "head")
        self.setMinimumHeight(_MIN_HEIGHT)
        self._title = ElidedLabel(self)
        self._title.setFont(scaled_font(self.font(), weight=QFont.Weight.DemiBold))
        self._facts = QLabel(self)
        set_look(self._facts, "muted")
        self._badge = QLabel(self)
        self._badge.setWordWrap(True)
        set_look(self._badge, "badge")
        self._buttons: list[QPushButton] = []
        self._suggested = ""
        self.suggestion = QPushButton(self)
        set_look(self.suggestion, "link")
        self.suggestion.clicked.connect(lambda: self.suggestion_taken.emit(self._suggested))
        self.suggestion.hide()
        self.order = OrderButton(self)
        self.order.hide()
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.setSpacing(Space.S)
        self._line.addWidget(self._title, 1)
        self._line.addWidget(self._facts)
        self._line.addWidget(self.order, 0, Qt.AlignmentFlag.AlignLeading)
        self._row = QWidget(self)
        self._flow = FlowLayout(self._row, Space.L, Space.XS)
        self._row.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        column.setSpacing(Space.XS)
        column.addLayout(self._line)
        column.addWidget(self.suggestion, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self._badge)
        column.addWidget(self._row)
        self._badge.hide()

    def say(self, title: str, facts: str = "", badge: str = "") -> None:
        """Show a title, facts and a badge; empty ones are left out."""
        self._title.set_full_text(title)
        self._facts.setText(facts)
        self._title.setToolTip(", ".join(filter(None, (title, facts))))
        self._badge.setText(badge)
        self._badge.setVisible(bool(badge))
        self.setAccessibleName(", ".join(filter(None, (title, facts, badge))))
        self._fit()

    def show_order(self, *, visible: bool) -> None:
        """Show the button that says the order, or not."""
        self.order.setVisible(visible)
        self._fit()

    def suggest(self, query: str) -> None:
        """Ask whether another query was meant; an empty one asks nothing."""
        self._suggested = query
        shown = query if len(query) <= _MOST_CHARS else f"{query[: _MOST_CHARS - 1]}…"
        self.suggestion.setText(self.tr("Did you mean “%1”?").replace("%1", shown))
        self.suggestion.setVisible(bool(query))

    def add_button(self, label: str, act: Callable[[], object]) -> QPushButton:
        """Add a button, hidden at first."""
        button = QPushButton(label, self._row)
        button.setAccessibleName(label)
        set_look(button, "link")
        button.clicked.connect(lambda _checked=False: act())
        button.hide()
        self._flow.addWidget(button)
        self._buttons.append(button)
        return button

    def show_buttons(self, *, visible: bool) -> None:
        """Show all buttons, or none."""
        for button in self._buttons:
            button.setVisible(visible)
        self._row.setVisible(visible and bool(self._buttons))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit facts and buttons to the new room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        for button in self._buttons:
            fit_words(button, self.width() - 2 * Space.L)
        self._fit_line()

    def _fit_line(self) -> None:
        """Leave the title whole: facts go, they are its tip too; then the order goes below it."""
        room = self.width() - 2 * Space.L
        title = self._title.fontMetrics().horizontalAdvance(self.title) + _ROUNDING
        order = 0 if self.order.isHidden() else self.order.sizeHint().width() + Space.S
        facts = self._facts.sizeHint().width() + Space.S
        self._facts.setVisible(bool(self.facts) and title + facts + order <= room)
        way = QBoxLayout.Direction
        self._line.setDirection(way.LeftToRight if title + order <= room else way.TopToBottom)

    @property
    def title(self) -> str:
        """The title in sight."""
        return self._title.accessibleName()

    @property
    def facts(self) -> str:
        """The facts in sight."""
        return self._facts.text()

    @property
    def badge(self) -> str:
        """The badge in sight; empty when there is none."""
        return self._badge.text()
