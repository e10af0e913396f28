# SPDX-License-Identifier: Apache-2.0
"""The only bridge from other threads to the window: values and events arrive on the window's."""

from __future__ import annotations

import logging
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, SignalInstance
from shiboken6 import isValid

from findling.errors import AppError
from findling.jobs.lanes import Lane, LaneClosedError, LaneFullError

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from findling.jobs.context import JobContext
    from findling.services.events import Event

T = TypeVar("T")

_log = logging.getLogger(__name__)


class _Call:
    """A job and who waits for it.

    Notes
    -----
    All three may hold objects of Qt, which have to be deleted on the window's thread. So the
    window's thread keeps a call until it has arrived, and empties it then: what another thread
    still holds of it afterwards holds nothing.
    """

    __slots__ = ("failure", "future", "job", "success")

    def __init__(
        self,
        job: Callable[[JobContext], Any],
        success: Callable[[Any], None],
        failure: Callable[[AppError], None],
    ) -> None:
        self.job: Callable[[JobContext], Any] | None = job
        self.success: Callable[[Any], None] | None = success
        self.failure: Callable[[AppError], None] | None = failure
        self.future: Future[Any] | None = None

    def run(self, context: JobContext) -> object:
        """Do the job; on the lane."""
        return self.job(context) if self.job is not None else None

    def finish(self) -> None:
        """Tell who waits, and let go of everything; on the window's thread."""
        success, failure, future = self.success, self.failure, self.future
        self.empty()
        if success is None or failure is None or future is None or future.cancelled():
            return
        error = future.exception()
        if error is None:
            if not _is_gone(success):
                success(future.result())
        elif not _is_gone(failure):
            failure(_told(error))

    def empty(self) -> None:
        """Let go of everything."""
        self.job = self.success = self.failure = self.future = None


def _is_gone(waiting: Callable[..., None]) -> bool:
    """Say whether who waits was a part of a window that is closed by now."""
    while isinstance(waiting, partial):
        waiting = waiting.func
    owner = getattr(waiting, "__self__", None)
    return isinstance(owner, QObject) and not isValid(owner)


class JobBridge(QObject):
    """Runs jobs on a lane and hands what they return to the window's thread.

    Parameters
    ----------
    name : str
        Name of the lane's thread.
    parent : QObject, optional
        Qt's owner; it has to live on the window's thread.
    """

    _done = Signal(object)
    _posted = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane = Lane(name)
        self._calls: set[_Call] = set()
        self._done.connect(self._on_done, Qt.ConnectionType.QueuedConnection)
        self._posted.connect(self._on_posted, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        job: Callable[[JobContext], T],
        success: Callable[[T], None],
        failure: Callable[[AppError], None],
        *,
        latest: str = "",
    ) -> None:
        """Run a job off the window's thread.

        Parameters
        ----------
        job : callable
            Runs on the lane; may `post` what it has before it is done.
        success : callable
            Takes its value, on the window's thread.
        failure : callable
            Takes its error, on the window's thread. A job that was overtaken calls neither.
        latest : str, optional
            A name under which only the newest job counts.
        """
        call = _Call(job, success, failure)
        try:
            future = self._lane.submit(call.run, latest=latest)
        except LaneClosedError:
            return
        except LaneFullError:
            failure(AppError(self.tr("The window cannot keep up."), "lane full"))
            return
        call.future = future
        self._calls.add(call)
        future.add_done_callback(lambda _future: self._tell(self._done, call))

    def post(self, call: Callable[[], None]) -> None:
        """Have something called on the window's thread; only a job that runs may do this."""
        self._tell(self._posted, call)

    def close(self) -> None:
        """Let go of what waits; a job that is running is told to end."""
        self._lane.close()
        for call in self._calls:
            call.empty()
        self._calls.clear()

    @staticmethod
    def _tell(signal: SignalInstance, value: object) -> None:
        with suppress(RuntimeError):  # a window that closes takes its signals along
            signal.emit(value)

    def _on_done(self, call: _Call) -> None:
        self._calls.discard(call)
        call.finish()

    def _on_posted(self, call: Callable[[], None]) -> None:
        call()


class EventBridge(QObject):
    """Hands the worker's events to the window's thread.

    Signals
    -------
    arrived : Event
        One of `findling.services.events`.
    """

    arrived = Signal(object)
    _came = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._came.connect(self.arrived, Qt.ConnectionType.QueuedConnection)

    def on_event(self, event: Event) -> None:
        """Take an event; may be called from any thread."""
        with suppress(RuntimeError):  # a window that closes takes its signals along
            self._came.emit(event)


def _told(error: BaseException) -> AppError:
    """Return an error as the user gets to read it."""
    if isinstance(error, AppError):
        return error
    _log.error("a job of the window failed", exc_info=error)
    sentence = QCoreApplication.translate("job_bridge", "Something unforeseen went wrong.")
    return AppError(sentence, repr(error))
