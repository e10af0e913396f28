# SPDX-License-Identifier: Apache-2.0
"""What is in files and folders that are held over the window; runs off its thread."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from findling.jobs.context import JobContext

MAX_COUNTED = 20_000
MAX_SECONDS = 1.5
"""Nobody holds a folder over a window for longer before letting go."""


@dataclass(frozen=True, slots=True)
class DropContents:
    """What was counted.

    Attributes
    ----------
    folders : int
        Folders among the paths themselves.
    files : int
        Files among the paths and in the folders.
    is_more : bool
        True when counting was given up early.
    """

    folders: int
    files: int
    is_more: bool = False


def look_at(paths: Iterable[Path], context: JobContext) -> DropContents:
    """Count folders and files, as far as that is quick.

    Parameters
    ----------
    paths : iterable of Path
        What may be added.
    context : JobContext
        Ends the counting when it is cancelled.
    """
    end = time.monotonic() + MAX_SECONDS
    folders = files = 0
    for path in paths:
        if not path.is_dir():
            files += 1
            continue
        folders += 1
        for n_found in _walk(path):
            files += n_found
            if context.is_cancelled or files >= MAX_COUNTED or time.monotonic() > end:
                return DropContents(folders, files, is_more=True)
    return DropContents(folders, files)


def _walk(folder: Path) -> Iterator[int]:
    """Yield the number of visible files of each folder below."""
    for _, below, names in os.walk(folder):
        below[:] = [name for name in below if not name.startswith(".")]
        yield sum(not name.startswith(".") for name in names)
