# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import threading
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from findling.jobs.context import CancelledError, JobContext
from findling.jobs.fanout import fan_out

if TYPE_CHECKING:
    from collections.abc import Callable


def _nothing() -> None:
    pass


def _square(item: int, _: Callable[[], bool]) -> int:
    return item * item


@pytest.mark.parametrize("n_threads", [1, 2, 5])
@pytest.mark.parametrize("n_items", [0, 1, 100])
def test_every_item_is_worked_on_once(n_threads: int, n_items: int) -> None:
    results = list(fan_out(_square, range(n_items), n_threads, _nothing))
    assert sorted(results) == [n * n for n in range(n_items)]


def test_a_failure_of_work_is_raised_where_results_are_taken() -> None:
    def work(item: int, _: Callable[[], bool]) -> int:
        if item == 3:
            raise KeyError(item)
        return item

    with pytest.raises(KeyError):
        list(fan_out(work, range(100), 2, _nothing))


def test_a_cancelled_job_ends_soon_and_leaves_no_thread() -> None:
    context = JobContext()

    def work(item: int, is_stopped: Callable[[], bool]) -> int:
        while item and not is_stopped():
            time.sleep(0.01)
        return item

    before = threading.active_count()
    results = fan_out(work, range(10), 2, context.raise_if_cancelled)
    assert next(results) == 0
    context.cancel()
    began = time.monotonic()
    with pytest.raises(CancelledError):
        next(results)
    assert time.monotonic() - began < 1
    assert threading.active_count() == before


def test_work_that_does_not_listen_cannot_hold_up_the_end() -> None:
    release = threading.Event()

    def work(item: int, _: Callable[[], bool]) -> int:
        release.wait(30 if item else 0)
        return item

    with closing(fan_out(work, range(3), 2, _nothing)) as results:
        assert next(results) == 0
        began = time.monotonic()
    assert time.monotonic() - began < 2
    release.set()


def test_results_that_nobody_takes_hold_the_work_up() -> None:
    started: list[int] = []

    def work(item: int, _: Callable[[], bool]) -> int:
        started.append(item)
        return item

    with closing(fan_out(work, range(1000), 2, _nothing)) as results:
        next(results)
        time.sleep(0.2)
        assert len(started) <= 8
