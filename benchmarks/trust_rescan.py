# SPDX-License-Identifier: Apache-2.0
"""Scan a large tree again: when nothing has changed, and after files were moved."""

from __future__ import annotations

import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from findling.extract.containers import OpenContainers
from findling.extract.registry import read
from findling.services.indexer import Indexer
from findling.services.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from findling.extract.types import ExtractedDocument

FILES_A_FOLDER = 200
SETTLED_SECONDS = 3600


@dataclass(frozen=True)
class Rescan:
    """What scanning again came to.

    Attributes
    ----------
    first_seconds : float
        Reading all files once, by one reader in this process.
    again_seconds : float
        When nothing had changed.
    moved_seconds : float
    again_read, moved_read : int
        Files that were opened by a reader then.
    faults : tuple of str
        What the library did not hold in the end though the disk did, or the other way round.
    """

    first_seconds: float
    again_seconds: float
    moved_seconds: float
    again_read: int
    moved_read: int
    faults: tuple[str, ...]


class CountingReader:
    """Reads files in this process and counts them; a scan does not care who reads."""

    def __init__(self) -> None:
        self.n_read = 0
        self._containers = OpenContainers()

    def read(
        self, path: Path, *, place: Sequence[int] = (), is_cancelled: Callable[[], bool]
    ) -> ExtractedDocument:
        """Read a file."""
        del is_cancelled  # small files only
        self.n_read += 1
        return read(self._containers.find(path, place))


def make_tree(root: Path, n_files: int) -> list[Path]:
    """Write small files that all differ, as if an hour ago."""
    then = time.time() - SETTLED_SECONDS
    paths: list[Path] = []
    for i in range(n_files):
        folder = root / f"{i // FILES_A_FOLDER // 10:03d}" / f"{i // FILES_A_FOLDER:05d}"
        if i % FILES_A_FOLDER == 0:
            folder.mkdir(parents=True)
        path = folder / f"note {i}.txt"
        path.write_text(f"Note {i} says that matter {i * 7919 % n_files} was settled.\n")
        os.utime(path, (then, then))
        paths.append(path)
    return paths


def _update(library: Library) -> tuple[float, int]:
    reader = CountingReader()
    started = time.perf_counter()
    Indexer(library, reader, n_readers=1).update()
    return time.perf_counter() - started, reader.n_read


def measure(n_files: int, n_moved: int) -> Rescan:
    """Make a tree, read it, scan it again, move files, and scan once more."""
    with tempfile.TemporaryDirectory() as scratch:
        root, folder = Path(scratch) / "documents", Path(scratch) / "library"
        paths = make_tree(root, n_files)
        with Library.open(folder, writable=True) as library:
            library.add_sources([root])
            first_seconds, _ = _update(library)
            again_seconds, again_read = _update(library)
            moved = root / "moved"
            moved.mkdir()
            for path in paths[:: n_files // n_moved][:n_moved]:
                path.rename(moved / path.name)
            moved_seconds, moved_read = _update(library)
            on_disk = {path for path in root.rglob("*.txt") if path.is_file()}
            known = {row.path for row in library.documents() if row.n_passages}
            faults = [f"missing: {path.name}" for path in sorted(on_disk - known)]
            faults += [f"stale: {path.name}" for path in sorted(known - on_disk)]
            faults += library.problems()
    return Rescan(
        first_seconds, again_seconds, moved_seconds, again_read, moved_read, tuple(faults)
    )
