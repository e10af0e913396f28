# SPDX-License-Identifier: Apache-2.0
"""Run a long job in the terminal: one line of progress, and Ctrl+C stops it in good order."""

from __future__ import annotations

import signal
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from findling.cli.terminal import ProgressLine
from findling.jobs.context import JobContext
from findling.services.types import Progress, Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from findling.jobs.context import JobProgress

T = TypeVar("T")

CANCELLED = 130
"""Exit status after Ctrl+C, as shells expect it."""


def run_job(job: Callable[[JobContext], T], interrupted: threading.Event | None = None) -> T:
    """Run a job, showing progress on stderr, and return what it returns.

    Parameters
    ----------
    job : callable
        What is to be done.
    interrupted : Event, optional
        Set by Ctrl+C, which may come when the job has nothing left that could be cancelled.

    Raises
    ------
    CancelledError
        If the job says so after Ctrl+C.
    """
    line = ProgressLine(sys.stderr)
    context = JobContext(lambda progress: line.show(_as_progress(progress)))
    try:
        with _interrupt_cancels(context, interrupted or threading.Event()):
            return job(context)
    finally:
        line.clear()


def _as_progress(progress: JobProgress) -> Progress:
    """Return a job's progress as the services' type; its stages carry their names."""
    return Progress(
        Stage(progress.stage),
        progress.done,
        progress.total,
        progress.item,
        progress.rate,
        progress.eta_seconds,
    )


@contextmanager
def _interrupt_cancels(context: JobContext, interrupted: threading.Event) -> Generator[None]:
    """Have the first Ctrl+C stop the job in good order; a second one ends it at once."""

    def cancel(_number: int, _frame: object) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        interrupted.set()
        context.cancel()

    before = signal.signal(signal.SIGINT, cancel)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
