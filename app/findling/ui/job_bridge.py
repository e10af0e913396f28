# SPDX-License-Identifier: Apache-2.0
"""The only bridge from other threads to the window: values and events arrive on the window's."""

from __future__ import annotations

import logging
from concurrent.futures import CancelledError as FutureCancelledError
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from findling.errors import AppError
from findling.jobs.lanes import Lane, LaneClosedError, LaneFullError

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from findling.jobs.context import JobContext
    from findling.services.events import Event

T = TypeVar("T")

_log = logging.getLogger(__name__)


class JobBridge(QObject):
    """Runs jobs on a lane and hands what they return to the window's thread.

    Parameters
    ----------
    name : str
        Name of the lane's thread.
    parent : QObject, optional
        Qt's owner; it has to live on the window's thread.
    """

    _arrived = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane = Lane(name)
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)

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
        try:
            future = self._lane.submit(job, latest=latest)
        except LaneClosedError:
            return
        except LaneFullError:
            failure(AppError(self.tr("The window cannot keep up."), "lane full"))
            return
        future.add_done_callback(partial(self._on_done, success, failure))

    def post(self, call: Callable[[], None]) -> None:
        """Have something called on the window's thread; may be called from any thread."""
        with suppress(RuntimeError):  # a window that closes takes its signals along
            self._arrived.emit(call)

    def close(self) -> None:
        """Let go of what waits; a job that is running ends by itself."""
        self._lane.close()

    def _on_done(
        self,
        success: Callable[[T], None],
        failure: Callable[[AppError], None],
        future: Future[T],
    ) -> None:
        """Carry a finished job over; runs on the lane's thread."""
        try:
            value = future.result()
        except FutureCancelledError:
            return
        except AppError as error:
            self.post(partial(failure, error))
        except Exception as error:  # noqa: BLE001  whatever it is, the user gets a sentence
            _log.exception("a job of the window failed")
            told = AppError(self.tr("Something unforeseen went wrong."), repr(error))
            self.post(partial(failure, told))
        else:
            self.post(partial(success, value))

    def _on_arrived(self, call: Callable[[], None]) -> None:
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
