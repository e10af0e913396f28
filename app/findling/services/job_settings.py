# SPDX-License-Identifier: Apache-2.0
"""How hard a library's background work may press the computer: quiet, normal, fast."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from enum import Enum
from typing import Any, cast

SETTING = "jobs"

_MOST_READERS = 8
_USUAL_READERS = 4


class JobMode(str, Enum):
    """How much of the computer the work may take."""

    QUIET = "quiet"
    NORMAL = "normal"
    FAST = "fast"


@dataclass(frozen=True, slots=True)
class Pace:
    """What a mode means on this computer.

    Attributes
    ----------
    n_readers : int
        Files read at a time.
    n_threads : int
        Threads that learn; 0 for one a core.
    niceness : int
        Place in the queue for the processor: 0 like other programs, 19 after all of them.
    rest : float
        Rest after each file, as a multiple of the time that it took.
    """

    n_readers: int
    n_threads: int
    niceness: int
    rest: float


def pace_of(mode: JobMode, n_cores: int | None = None) -> Pace:
    """Return what a mode means on a computer with so many cores; this one by default."""
    cores = n_cores or os.cpu_count() or 1
    if mode is JobMode.QUIET:
        return Pace(n_readers=1, n_threads=1, niceness=19, rest=1.0)
    if mode is JobMode.FAST:
        return Pace(n_readers=min(_MOST_READERS, cores), n_threads=0, niceness=0, rest=0.0)
    return Pace(n_readers=min(_USUAL_READERS, cores), n_threads=0, niceness=10, rest=0.0)


def most_readers() -> int:
    """Return how many files any mode reads at a time on this computer: room for all of them."""
    return max(pace_of(mode).n_readers for mode in JobMode)


@dataclass(frozen=True, slots=True)
class JobSettings:
    """What the user set for the work on one library.

    Attributes
    ----------
    mode : JobMode
    pause_on_battery : bool
        Whether background work waits while the computer runs on its battery.
    """

    mode: JobMode = JobMode.NORMAL
    pause_on_battery: bool = False

    @property
    def pace(self) -> Pace:
        """What the mode means on this computer."""
        return pace_of(self.mode)

    def to_text(self) -> str:
        """Return them as a setting."""
        return json.dumps({"mode": self.mode.value, "pause_on_battery": self.pause_on_battery})

    @staticmethod
    def from_text(text: str) -> JobSettings:
        """Return what `to_text` wrote; the usual ones for an empty text or unknown values."""
        value = cast("dict[str, Any]", json.loads(text)) if text else {}
        known = {mode.value: mode for mode in JobMode}
        mode = known.get(str(value.get("mode")), JobMode.NORMAL)
        return JobSettings(mode, value.get("pause_on_battery") is True)
