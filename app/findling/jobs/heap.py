# SPDX-License-Identifier: Apache-2.0
"""Keeps the memory of a process that lives for days near what it uses."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
"""Names of settings in ``malloc.h`` of the GNU C library."""

_LARGE = 128 * 1024
"""Bytes from which a piece of memory is asked of the system by itself, and given back at once."""

_ARENAS = 2


def keep_heap_small() -> bool:
    """Have freed memory given back to the system, on Linux with the GNU C library.

    That library raises the size from which it gives memory back with each large piece that is
    freed, and keeps a heap for each thread: after some hundred queries on different threads tens
    of megabytes lie idle. Call it before threads are started.

    Returns
    -------
    bool
        Whether anything was set; other systems need no setting.
    """
    if not sys.platform.startswith("linux"):
        return False
    with suppress(OSError, AttributeError):  # another C library
        settings = {
            _M_ARENA_MAX: _ARENAS,
            _M_MMAP_THRESHOLD: _LARGE,
            _M_TRIM_THRESHOLD: _LARGE,
        }
        mallopt = ctypes.CDLL(None).mallopt
        return all(mallopt(name, value) for name, value in settings.items())
    return False
