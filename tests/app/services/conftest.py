# SPDX-License-Identifier: Apache-2.0
"""A library in a temporary folder, a tree of documents, and a reader that runs in this process."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from findling.extract.containers import OpenContainers
from findling.extract.registry import read
from findling.jobs.context import CancelledError
from findling.services import scanning
from findling.services.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from findling.extract.types import ExtractedDocument


def _nothing(_: Path) -> None:
    pass


class ReaderHere:
    """Reads text files in this process and counts what it reads.

    A file named ``slow`` takes until the call is cancelled, so that a test decides when it ends.
    """

    def __init__(self) -> None:
        self.paths: list[Path] = []
        self.places: list[tuple[int, ...]] = []
        self._containers = OpenContainers()
        self.at_slow_file = threading.Event()
        self.before_read: Callable[[Path], None] = _nothing

    def read(
        self, path: Path, *, place: Sequence[int] = (), is_cancelled: Callable[[], bool]
    ) -> ExtractedDocument:
        self.paths.append(path)
        self.places.append(tuple(place))
        self.before_read(path)
        while path.stem == "slow":
            self.at_slow_file.set()
            if is_cancelled():
                raise CancelledError
            time.sleep(0.01)
        return read(self._containers.find(path, place))

    @property
    def names(self) -> list[str]:
        return sorted(path.name for path in self.paths)


@pytest.fixture(autouse=True)
def files_settle_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take files that a test has just written for ones that were written long ago."""
    monkeypatch.setattr(scanning, "_TICK_NS", -1)


@pytest.fixture
def reader() -> ReaderHere:
    return ReaderHere()


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", writable=True) as opened:
        yield opened


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Five documents in three folders, one that cannot be read, one of no known format."""
    root = tmp_path / "documents"
    (root / "letters").mkdir(parents=True)
    (root / "notes" / "deep").mkdir(parents=True)
    (root / "letters" / "rent.txt").write_text("The rent is due on the third of each month.\n" * 3)
    (root / "letters" / "offer.md").write_text("# Offer\n\nWe offer ten chairs of oak wood.\n")
    (root / "notes" / "apples.txt").write_text("Apples keep until spring in a cool cellar.\n")
    (root / "notes" / "copy.txt").write_text("Apples keep until spring in a cool cellar.\n")
    (root / "notes" / "deep" / "stars.txt").write_text("Sirius is the brightest star at night.\n")
    (root / "notes" / "empty.txt").write_text("")
    (root / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    return root
