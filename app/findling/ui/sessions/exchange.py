# SPDX-License-Identifier: Apache-2.0
"""Whole libraries: checked, written into a file, made from one; off the window's thread."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from findling.jobs.context import CancelledError, JobContext

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from findling.errors import AppError
    from findling.jobs.context import JobProgress
    from findling.services.exchange.archivist import ExchangeSummary
    from findling.ui.job_bridge import JobBridge
    from findling.ui.ports import Exchange


class ExchangeSession(QObject):
    """Does one thing at a time.

    Parameters
    ----------
    exchange : Exchange
        Is only called off the window's thread, but for `library`.
    bridge : JobBridge
        Where it is called.

    Signals
    -------
    checked : Path
        A folder is a library that can be opened.
    progressed : int, int
        Things done, and how many there are; 0 while unknown.
    exported, imported : ExchangeSummary
    stopped
        The user stopped it; nothing is left of it.
    failed : AppError
    """

    checked = Signal(object)
    progressed = Signal(int, int)
    exported = Signal(object)
    imported = Signal(object)
    stopped = Signal()
    failed = Signal(object)

    def __init__(
        self, exchange: Exchange, bridge: JobBridge, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._exchange = exchange
        self._bridge = bridge
        self._context: JobContext | None = None

    @property
    def library(self) -> Path:
        """The library of the window."""
        return self._exchange.library

    @property
    def is_busy(self) -> bool:
        """Whether something is written or taken in just now."""
        return self._context is not None

    def check(self, folder: Path, *, create: bool) -> None:
        """Look whether a folder is a library; make it one where ``create`` is true."""
        self._bridge.run(
            lambda _: self._exchange.check(folder, create=create), self.checked.emit, self._fail
        )

    def export(self, path: Path) -> None:
        """Write the window's library into a file."""
        self._start(partial(self._exchange.export, path), self.exported.emit)

    def take_in(self, archive: Path, folder: Path) -> None:
        """Make a library in a folder from a file."""
        self._start(partial(self._exchange.take_in, archive, folder), self.imported.emit)

    def stop(self) -> None:
        """Stop what goes on; no half of it stays."""
        if self._context is not None:
            self._context.cancel()

    def _start(
        self, work: Callable[[JobContext], ExchangeSummary], tell: Callable[[object], None]
    ) -> None:
        if self._context is not None:
            return
        context = self._context = JobContext(self._on_progress)
        self.progressed.emit(0, 0)
        self._bridge.run(partial(_run, work, context), partial(self._on_done, tell), self._fail)

    def _on_progress(self, progress: JobProgress) -> None:
        """Pass on how far it is; on the lane."""
        self._bridge.post(lambda: self.progressed.emit(progress.done, progress.total))

    def _on_done(self, tell: Callable[[object], None], summary: ExchangeSummary | None) -> None:
        self._context = None
        if summary is None:
            self.stopped.emit()
        else:
            tell(summary)

    def _fail(self, error: AppError) -> None:
        self._context = None
        self.failed.emit(error)


def _run(
    work: Callable[[JobContext], ExchangeSummary], context: JobContext, lane: JobContext
) -> ExchangeSummary | None:
    """Do the work on the lane; None when it was stopped, also by a window that closes."""
    lane.on_cancel(context.cancel)
    try:
        return work(context)
    except CancelledError:
        return None
