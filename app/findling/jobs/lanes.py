# SPDX-License-Identifier: Apache-2.0
"""A lane: one thread that does one job after the other."""

from __future__ import annotations

import threading
from collections import deque
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, cast

from findling.jobs.context import JobContext

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class LaneClosedError(Exception):
    """The lane takes no more jobs."""


class LaneFullError(Exception):
    """Too many jobs wait."""


@dataclass(frozen=True, slots=True)
class _Job:
    run: Callable[[JobContext], Any]
    future: Future[Any]
    context: JobContext
    key: str


class Lane:
    """Runs jobs strictly in order on a thread of its own.

    Parameters
    ----------
    name : str
        Name of the thread.
    capacity : int
        Most jobs that may wait.

    Notes
    -----
    A job is a function of a `JobContext`. Its future is resolved on the lane's thread; callbacks of
    futures run there too, so a window has to carry them over to its own.

    Examples
    --------
    >>> lane = Lane("search")
    >>> lane.submit(lambda context: 6 * 7).result()
    42
    >>> lane.close()
    """

    def __init__(self, name: str, capacity: int = 64) -> None:
        self._capacity = capacity
        self._jobs: deque[_Job] = deque()
        self._current: _Job | None = None
        self._closed = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def submit(self, run: Callable[[JobContext], T], *, latest: str = "") -> Future[T]:
        """Queue a job.

        Parameters
        ----------
        run : callable
            The job.
        latest : str, optional
            A name under which only the newest job counts: waiting ones of that name are cancelled
            and the running one is told to stop.

        Returns
        -------
        Future
            With the job's value or exception; cancelled when a newer job took its place.

        Raises
        ------
        LaneFullError
            If too many jobs wait.
        LaneClosedError
            If the lane is closed.
        """
        job = _Job(run, Future(), JobContext(), latest)
        with self._changed:
            if self._closed:
                raise LaneClosedError
            outdated = self._take_outdated(latest) if latest else []
            if len(self._jobs) >= self._capacity:
                raise LaneFullError
            self._jobs.append(job)
            self._changed.notify()
        for old in outdated:
            old.future.cancel()
        return cast("Future[T]", job.future)

    def close(self, timeout: float | None = 5.0) -> bool:
        """Cancel what waits, tell the running job to stop, and wait for it.

        Returns
        -------
        bool
            False when the running job did not stop in time; it is left to end by itself.
        """
        with self._changed:
            self._closed = True
            waiting = list(self._jobs)
            self._jobs.clear()
            current = self._current
            self._changed.notify()
        for job in waiting:
            job.future.cancel()
        if current is not None:
            current.context.cancel()
        if threading.current_thread() is not self._thread:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _take_outdated(self, key: str) -> list[_Job]:
        if self._current is not None and self._current.key == key:
            self._current.context.cancel()
        outdated = [job for job in self._jobs if job.key == key]
        self._jobs = deque(job for job in self._jobs if job.key != key)
        return outdated

    def _run(self) -> None:
        while (job := self._next()) is not None:
            _do(job)
            with self._changed:
                self._current = None

    def _next(self) -> _Job | None:
        with self._changed:
            while not self._jobs and not self._closed:
                self._changed.wait()
            self._current = self._jobs.popleft() if self._jobs else None
            return self._current


def _do(job: _Job) -> None:
    if not job.future.set_running_or_notify_cancel():
        return
    try:
        value = job.run(job.context)
    except BaseException as error:  # noqa: BLE001  the future carries it to whoever asked
        job.future.set_exception(error)
    else:
        job.future.set_result(value)
