# SPDX-License-Identifier: Apache-2.0
"""A worker process under test: what it is told, what it tells, and how it is ended."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, BinaryIO, cast

import psutil

from findling.services.events import (
    AcceptedEvent,
    Command,
    Event,
    FinishedEvent,
    ProgressEvent,
    StateEvent,
    Verb,
    decode_event,
    encode_command,
)
from findling.services.types import Stage, WorkerState

if TYPE_CHECKING:
    import random
    from collections.abc import Callable
    from pathlib import Path

_GIVE_UP_SECONDS = 20.0
_END_SECONDS = 10.0


class Worker:
    """One life of a worker.

    Parameters
    ----------
    library : Path
        The library's folder.
    root : Path
        A folder to add.

    Attributes
    ----------
    events : list of Event
        What it told until now.
    first_work_seconds : float or None
        From its start to the first thing that it told about work in hand.
    """

    def __init__(self, library: Path, root: Path) -> None:
        self.events: list[Event] = []
        self.first_work_seconds: float | None = None
        self._library = library
        self._number = 0
        self._started = time.monotonic()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "findling", "worker", "--library", str(library)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()
        self.send(Verb.ADD, paths=(root,))

    def send(
        self,
        verb: Verb,
        *,
        paths: tuple[Path, ...] = (),
        ids: tuple[int, ...] = (),
        texts: tuple[str, ...] = (),
    ) -> int:
        """Send a command and return its number."""
        self._number += 1
        stdin = cast("BinaryIO", self._process.stdin)
        stdin.write(encode_command(Command(self._number, verb, paths, ids, texts)))
        stdin.flush()
        return self._number

    def wait_accepted(self, number: int) -> bool:
        """Wait until a command was carried out; False when that takes far too long."""
        return self._wait(
            lambda: any(isinstance(e, AcceptedEvent) and e.number == number for e in self.events)
        )

    def wait_for(self, stage: Stage) -> None:
        """Wait until it tells of a stage, or has nothing to do."""
        self._wait(lambda: self.is_done() or self._has_told_of(stage))

    def _has_told_of(self, stage: Stage) -> bool:
        told = [event for event in self.events if isinstance(event, ProgressEvent)]
        return any(event.progress.stage is stage for event in told)

    def _wait(self, is_met: Callable[[], bool]) -> bool:
        deadline = time.monotonic() + _GIVE_UP_SECONDS
        while time.monotonic() < deadline:
            if is_met():
                return True
            time.sleep(0.001)
        return False

    def is_done(self) -> bool:
        """Say whether all there was to do is done."""
        states = [event.state for event in self.events if isinstance(event, StateEvent)]
        is_finished = any(isinstance(event, FinishedEvent) for event in self.events)
        return is_finished and states[-1] is WorkerState.IDLE

    def is_alive(self) -> bool:
        """Say whether the process runs."""
        return self._process.poll() is None

    def finish(self, seconds: float) -> FinishedEvent | None:
        """Let it do all there is to do, then end it in good order; None if it does not."""
        deadline = time.monotonic() + seconds
        while not self.is_done() and self.is_alive() and time.monotonic() < deadline:
            time.sleep(0.05)
        is_done = self.is_done()
        cast("BinaryIO", self._process.stdin).close()
        self._end()
        finished = [event for event in self.events if isinstance(event, FinishedEvent)]
        return finished[-1] if is_done and self._process.returncode == 0 else None

    def kill_a_child(self, rng: random.Random) -> bool:
        """End one of its readers without any warning; False when it has none."""
        with contextlib.suppress(psutil.NoSuchProcess):
            children = psutil.Process(self._process.pid).children()
            if children:
                rng.choice(children).kill()
                return True
        return False

    def kill(self) -> bool:
        """End it without any warning; say whether its children noticed and ended too."""
        children: list[psutil.Process] = []
        with contextlib.suppress(psutil.NoSuchProcess):
            children = psutil.Process(self._process.pid).children(recursive=True)
        self._process.kill()
        self._end()
        return not psutil.wait_procs(children, timeout=_END_SECONDS)[1]

    def _end(self) -> None:
        self._process.wait(_END_SECONDS)
        self._listener.join(_END_SECONDS)
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None and not stream.closed:
                with contextlib.suppress(OSError):
                    stream.close()

    def _listen(self) -> None:
        for line in cast("BinaryIO", self._process.stdout):
            if line.endswith(b"\n"):  # the last one may be cut off
                event = decode_event(line)
                if self.first_work_seconds is None and isinstance(event, ProgressEvent):
                    self.first_work_seconds = time.monotonic() - self._started
                self.events.append(event)
