# SPDX-License-Identifier: Apache-2.0
"""The note of a window that died tells of it; those of others do not."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import psutil
import pytest

from findling.services.presence import NOTE, Presence

if TYPE_CHECKING:
    from pathlib import Path


def test_a_proper_end_leaves_nothing(tmp_path: Path) -> None:
    presence = Presence(tmp_path)
    assert not presence.begin()
    assert (tmp_path / NOTE).is_file()
    presence.end()
    presence.end()
    assert not (tmp_path / NOTE).exists()
    assert not Presence(tmp_path).begin()


def test_a_process_that_was_killed_is_noticed_once(tmp_path: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path\n"
        "from findling.services.presence import Presence\n"
        "Presence(Path(sys.argv[1])).begin(); print('up', flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"up\n"
        other = Presence(tmp_path)
        assert not other.begin()  # it is still open
        other.end()
        assert (tmp_path / NOTE).is_file()
        process.kill()
    presence = Presence(tmp_path)
    assert presence.begin()
    presence.end()
    assert not Presence(tmp_path).begin()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"process": "x", "began": 1}', "\x00"])
def test_a_note_that_makes_no_sense_is_of_somebody_who_died(tmp_path: Path, text: str) -> None:
    (tmp_path / NOTE).write_text(text)
    assert Presence(tmp_path).begin()


def test_a_number_that_came_again_is_another_process(tmp_path: Path) -> None:
    parent = psutil.Process().parent()
    assert parent is not None
    note = {"process": parent.pid, "began": parent.create_time() - 100}
    (tmp_path / NOTE).write_text(json.dumps(note))
    assert Presence(tmp_path).begin()


def test_a_disk_that_cannot_be_written_is_no_hindrance(tmp_path: Path) -> None:
    presence = Presence(tmp_path / "missing")
    assert not presence.begin()
    presence.end()
