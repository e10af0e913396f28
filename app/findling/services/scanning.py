# SPDX-License-Identifier: Apache-2.0
"""Find the files of a folder, and what about them has changed, without reading any."""

from __future__ import annotations

import os
import stat
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from findling.storage.records import FileFacts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from findling.services.exclusions import Matcher

_SKIPPED = frozenset({"node_modules", "__pycache__", "$recycle.bin", "system volume information"})
"""Folders that hold nothing a person wrote."""

_MAX_DEPTH = 200

_TICK_NS = 2_000_000_000
"""The coarsest clock that a file system marks its files with: that of FAT."""

_UNSETTLED = "unsettled:"


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file on disk."""

    path: Path
    facts: FileFacts


@dataclass(frozen=True, slots=True)
class UnreadFolder:
    """A folder that could not be looked into; what is known of it is kept."""

    path: Path


def walk_folder(
    root: Path, skip: Path, matcher: Matcher, check: Callable[[], None]
) -> Iterator[FoundFile | UnreadFolder]:
    """Yield the regular files below a folder.

    Parameters
    ----------
    root : Path
        Absolute path of the folder.
    skip : Path
        A folder to stay out of: the library itself.
    matcher : Matcher
        What the user excluded.
    check : callable
        Called for each folder; may raise to stop.

    Notes
    -----
    Hidden files and folders and those of programs are left out. Links to files are followed; links
    to folders are not, so that no file is met twice and no loop is endless.
    """
    waiting = [(root, 0)]
    seen: set[tuple[int, int]] = set()
    while waiting:
        folder, depth = waiting.pop()
        check()
        if folder == skip or depth > _MAX_DEPTH or not _is_new(folder, seen):
            continue
        try:
            entries = list(os.scandir(folder))
        except OSError:
            yield UnreadFolder(folder)
            continue
        for entry in entries:
            if is_skipped(entry.name) or matcher.leaves_out(entry.path):
                continue
            if _is_folder(entry):
                waiting.append((Path(entry.path), depth + 1))
                continue
            found = _file(entry)
            if found is not None and not matcher.is_too_large(found.facts.size):
                yield found


def is_skipped(name: str) -> bool:
    """Say whether a file or folder of this name is left out: hidden, or no document by its name."""
    return name.startswith((".", "~$")) or name.lower() in _SKIPPED


def covers(folder: Path, path: Path) -> bool:
    """Say whether a scan of ``folder`` comes across ``path``."""
    try:
        parts = path.relative_to(folder).parts
    except ValueError:
        return False
    return not any(is_skipped(part) for part in parts)


def facts_of(path: Path) -> FileFacts | None:
    """Return the facts of a regular file, None where there is none.

    Raises
    ------
    OSError
        If the file is there, perhaps, but cannot be looked at.
    """
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return _facts(status) if stat.S_ISREG(status.st_mode) else None


def settled(facts: FileFacts, read_ns: int) -> FileFacts:
    """Return facts by which the next scan goes after a file was read.

    A file that is written twice within one tick of its file system's clock looks the same before
    and after. One that was read within such a tick of its last change gets facts that no scan
    finds, so that the next one has its bytes compared once more.

    Parameters
    ----------
    facts : FileFacts
        As they were when reading began.
    read_ns : int
        When that was, in nanoseconds since the epoch.
    """
    if abs(read_ns - facts.mtime_ns) > _TICK_NS:
        return facts
    return replace(facts, file_id=f"{_UNSETTLED}{facts.file_id}")


def device_of(path: Path) -> str:
    """Return a name for the drive that a folder is on; empty when it cannot be reached."""
    try:
        return f"{path.stat().st_dev:x}"
    except OSError:
        return ""


def is_empty_folder(path: Path) -> bool:
    """Say whether a folder has nothing at all in it; False when it cannot be looked into."""
    try:
        with os.scandir(path) as entries:
            return next(entries, None) is None
    except OSError:
        return False


def _is_new(folder: Path, seen: set[tuple[int, int]]) -> bool:
    """Note a folder; False when it was met before: a mount or junction that leads back."""
    try:
        status = folder.stat()
    except OSError:
        return True  # scandir will fail too and say so
    key = (status.st_dev, status.st_ino)
    if status.st_ino and key in seen:
        return False
    seen.add(key)
    return True


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _file(entry: os.DirEntry[str]) -> FoundFile | None:
    try:
        status = entry.stat()
    except OSError:  # a link that leads nowhere, or gone in this moment
        return None
    if not stat.S_ISREG(status.st_mode) or _is_hidden_on_windows(status):
        return None
    return FoundFile(Path(entry.path), _facts(status))


def _facts(status: os.stat_result) -> FileFacts:
    # Windows gives no file number in a listing, and asking for each would double the time of a
    # scan.
    file_id = "" if sys.platform == "win32" else f"{status.st_ino:x}"
    return FileFacts(status.st_size, status.st_mtime_ns, file_id)


def _is_hidden_on_windows(status: os.stat_result) -> bool:
    if sys.platform != "win32":
        return False
    return bool(status.st_file_attributes & stat.FILE_ATTRIBUTE_HIDDEN)
