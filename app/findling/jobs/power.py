# SPDX-License-Identifier: Apache-2.0
"""What the computer runs on, and this process's place in the queue for the processor."""

from __future__ import annotations

import logging
import sys
import threading
from typing import TYPE_CHECKING, Generic, TypeVar

import psutil

if TYPE_CHECKING:
    from collections.abc import Callable

LOOK_SECONDS = 10.0
"""Time between two looks: nobody notices so short a delay, and a look costs nothing."""

_IDLE_FROM = 15

T = TypeVar("T")

_log = logging.getLogger(__name__)


def on_battery() -> bool:
    """Say whether the computer runs on its battery; False where that cannot be told."""
    look = getattr(psutil, "sensors_battery", None)  # not on every system
    try:
        battery = look() if look is not None else None
    except (OSError, psutil.Error, ValueError) as error:  # odd firmware
        _log.debug("no news of the battery: %r", error)
        return False
    return battery is not None and battery.power_plugged is False


def set_niceness(niceness: int) -> bool:
    """Give this process, and those that it starts, a place in the queue for the processor.

    Parameters
    ----------
    niceness : int
        As on POSIX: 0 like other programs, 19 last. On Windows 1 to 14 means "below normal", more
        means "idle".

    Returns
    -------
    bool
        False when the system does not allow it: most let nobody go forward again. The process then
        stays where it is.
    """
    try:
        psutil.Process().nice(_windows_class(niceness) if sys.platform == "win32" else niceness)
    except (psutil.Error, OSError) as error:
        _log.info("the priority stays as it is: %r", error)
        return False
    return True


if sys.platform == "win32":

    def _windows_class(niceness: int) -> int:
        if niceness >= _IDLE_FROM:
            return psutil.IDLE_PRIORITY_CLASS
        return psutil.BELOW_NORMAL_PRIORITY_CLASS if niceness > 0 else psutil.NORMAL_PRIORITY_CLASS


class Watch(Generic[T]):
    """Looks at something now and then, and tells when it is another.

    Parameters
    ----------
    tell : callable
        Called with each new value, on a thread of the watch's own.
    look : callable
        Returns the value.
    seconds : float
        Between two looks.
    usual : object
        The value that is no news at the start.
    name : str
        Of the thread.
    """

    def __init__(
        self,
        tell: Callable[[T], None],
        look: Callable[[], T],
        seconds: float,
        *,
        usual: T,
        name: str,
    ) -> None:
        self._tell = tell
        self._look = look
        self._seconds = seconds
        self._last = usual
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop looking; nothing is told after this returns."""
        self._closed.set()
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def _run(self) -> None:
        while not self._closed.is_set():
            now = self._look()
            if now != self._last:
                self._last = now
                self._tell(now)
            self._closed.wait(self._seconds)


class PowerWatch(Watch[bool]):
    """Tells when the computer goes on battery and when power is back.

    Parameters
    ----------
    tell : callable
        Called with True on battery, False on power: once at the start when on battery, and at each
        change; on a thread of the watch's own.
    look : callable, optional
        Says what the computer runs on; tests give their own.
    seconds : float, optional
        Between two looks.
    """

    def __init__(
        self,
        tell: Callable[[bool], None],
        look: Callable[[], bool] = on_battery,
        seconds: float = LOOK_SECONDS,
    ) -> None:
        super().__init__(tell, look, seconds, usual=False, name="power")
