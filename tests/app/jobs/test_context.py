# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import threading

import pytest

from findling.jobs.context import CancelledError, JobContext, JobProgress


def test_a_cancelled_job_stops_at_its_next_question() -> None:
    context = JobContext()
    context.raise_if_cancelled()
    context.cancel()
    assert context.is_cancelled
    with pytest.raises(CancelledError):
        context.raise_if_cancelled()


def test_a_paused_job_waits_until_it_is_resumed() -> None:
    context = JobContext()
    context.pause()
    went_on = threading.Event()

    def job() -> None:
        context.raise_if_cancelled()
        went_on.set()

    thread = threading.Thread(target=job)
    thread.start()
    assert not went_on.wait(0.1)
    context.resume()
    assert went_on.wait(5)
    thread.join()


def test_a_paused_job_can_be_cancelled() -> None:
    context = JobContext()
    context.pause()
    threading.Timer(0.05, context.cancel).start()
    with pytest.raises(CancelledError):
        context.raise_if_cancelled()


def test_a_cancelled_job_cannot_be_paused() -> None:
    context = JobContext()
    context.cancel()
    context.pause()
    assert not context.is_paused


def test_hooks_are_called_on_cancel_and_at_once_when_it_is_too_late() -> None:
    context = JobContext()
    calls: list[str] = []
    context.on_cancel(lambda: calls.append("early"))
    context.cancel()
    context.on_cancel(lambda: calls.append("late"))
    assert calls == ["early", "late"]


def test_first_and_last_progress_are_told_and_few_between() -> None:
    told: list[JobProgress] = []
    context = JobContext(told.append)
    context.begin("reading")
    for done in range(1, 1001):
        context.progress(done, 1000, f"file {done}")

    assert told[0].done == 1
    assert told[-1].done == 1000
    assert told[-1].item == "file 1000"
    assert len(told) < 500
    assert {progress.stage for progress in told} == {"reading"}


def test_a_cancelled_job_is_not_heard_of_any_more() -> None:
    told: list[JobProgress] = []
    context = JobContext(told.append)
    context.cancel()
    context.progress(5, 5)
    assert told == []


def test_a_new_stage_counts_from_zero() -> None:
    told: list[JobProgress] = []
    context = JobContext(told.append)
    context.begin("reading")
    context.progress(5, 5)
    context.begin("learning")
    context.progress(1, 9)
    assert [(p.stage, p.done, p.total) for p in told] == [("reading", 5, 5), ("learning", 1, 9)]
