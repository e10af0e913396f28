# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from findling.jobs.rate import RateMeter


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_steady_job_has_its_rate_and_time_left() -> None:
    clock = Clock()
    meter = RateMeter(clock)
    for second in range(1, 31):
        clock.now = 100.0 + second
        meter.update(4.0 * second)

    assert meter.rate == pytest.approx(4.0)
    assert meter.seconds_left(200.0) == pytest.approx(20.0)


def test_nothing_is_guessed_at_the_start_or_without_a_total() -> None:
    clock = Clock()
    meter = RateMeter(clock)
    assert meter.seconds_left(10.0) < 0
    clock.now += 0.5
    meter.update(1.0)
    assert meter.seconds_left(10.0) < 0
    clock.now += 5.0
    meter.update(2.0)
    assert meter.seconds_left(0.0) < 0 <= meter.seconds_left(10.0)


def test_a_change_of_speed_shows_within_some_seconds() -> None:
    clock = Clock()
    meter = RateMeter(clock)
    done = 0.0
    for second in range(60):
        clock.now += 1.0
        done += 10.0 if second < 30 else 1.0
        meter.update(done)
    assert meter.rate == pytest.approx(1.0, abs=0.1)


def test_a_pause_does_not_count() -> None:
    clock = Clock()
    meter = RateMeter(clock)
    clock.now += 2.0
    meter.update(10.0)
    clock.now += 1000.0
    meter.skip()
    clock.now += 2.0
    meter.update(20.0)
    assert meter.rate == pytest.approx(5.0)


def test_time_left_is_never_negative_once_known() -> None:
    clock = Clock()
    meter = RateMeter(clock)
    clock.now += 2.0
    meter.update(10.0)
    assert meter.seconds_left(5.0) == 0.0
