# SPDX-License-Identifier: Apache-2.0
"""How much room a disk has, and a watch that tells when it runs low."""

from __future__ import annotations

import logging
import shutil
from typing import TYPE_CHECKING

from findling.jobs.power import LOOK_SECONDS, Watch

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NEEDED_BYTES = 1 << 30
"""Room that work leaves on a disk: a database needs some to finish what it began."""

NEEDED_SHARE = 0.05
"""The same on small disks, as a share of them; the smaller one counts."""

_log = logging.getLogger(__name__)


def missing_room(folder: Path) -> int:
    """Return how much room a disk should have, where it has less.

    Parameters
    ----------
    folder : Path
        On the disk.

    Returns
    -------
    int
        Bytes that should be free; 0 where enough are, or where that cannot be told.
    """
    try:
        usage = shutil.disk_usage(folder)
    except OSError as error:
        _log.debug("no news of the disk: %r", error)
        return 0
    needed = min(NEEDED_BYTES, int(usage.total * NEEDED_SHARE))
    return needed if usage.free < needed else 0


class DiskWatch(Watch[int]):
    """Tells when a disk runs low, and when there is room again.

    Parameters
    ----------
    tell : callable
        Called with the bytes that should be free, or 0 when they are; on a thread of the watch's
        own.
    folder : Path
        On the disk.
    look : callable, optional
        Takes the folder and says how it is; tests give their own.
    seconds : float, optional
        Between two looks.
    """

    def __init__(
        self,
        tell: Callable[[int], None],
        folder: Path,
        look: Callable[[Path], int] = missing_room,
        seconds: float = LOOK_SECONDS,
    ) -> None:
        super().__init__(tell, lambda: look(folder), seconds, usual=0, name="disk")
