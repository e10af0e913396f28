# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import threading
import time
from concurrent.futures import CancelledError as FutureCancelledError
from typing import TYPE_CHECKING

import pytest

from findling.jobs.context import CancelledError, JobContext
from findling.jobs.lanes import Lane, LaneClosedError, LaneFullError

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def lane() -> Iterator[Lane]:
    opened = Lane("test", capacity=3)
    yield opened
    opened.close()


def _hold(lane: Lane, latest: str = "") -> threading.Event:
    """Keep the lane busy until the returned event is set or the job is cancelled."""
    free, started = threading.Event(), threading.Event()

    def job(context: JobContext) -> str:
        started.set()
        while not free.wait(0.01):
            context.raise_if_cancelled()
        return "held"

    lane.submit(job, latest=latest)
    assert started.wait(5)
    return free


def test_jobs_run_in_order_on_one_other_thread(lane: Lane) -> None:
    free = _hold(lane)
    seen: list[tuple[int, str]] = []
    futures = [
        lane.submit(lambda _, n=n: seen.append((n, threading.current_thread().name)))
        for n in range(3)
    ]
    free.set()
    for future in futures:
        future.result(5)
    assert seen == [(0, "test"), (1, "test"), (2, "test")]


def test_a_failure_goes_to_whoever_asked_and_the_lane_goes_on(lane: Lane) -> None:
    def fail(_: JobContext) -> None:
        raise KeyError("x")

    with pytest.raises(KeyError):
        lane.submit(fail).result(5)
    assert lane.submit(lambda _: 1).result(5) == 1


def test_only_the_latest_of_a_name_counts(lane: Lane) -> None:
    _hold(lane, latest="search")
    outdated = lane.submit(lambda _: "old", latest="search")
    other = lane.submit(lambda _: "other")
    newest = lane.submit(lambda _: "new", latest="search")

    assert newest.result(5) == "new"
    assert other.result(5) == "other"
    with pytest.raises(FutureCancelledError):
        outdated.result(5)


def test_the_running_job_of_that_name_is_told_to_stop(lane: Lane) -> None:
    started = threading.Event()

    def endless(context: JobContext) -> None:
        started.set()
        while True:
            context.raise_if_cancelled()
            time.sleep(0.01)

    running = lane.submit(endless, latest="search")
    assert started.wait(5)
    assert lane.submit(lambda _: "new", latest="search").result(5) == "new"
    with pytest.raises(CancelledError):
        running.result(5)


def test_more_jobs_than_agreed_are_refused(lane: Lane) -> None:
    free = _hold(lane)
    for _ in range(3):
        lane.submit(lambda _: None)
    with pytest.raises(LaneFullError):
        lane.submit(lambda _: None)
    free.set()


def test_closing_stops_what_runs_and_cancels_what_waits() -> None:
    lane = Lane("test")
    _hold(lane)
    waiting = lane.submit(lambda _: None)
    began = time.monotonic()

    assert lane.close()
    assert time.monotonic() - began < 2
    assert waiting.cancelled()
    with pytest.raises(LaneClosedError):
        lane.submit(lambda _: None)
