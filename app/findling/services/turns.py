# SPDX-License-Identifier: Apache-2.0
"""A lock that lets searches go before upkeep."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator


class Turns:
    """One holder at a time; upkeep, taken piece by piece, waits while a search wants its turn.

    Python's own lock is not fair: a loop that frees and takes it again would keep a search waiting
    for many pieces instead of one.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._is_held = False
        self._n_searches_waiting = 0

    @contextmanager
    def search(self) -> Generator[None]:
        """Hold the lock for a search."""
        with self._changed:
            self._n_searches_waiting += 1
            try:
                self._changed.wait_for(lambda: not self._is_held)
            finally:
                self._n_searches_waiting -= 1
            self._is_held = True
        try:
            yield
        finally:
            self._release()

    @contextmanager
    def upkeep(self) -> Generator[None]:
        """Hold the lock for a short piece of upkeep."""
        with self._changed:
            self._changed.wait_for(lambda: not self._is_held and not self._n_searches_waiting)
            self._is_held = True
        try:
            yield
        finally:
            self._release()

    def _release(self) -> None:
        with self._changed:
            self._is_held = False
            self._changed.notify_all()
