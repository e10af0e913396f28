# SPDX-License-Identifier: Apache-2.0
"""The strip at the bottom: how far the work is, what came of it, and how to hold or stop it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from findling.services.holds import Hold
from findling.services.types import Stage
from findling.ui import wording
from findling.ui.announcing import announce
from findling.ui.sessions.work import Phase, WorkStatus
from findling.ui.theme.icons import IconName, icon
from findling.ui.theme.theme import scaled_font, set_look
from findling.ui.theme.tokens import Space
from findling.ui.widgets.elided_label import ElidedLabel

if TYPE_CHECKING:
    from findling.services.types import IndexSummary, Progress
    from findling.ui.theme.theme import Theme

_ICON = 22
_HEIGHT = 56
_BAR_STEPS = 1000


class ProgressStrip(QWidget):
    """Shows a `WorkStatus`; hidden while there is nothing to tell.

    Parameters
    ----------
    theme : Theme
        Colours the icons.

    Signals
    -------
    pause_wanted, resume_wanted, cancel_wanted, again_wanted, attention_wanted, dismissed
    """

    pause_wanted = Signal()
    resume_wanted = Signal()
    cancel_wanted = Signal()
    again_wanted = Signal()
    attention_wanted = Signal()
    dismissed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._status = WorkStatus()
        self._spoken = ""
        set_look(self, "strip")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._picture = QLabel(self)
        self._title = QLabel(self)
        self._title.setFont(scaled_font(self.font(), weight=QFont.Weight.DemiBold))
        self._item = ElidedLabel(self)
        self._numbers = QLabel(self)
        for label in (self._item, self._numbers):
            set_look(label, "muted")
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._hold = self._button("", self._on_hold_clicked)
        self._stop = self._button("", self._on_stop_clicked)
        self._close = QToolButton(self)
        set_look(self._close, "icon")
        self._close.setAccessibleName(self.tr("Close"))
        self._close.setToolTip(self.tr("Close"))
        self._close.clicked.connect(self.dismissed)
        self._arrange()
        theme.changed.connect(self._draw)
        self.show_status(self._status)

    def show_status(self, status: WorkStatus) -> None:
        """Show what the worker does, or what came of it."""
        self._status = status
        phase = status.phase
        self.setVisible(phase not in (Phase.IDLE, Phase.BROKEN))
        if status.is_busy:
            self._show_busy(status, is_paused=phase is Phase.PAUSED)
        elif status.summary is not None:
            self._show_end(status.summary)
        self._close.setVisible(not status.is_busy)
        self._speak()
        self._draw()

    def _speak(self) -> None:
        """Name the strip after what it shows; a new title is spoken, numbers that run are not."""
        parts = (self._title.text(), self._remedy(self._status), self._numbers.text())
        self.setAccessibleName(". ".join(dict.fromkeys(part for part in parts if part)))
        is_news = self._title.text() != self._spoken
        self._spoken = self._title.text()
        if is_news and not self.isHidden():
            announce(self, self.accessibleName())

    def _show_busy(self, status: WorkStatus, *, is_paused: bool) -> None:
        progress = status.progress
        self._bar.show()
        self._stop.show()
        self._stop.setText(self.tr("Cancel"))
        self._hold.show()
        self._hold.setText(self._hold_label(status.hold) if is_paused else self.tr("Pause"))
        if progress is None:
            self._title.setText(self._paused(status) if is_paused else self.tr("Getting ready"))
            self._item.set_full_text("")
            self._numbers.setText(self._remedy(status) if is_paused else "")
            self._bar.setRange(0, 0 if not is_paused else 1)
            return
        self._title.setText(self._paused(status) if is_paused else self._stage(progress.stage))
        self._item.set_full_text(self._remedy(status) if is_paused else progress.item)
        self._numbers.setText(self._amount(progress, is_paused=is_paused))
        if progress.total > 0:
            self._bar.setRange(0, _BAR_STEPS)
            self._bar.setValue(min(_BAR_STEPS, _BAR_STEPS * progress.done // progress.total))
        else:
            self._bar.setRange(0, 1 if is_paused else 0)

    def _paused(self, status: WorkStatus) -> str:
        """Return why the work stands still."""
        if status.hold is Hold.BATTERY:
            return self.tr("Paused while on battery")
        if status.hold is Hold.DISK:
            return self.tr("Paused: the disk is almost full")
        return self.tr("Paused by you")

    def _remedy(self, status: WorkStatus) -> str:
        """Return what lets the work go on by itself."""
        if status.hold is Hold.BATTERY:
            return self.tr("Goes on when there is power again")
        if status.hold is Hold.DISK:
            text = self.tr("Goes on once %1 is free")
            return text.replace("%1", wording.size(status.needed))
        return ""

    def _hold_label(self, hold: Hold) -> str:
        return self.tr("Resume now") if hold in (Hold.BATTERY, Hold.DISK) else self.tr("Resume")

    def _show_end(self, summary: IndexSummary) -> None:
        self._bar.hide()
        self._item.set_full_text("")
        n_attention = summary.failed + summary.unsupported
        n_indexed = summary.read + summary.unchanged
        if summary.cancelled:
            self._title.setText(self.tr("Stopped"))
            text = self.tr("What was read is kept. The rest waits until you go on.")
            self._numbers.setText(text)
            self._offer(self.tr("Go on"))
            return
        self._title.setText(self.tr("Done"))
        self._numbers.setText(self._balance(n_indexed, summary.found, n_attention))
        self._offer(self.tr("Show them") if n_attention else "")

    def _offer(self, label: str) -> None:
        """Show one button, or none."""
        self._hold.hide()
        self._stop.setVisible(bool(label))
        self._stop.setText(label)

    def _balance(self, n_indexed: int, n_found: int, n_attention: int) -> str:
        text = self.tr("%1 of %2 files indexed")
        text = text.replace("%1", wording.count(n_indexed)).replace("%2", wording.count(n_found))
        if not n_attention:
            return text
        return f"{text}, {wording.attention(n_attention)}"

    def _stage(self, stage: Stage) -> str:
        return {
            Stage.SCANNING: self.tr("Looking for files"),
            Stage.READING: self.tr("Reading"),
            Stage.LEARNING: self.tr("Learning what words mean"),
            Stage.SAVING: self.tr("Saving"),
        }[stage]

    def _amount(self, progress: Progress, *, is_paused: bool) -> str:
        """Return how much is done, how fast, and how long it will still take."""
        if progress.stage is Stage.SCANNING:
            return wording.files(progress.done) if progress.done else ""
        parts: list[str] = []
        if progress.total and progress.stage is Stage.READING:
            text = self.tr("%1 of %2 files").replace("%1", wording.count(progress.done))
            parts.append(text.replace("%2", wording.count(progress.total)))
            parts.append("" if is_paused else wording.rate(progress.rate))
        elif progress.total:
            percent = 100 * progress.done // progress.total
            parts.append(self.tr("%1 %").replace("%1", wording.count(percent)))
        parts.append("" if is_paused else wording.duration_left(progress.eta_seconds))
        return " · ".join(filter(None, parts))

    def _button(self, label: str, act: object) -> QPushButton:
        button = QPushButton(label, self)
        button.clicked.connect(act)
        return button

    def _arrange(self) -> None:
        self._numbers.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._numbers.setTextFormat(Qt.TextFormat.PlainText)
        words = QHBoxLayout()
        words.setSpacing(Space.S)
        words.addWidget(self._title)
        words.addWidget(self._item, 1)
        words.addWidget(self._numbers)
        middle = QVBoxLayout()
        middle.setSpacing(Space.S)
        middle.addStretch(1)
        middle.addLayout(words)
        middle.addWidget(self._bar)
        middle.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        row.setSpacing(Space.S)
        row.addWidget(self._picture)
        row.addLayout(middle, 1)
        row.addSpacing(Space.S)
        for button in (self._hold, self._stop, self._close):
            row.addWidget(button)
        self.setMinimumHeight(_HEIGHT)

    def _draw(self) -> None:
        colors = self._theme.colors
        names = {
            Phase.PAUSED: (IconName.PAUSE, colors.notice),
            Phase.DONE: (IconName.CHECK, colors.good),
            Phase.STOPPED: (IconName.PAUSE, colors.notice),
        }
        name, color = names.get(self._status.phase, (IconName.REFRESH, colors.accent))
        self._picture.setPixmap(self._theme.pixmap(name, color, _ICON, self))
        self._close.setIcon(icon(IconName.CLOSE, colors.muted))

    def _on_hold_clicked(self) -> None:
        is_paused = self._status.phase is Phase.PAUSED
        (self.resume_wanted if is_paused else self.pause_wanted).emit()

    def _on_stop_clicked(self) -> None:
        if self._status.is_busy:
            self.cancel_wanted.emit()
        elif self._status.phase is Phase.STOPPED:
            self.again_wanted.emit()
        else:
            self.attention_wanted.emit()
