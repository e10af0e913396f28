# SPDX-License-Identifier: Apache-2.0
"""A disk that is full: one clear message, nothing lost, and it goes on when there is room again."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = """
set -u
mount -t tmpfs -o size={size}k tmpfs "$1"
"$3" -m findling add "$2" --library "$1/library"; echo "first $?"
"$3" -m findling verify --library "$1/library"; echo "verify $?"
mount -o remount,size=200m "$1"
"$3" -m findling add "$2" --library "$1/library"; echo "second $?"
"$3" -m findling verify --library "$1/library"; echo "verify $?"
"$3" -m findling status --json --library "$1/library"
"""
N_FILES = 150
_IN_NAMESPACE = ("unshare", "-r", "-m", "sh", "-c")


def _can_mount() -> bool:
    if not sys.platform.startswith("linux") or shutil.which("unshare") is None:
        return False
    command = [*_IN_NAMESPACE, "mount -t tmpfs tmpfs /mnt"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


pytestmark = pytest.mark.skipif(not _can_mount(), reason="no small disk can be mounted here")


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    rng = random.Random(1)
    for i in range(N_FILES):
        words = " ".join(f"{rng.randrange(1 << 40):x}" for _ in range(900))
        (folder / f"file{i:03d}.txt").write_text(f"Report {i}. {words}")
    return folder


# Too small for the database, for the texts, and for the index only.
@pytest.mark.parametrize("size", [60, 900, 4500])
def test_a_full_disk_is_told_and_costs_nothing(tmp_path: Path, documents: Path, size: int) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    done = subprocess.run(
        [
            "unshare",
            "-r",
            "-m",
            "sh",
            "-c",
            SCRIPT.format(size=size),
            "sh",
            disk,
            documents,
            sys.executable,
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    messages = [line for line in done.stderr.splitlines() if line.startswith("findling:")]
    assert "first 1" in done.stdout, done
    assert messages, done
    assert all("unforeseen" not in line for line in messages), messages
    assert any("disk" in line for line in messages), messages
    assert "Traceback" not in done.stderr
    assert done.stdout.count("verify 0") == 2 or size == 60, done
    assert "second 0" in done.stdout, done
    assert f'"read": {N_FILES}' in done.stdout, done
