# SPDX-License-Identifier: Apache-2.0
"""A folder is estimated by names and sizes; nothing is opened, and there is an end to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from findling.jobs.context import CancelledError, JobContext
from findling.services import folder_estimate
from findling.services.folder_estimate import FolderEstimate, estimate_folder

if TYPE_CHECKING:
    from pathlib import Path


def nothing() -> None:
    """Go on."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    top = tmp_path / "Documents"
    (top / "old").mkdir(parents=True)
    (top / ".secret").mkdir()
    (top / "a.PDF").write_bytes(b"x" * 100)
    (top / "old" / "b.txt").write_bytes(b"x" * 20)
    (top / "old" / "c.jpg").write_bytes(b"x" * 5000)
    (top / ".secret" / "d.txt").write_bytes(b"x" * 7)
    return top


def test_what_can_be_read_is_counted_and_nothing_is_opened(folder: Path, tmp_path: Path) -> None:
    for file in folder.rglob("*.*"):
        if file.is_file():
            file.chmod(0)
    found = estimate_folder(folder, tmp_path / "library", nothing)
    assert found == FolderEstimate(files=2, size=120)


def test_the_library_itself_is_left_out(folder: Path) -> None:
    assert estimate_folder(folder, folder / "old", nothing) == FolderEstimate(1, 100)


def test_a_folder_that_is_gone_holds_nothing(tmp_path: Path) -> None:
    assert estimate_folder(tmp_path / "gone", tmp_path, nothing) == FolderEstimate()


def test_counting_ends_after_so_many_files_and_after_so_long(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(120):
        (folder / f"{number}.txt").write_text("x")
    monkeypatch.setattr(folder_estimate, "MOST_FILES", 60)
    found = estimate_folder(folder, tmp_path / "library", nothing)
    assert found.is_more
    assert found.files < 110
    monkeypatch.setattr(folder_estimate, "MOST_FILES", 1000)
    monkeypatch.setattr(folder_estimate, "MOST_SECONDS", -1.0)
    assert estimate_folder(folder, tmp_path / "library", nothing).is_more


def test_it_can_be_stopped(folder: Path, tmp_path: Path) -> None:
    context = JobContext()
    context.cancel()
    with pytest.raises(CancelledError):
        estimate_folder(folder, tmp_path / "library", context.raise_if_cancelled)


def test_it_tells_how_far_it_is(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(120):
        (folder / f"{number}.txt").write_text("x")
    monkeypatch.setattr(folder_estimate, "_REPORT_SECONDS", 0.0)
    told: list[FolderEstimate] = []
    found = estimate_folder(folder, tmp_path / "library", nothing, told.append)
    assert [one.files for one in told] == sorted(one.files for one in told)
    assert len(told) >= 2
    assert found.files == 122
