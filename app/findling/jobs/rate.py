# SPDX-License-Identifier: Apache-2.0
"""How fast a job goes and how long it will still take."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

SMOOTHING_SECONDS = 6.0
"""A change of speed shows to about two thirds after this time."""

_SETTLING_SECONDS = 1.0
"""Before this, a guess would jump too much to be of use."""


class RateMeter:
    """A smoothed rate over a count that only grows.

    Parameters
    ----------
    clock : callable, optional
        Seconds that only grow; tests give their own.

    Examples
    --------
    >>> times = iter([0.0, 2.0])
    >>> meter = RateMeter(clock=lambda: next(times))
    >>> meter.update(10.0)
    >>> meter.rate, meter.seconds_left(30.0)
    (5.0, 4.0)
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._start = self._last = clock()
        self._done = 0.0
        self._rate = 0.0

    @property
    def rate(self) -> float:
        """Units a second; 0 while unknown."""
        return self._rate

    def update(self, done: float) -> None:
        """Tell how many units are done by now."""
        now = self._clock()
        elapsed, gained = now - self._last, done - self._done
        if elapsed <= 0:
            return
        if now - self._start <= SMOOTHING_SECONDS:
            self._rate = done / (now - self._start)
        else:
            weight = 1 - math.exp(-elapsed / SMOOTHING_SECONDS)
            self._rate += weight * (gained / elapsed - self._rate)
        self._last, self._done = now, done

    def skip(self) -> None:
        """Leave out the time since the last update: the job was paused."""
        now = self._clock()
        self._start += now - self._last
        self._last = now

    def seconds_left(self, total: float) -> float:
        """Return the seconds until ``total`` units are done; negative while unknown."""
        if self._rate <= 0 or total <= 0 or self._last - self._start < _SETTLING_SECONDS:
            return -1.0
        return max(0.0, total - self._done) / self._rate
