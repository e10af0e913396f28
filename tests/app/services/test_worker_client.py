# SPDX-License-Identifier: Apache-2.0
"""The real worker, with real readers, in processes of their own."""

from __future__ import annotations

import os
import signal
import sys
import time
from typing import TYPE_CHECKING, TypeVar

import psutil
import pytest

from findling.services import worker_client as module
from findling.services.events import (
    AcceptedEvent,
    ErrorEvent,
    Event,
    FinishedEvent,
    StateEvent,
)
from findling.services.library import Library
from findling.services.types import WorkerState
from findling.services.worker_client import WorkerClient

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

E = TypeVar("E")


class Window:
    """What a window does with a worker: send, listen, wait."""

    def __init__(self, library: Path, command: list[str] | None = None) -> None:
        self.events: list[Event] = []
        self.client = WorkerClient(library, self.events.append, command)

    def of(self, kind: type[E]) -> list[E]:
        return [event for event in list(self.events) if isinstance(event, kind)]

    def wait(self, condition: Callable[[], object], seconds: float = 30.0) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, self.events
            time.sleep(0.01)

    def wait_for_end(self, n: int = 1) -> FinishedEvent:
        self.wait(lambda: len(self.of(FinishedEvent)) >= n)
        return self.of(FinishedEvent)[n - 1]

    def worker(self) -> psutil.Process:
        (worker,) = [
            process
            for process in psutil.Process().children()
            if str(self.library) in process.cmdline()
        ]
        return worker

    @property
    def library(self) -> Path:
        return self.client.library_path


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    opened = Window(tmp_path / "library")
    yield opened
    opened.client.close()


def test_a_dropped_folder_is_read_by_the_worker(window: Window, tree: Path) -> None:
    window.client.add([tree])  # before the start: it is not lost
    window.client.start()
    summary = window.wait_for_end().summary

    assert (summary.found, summary.read, summary.failed, summary.unsupported) == (7, 5, 1, 1)
    with Library.open(window.library) as library:
        assert library.status().read == 5
        assert library.current_generation() is not None


def test_closing_is_quick_and_leaves_no_process(window: Window, tree: Path) -> None:
    window.client.add([tree])
    window.client.start()
    window.wait_for_end()
    worker = window.worker()
    family = [worker, *worker.children(recursive=True)]
    began = time.monotonic()
    window.client.close()

    assert time.monotonic() - began < 1
    assert not psutil.wait_procs(family, timeout=3)[1]
    assert window.of(StateEvent)[-1].state is WorkerState.STOPPED


def test_a_killed_worker_is_started_again_and_goes_on(window: Window, tree: Path) -> None:
    window.client.start()
    window.client.add([tree])
    window.wait(lambda: window.of(AcceptedEvent))
    window.worker().kill()
    window.wait(lambda: window.of(ErrorEvent))
    window.wait_for_end()
    window.wait(lambda: window.of(StateEvent)[-1].state is WorkerState.IDLE)

    assert "started again" in window.of(ErrorEvent)[0].message
    with Library.open(window.library) as library:
        assert (library.status().read, library.status().pending) == (5, 0)


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGSTOP")
def test_a_command_that_the_worker_did_not_take_is_sent_again(window: Window, tree: Path) -> None:
    window.client.start()
    window.wait(lambda: window.of(StateEvent))
    worker = window.worker()
    os.kill(worker.pid, signal.SIGSTOP)
    window.client.add([tree])
    time.sleep(0.1)
    worker.kill()
    assert window.wait_for_end().summary.read == 5


def test_a_worker_that_keeps_dying_is_given_up(tmp_path: Path) -> None:
    window = Window(tmp_path / "library", [sys.executable, "-c", "raise SystemExit(7)"])
    window.client.start()
    window.wait(lambda: window.of(StateEvent))
    errors = window.of(ErrorEvent)

    assert len(errors) == module.MAX_RESTARTS + 1
    assert errors[-1].fatal
    assert not errors[0].fatal
    assert "exit status 7" in errors[0].detail
    window.client.close()


def test_a_program_that_is_not_there_is_told(tmp_path: Path) -> None:
    window = Window(tmp_path / "library", [str(tmp_path / "nothing")])
    window.client.start()
    window.wait(lambda: window.of(StateEvent))
    assert window.of(ErrorEvent)[0].fatal
    window.client.close()


def test_a_damaged_library_is_told_once_and_not_tried_again(window: Window) -> None:
    window.library.mkdir()
    (window.library / "library.db").write_bytes(b"nonsense " * 1000)
    window.client.start()
    window.wait(lambda: window.of(StateEvent))

    (error,) = window.of(ErrorEvent)
    assert error.fatal
    assert "not a Findling library" in error.message


def test_noise_on_the_line_is_passed_over(tmp_path: Path) -> None:
    code = 'print(\'noise\'); print(\'{"type":"accepted","number":3}\'); input()'
    window = Window(tmp_path / "library", [sys.executable, "-c", code])
    window.client.start()
    window.wait(lambda: window.of(AcceptedEvent))
    window.client.close()
    assert window.of(AcceptedEvent) == [AcceptedEvent(3)]


def test_a_worker_that_does_not_listen_is_killed(tmp_path: Path) -> None:
    code = "import time; print('x', flush=True); time.sleep(60)"
    window = Window(tmp_path / "library", [sys.executable, "-c", code])
    window.client.start()
    window.wait(lambda: psutil.Process().children())
    worker = window.worker()
    window.client.close(timeout=0.2)
    assert not psutil.wait_procs([worker], timeout=3)[1]


@pytest.mark.skipif(sys.platform == "win32", reason="priorities have other names")
def test_the_worker_lets_others_go_first(window: Window) -> None:
    window.client.start()
    window.wait(lambda: window.of(StateEvent))
    assert window.worker().nice() >= 10
