# SPDX-License-Identifier: Apache-2.0
"""What the worker does, in the parts of the window that show it and steer it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from findling.ui.unlocking import Unlocking

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from findling.errors import AppError
    from findling.ui.sessions.all import Sessions
    from findling.ui.sessions.work import WorkStatus
    from findling.ui.window_parts import WindowParts

DONE_MS = 12_000
"""A run that went well needs no answer: its strip leaves by itself."""


class Working(QObject):
    """Connects the worker with the strip, the ring beside the search and the messages.

    Parameters
    ----------
    sessions : Sessions
    parts : WindowParts

    Attributes
    ----------
    unlocking : Unlocking
        Asks for passwords of documents.
    """

    def __init__(self, sessions: Sessions, parts: WindowParts, parent: QWidget) -> None:
        super().__init__(parent)
        self.unlocking = Unlocking(sessions.work, parts.results, parts.message, parent)
        self._sessions = sessions
        self._parts = parts
        self._done = QTimer(self)
        self._done.setSingleShot(True)
        self._done.setInterval(DONE_MS)
        work = sessions.work
        self._done.timeout.connect(work.dismiss)
        work.changed.connect(self._on_changed)
        work.troubled.connect(self._on_troubled)
        parts.strip.pause_wanted.connect(work.pause)
        parts.strip.resume_wanted.connect(work.resume)
        parts.strip.cancel_wanted.connect(work.cancel)
        parts.strip.again_wanted.connect(work.rescan)
        parts.strip.dismissed.connect(work.dismiss)
        parts.message.again_wanted.connect(self._on_start_again_wanted)
        self._on_changed(work.status)

    def _on_changed(self, status: WorkStatus) -> None:
        self._parts.top.show_status(status)
        self._parts.strip.show_status(status)
        if status.is_busy and self._parts.body.currentWidget() is not self._parts.panes:
            self._sessions.library.refresh()
        summary = status.summary
        went_well = summary is not None and not (
            summary.cancelled or summary.failed or summary.unsupported
        )
        if went_well and not status.is_busy:
            self._done.start()
        else:
            self._done.stop()

    def _on_troubled(self, error: AppError, has_ended: bool) -> None:
        self._sessions.teaching.give_up()
        self._parts.message.show_error(error, can_start_again=has_ended)

    def _on_start_again_wanted(self) -> None:
        self._parts.message.hide()
        self._sessions.work.start_again()
