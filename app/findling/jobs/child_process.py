# SPDX-License-Identifier: Apache-2.0
"""One child process that answers requests: start, ask under limits, kill."""

from __future__ import annotations

import contextlib
import queue
import signal
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING

import psutil

from findling.frames import PROTOCOL, Frame, FrameError
from findling.jobs.child_errors import ChildError, ChildFailure
from findling.jobs.child_pipes import ChildPipes
from findling.jobs.context import CancelledError
from findling.jobs.limits import (
    ChildLimits,
    Excess,
    Watch,
    harden,
    minimal_environment,
    resident_bytes,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_FIRST_TICK = 0.005
_TICK = 0.05
"""Seconds between two looks at a working child: how late a limit may be noticed."""

_NEAR_LIMIT = 0.5
"""A child that died by itself after using this part of its memory is taken to have run out of it:
an allocation that fails is never seen from outside."""


class Child:
    """A running child process.

    Parameters
    ----------
    command : sequence of str
        Program and arguments.
    limits : ChildLimits
        What it may use.

    Raises
    ------
    ChildError
        If it does not start or says hello in another protocol.
    """

    def __init__(self, command: Sequence[str], limits: ChildLimits) -> None:
        self._limits = limits
        self._n_calls = 0
        self._retired = False
        try:
            self._popen = _start(command)
        except OSError as error:
            raise _not_started(repr(error)) from error
        self._pipes = ChildPipes(self._popen, limits.reply_bytes)
        self._greet()

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._popen.pid

    def call(self, request: Frame, wall_seconds: float, is_cancelled: Callable[[], bool]) -> Frame:
        """Send a request and wait for its answer.

        Raises
        ------
        ChildError
            If the child died or used too much; it is dead then.
        CancelledError
            If ``is_cancelled`` said so; the child is dead then.
        """
        self._n_calls += 1
        try:
            watch = Watch(self._process, self._limits, wall_seconds)
        except psutil.Error as error:
            raise self._death(0) from error
        self._pipes.send(request)
        tick = _FIRST_TICK
        while True:
            with contextlib.suppress(queue.Empty):
                return self._checked(self._pipes.receive(tick), watch)
            tick = min(_TICK, tick * 2)
            if is_cancelled():
                self.kill()
                raise CancelledError
            self._enforce(watch)

    def is_worn_out(self) -> bool:
        """Say whether the child should be replaced before the next call."""
        if self._retired or self._n_calls >= self._limits.calls_per_child:
            return True
        if self._popen.poll() is not None:
            return True
        try:
            return resident_bytes(self._process) > self._limits.idle_bytes
        except psutil.Error:
            return True

    def kill(self) -> None:
        """End the process at once and free its pipes; safe from any thread and more than once."""
        with contextlib.suppress(OSError):
            self._popen.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._popen.wait(timeout=5)
        self._pipes.finish(timeout=1)

    def _greet(self) -> None:
        """Wait for the child's hello, then set its limits."""
        try:
            hello = self._pipes.receive(self._limits.start_seconds)
            if not isinstance(hello, Frame) or hello.body.get("protocol") != PROTOCOL:
                self.kill()
                raise _not_started(f"said {hello!r}; {self._pipes.stderr_text()}")
            self._process = psutil.Process(self._popen.pid)
            harden(self._process, self._limits)
        except (queue.Empty, psutil.Error, OSError) as error:
            self.kill()
            raise _not_started(f"{error!r}; {self._pipes.stderr_text()}") from error

    def _checked(self, reply: Frame | FrameError | None, watch: Watch) -> Frame:
        if isinstance(reply, Frame):
            self._retired = reply.body.get("retire") is True
            return reply
        if isinstance(reply, FrameError):
            self.kill()
            raise ChildError(
                ChildFailure.BAD_REPLY,
                f"It gave more than {self._limits.reply_bytes / 1e6:.0f} MB, or no proper answer.",
                str(reply),
            )
        raise self._death(watch.peak_bytes)

    def _enforce(self, watch: Watch) -> None:
        """Kill the child when it has used too much of something."""
        try:
            excess = watch.excess()
        except psutil.Error:
            return  # it has just ended: the pipes will say so
        if excess is not None:
            self.kill()
            detail = f"peak {watch.peak_bytes >> 20} MB"
            raise _excess_error(excess, self._limits, watch.wall_seconds, detail)

    def _death(self, peak_bytes: int) -> ChildError:
        """Return the error for a child that ended by itself."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._popen.wait(timeout=1)  # its pipe closes a moment before its status is there
        status = self._popen.poll()
        self.kill()
        detail = f"exit status {status}, peak {peak_bytes >> 20} MB; {self._pipes.stderr_text()}"
        if status is not None and status == -getattr(signal, "SIGXCPU", 0):
            return _excess_error(Excess.CPU_TIME, self._limits, 0, detail)
        if peak_bytes > self._limits.memory_bytes * _NEAR_LIMIT:
            return _excess_error(Excess.MEMORY, self._limits, 0, detail)
        return ChildError(ChildFailure.CRASHED, "The reader crashed on it.", detail)


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        list(command),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tempfile.gettempdir(),
        env=minimal_environment(),
        creationflags=subprocess.CREATE_NO_WINDOW if sys.platform == "win32" else 0,
    )


def _not_started(detail: str) -> ChildError:
    return ChildError(ChildFailure.NOT_STARTED, "The helper program did not start.", detail)


def _excess_error(
    excess: Excess, limits: ChildLimits, wall_seconds: float, detail: str
) -> ChildError:
    if excess is Excess.MEMORY:
        amount = _memory_text(limits.memory_bytes)
        return ChildError(ChildFailure.MEMORY, f"It needed more than {amount} of memory.", detail)
    seconds = wall_seconds if excess is Excess.WALL_TIME else limits.cpu_seconds
    return ChildError(
        ChildFailure.TOOK_TOO_LONG, f"It took longer than {seconds:.3g} seconds.", detail
    )


def _memory_text(n_bytes: int) -> str:
    return f"{n_bytes / (1 << 30):.3g} GB" if n_bytes >= 1 << 30 else f"{n_bytes >> 20} MB"
