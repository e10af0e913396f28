# SPDX-License-Identifier: Apache-2.0
"""Disks that are full or cannot be written: one clear message, and nothing lost."""

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
READ_ONLY = """
set -u
mount -t tmpfs -o size=50m tmpfs "$1"
"$3" -m findling add "$2" --library "$1/library" 2> /dev/null; echo "add $?"
mount -o remount,ro "$1"
"$3" -m findling search Report 7 --library "$1/library"; echo "search $?"
"$3" -m findling verify --library "$1/library"; echo "verify $?"
"$3" -m findling add "$2" --library "$1/library"; echo "again $?"
"$3" -m findling teach means one another --library "$1/library"; echo "teach $?"
mount -o remount,rw "$1"
echo unfinished > "$1/library/library.db-wal"
mount -o remount,ro "$1"
"$3" -m findling status --library "$1/library"; echo "status $?"
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


def _run(script: str, disk: Path, documents: Path) -> subprocess.CompletedProcess[str]:
    disk.mkdir()
    return subprocess.run(
        [*_IN_NAMESPACE, script, "sh", disk, documents, sys.executable],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )


# Too small for the database, for the texts, and for the index only.
@pytest.mark.parametrize("size", [60, 900, 4500])
def test_a_full_disk_is_told_and_costs_nothing(tmp_path: Path, documents: Path, size: int) -> None:
    done = _run(SCRIPT.format(size=size), tmp_path / "disk", documents)
    messages = [line for line in done.stderr.splitlines() if line.startswith("findling:")]
    assert "first 1" in done.stdout, done
    assert messages, done
    assert all("unforeseen" not in line for line in messages), messages
    assert any("disk" in line for line in messages), messages
    assert "Traceback" not in done.stderr
    assert done.stdout.count("verify 0") == 2 or size == 60, done
    assert "second 0" in done.stdout, done
    assert f'"read": {N_FILES}' in done.stdout, done


def test_a_library_on_a_disk_that_cannot_be_written_is_searched_and_left_alone(
    tmp_path: Path, documents: Path
) -> None:
    done = _run(READ_ONLY, tmp_path / "disk", documents)
    for said in ("add 0", "search 0", "file007.txt", "verify 0", "again 1", "teach 1", "status 1"):
        assert said in done.stdout, done
    messages = [line for line in done.stderr.splitlines() if line.startswith("findling:")]
    assert messages[:2] == ["findling: The library is on a disk that cannot be written."] * 2
    assert "was not closed in good order. Copy the folder to another disk" in messages[2]
    assert "Traceback" not in done.stderr
