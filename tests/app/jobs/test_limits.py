# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from findling.jobs.limits import ChildLimits, Excess, Watch, harden, minimal_environment

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def sleeper() -> Iterator[psutil.Process]:
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as child:
        yield psutil.Process(child.pid)
        child.kill()


def test_a_quiet_child_is_within_its_limits(sleeper: psutil.Process) -> None:
    assert Watch(sleeper, ChildLimits(), 60).excess() is None


def test_each_excess_is_told(sleeper: psutil.Process) -> None:
    assert Watch(sleeper, ChildLimits(), -1).excess() is Excess.WALL_TIME
    assert Watch(sleeper, ChildLimits(cpu_seconds=-1), 60).excess() is Excess.CPU_TIME
    assert Watch(sleeper, ChildLimits(memory_bytes=1), 60).excess() is Excess.MEMORY


@pytest.mark.skipif(sys.platform != "linux", reason="limits of the system are set on Linux only")
def test_limits_of_the_system_are_set(sleeper: psutil.Process) -> None:
    harden(sleeper, ChildLimits(memory_bytes=500 << 20, niceness=5))
    assert sleeper.rlimit(psutil.RLIMIT_DATA) == (500 << 20, 500 << 20)
    assert sleeper.rlimit(psutil.RLIMIT_CORE) == (0, 0)
    assert sleeper.rlimit(psutil.RLIMIT_AS)[1] == psutil.RLIM_INFINITY
    assert sleeper.nice() == min(19, psutil.Process().nice() + 5)


def test_search_paths_are_made_absolute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(["app", "", "tests"]))
    parts = minimal_environment()["PYTHONPATH"].split(os.pathsep)
    assert parts == [str(Path("app").absolute()), str(Path("tests").absolute())]
