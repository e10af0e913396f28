# SPDX-License-Identifier: Apache-2.0
"""Who holds the work still: the user, or the battery unless the user said to go on."""

from __future__ import annotations

from enum import Enum


class Hold(str, Enum):
    """Why work stands still."""

    NONE = ""
    USER = "user"
    BATTERY = "battery"


class Holds:
    """What the user and the battery want; for one thread at a time.

    Examples
    --------
    >>> holds = Holds()
    >>> holds.set_battery(on_battery=True, heeded=True)
    >>> holds.now
    <Hold.BATTERY: 'battery'>
    >>> holds.resume()  # "go on all the same": until power was back and went again
    >>> holds.now
    <Hold.NONE: ''>
    """

    def __init__(self) -> None:
        self._user = False
        self._on_battery = False
        self._heeded = False
        self._overruled = False

    @property
    def now(self) -> Hold:
        """Who holds the work; the user before the battery."""
        if self._user:
            return Hold.USER
        waits = self._on_battery and self._heeded and not self._overruled
        return Hold.BATTERY if waits else Hold.NONE

    def pause(self) -> None:
        """Have the work held by the user."""
        self._user = True

    def resume(self) -> None:
        """Have it go on, whoever holds it."""
        self._user = False
        self._overruled = self._on_battery

    def set_battery(self, *, on_battery: bool, heeded: bool) -> None:
        """Tell what the computer runs on, and whether that is to be heeded."""
        if not on_battery or (heeded and not self._heeded):
            self._overruled = False
        self._on_battery, self._heeded = on_battery, heeded

    def heed_battery(self, *, heeded: bool) -> None:
        """Tell that the battery is to be heeded, or not."""
        self.set_battery(on_battery=self._on_battery, heeded=heeded)
