# SPDX-License-Identifier: Apache-2.0
"""What the worker is doing, made of its events."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from findling.errors import AppError
from findling.services.events import (
    ChangedEvent,
    ErrorEvent,
    FinishedEvent,
    GenerationEvent,
    ProgressEvent,
    StateEvent,
)
from findling.services.holds import Hold
from findling.services.types import IndexSummary, Progress, WorkerState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from findling.services.groups import GroupKind
    from findling.services.ocr_settings import OcrSettings
    from findling.services.types import SearchMode
    from findling.ui.job_bridge import EventBridge
    from findling.ui.ports import Worker


class Phase(Enum):
    """What the window shows of the worker."""

    IDLE = "idle"
    WORKING = "working"
    PAUSED = "paused"
    DONE = "done"
    STOPPED = "stopped"
    """The user stopped it before it was done."""
    BROKEN = "broken"
    """It ended and was not started again."""


@dataclass(frozen=True, slots=True)
class WorkStatus:
    """The worker at one moment.

    Attributes
    ----------
    phase : Phase
    progress : Progress or None
        The last that was heard while working.
    summary : IndexSummary or None
        Of the run that ended last.
    hold : Hold
        Why it stands still while PAUSED.
    needed : int
        Bytes that should be free on the disk where that is why.
    """

    phase: Phase = Phase.IDLE
    progress: Progress | None = None
    summary: IndexSummary | None = None
    hold: Hold = Hold.NONE
    needed: int = 0

    @property
    def is_busy(self) -> bool:
        """Whether there is work that can be stopped."""
        return self.phase in (Phase.WORKING, Phase.PAUSED)


class WorkSession(QObject):
    """Gives commands to the worker and keeps what it says.

    Parameters
    ----------
    worker : Worker
        Takes commands.
    events : EventBridge
        Brings its events.

    Signals
    -------
    changed : WorkStatus
        Something to show is different.
    library_changed
        More, or less, can be found than before.
    troubled : AppError, bool
        Something failed; True when the worker does not run any more.
    """

    changed = Signal(object)
    library_changed = Signal()
    troubled = Signal(object, bool)

    def __init__(self, worker: Worker, events: EventBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._was_asked = False
        self.status = WorkStatus()
        events.arrived.connect(self._on_event)

    # -- commands --------------------------------------------------------------------------------

    def add(self, paths: Iterable[Path]) -> None:
        """Add files and folders."""
        self._ask()
        self._worker.add(list(paths))

    def remove(self, source_id: int) -> None:
        """Take a file or folder out of the library; nothing on disk is touched."""
        self._worker.remove([source_id])

    def rescan(self, *, by_user: bool = True) -> None:
        """Look at the disk again.

        Parameters
        ----------
        by_user : bool
            False when it happens by itself: then it is told at the end only if something was new.
        """
        if by_user:
            self._ask()
        self._worker.rescan()

    def retry(self, document_ids: Sequence[int] = ()) -> None:
        """Read failed files again."""
        self._ask()
        self._worker.retry(document_ids)

    def unlock(self, document_id: int, password: str) -> None:
        """Read a locked document with its password; `troubled` tells where that does not fit."""
        self._ask()
        self._worker.unlock(document_id, password)

    def exclude(self, patterns: Sequence[str], max_bytes: int) -> None:
        """Leave out other files of the added folders than before."""
        self._worker.exclude(patterns, max_bytes)

    def set_ocr(self, settings: OcrSettings) -> None:
        """Have scans read from now on, or no longer."""
        self._worker.set_ocr(settings)

    def learn(self) -> None:
        """Learn anew, however little has changed."""
        self._ask()
        self._worker.learn()

    def save_search(self, name: str, query: str, mode: SearchMode) -> None:
        """Keep a search, in place of one of the same name."""
        self._worker.save_search(name, query, mode)

    def rename_search(self, search_id: int, name: str) -> None:
        """Give a search another name."""
        self._worker.rename_search(search_id, name)

    def delete_search(self, search_id: int) -> None:
        """Remove a search."""
        self._worker.delete_search(search_id)

    def put_in(self, kind: GroupKind, name: str, document_ids: Sequence[int] = ()) -> None:
        """Put documents into a tag or collection, which is made where there is none."""
        self._worker.put_in(kind, name, document_ids)

    def take_out(self, kind: GroupKind, name: str, document_ids: Sequence[int]) -> None:
        """Take documents out of a tag or collection."""
        self._worker.take_out(kind, name, document_ids)

    def rename_group(self, group_id: int, name: str) -> None:
        """Give a tag or collection another name."""
        self._worker.rename_group(group_id, name)

    def delete_group(self, group_id: int) -> None:
        """Remove a tag or collection, not its documents."""
        self._worker.delete_group(group_id)

    def pause(self) -> None:
        """Hold still."""
        self._worker.pause()

    def resume(self) -> None:
        """Go on."""
        self._worker.resume()

    def cancel(self) -> None:
        """Stop; what is stored stays."""
        self._worker.cancel()

    def start_again(self) -> None:
        """Start the worker anew after it ended for good."""
        self._worker.start()
        self.rescan()

    def dismiss(self) -> None:
        """Do not show the end of the last run any longer."""
        if not self.status.is_busy and self.status.phase is not Phase.IDLE:
            self._set(WorkStatus(Phase.IDLE, summary=self.status.summary))

    # -- events ----------------------------------------------------------------------------------

    def _ask(self) -> None:
        self._was_asked = True

    def _on_event(self, event: object) -> None:
        if isinstance(event, StateEvent):
            self._on_state(event)
        elif isinstance(event, ProgressEvent):
            is_paused = self.status.phase is Phase.PAUSED
            phase = Phase.PAUSED if is_paused else Phase.WORKING
            self._set(replace(self.status, phase=phase, progress=event.progress))
        elif isinstance(event, FinishedEvent):
            self._on_finished(event.summary)
        elif isinstance(event, (ChangedEvent, GenerationEvent)):
            self.library_changed.emit()
        elif isinstance(event, ErrorEvent):
            error = AppError(event.message, event.detail, event.hint)
            self.troubled.emit(error, event.fatal)

    def _on_state(self, event: StateEvent) -> None:
        state, why = event.state, {"hold": event.hold, "needed": event.needed}
        if state is WorkerState.RUNNING:
            self._set(replace(self.status, phase=Phase.WORKING, **why))
        elif state is WorkerState.PAUSED:
            self._set(replace(self.status, phase=Phase.PAUSED, **why))
        elif state is WorkerState.STOPPED:
            self._set(WorkStatus(Phase.BROKEN))
        elif self.status.is_busy:
            self._set(WorkStatus(Phase.IDLE, summary=self.status.summary))

    def _on_finished(self, summary: IndexSummary) -> None:
        is_news = summary.read or summary.removed or self._was_asked
        phase = Phase.DONE if is_news else Phase.IDLE
        if summary.cancelled:
            phase = Phase.STOPPED
        self._was_asked = False
        self._set(WorkStatus(phase, summary=summary))
        self.library_changed.emit()

    def _set(self, status: WorkStatus) -> None:
        if status != self.status:
            self.status = status
            self.changed.emit(status)
