# SPDX-License-Identifier: Apache-2.0
"""Real folders, the system's own notices, and a thread that hears them."""

from __future__ import annotations

import queue
import shutil
from typing import TYPE_CHECKING

import pytest

from findling.services.types import SourceRow
from findling.services.watching import FolderWatch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECONDS = 15.0


class Watched:
    """A watch, and what it told."""

    def __init__(self) -> None:
        self.told: queue.Queue[tuple[int, ...]] = queue.Queue()
        self.watch = FolderWatch(self.told.put, quiet_ms=50, look_seconds=0.2)

    def start(self, *folders: Path) -> None:
        self.watch.watch([SourceRow(i, f, True, False, 0) for i, f in enumerate(folders, 1)])
        present = {i for i, folder in enumerate(folders, 1) if folder.exists()}
        if present:  # what changed before the watch began is not known: all is to be looked at
            assert self.next() == present

    def next(self) -> set[int]:
        return set(self.told.get(timeout=SECONDS))


@pytest.fixture
def watched() -> Iterator[Watched]:
    made = Watched()
    yield made
    assert made.watch.close()


def test_new_changed_moved_and_deleted_files_are_noticed(watched: Watched, tmp_path: Path) -> None:
    (tmp_path / "a" / "deep").mkdir(parents=True)
    (tmp_path / "b").mkdir()
    watched.start(tmp_path / "a", tmp_path / "b")

    (tmp_path / "a" / "deep" / "new.txt").write_text("new")
    assert watched.next() == {1}
    (tmp_path / "a" / "deep" / "new.txt").write_text("changed")
    assert watched.next() == {1}
    (tmp_path / "a" / "deep" / "new.txt").rename(tmp_path / "b" / "moved.txt")
    assert watched.next() == {1, 2}
    (tmp_path / "b" / "moved.txt").unlink()
    assert watched.next() == {2}


def test_a_drive_that_comes_back_is_noticed(watched: Watched, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    watched.start(tmp_path / "here", tmp_path / "drive")
    (tmp_path / "drive").mkdir()
    assert watched.next() == {1, 2}
    (tmp_path / "drive" / "file.txt").write_text("hello")
    assert watched.next() == {2}
    shutil.rmtree(tmp_path / "drive")
    assert watched.next() <= {1, 2}


def test_other_folders_can_be_watched_instead(watched: Watched, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    watched.start(tmp_path / "a")
    watched.start(tmp_path / "b")
    (tmp_path / "a" / "ignored.txt").write_text("x")
    (tmp_path / "b" / "seen.txt").write_text("x")
    assert watched.next() == {1}
    assert watched.told.empty()


def test_everything_is_looked_at_now_and_then(tmp_path: Path) -> None:
    told: queue.Queue[tuple[int, ...]] = queue.Queue()
    watch = FolderWatch(told.put, quiet_ms=50, look_seconds=5.0, rescan_seconds=0.1)
    watch.watch([SourceRow(7, tmp_path, True, False, 0)])
    assert [told.get(timeout=SECONDS) for _ in range(3)] == [(7,)] * 3
    assert watch.close()


def test_a_watch_without_folders_waits(watched: Watched) -> None:
    watched.start()
    assert watched.told.empty()
