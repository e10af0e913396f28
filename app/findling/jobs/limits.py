# SPDX-License-Identifier: Apache-2.0
"""What a child process may use, set and watched from its parent.

The parent sets the limits of the operating system before it sends any work (`harden`), so nothing
depends on the child's good will, and looks at the child while it works (`Watch`), which also holds
where the system has no such limits.
"""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import psutil

_INHERITED = (
    "PATH",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "TMPDIR",
    "TEMP",
    "TMP",
    "SYSTEMROOT",
    "WINDIR",
    "HOME",
    "PYTHONPATH",
    "PYTHONHOME",
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "FONTCONFIG_PATH",
    "FONTCONFIG_FILE",
)


class Excess(str, Enum):
    """What a child used too much of."""

    WALL_TIME = "wall_time"
    CPU_TIME = "cpu_time"
    MEMORY = "memory"


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """Limits on a child process.

    Attributes
    ----------
    wall_seconds : float
        Time for one call, start of the child not counted.
    cpu_seconds : float
        Processor time for one call.
    memory_bytes : int
        Private memory: the data segment on Linux, resident memory everywhere.
    reply_bytes : int
        Raw bytes of one reply.
    start_seconds : float
        Time for a new child to say hello.
    calls_per_child : int
        A child that has answered this often is replaced, so that leaks stay small.
    idle_bytes : int
        A child whose resident memory stays over this after an answer is replaced.
    niceness : int
        Added to the parent's on POSIX; on Windows any positive value means "below normal".
    """

    wall_seconds: float = 60.0
    cpu_seconds: float = 60.0
    memory_bytes: int = 1 << 30
    reply_bytes: int = 220_000_000
    start_seconds: float = 30.0
    calls_per_child: int = 500
    idle_bytes: int = 400 << 20
    niceness: int = 10


def minimal_environment() -> dict[str, str]:
    """Return a child's environment: what Python needs to start, no secrets of the user's shell."""
    kept = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    if sys.platform != "win32" and not {"LANG", "LC_ALL", "LC_CTYPE"} & kept.keys():
        kept["LC_ALL"] = "C.UTF-8"
    if "PYTHONPATH" in kept:  # children start in another folder
        parts = kept["PYTHONPATH"].split(os.pathsep)
        kept["PYTHONPATH"] = os.pathsep.join(str(Path(part).absolute()) for part in parts if part)
    return kept | {"PYTHONUTF8": "1", "PYTHONSAFEPATH": "1", "PYTHONNOUSERSITE": "1"}


def harden(process: psutil.Process, limits: ChildLimits) -> None:
    """Lower a child's priority and set its system limits.

    Notes
    -----
    On Linux: ``RLIMIT_DATA`` and not ``RLIMIT_AS``, because QtPdf reserves 32 GiB of addresses that
    it never uses and dies when it may not; no core dumps; no writing of files at all. Elsewhere
    `Watch` is the only bound on memory.
    """
    if sys.platform == "win32":
        process.nice(psutil.BELOW_NORMAL_PRIORITY_CLASS if limits.niceness else None)
        return
    process.nice(min(19, process.nice() + limits.niceness))
    if sys.platform == "linux":
        _lower(process, psutil.RLIMIT_DATA, limits.memory_bytes)
        _lower(process, psutil.RLIMIT_CORE, 0)
        _lower(process, psutil.RLIMIT_FSIZE, 0)


def _lower(process: psutil.Process, kind: int, value: int) -> None:
    """Set a limit for good, without touching one that is lower already."""
    _, hard = process.rlimit(kind)
    if hard == psutil.RLIM_INFINITY or value < hard:
        process.rlimit(kind, (value, value))


class Watch:
    """Looks at what one call costs.

    Parameters
    ----------
    process : psutil.Process
        The child.
    limits : ChildLimits
        What it may use.
    wall_seconds : float
        Time for this call.
    """

    def __init__(self, process: psutil.Process, limits: ChildLimits, wall_seconds: float) -> None:
        self._process = process
        self._limits = limits
        self.wall_seconds = wall_seconds
        self._deadline = time.monotonic() + wall_seconds
        self._cpu_at_start = _cpu_seconds(process)
        self.peak_bytes = 0
        if sys.platform == "linux":
            # Ends a child that spins on after its parent was killed, a little later than `Watch`.
            most = int(self._cpu_at_start + limits.cpu_seconds) + 2
            _, hard = process.rlimit(psutil.RLIMIT_CPU)
            if hard == psutil.RLIM_INFINITY or most < hard:
                process.rlimit(psutil.RLIMIT_CPU, (most, hard))

    def excess(self) -> Excess | None:
        """Return what the child has used too much of by now, if anything.

        Raises
        ------
        psutil.Error
            If the child has ended.
        """
        if time.monotonic() > self._deadline:
            return Excess.WALL_TIME
        if _cpu_seconds(self._process) - self._cpu_at_start > self._limits.cpu_seconds:
            return Excess.CPU_TIME
        self.peak_bytes = max(self.peak_bytes, resident_bytes(self._process))
        return Excess.MEMORY if self.peak_bytes > self._limits.memory_bytes else None


def resident_bytes(process: psutil.Process) -> int:
    """Return the memory of a process that is in use right now."""
    return process.memory_info().rss


def _cpu_seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system
