# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import subprocess
import sys
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING

import psutil
import pytest

from findling.jobs.power import PowerWatch, on_battery

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("battery", "expected"),
    [
        (None, False),
        (SimpleNamespace(power_plugged=True), False),
        (SimpleNamespace(power_plugged=False), True),
        (SimpleNamespace(power_plugged=None), False),
    ],
)
def test_only_a_battery_that_is_not_charged_counts(
    battery: object, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(psutil, "sensors_battery", lambda: battery, raising=False)
    assert on_battery() is expected


def test_a_system_without_news_of_batteries_runs_on_power(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OSError

    monkeypatch.setattr(psutil, "sensors_battery", fail, raising=False)
    assert not on_battery()
    monkeypatch.delattr(psutil, "sensors_battery")
    assert not on_battery()


def _wait(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_changes_are_told_once_each() -> None:
    told: list[bool] = []
    state = [True]
    watch = PowerWatch(told.append, lambda: state[0], 0.001)
    _wait(lambda: told == [True])
    state[0] = False
    _wait(lambda: told == [True, False])
    watch.close()
    state[0] = True
    assert told == [True, False]


def test_power_from_the_start_is_no_news() -> None:
    told: list[bool] = []
    looks: list[int] = []

    def look() -> bool:
        looks.append(1)
        return False

    watch = PowerWatch(told.append, look, 0.001)
    _wait(lambda: len(looks) > 3)
    watch.close()
    assert told == []


@pytest.mark.skipif(sys.platform == "win32", reason="classes instead of numbers on Windows")
def test_a_process_can_go_back_in_the_queue() -> None:
    code = (
        "import psutil; from findling.jobs.power import set_niceness;"
        "print(set_niceness(19), psutil.Process().nice())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "19"]
