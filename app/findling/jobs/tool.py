# SPDX-License-Identifier: Apache-2.0
"""Run another program once, under limits: bytes in, bytes out, killed when it takes too much."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import threading
import time
from typing import TYPE_CHECKING, BinaryIO, cast

import psutil

from findling.jobs.child_errors import ChildError, ChildFailure
from findling.jobs.context import CancelledError
from findling.jobs.limits import ChildLimits, Watch, harden, minimal_environment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_TICK = 0.05
_STDERR_BYTES = 8192


def run_tool(
    command: Sequence[str],
    data: bytes,
    limits: ChildLimits,
    *,
    environment: Mapping[str, str] | None = None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> bytes:
    """Run a program, give it data on its standard input, and return what it prints.

    Parameters
    ----------
    command : sequence of str
        Program and arguments.
    data : bytes
        For its standard input.
    limits : ChildLimits
        Wall time, processor time, memory, output and priority of the run.
    environment : mapping of str to str, optional
        Variables beside those that `minimal_environment` lets through.
    is_cancelled : callable, optional
        Asked about 20 times a second; True kills the program.

    Returns
    -------
    bytes
        Its standard output.

    Raises
    ------
    ChildError
        If it does not start, fails, prints more than ``limits.reply_bytes``, or uses too much.
    CancelledError
        If ``is_cancelled`` said so.
    """
    try:
        process = _start(command, {**minimal_environment(), **(environment or {})})
    except OSError as error:
        raise ChildError(
            ChildFailure.NOT_STARTED, "The program did not start.", repr(error)
        ) from error
    pipes = _Pipes(process, data, limits.reply_bytes)
    try:
        _supervise(process, limits, is_cancelled, pipes)
    finally:
        with contextlib.suppress(OSError):
            process.kill()
        process.wait()
        pipes.finish()
    return _checked(process.returncode, pipes, limits)


def _start(command: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        list(command),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tempfile.gettempdir(),
        env=dict(environment),
        creationflags=subprocess.CREATE_NO_WINDOW if sys.platform == "win32" else 0,
    )


def _supervise(
    process: subprocess.Popen[bytes],
    limits: ChildLimits,
    is_cancelled: Callable[[], bool],
    pipes: _Pipes,
) -> None:
    """Wait until the program has ended; kill it by raising when it may not go on."""
    try:
        seen = psutil.Process(process.pid)
        harden(seen, limits)
        watch = Watch(seen, limits, limits.wall_seconds)
    except (psutil.Error, OSError):
        watch = None  # so quick that it has ended already
    deadline = time.monotonic() + limits.wall_seconds
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_TICK)
            return
        if is_cancelled():
            raise CancelledError
        if pipes.is_over:
            return
        excess = None
        if watch is not None:
            with contextlib.suppress(psutil.Error):
                excess = watch.excess()
        if excess is not None or time.monotonic() > deadline:
            what = excess.value if excess is not None else "wall_time"
            kind = ChildFailure.MEMORY if what == "memory" else ChildFailure.TOOK_TOO_LONG
            raise ChildError(kind, "The program took too much time or memory.", what)


def _checked(status: int, pipes: _Pipes, limits: ChildLimits) -> bytes:
    if pipes.is_over:
        megabytes = limits.reply_bytes / 1e6
        raise ChildError(
            ChildFailure.BAD_REPLY, f"The program printed more than {megabytes:.0f} MB."
        )
    if status != 0:
        detail = f"exit status {status}; {pipes.errors}"
        raise ChildError(ChildFailure.CRASHED, "The program failed.", detail)
    return pipes.output


class _Pipes:
    """The three streams of a program, each served by a thread."""

    def __init__(self, process: subprocess.Popen[bytes], data: bytes, limit: int) -> None:
        self._limit = limit
        self._parts: list[bytes] = []
        self._said = b""
        self.is_over = False
        stdin, stdout, stderr = (
            cast("BinaryIO", stream) for stream in (process.stdin, process.stdout, process.stderr)
        )
        self._threads = [
            threading.Thread(target=self._feed, args=(stdin, data), daemon=True),
            threading.Thread(target=self._take, args=(stdout,), daemon=True),
            threading.Thread(target=self._listen, args=(stderr,), daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    @property
    def output(self) -> bytes:
        return b"".join(self._parts)

    @property
    def errors(self) -> str:
        return self._said.decode("utf-8", "replace").strip()

    def finish(self) -> None:
        for thread in self._threads:
            thread.join()

    def _feed(self, stream: BinaryIO, data: bytes) -> None:
        with contextlib.suppress(OSError), stream:  # it may have enough before the end
            stream.write(data)

    def _take(self, stream: BinaryIO) -> None:
        size = 0
        with stream:
            while chunk := os.read(stream.fileno(), 1 << 16):
                size += len(chunk)
                if size > self._limit:
                    self.is_over = True
                    return
                self._parts.append(chunk)

    def _listen(self, stream: BinaryIO) -> None:
        with stream:
            while chunk := os.read(stream.fileno(), 1 << 12):
                self._said = (self._said + chunk)[-_STDERR_BYTES:]
