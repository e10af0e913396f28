# SPDX-License-Identifier: Apache-2.0
"""How much there is to read in a folder that was not added yet: by names and sizes alone."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from findling.extract.registry import supported_extensions
from findling.services.exclusions import Exclusions, Matcher
from findling.services.scanning import UnreadFolder, walk_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MOST_FILES = 200_000
MOST_SECONDS = 10.0
"""Nobody looks at a first screen for longer."""

_LOOK_EVERY = 50
"""Files between two looks at the clock."""

_REPORT_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class FolderEstimate:
    """What was counted.

    Attributes
    ----------
    files : int
        Files that can probably be read: their names say so.
    size : int
        Bytes in them.
    is_more : bool
        Whether counting was given up early.
    """

    files: int = 0
    size: int = 0
    is_more: bool = False


def estimate_folder(
    folder: Path,
    library: Path,
    check: Callable[[], None],
    report: Callable[[FolderEstimate], None] = lambda _: None,
) -> FolderEstimate:
    """Count the files of a folder that adding it would read; opens none of them.

    Parameters
    ----------
    folder : Path
    library : Path
        The library's own folder, which is never read.
    check : callable
        Called often; may raise to stop.
    report : callable, optional
        Told now and then how many there are until now.

    Notes
    -----
    Ends after `MOST_FILES` files of any kind and after `MOST_SECONDS`.
    """
    readable = frozenset(supported_extensions())
    end = time.monotonic() + MOST_SECONDS
    next_report = time.monotonic() + _REPORT_SECONDS
    files = size = 0
    for n_met, found in enumerate(
        walk_folder(folder, library, Matcher(Exclusions(), folder), check)
    ):
        if isinstance(found, UnreadFolder):
            continue
        if PurePath(found.path).suffix.lower() in readable:
            files += 1
            size += found.facts.size
        if n_met % _LOOK_EVERY == 0:
            check()
            now = time.monotonic()
            if now >= next_report:
                report(FolderEstimate(files, size))
                next_report = now + _REPORT_SECONDS
            if n_met >= MOST_FILES or now > end:
                return FolderEstimate(files, size, is_more=True)
    return FolderEstimate(files, size)
