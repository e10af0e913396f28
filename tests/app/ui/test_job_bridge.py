# SPDX-License-Identifier: Apache-2.0
"""Values, errors and events arrive on the window's thread, whoever sends them."""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel
from shiboken6 import delete

from findling.errors import AppError
from findling.services.events import StateEvent
from findling.services.types import WorkerState
from findling.ui.job_bridge import EventBridge, JobBridge

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from findling.jobs.context import JobContext


class Catch:
    """Notes what came, and on which thread."""

    def __init__(self) -> None:
        self.values: list[object] = []
        self.errors: list[AppError] = []
        self.threads: set[threading.Thread] = set()

    def value(self, value: object) -> None:
        self.threads.add(threading.current_thread())
        self.values.append(value)

    def error(self, error: AppError) -> None:
        self.threads.add(threading.current_thread())
        self.errors.append(error)


def test_a_job_runs_elsewhere_and_its_value_arrives_here(bridge: JobBridge, qtbot: QtBot) -> None:
    catch = Catch()
    bridge.run(lambda _context: threading.current_thread().name, catch.value, catch.error)
    qtbot.waitUntil(lambda: bool(catch.values))
    assert catch.values == ["test"]
    assert catch.threads == {threading.main_thread()}


def test_an_expected_error_arrives_as_it_is(bridge: JobBridge, qtbot: QtBot) -> None:
    def fail(_context: JobContext) -> None:
        raise AppError("The disk is full.")

    catch = Catch()
    bridge.run(fail, catch.value, catch.error)
    qtbot.waitUntil(lambda: bool(catch.errors))
    assert catch.errors[0].message == "The disk is full."
    assert catch.threads == {threading.main_thread()}


def test_an_unforeseen_error_becomes_a_sentence(bridge: JobBridge, qtbot: QtBot) -> None:
    def fail(_context: JobContext) -> None:
        raise KeyError("gone")

    catch = Catch()
    bridge.run(fail, catch.value, catch.error)
    qtbot.waitUntil(lambda: bool(catch.errors))
    assert catch.errors[0].message == "Something unforeseen went wrong."
    assert "gone" in catch.errors[0].detail


def test_a_job_that_was_overtaken_says_nothing(bridge: JobBridge, qtbot: QtBot) -> None:
    gate = threading.Event()
    catch = Catch()
    bridge.run(lambda _context: gate.wait(10), lambda _value: None, catch.error)
    for number in range(3):
        bridge.run(lambda _c, n=number: n, catch.value, catch.error, latest="number")
    gate.set()
    qtbot.waitUntil(lambda: bool(catch.values))
    qtbot.wait(20)
    assert catch.values == [2]
    assert not catch.errors


def test_a_window_that_is_closed_by_now_is_not_told(bridge: JobBridge, qtbot: QtBot) -> None:
    window, may_end, catch = QLabel(), threading.Event(), Catch()
    bridge.run(lambda _context: str(may_end.wait(10)), window.setText, catch.error)
    with qtbot.waitSignal(window.destroyed):
        window.deleteLater()
    may_end.set()
    bridge.run(lambda _context: "next", catch.value, catch.error)
    qtbot.waitUntil(lambda: catch.values == ["next"])  # an error on the way would fail the test
    assert catch.errors == []


def test_what_a_job_posts_comes_before_its_value(bridge: JobBridge, qtbot: QtBot) -> None:
    catch = Catch()

    def work(_context: JobContext) -> str:
        bridge.post(lambda: catch.value("first"))
        return "last"

    bridge.run(work, catch.value, catch.error)
    qtbot.waitUntil(lambda: len(catch.values) == 2)
    assert catch.values == ["first", "last"]


def test_a_closed_bridge_takes_jobs_without_a_word(qtbot: QtBot) -> None:
    bridge = JobBridge("closed")
    bridge.close()
    catch = Catch()
    bridge.run(lambda _context: 1, catch.value, catch.error)
    qtbot.wait(20)
    assert not catch.values
    assert not catch.errors


def test_events_of_another_thread_arrive_here(qtbot: QtBot) -> None:
    events = EventBridge()
    catch = Catch()
    events.arrived.connect(catch.value)
    event = StateEvent(WorkerState.RUNNING)
    sender = threading.Thread(target=events.on_event, args=(event,))
    sender.start()
    sender.join()
    qtbot.waitUntil(lambda: bool(catch.values))
    assert catch.values == [event]
    assert catch.threads == {threading.main_thread()}


def test_what_a_job_held_is_let_go_on_the_windows_thread(qtbot: QtBot) -> None:
    """Qt's objects must not be deleted by the lane: their timers would go on without them."""
    ends: list[threading.Thread] = []

    class Held:
        def __del__(self) -> None:
            ends.append(threading.current_thread())

        def work(self, _context: JobContext) -> int:
            return 1

        def take(self, _value: object) -> None:
            """Take what comes."""

    bridge = JobBridge("holding")
    held = Held()
    bridge.run(held.work, held.take, held.take)
    bridge.run(held.work, held.take, held.take)
    del held
    qtbot.waitUntil(lambda: bool(ends))
    bridge.close()
    assert ends == [threading.main_thread()]


def test_a_part_that_is_gone_is_not_told_even_with_arguments_of_its_own(
    bridge: JobBridge, qtbot: QtBot
) -> None:
    class Part(QObject):
        told: list[int] = []  # noqa: RUF012  outlives the part

        def take(self, number: int, value: int) -> None:
            self.told.append(number + value)

    part, done = Part(), list[int]()
    bridge.run(lambda _context: 1, partial(part.take, 2), lambda _error: None)
    delete(part)
    bridge.run(lambda _context: 3, done.append, lambda _error: None)
    qtbot.waitUntil(lambda: done == [3])
    assert Part.told == []
