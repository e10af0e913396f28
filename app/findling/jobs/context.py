# SPDX-License-Identifier: Apache-2.0
"""What a long job gets: a way to tell how far it is, and to hear that it shall pause or stop."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from findling.jobs.rate import RateMeter

if TYPE_CHECKING:
    from collections.abc import Callable

_PROGRESS_SECONDS = 0.1
"""No more than ten reports a second: nobody reads faster, and each one travels to the window."""


class CancelledError(Exception):
    """The job was told to stop. That is no error: what it has committed stays."""


@dataclass(frozen=True, slots=True)
class JobProgress:
    """How far a job has come.

    Attributes
    ----------
    stage : str
        Name of the stage, as the job gave it to `JobContext.begin`.
    done, total : int
        Items; total 0 while unknown.
    item : str
        What is worked on now.
    rate : float
        Items a second, smoothed; 0 while unknown.
    eta_seconds : float
        Seconds left in this stage; negative while unknown.
    """

    stage: str
    done: int
    total: int
    item: str
    rate: float
    eta_seconds: float


class JobContext:
    """The line between a job and whoever started it; all methods are safe from any thread.

    Parameters
    ----------
    on_progress : callable, optional
        Called on the job's thread, at most about ten times a second.

    Notes
    -----
    Cancelling is final; pausing is not. A job asks `raise_if_cancelled` at least twice a second,
    which also holds it while it is paused.
    """

    def __init__(self, on_progress: Callable[[JobProgress], None] | None = None) -> None:
        self._on_progress = on_progress
        self._cancelled = threading.Event()
        self._running = threading.Event()
        self._running.set()
        self._hooks: list[Callable[[], None]] = []
        self._lock = threading.Lock()
        self.begin("")

    @property
    def is_cancelled(self) -> bool:
        """Whether the job shall stop."""
        return self._cancelled.is_set()

    @property
    def is_paused(self) -> bool:
        """Whether the job shall hold still."""
        return not self._running.is_set()

    def cancel(self) -> None:
        """Ask the job to stop."""
        with self._lock:
            self._cancelled.set()
            hooks = list(self._hooks)
        self._running.set()
        for hook in hooks:
            hook()

    def pause(self) -> None:
        """Ask the job to hold still until `resume` or `cancel`."""
        if not self.is_cancelled:
            self._running.clear()

    def resume(self) -> None:
        """Let a paused job go on."""
        self._running.set()

    def on_cancel(self, hook: Callable[[], None]) -> None:
        """Have ``hook`` called when the job is cancelled; at once when it already is."""
        with self._lock:
            self._hooks.append(hook)
            is_late = self.is_cancelled
        if is_late:
            hook()

    def raise_if_cancelled(self) -> None:
        """Wait while paused, then stop the job if it was told so.

        Raises
        ------
        CancelledError
            If the job was cancelled.
        """
        self.wait_while_paused()
        if self.is_cancelled:
            raise CancelledError

    def wait_while_paused(self) -> None:
        """Return at once unless paused; then when resumed or cancelled."""
        if self._running.is_set():
            return
        self._running.wait()
        self._meter.skip()
        self._weights.skip()

    def without_progress(self) -> JobContext:
        """Return a context for a part of this job: it pauses and stops with it, and tells nothing.

        The two share their state; what is done to either is done to both.
        """
        part = JobContext()
        part._cancelled, part._running = self._cancelled, self._running
        part._hooks, part._lock = self._hooks, self._lock
        return part

    def begin(self, stage: str) -> None:
        """Start a stage: progress counts from 0 again."""
        self._stage = stage
        self._meter = RateMeter()
        self._weights = RateMeter()
        self._reported = -1.0

    def progress(
        self, done: int, total: int, item: str = "", work: tuple[float, float] | None = None
    ) -> None:
        """Tell how far the stage is.

        Parameters
        ----------
        done, total : int
            Items; total 0 while unknown. The first, the last and some between are passed on.
        item : str
            What is worked on now.
        work : (float, float), optional
            Work done and work in all, in any unit, where items differ much; the time left is
            reckoned from it.
        """
        if self.is_cancelled:
            return  # nobody waits for it any more
        now = time.monotonic()
        is_end = total > 0 and done >= total
        if self._on_progress is None or (now - self._reported < _PROGRESS_SECONDS and not is_end):
            return
        self._reported = now
        self._meter.update(done)
        work_done, work_total = work or (done, total)
        self._weights.update(work_done)
        left = self._weights.seconds_left(work_total)
        self._on_progress(JobProgress(self._stage, done, total, item, self._meter.rate, left))
