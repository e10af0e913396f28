# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from findling.jobs.disk import NEEDED_BYTES, DiskWatch, missing_room

GB = 1 << 30


class _Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.mark.parametrize(
    ("total", "free", "expected"),
    [
        (500 * GB, 2 * GB, 0),
        (500 * GB, GB // 2, NEEDED_BYTES),
        (4 * GB, GB // 2, 0),
        (4 * GB, GB // 10, int(4 * GB * 0.05)),
    ],
)
def test_a_disk_needs_a_gigabyte_or_a_share_of_a_small_one(
    total: int, free: int, expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: _Usage(total, total - free, free))
    assert missing_room(Path("/")) == expected


def test_a_disk_that_cannot_be_asked_holds_nothing_up(tmp_path: Path) -> None:
    assert missing_room(tmp_path / "not there") == 0


def test_a_change_is_told_once(tmp_path: Path) -> None:
    told: list[int] = []
    needed = [7]
    watch = DiskWatch(told.append, tmp_path, lambda _: needed[0], 0.001)
    deadline = time.monotonic() + 10
    for expected in ([7], [7, 0]):
        while told != expected:
            assert time.monotonic() < deadline
            time.sleep(0.005)
        needed[0] = 0
    watch.close()
