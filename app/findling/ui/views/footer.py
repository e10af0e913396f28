# SPDX-License-Identifier: Apache-2.0
"""The status bar: the promise, how much there is, and what has been learned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QStatusBar, QWidget

from findling.ui import wording
from findling.ui.theme.icons import IconName, icon, put_beside
from findling.ui.theme.theme import scaled_font, set_look
from findling.ui.theme.tokens import Space, TypeScale

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import SignalInstance
    from PySide6.QtGui import QResizeEvent

    from findling.services.types import LibraryStatus
    from findling.ui.theme.theme import Theme

_LOCK = 14
_GAP = 6
"""Between two parts, as Qt lays them out."""


class Footer(QStatusBar):
    """One quiet line.

    Parameters
    ----------
    theme : Theme
        Colours the lock.

    Signals
    -------
    attention_wanted, taught_wanted
        A button was clicked: show the files that could not be read, or what was taught.

    Notes
    -----
    Where room is short, what has been learned goes first, then the promise's words; the lock and
    the buttons stay.
    """

    attention_wanted = Signal()
    taught_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setSizeGripEnabled(False)
        self.setContentsMargins(Space.M, 0, Space.M, 0)
        self._lock = QLabel(self)
        self._promise = self._label(self.tr("Private: nothing leaves this computer"))
        self._amount = self._label("")
        self.attention = self._button(self.attention_wanted)
        self._model = self._label("")
        self.taught = self._button(self.taught_wanted)
        self._lock.setToolTip(self._promise.text())
        self._lock.setAccessibleName(self._promise.text())
        self.addWidget(self._lock)
        self.addWidget(self._promise)
        for widget in (self._amount, self.attention, self._model, self.taught):
            self.addPermanentWidget(widget)
            widget.hide()  # shown as soon as it has something to say
        theme.changed.connect(self._draw)
        self._draw()

    def show_status(self, status: LibraryStatus) -> None:
        """Say how much there is and what of it has been learned."""
        self._amount.setText(wording.documents(status.read))
        self._model.setText(self._learned(status))
        self._offer(self.attention, status.failed + status.unsupported, wording.attention)
        self._fit()

    def show_taught(self, number: int) -> None:
        """Say how much was taught."""
        self._offer(self.taught, number, wording.taught)
        self._fit()

    def _learned(self, status: LibraryStatus) -> str:
        """Return how far meaning goes, in a few words."""
        if not status.passages:
            return ""
        if not status.trained_passages:
            return self.tr("Exact words only, meaning not learned yet")
        n_new = status.passages - status.trained_passages
        if n_new > 0:
            new = wording.passages(n_new)
            return self.tr("Meaning learned, %1 new since").replace("%1", new)
        return self.tr("Meaning up to date")

    def _offer(self, button: QPushButton, number: int, word: Callable[[int], str]) -> None:
        text = word(number)
        button.setText(text)
        button.setAccessibleName(text)
        button.setVisible(bool(number))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit to the new room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave out words that there is no room for."""
        buttons = [one for one in (self.attention, self.taught) if not one.isHidden()]
        needed = [self._lock, self._amount, *buttons]
        room = self.width() - 2 * Space.M - sum(_width_of(one) for one in needed)
        for label in (self._promise, self._model):
            is_shown = bool(label.text()) and _width_of(label) <= room
            label.setVisible(is_shown)
            room -= _width_of(label) if is_shown else 0
        self._amount.setVisible(bool(self._amount.text()))

    def _button(self, wanted: SignalInstance) -> QPushButton:
        button = QPushButton(self)
        button.setFont(scaled_font(self.font(), TypeScale.SMALL))
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        set_look(button, "foot")
        button.clicked.connect(wanted)
        return button

    def _label(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setFont(scaled_font(self.font(), TypeScale.SMALL))
        label.setContentsMargins(Space.XS, Space.XS, Space.S, Space.XS)
        set_look(label, "muted")
        return label

    def _draw(self) -> None:
        self._lock.setPixmap(
            self._theme.pixmap(IconName.LOCK, self._theme.colors.good, _LOCK, self)
        )
        for button, name, color in (
            (self.attention, IconName.ALERT, self._theme.colors.notice),
            (self.taught, IconName.CHECK, self._theme.colors.good),
        ):
            side = max(_LOCK, button.fontMetrics().ascent())
            put_beside(button, icon(name, color, side), side)


def _width_of(widget: QWidget) -> int:
    return widget.sizeHint().width() + _GAP
