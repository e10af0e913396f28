# SPDX-License-Identifier: Apache-2.0
"""Gives the style sheet to windows and panes, and changes it without holding up the event loop."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING
from weakref import ref

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

if TYPE_CHECKING:
    from PySide6.QtGui import QPalette
    from PySide6.QtWidgets import QWidget


class Dressing(QObject):
    """The style sheet of many widgets.

    Parameters
    ----------
    sheet : str
        The style sheet at first.

    Signals
    -------
    done
        All widgets have the new style sheet; they are painted in a turn after this one.

    Notes
    -----
    One style sheet of the whole application would be simpler, but Qt then polishes every widget of
    every window in one turn of the event loop, several times: a tenth of a second for a window.
    Here each turn changes one pane, those in sight first; nothing is painted before all have it.
    """

    done = Signal()

    def __init__(self, sheet: str, parent: QObject) -> None:
        super().__init__(parent)
        self._sheet = sheet
        self._dressed: list[ref[QWidget]] = []
        self._waiting: deque[QWidget] = deque()
        self._still: list[QWidget] = []
        self._is_told = True
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._go_on)

    def dress(self, *widgets: QWidget) -> None:
        """Give widgets the style sheet now, and each that follows it."""
        for widget in widgets:
            widget.setStyleSheet(self._sheet)
        self._dressed = [ref(one) for one in (*self._alive(), *widgets)]

    @property
    def is_changing(self) -> bool:
        """Whether some widgets still have the style sheet from before."""
        return self._turn.isActive()

    def change(self, palette: QPalette, sheet: str) -> None:
        """Use another style sheet, pane by pane.

        Parameters
        ----------
        palette : QPalette
            Colours of what the style sheet does not name.
        sheet : str
            The new style sheet.
        """
        self._sheet = sheet
        self._hold_still()
        QApplication.setPalette(palette)
        self._waiting = deque(sorted(self._alive(), key=lambda one: not one.isVisible()))
        self._is_told = False
        self._turn.start()

    def _alive(self) -> list[QWidget]:
        found = (one() for one in self._dressed)
        return [widget for widget in found if widget is not None and isValid(widget)]

    def _hold_still(self) -> None:
        """Let no window be painted half in old colours and half in new ones."""
        for window in QApplication.topLevelWidgets():
            if window.isVisible() and window.updatesEnabled():
                window.setUpdatesEnabled(False)
                self._still.append(window)

    def _go_on(self) -> None:
        while self._waiting:
            widget = self._waiting.popleft()
            if isValid(widget):
                widget.setStyleSheet(self._sheet)
                return
        if not self._is_told:
            self._is_told = True
            self.done.emit()
            return
        self._turn.stop()
        for window in self._still:
            if isValid(window):
                window.setUpdatesEnabled(True)
        self._still.clear()
