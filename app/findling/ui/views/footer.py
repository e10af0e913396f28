# SPDX-License-Identifier: Apache-2.0
"""The status bar: the promise, how much there is, and what has been learned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from findling.ui import wording
from findling.ui.theme.icons import IconName
from findling.ui.theme.theme import scaled_font, set_look
from findling.ui.theme.tokens import Space, TypeScale

if TYPE_CHECKING:
    from findling.services.types import LibraryStatus
    from findling.ui.theme.theme import Theme

_LOCK = 14


class Footer(QStatusBar):
    """One quiet line.

    Parameters
    ----------
    theme : Theme
        Colours the lock.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setSizeGripEnabled(False)
        self.setContentsMargins(Space.M, 0, Space.M, 0)
        self._lock = QLabel(self)
        self._promise = self._label(self.tr("Private: nothing leaves this computer"))
        self._amount = self._label("")
        self._model = self._label("")
        self.addWidget(self._lock)
        self.addWidget(self._promise)
        self.addPermanentWidget(self._amount)
        self.addPermanentWidget(self._model)
        theme.changed.connect(self._draw)
        self._draw()

    def show_status(self, status: LibraryStatus) -> None:
        """Say how much there is and what of it has been learned."""
        self._amount.setText(wording.documents(status.read))
        self._model.setText(self._learned(status))

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
