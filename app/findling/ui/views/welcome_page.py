# SPDX-License-Identifier: Apache-2.0
"""What an empty library looks like: one promise and three ways to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from findling.ui.theme.icons import IconName
from findling.ui.theme.theme import scaled_font, set_look
from findling.ui.theme.tokens import Radius, Space, TypeScale
from findling.ui.widgets.state_page import text_label

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QPaintEvent

    from findling.ui.theme.theme import Theme

_DRAWING = 72
_PANEL_WIDTH = 560
_PANEL_LETTERS = 40
_LOCK = 16


class WelcomePage(QWidget):
    """The first screen.

    Parameters
    ----------
    theme : Theme
        Gives colours and icons.
    has_sample : bool
        Whether there is a sample library to try.

    Signals
    -------
    add_folder_wanted, add_files_wanted, sample_wanted
    """

    add_folder_wanted = Signal()
    add_files_wanted = Signal()
    sample_wanted = Signal()

    def __init__(self, theme: Theme, *, has_sample: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        set_look(self, "surface")
        self._picture = QLabel(self)
        self._lock = QLabel(self)
        self._heading = _wide_label(self)
        self._heading.setText(self.tr("Find things by meaning in your own documents"))
        self._heading.setFont(scaled_font(self.font(), TypeScale.TITLE, QFont.Weight.DemiBold))
        self._sentence = _wide_label(self)
        self._sentence.setText(
            self.tr("Ask in your own words. Findling shows the passage and marks it on its page.")
        )
        set_look(self._sentence, "muted")
        for label in (self._heading, self._sentence):  # fixed in width, so as high as that needs
            label.setMinimumHeight(label.heightForWidth(label.width()))
        self._promise = QLabel(self.tr("Everything stays on this computer."), self)
        self._folder = QPushButton(self.tr("Add a folder…"), self)
        self._files = QPushButton(self.tr("Add files…"), self)
        self._sample = QPushButton(self.tr("Try the sample library"), self)
        self._sample.setVisible(has_sample)
        self._connect()
        self._arrange()
        theme.changed.connect(self._draw)
        self._draw()

    def _connect(self) -> None:
        set_look(self._folder, "primary")
        set_look(self._sample, "quiet")
        self._folder.clicked.connect(self.add_folder_wanted)
        self._files.clicked.connect(self.add_files_wanted)
        self._sample.clicked.connect(self.sample_wanted)

    def _arrange(self) -> None:
        center = Qt.AlignmentFlag.AlignHCenter
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        column.setSpacing(Space.S)
        column.addStretch(3)
        column.addWidget(self._picture, 0, center)
        column.addSpacing(Space.S)
        column.addWidget(self._heading, 0, center)
        column.addWidget(self._sentence, 0, center)
        column.addSpacing(Space.L)
        column.addWidget(self._panel(), 0, center)
        column.addSpacing(Space.M)
        promise = QHBoxLayout()
        promise.setSpacing(Space.S)
        promise.addStretch(1)
        promise.addWidget(self._lock)
        promise.addWidget(self._promise)
        promise.addStretch(1)
        column.addLayout(promise)
        column.addStretch(4)

    def _panel(self) -> QWidget:
        """Return the box with the ways to begin."""
        panel = _DropPanel(self._theme, self)
        panel.setFixedWidth(_width(self))
        column = QVBoxLayout(panel)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        column.setSpacing(Space.M)
        hint = text_label(panel)
        hint.setText(self.tr("Drop files or folders here, or choose them:"))
        column.addWidget(hint)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addStretch(1)
        row.addWidget(self._folder)
        row.addWidget(self._files)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self._sample, 0, Qt.AlignmentFlag.AlignHCenter)
        return panel

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Give the focus to the first thing to do."""
        super().focusInEvent(event)
        self._folder.setFocus()

    def _draw(self) -> None:
        colors = self._theme.colors
        stone = self._theme.pixmap(IconName.STONE, colors.accent, _DRAWING, self)
        self._picture.setPixmap(stone)
        self._lock.setPixmap(self._theme.pixmap(IconName.LOCK, colors.good, _LOCK, self))
        self._folder.setIcon(self._theme.on_accent_icon(IconName.FOLDER_PLUS))
        self._files.setIcon(self._theme.icon(IconName.FILE_PLUS))


class _DropPanel(QWidget):
    """A box with a dashed border: something can be dropped here."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  Qt's
        """Draw ground and border."""
        colors = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(colors.line_strong), 1)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.setBrush(QColor(colors.chrome))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, Radius.PANEL, Radius.PANEL)


def _wide_label(parent: QWidget) -> QLabel:
    label = text_label(parent)
    label.setFixedWidth(_width(parent))
    return label


def _width(widget: QWidget) -> int:
    """Return the width of the box in pixels: more where letters are large."""
    return max(_PANEL_WIDTH, widget.fontMetrics().horizontalAdvance("m") * _PANEL_LETTERS)
