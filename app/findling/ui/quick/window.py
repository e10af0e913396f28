# SPDX-License-Identifier: Apache-2.0
"""The small search: a field in the middle of the screen, gone as soon as it is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from findling.ui.i18n.texts import tr
from findling.ui.palette.chooser import Chooser
from findling.ui.theme.theme import with_text

if TYPE_CHECKING:
    from findling.ui.palette.items import LetterSource
    from findling.ui.theme.theme import Theme

_WIDTH = 640


class QuickWindow(QWidget):
    """A window without a frame.

    Parameters
    ----------
    theme : Theme
        Gives colours.
    source : LetterSource
        Searches.
    """

    def __init__(self, theme: Theme, source: LetterSource) -> None:
        super().__init__(
            None, Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
        )
        self.setWindowTitle(tr("Quick search"))
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.chooser = _QuickChooser(
            theme,
            source,
            self,
            prompt=tr("Search your documents"),
            nothing=tr("Nothing was found"),
        )
        self.chooser.view.setAccessibleName(tr("Results"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.chooser)

    def open(self) -> None:
        """Show an empty field in the upper middle of the screen; where it is open, close it."""
        if self.isVisible():
            self.hide()
            return
        self.chooser.begin()
        screen = QGuiApplication.primaryScreen().availableGeometry()
        left = screen.left() + (screen.width() - self.width()) // 2
        self.move(left, screen.top() + screen.height() // 5)
        self.show()
        self.raise_()
        self.activateWindow()
        self.chooser.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def fit(self) -> None:
        """Be as high as the rows need."""
        layout = self.chooser.layout()
        if layout is not None:
            layout.activate()
        self.setFixedSize(with_text(self, _WIDTH), self.chooser.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        """Go when another window is chosen."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.hide()


class _QuickChooser(Chooser):
    """Takes its window along when it goes or grows."""

    def leave(self) -> None:
        """Hide the window."""
        self.window().hide()

    def _place(self) -> None:
        super()._place()
        window = self.window()
        if isinstance(window, QuickWindow):
            window.fit()
