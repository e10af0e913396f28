# SPDX-License-Identifier: Apache-2.0
"""One line above the panes that tells of trouble and offers the next step; never a dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from findling.ui.announcing import announce
from findling.ui.sentences import told_error
from findling.ui.theme.icons import IconName, icon
from findling.ui.theme.theme import set_look
from findling.ui.theme.tokens import Space

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

    from findling.errors import AppError
    from findling.ui.theme.theme import Theme

_ICON = 18
_LETTERS = 16
"""A sentence that has less room than this many wide letters becomes a tower of words."""


class MessageBar(QWidget):
    """Shows one message at a time; hidden without.

    Parameters
    ----------
    theme : Theme
        Colours the icon.

    Signals
    -------
    again_wanted
        "Start again" was clicked.
    undo_wanted
        "Undo" was clicked.
    """

    again_wanted = Signal()
    undo_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_serious = False
        self._detail = ""
        self._picture = QLabel(self)
        self._text = QLabel(self)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._again = QPushButton(self.tr("Start again"), self)
        self._again.clicked.connect(self.again_wanted)
        self._undo = QPushButton(self.tr("Undo"), self)
        self._undo.clicked.connect(self.undo)
        self._way_back: Callable[[], object] | None = None
        self._next = QPushButton(self)
        self._next.clicked.connect(self.take_offer)
        self._offer: Callable[[], object] | None = None
        self._name = IconName.ALERT
        self._copy = QPushButton(self.tr("Copy details"), self)
        set_look(self._copy, "quiet")
        self._copy.clicked.connect(self._on_copy_clicked)
        self._close = QToolButton(self)
        set_look(self._close, "icon")
        self._close.setAccessibleName(self.tr("Close this message"))
        self._close.setToolTip(self.tr("Close this message"))
        self._close.clicked.connect(self.hide)
        self._arrange()
        theme.changed.connect(self._draw)
        self.hide()

    def show_error(self, error: AppError, *, can_start_again: bool = False) -> None:
        """Show an error with its hint; its facts can be copied."""
        self._show(
            told_error(error), error.detail, is_serious=True, can_start_again=can_start_again
        )

    def show_notice(self, sentence: str, detail: str = "") -> None:
        """Show something that is good to know and needs no decision."""
        self._show(sentence, detail, is_serious=False, can_start_again=False)

    def show_done(
        self, sentence: str, *, can_undo: bool, undo: Callable[[], object] | None = None
    ) -> None:
        """Show what was done, with a way back where there is one.

        Parameters
        ----------
        sentence : str
        can_undo : bool
        undo : callable, optional
            Called instead of `undo_wanted`, once.
        """
        self.show_notice(sentence)
        self._way_back = undo
        self._name = IconName.CHECK
        self._undo.setVisible(can_undo)
        self._fit()
        set_look(self, "done")
        set_look(self._text, "")
        self._draw()

    def offer(self, name: str, act: Callable[[], object]) -> None:
        """Offer a next step beside what is said now."""
        self._offer = act
        self._next.setText(name)
        self._next.show()
        self._fit()

    def take_offer(self) -> None:
        """Take the step that is offered, as a click on it does."""
        if self._offer is not None:
            self._offer()

    def undo(self) -> None:
        """Go the way back that is offered, as a click on it does."""
        way_back, self._way_back = self._way_back, None
        if way_back is None:
            self.undo_wanted.emit()
        else:
            self.hide()
            way_back()

    @property
    def sentence(self) -> str:
        """What is said."""
        return self._text.text()

    def _show(self, sentence: str, detail: str, *, is_serious: bool, can_start_again: bool) -> None:
        self._is_serious, self._detail = is_serious, detail
        self._name = IconName.ALERT
        self._offer = None
        self._undo.hide()
        self._next.hide()
        self._text.setText(sentence)
        self.setAccessibleName(sentence)
        self._again.setVisible(can_start_again)
        self._copy.setVisible(bool(detail))
        set_look(self, "danger" if is_serious else "notice")
        set_look(self._text, "danger-text" if is_serious else "notice-text")
        self._draw()
        self._fit()
        self.show()
        announce(self, sentence, is_urgent=is_serious)

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        for button in self._steps:
            buttons.addWidget(button)
        buttons.addStretch(1)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(Space.S)
        self._body.addWidget(self._text, 1)
        self._body.addLayout(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.L, Space.S, Space.S, Space.S)
        row.setSpacing(Space.S)
        row.addWidget(self._picture)
        row.addLayout(self._body, 1)
        row.addWidget(self._close)

    @property
    def _steps(self) -> tuple[QPushButton, ...]:
        return self._again, self._undo, self._next, self._copy

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have the buttons below the sentence where they leave it too little room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = [one.sizeHint().width() + Space.S for one in self._steps if not one.isHidden()]
        around = _ICON + self._close.sizeHint().width() + Space.L + 3 * Space.S
        metrics = self._text.fontMetrics()
        wanted = min(
            metrics.horizontalAdvance("m") * _LETTERS,
            metrics.horizontalAdvance(self._text.text()),
        )
        is_tight = bool(shown) and self.width() - around - sum(shown) < wanted
        way = QBoxLayout.Direction
        self._body.setDirection(way.TopToBottom if is_tight else way.LeftToRight)

    def _draw(self) -> None:
        colors = self._theme.colors
        color = colors.danger if self._is_serious else colors.notice
        color = colors.good if self._name is IconName.CHECK else color
        self._picture.setPixmap(self._theme.pixmap(self._name, color, _ICON, self))
        self._close.setIcon(icon(IconName.CLOSE, color))

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(f"{self._text.text()}\n{self._detail}")
