# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Findling = Callable[..., tuple[int, str, str]]

SECONDS = 60.0


def _paths(findling: Findling, library: Path) -> set[str]:
    hits = findling("search", "notice starter wandering", "--json", "--library", library)[1]
    return {group["document"]["path"] for group in json.loads(hits)["groups"]}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for one process")
def test_a_watched_folder_stays_current(
    findling: Findling, documents: Path, tmp_path: Path
) -> None:
    library = tmp_path / "library"
    findling("add", documents, "--library", library)
    command = [sys.executable, "-m", "findling", "watch", "--library", str(library)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            deadline = time.monotonic() + SECONDS
            (documents / "walk.txt").write_text("Wandering through the hills in autumn.")
            (documents / "bread.md").unlink()
            wanted = {str(documents / "walk.txt"), str(documents / "lease.txt")}
            while _paths(findling, library) != wanted:
                assert time.monotonic() < deadline
                time.sleep(0.1)
        finally:
            process.send_signal(signal.SIGINT)
        assert process.wait(SECONDS) == 130


def test_the_mode_of_work_is_kept_and_shown(findling: Findling, tmp_path: Path) -> None:
    library = tmp_path / "library"
    assert findling("mode", "quiet", "--library", library)[1].startswith("Work      quiet")
    out = findling("mode", "--pause-on-battery", "--library", library)[1]
    assert out == "Work      quiet; on battery it waits\n"
    told = json.loads(findling("status", "--json", "--library", library)[1])
    assert told["jobs"] == {"mode": "quiet", "pause_on_battery": True}
    assert json.loads(findling("mode", "--json", "--library", library)[1]) == told["jobs"]


def test_a_mode_that_is_none_is_told(findling: Findling, tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        findling("mode", "turbo", "--library", tmp_path / "library")


def test_excluded_files_stay_out(findling: Findling, documents: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    findling("add", documents, "--library", library)
    out = findling("exclude", "*.md", "--larger-than", "5", "--library", library)[1]
    assert out.splitlines()[1:] == ["  *.md", "  files larger than 5.0 MB"]
    assert _paths(findling, library) == {str(documents / "lease.txt")}

    out = findling("exclude", "*.md", "--remove", "--library", library)[1]
    assert "*.md" not in out
    assert len(_paths(findling, library)) == 2
    assert findling("exclude", "--library", library)[1] == out
