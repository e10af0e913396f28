# SPDX-License-Identifier: Apache-2.0
"""A lock that searches and upkeep take in turns."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator

_SEARCH, _UPKEEP = 0, 1


class Turns:
    """One holder at a time; when both sides want it, they alternate.

    So a search waits for one piece of upkeep at most, and searches that follow each other without a
    pause do not hold upkeep up for ever. Python's own lock promises neither: whoever frees it is
    the first to take it again.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._is_held = False
        self._waiting = [0, 0]
        self._last = _UPKEEP

    @contextmanager
    def search(self) -> Generator[None]:
        """Hold the lock for a search."""
        with self._hold(_SEARCH):
            yield

    @contextmanager
    def upkeep(self) -> Generator[None]:
        """Hold the lock for a short piece of upkeep."""
        with self._hold(_UPKEEP):
            yield

    @contextmanager
    def _hold(self, side: int) -> Generator[None]:
        with self._changed:
            self._waiting[side] += 1
            try:
                self._changed.wait_for(lambda: self._is_turn_of(side))
            finally:
                self._waiting[side] -= 1
            self._is_held, self._last = True, side
        try:
            yield
        finally:
            with self._changed:
                self._is_held = False
                self._changed.notify_all()

    def _is_turn_of(self, side: int) -> bool:
        other_goes_first = self._last == side and self._waiting[1 - side] > 0
        return not self._is_held and not other_goes_first
