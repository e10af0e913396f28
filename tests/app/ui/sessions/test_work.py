# SPDX-License-Identifier: Apache-2.0
"""From the worker's events to what the window shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from findling.services.events import (
    ChangedEvent,
    ErrorEvent,
    Event,
    FinishedEvent,
    GenerationEvent,
    ProgressEvent,
    StateEvent,
)
from findling.services.types import Progress, Stage, WorkerState
from findling.ui.job_bridge import EventBridge
from findling.ui.sessions.work import Phase, WorkSession
from tests.app.ui.builders import FakeWorker, make_summary

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

READING = ProgressEvent(Progress(Stage.READING, 5, 10, "a.txt", 2.0, 2.5))
RUNNING, PAUSED = StateEvent(WorkerState.RUNNING), StateEvent(WorkerState.PAUSED)
IDLE, STOPPED = StateEvent(WorkerState.IDLE), StateEvent(WorkerState.STOPPED)
DONE = FinishedEvent(make_summary(read=10))
NO_NEWS = FinishedEvent(make_summary(unchanged=10))
CANCELLED = FinishedEvent(make_summary(read=5, cancelled=True))


class Hearing:
    """A session and a way to speak to it as the worker does."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self._events = EventBridge()
        self.worker = FakeWorker(self._events.on_event)
        self.session = WorkSession(self.worker, self._events)

    def hear(self, *events: Event) -> None:
        for event in events:
            with self._qtbot.waitSignal(self._events.arrived):
                self._events.on_event(event)


@pytest.fixture
def hearing(qtbot: QtBot) -> Hearing:
    return Hearing(qtbot)


@pytest.mark.parametrize(
    ("events", "phase"),
    [
        ((RUNNING,), Phase.WORKING),
        ((RUNNING, READING), Phase.WORKING),
        ((RUNNING, READING, PAUSED), Phase.PAUSED),
        ((RUNNING, PAUSED, READING), Phase.PAUSED),
        ((RUNNING, PAUSED, RUNNING), Phase.WORKING),
        ((RUNNING, READING, DONE, IDLE), Phase.DONE),
        ((RUNNING, NO_NEWS, IDLE), Phase.IDLE),
        ((RUNNING, CANCELLED, IDLE), Phase.STOPPED),
        ((RUNNING, STOPPED), Phase.BROKEN),
        ((RUNNING, DONE, IDLE, RUNNING), Phase.WORKING),
    ],
)
def test_events_lead_to_a_phase(hearing: Hearing, events: tuple[Event, ...], phase: Phase) -> None:
    hearing.hear(*events)
    assert hearing.session.status.phase is phase


def test_a_run_without_news_is_told_when_the_user_asked_for_it(hearing: Hearing) -> None:
    hearing.session.rescan()
    hearing.hear(RUNNING, NO_NEWS, IDLE)
    assert hearing.session.status.phase is Phase.DONE
    hearing.hear(RUNNING, NO_NEWS, IDLE)
    assert hearing.session.status.phase is Phase.IDLE


@pytest.mark.parametrize("event", [ChangedEvent(0, 1, 0, 0, 3), GenerationEvent(40)])
def test_the_window_hears_when_more_can_be_found(
    hearing: Hearing, qtbot: QtBot, event: Event
) -> None:
    with qtbot.waitSignal(hearing.session.library_changed):
        hearing.hear(event)


@pytest.mark.parametrize("fatal", [True, False])
def test_trouble_is_passed_on(hearing: Hearing, *, fatal: bool) -> None:
    event = ErrorEvent("The disk is full.", "ENOSPC", "Free some space.", fatal)
    told: list[tuple[str, bool]] = []
    hearing.session.troubled.connect(lambda error, ended: told.append((str(error), ended)))
    hearing.hear(event)
    assert told == [("The disk is full. Free some space.", fatal)]


def test_the_end_of_a_run_can_be_dismissed_but_not_the_run(hearing: Hearing) -> None:
    hearing.hear(RUNNING)
    hearing.session.dismiss()
    assert hearing.session.status.phase is Phase.WORKING
    hearing.hear(DONE)
    hearing.session.dismiss()
    assert hearing.session.status.phase is Phase.IDLE


def test_a_worker_that_ended_is_started_and_told_to_go_on(hearing: Hearing) -> None:
    hearing.hear(STOPPED)
    hearing.session.start_again()
    assert [name for name, _ in hearing.worker.commands] == ["start", "rescan"]
