# SPDX-License-Identifier: Apache-2.0
"""The lock that lets one process write to a library at a time."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from typing import TYPE_CHECKING

from findling.storage.errors import LibraryBusyError, StorageError

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

if sys.platform == "win32":
    import msvcrt

    def _try_lock(fd: int) -> None:
        os.lseek(fd, _LOCK_AT, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _try_lock(fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)


_LOCK_AT = 1 << 20
"""Windows locks a byte and forbids others to read it.

One far behind the holder's number, which others do read.
"""

_RETRY_SECONDS = 0.05


class WriterLock:
    """An exclusive lock on a file, freed by the system when its holder dies.

    Parameters
    ----------
    path : Path
        The lock file; created when missing and never deleted, since a deleted lock can be held
        twice.
    wait_seconds : float
        How long to wait for another holder.

    Raises
    ------
    LibraryBusyError
        If another process still holds it then.
    StorageError
        If the file cannot be opened.
    """

    def __init__(self, path: Path, wait_seconds: float = 0.0) -> None:
        self._fd = -1
        try:
            fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StorageError(
                "The library is on a disk that cannot be written.", repr(error)
            ) from error
        try:
            _lock_within(fd, path, time.monotonic() + wait_seconds)
            os.ftruncate(fd, 0)
            os.lseek(fd, 0, os.SEEK_SET)
            os.write(fd, str(os.getpid()).encode())
        except BaseException:
            os.close(fd)
            raise
        self._fd = fd

    def release(self) -> None:
        """Give the lock back; safe to call twice."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def __enter__(self) -> WriterLock:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()


def _lock_within(fd: int, path: Path, deadline: float) -> None:
    while True:
        try:
            _try_lock(fd)
        except OSError as error:
            if time.monotonic() >= deadline:
                raise _busy(path) from error
            time.sleep(_RETRY_SECONDS)
        else:
            return


def _busy(path: Path) -> LibraryBusyError:
    holder = ""
    with contextlib.suppress(OSError):
        holder = path.read_text("ascii", "replace")[:20].strip()
    who = f" (process {holder})" if holder.isdigit() else ""
    return LibraryBusyError(
        f"Another Findling is working on this library{who}.",
        str(path),
        "Close it or wait until it is done.",
    )
