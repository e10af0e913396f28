# SPDX-License-Identifier: Apache-2.0
"""What an empty library looks like: one promise and the ways to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from findling.ui.theme.icons import IconName, put_beside
from findling.ui.theme.theme import scaled_font, set_look
from findling.ui.theme.tokens import Radius, Space, TypeScale
from findling.ui.views.folder_offer import FolderOffer
from findling.ui.widgets.fitting import fit_words
from findling.ui.widgets.state_page import text_label

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtCore import QObject
    from PySide6.QtGui import QFocusEvent, QHideEvent, QPaintEvent, QResizeEvent, QShowEvent

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
    came, went
        The page is in sight, or is not any more.

    Attributes
    ----------
    offer : FolderOffer
        The user's own folders; empty at first.
    """

    add_folder_wanted = Signal()
    add_files_wanted = Signal()
    sample_wanted = Signal()
    came = Signal()
    went = Signal()

    def __init__(self, theme: Theme, *, has_sample: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        set_look(self, "surface")
        self._content = QWidget()
        self._body = QWidget(self._content)
        self._picture = QLabel(self._content)
        self._lock = QLabel(self._content)
        self._heading = text_label(self._body)
        self._heading.setText(self.tr("Find things by meaning in your own documents"))
        self._heading.setFont(scaled_font(self.font(), TypeScale.TITLE, QFont.Weight.DemiBold))
        self._sentence = text_label(self._body)
        self._sentence.setText(
            self.tr("Ask in your own words. Findling shows the passage and marks it on its page.")
        )
        set_look(self._sentence, "muted")
        self._promise = QLabel(self.tr("Everything stays on this computer."), self._content)
        self.offer = FolderOffer(self._body)
        self._folder = QPushButton(self.tr("Add a folder…"), self._body)
        self._files = QPushButton(self.tr("Add files…"), self._body)
        self._sample = QPushButton(self.tr("Try the sample library"), self._body)
        self._sample.setVisible(has_sample)
        self._connect()
        self._arrange()
        self._body.installEventFilter(self)
        theme.changed.connect(self._draw)
        self._draw()

    def _connect(self) -> None:
        set_look(self._folder, "primary")
        set_look(self._sample, "quiet")
        self._folder.clicked.connect(self.add_folder_wanted)
        self._files.clicked.connect(self.add_files_wanted)
        self._sample.clicked.connect(self.sample_wanted)

    def _arrange(self) -> None:
        column = QVBoxLayout(self._content)
        column.setContentsMargins(Space.XL, Space.M, Space.XL, Space.M)
        column.setSpacing(Space.S)
        column.addStretch(3)
        column.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(_centred(self._body))
        column.addSpacing(Space.S)
        column.addLayout(_centred(self._lock, self._promise))
        column.addStretch(4)
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(Space.S)
        body.addWidget(self._heading)
        body.addWidget(self._sentence)
        body.addSpacing(Space.S)
        body.addWidget(self._panel())
        self._area = area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        set_look(area.viewport(), "surface")
        set_look(self._content, "surface")
        area.setWidget(self._content)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def _panel(self) -> QWidget:
        """Return the box with the ways to begin."""
        panel = _DropPanel(self._theme, self._body)
        column = QVBoxLayout(panel)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(self.offer)
        self._hint = text_label(panel)
        self._hint.setText(self.tr("Drop files or folders here, or choose them:"))
        column.addWidget(self._hint)
        self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        for button in self._ways:
            button.setAccessibleName(button.text())
        self._pair.addWidget(self._folder)
        self._pair.addWidget(self._files)
        self._buttons.addLayout(self._pair)
        self._buttons.addWidget(self._sample)
        for layout in (self._pair, self._buttons):
            layout.setSpacing(Space.S)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addLayout(self._buttons)
        row.addStretch(1)
        column.addLayout(row)
        return panel

    @property
    def _ways(self) -> tuple[QPushButton, ...]:
        return self._folder, self._files, self._sample

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep lines short enough to be read, and the drawing for where there is room."""
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow when a line of the offer becomes longer."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """Give lines the height that they need; where room is short, what is least needed goes."""
        width = max(0, min(_width(self), self.width() - 2 * Space.XL))
        self._body.setFixedWidth(width)
        self._lay_out_buttons(width - 2 * Space.XL)
        around = self._promise.sizeHint().height() + 2 * Space.M + 2 * Space.S
        spoken = self._sentence.heightForWidth(width) + Space.S
        rest = self._body_height(width) - (0 if self._sentence.isHidden() else spoken)
        self._sentence.setVisible(rest + spoken + around <= self.height())
        self._body.setMinimumHeight(self._body_height(width))
        spare = self.height() - rest - spoken - around
        self._picture.setVisible(spare >= _DRAWING + 2 * Space.XL)

    def _body_height(self, width: int) -> int:
        layout = self._body.layout()
        return 0 if layout is None else layout.totalHeightForWidth(width)

    def _lay_out_buttons(self, room: int) -> None:
        """Put buttons below one another where they are too wide for a row."""
        for button in self._ways:
            fit_words(button, room)
        pair = [self._folder, self._files]
        shown = pair if self._sample.isHidden() else [*pair, self._sample]
        _lay_out(self._pair, pair, room)
        _lay_out(self._buttons, shown, room)

    def show_offer(self, folders: Sequence[Path]) -> None:
        """Offer folders; then adding them is the first thing to do."""
        self.offer.offer(folders)
        if folders:
            set_look(self._folder, "")
            self._hint.setText(self.tr("Or drop files or folders here, or choose others:"))
        self._fit()
        self._draw()

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that the page is in sight."""
        super().showEvent(event)
        if not event.spontaneous():
            self.came.emit()
            self._fit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Tell that it is not any more."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.went.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Give the focus to the first thing to do."""
        super().focusInEvent(event)
        first = next(iter(self.offer.ticks.values()), self._folder)
        first.setFocus()

    def _draw(self) -> None:
        colors = self._theme.colors
        stone = self._theme.pixmap(IconName.STONE, colors.accent, _DRAWING, self)
        self._picture.setPixmap(stone)
        self._lock.setPixmap(self._theme.pixmap(IconName.LOCK, colors.good, _LOCK, self))
        theme = self._theme
        icon = theme.icon if self.offer.ticks else theme.on_accent_icon
        put_beside(self._folder, icon(IconName.FOLDER_PLUS))
        put_beside(self._files, self._theme.icon(IconName.FILE_PLUS))


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


def _lay_out(layout: QBoxLayout, buttons: Sequence[QPushButton], room: int) -> None:
    wide = sum(one.sizeHint().width() for one in buttons) + Space.S * (len(buttons) - 1)
    way = QBoxLayout.Direction
    layout.setDirection(way.LeftToRight if wide <= room else way.TopToBottom)


def _centred(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(Space.S)
    row.addStretch(1)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row


def _width(widget: QWidget) -> int:
    """Return the width of the box in pixels: more where letters are large."""
    return max(_PANEL_WIDTH, widget.fontMetrics().horizontalAdvance("m") * _PANEL_LETTERS)
