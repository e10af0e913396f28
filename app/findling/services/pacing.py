# SPDX-License-Identifier: Apache-2.0
"""Rests between files, and waiting for power."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Generic, TypeVar

from findling.jobs.power import PowerWatch

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from findling.jobs.context import JobContext

T = TypeVar("T")
R = TypeVar("R")

MAX_REST = 5.0
"""Longest rest after one file, in seconds."""

_TICK = 0.05


class Paced(Generic[T, R]):
    """Work on items with a rest before each that is as long as the last one took, times a factor.

    Parameters
    ----------
    work : callable
        As `findling.jobs.fanout.fan_out` takes it.
    rest : float
        Factor; 0 for no rest.

    Notes
    -----
    Each thread rests by itself. The rest comes before the next item and not after the last, so that
    what is done is stored at once.
    """

    def __init__(self, work: Callable[[T, Callable[[], bool]], R], rest: float) -> None:
        self._work = work
        self._rest = rest
        self._last = threading.local()

    def __call__(self, item: T, is_stopped: Callable[[], bool]) -> R:
        """Rest, then work."""
        until = time.monotonic() + min(MAX_REST, self._rest * getattr(self._last, "seconds", 0.0))
        while not is_stopped() and (left := until - time.monotonic()) > 0:
            time.sleep(min(_TICK, left))
        began = time.monotonic()
        try:
            return self._work(item, is_stopped)
        finally:
            self._last.seconds = time.monotonic() - began


@contextmanager
def waiting_for_power(
    context: JobContext, tell: Callable[[bool], None], watch: type[PowerWatch] = PowerWatch
) -> Generator[None]:
    """Hold a job still while the computer runs on its battery.

    Parameters
    ----------
    context : JobContext
        Of the job.
    tell : callable
        Called with True when the job starts to wait, False when it goes on.
    watch : type, optional
        Tests give their own.
    """

    def on_change(on_battery: bool) -> None:
        tell(on_battery)
        if on_battery:
            context.pause()
        else:
            context.resume()

    looking = watch(on_change)
    try:
        yield
    finally:
        looking.close()
