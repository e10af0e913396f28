# SPDX-License-Identifier: Apache-2.0
"""A small pool of reusable child processes for work that must not be able to hurt this one.

The pool knows nothing of what its children do: a request is a JSON object, a reply a JSON object
with raw bytes.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from typing import TYPE_CHECKING

from findling.frames import Body, Frame
from findling.jobs.child_errors import ChildError, ChildFailure
from findling.jobs.child_process import Child
from findling.jobs.context import CancelledError
from findling.jobs.limits import ChildLimits

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

_WAIT = 0.05

_log = logging.getLogger(__name__)


class ChildPool:
    """Up to ``size`` children, started when they are needed, each answering one call at a time.

    Parameters
    ----------
    size : int
        Most children at a time; further callers wait.
    command : sequence of str
        Program and arguments of a child.
    limits : ChildLimits, optional
        What each child may use.

    Notes
    -----
    `call` may be used from any number of threads. A child that dies costs the call that it was
    working on and nothing else. A child whose predecessor was replaced is started in the thread of
    the call that needs it.
    """

    def __init__(
        self, size: int, command: Sequence[str], limits: ChildLimits | None = None
    ) -> None:
        if size < 1:
            msg = f"[jobs] a pool needs 1 or more children, got {size}"
            raise ValueError(msg)
        self._command = tuple(command)
        self._limits = limits or ChildLimits()
        self._changed = threading.Condition()
        self._idle: list[Child] = []
        self._busy: set[Child] = set()
        self._free_places = size
        self._closed = False

    def call(
        self,
        request: Body,
        *,
        timeout: float | None = None,
        is_cancelled: Callable[[], bool] = lambda: False,
    ) -> Frame:
        """Have a child answer a request.

        Parameters
        ----------
        request : dict
            A JSON object.
        timeout : float, optional
            Seconds for this call instead of the usual limit; waiting for a free child does not
            count.
        is_cancelled : callable, optional
            Asked about 20 times a second; True gives the call up and kills the child.

        Returns
        -------
        Frame
            The child's reply.

        Raises
        ------
        ChildError
            If the child did not start, died, or used too much.
        CancelledError
            If the call was cancelled or the pool is closed.
        """
        seconds = self._limits.wall_seconds if timeout is None else timeout
        with self._place(is_cancelled):
            child = self._take()
            try:
                reply = child.call(Frame(request), seconds, self._or_closed(is_cancelled))
            except BaseException:
                self._discard(child)
                raise
            self._give_back(child)
            return reply

    def close(self) -> None:
        """Kill all children; calls that run or wait end with `CancelledError`."""
        with self._changed:
            self._closed = True
            children = [*self._idle, *self._busy]
            self._idle.clear()
            self._changed.notify_all()
        for child in children:
            child.kill()

    @contextlib.contextmanager
    def _place(self, is_cancelled: Callable[[], bool]) -> Generator[None]:
        """Wait until one of the pool's places is free and hold it."""
        gives_up = self._or_closed(is_cancelled)
        with self._changed:
            while not self._free_places or self._closed:
                if gives_up():
                    raise CancelledError
                self._changed.wait(_WAIT)
            self._free_places -= 1
        try:
            yield
        except ChildError as error:
            if self._closed and error.kind is not ChildFailure.NOT_STARTED:
                raise CancelledError from error  # `close` killed it in the middle of its work
            raise
        finally:
            with self._changed:
                self._free_places += 1
                self._changed.notify()

    def _take(self) -> Child:
        with self._changed:
            child = self._idle.pop() if self._idle else None
        if child is not None and child.is_worn_out():
            child.kill()
            child = None
        if child is None:
            child = Child(self._command, self._limits)
            _log.debug("started child %s", child.pid)
        with self._changed:
            self._busy.add(child)
        return child

    def _give_back(self, child: Child) -> None:
        with self._changed:
            self._busy.discard(child)
            if not self._closed:
                self._idle.append(child)
                return
        child.kill()

    def _discard(self, child: Child) -> None:
        with self._changed:
            self._busy.discard(child)
        child.kill()

    def _or_closed(self, is_cancelled: Callable[[], bool]) -> Callable[[], bool]:
        return lambda: self._closed or is_cancelled()
