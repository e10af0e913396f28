# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import time
from typing import TYPE_CHECKING

from findling.jobs.context import JobContext
from findling.jobs.power import PowerWatch
from findling.services.pacing import Paced, waiting_for_power

if TYPE_CHECKING:
    from collections.abc import Callable


def _slow(item: int, _: Callable[[], bool]) -> int:
    time.sleep(0.1)
    return item


def _go_on() -> bool:
    return False


def _seconds(work: Paced[int, int], is_stopped: Callable[[], bool] = _go_on) -> float:
    began = time.monotonic()
    for item in range(3):
        assert work(item, is_stopped) == item
    return time.monotonic() - began


def test_each_item_but_the_last_is_followed_by_a_rest() -> None:
    assert _seconds(Paced(_slow, 2.0)) >= 0.3 + 2 * 0.2


def test_a_job_that_is_stopped_does_not_rest() -> None:
    assert _seconds(Paced(_slow, 40.0), lambda: True) < 4


class _Battery(PowerWatch):
    """Goes on battery at once."""

    def __init__(self, tell: Callable[[bool], None]) -> None:
        super().__init__(tell, lambda: True, 0.001)


def test_a_job_waits_for_power() -> None:
    told: list[bool] = []
    context = JobContext()
    with waiting_for_power(context, told.append, _Battery):
        deadline = time.monotonic() + 10
        while not context.is_paused:
            assert time.monotonic() < deadline
            time.sleep(0.005)
    assert told == [True]
