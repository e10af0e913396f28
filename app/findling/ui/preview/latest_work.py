# SPDX-License-Identifier: Apache-2.0
"""Work off the window's thread of which only the newest wish counts."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

W = TypeVar("W")


class LatestWork(Generic[W]):
    """Does one thing after the other, on a thread that lives only while there is work.

    Parameters
    ----------
    work : callable
        Takes the number of a wish and the wish; runs on the thread and must not raise.
    name : str
        Of the thread.
    """

    def __init__(self, work: Callable[[int, W], None], name: str) -> None:
        self._work = work
        self._name = name
        self._lock = threading.Lock()
        self._next: tuple[int, W] | None = None
        self._number = 0
        self._works = False

    def ask(self, wish: W) -> int:
        """Have something done and return the number of this wish; one not yet begun is dropped."""
        with self._lock:
            self._number += 1
            self._next = (self._number, wish)
            if not self._works:
                self._works = True
                threading.Thread(target=self._run, name=self._name, daemon=True).start()
            return self._number

    def drop(self) -> None:
        """Want nothing any more: what is being done is not the newest wish from now on."""
        with self._lock:
            self._number += 1
            self._next = None

    def is_newest(self, number: int) -> bool:
        """Return whether no later wish has come; may be asked from any thread."""
        return number == self._number

    def _run(self) -> None:
        while True:
            with self._lock:
                wish, self._next = self._next, None
                self._works = wish is not None
            if wish is None:
                return
            self._work(*wish)
