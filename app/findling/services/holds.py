# SPDX-License-Identifier: Apache-2.0
"""Who holds the work still: the user, or a full disk or the battery unless told to go on."""

from __future__ import annotations

from enum import Enum


class Hold(str, Enum):
    """Why work stands still."""

    NONE = ""
    USER = "user"
    BATTERY = "battery"
    DISK = "disk"


class Holds:
    """What the user, the disk and the battery want; for one thread at a time.

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
        self._needed = 0
        self._disk_overruled = False

    @property
    def now(self) -> Hold:
        """Who holds the work; the user before the disk, and both before the battery."""
        if self._user:
            return Hold.USER
        if self._needed and not self._disk_overruled:
            return Hold.DISK
        waits = self._on_battery and self._heeded and not self._overruled
        return Hold.BATTERY if waits else Hold.NONE

    @property
    def needed(self) -> int:
        """Bytes that should be free on the disk before work goes on; 0 unless it holds the work."""
        return self._needed if self.now is Hold.DISK else 0

    def pause(self) -> None:
        """Have the work held by the user."""
        self._user = True

    def resume(self) -> None:
        """Have it go on, whoever holds it."""
        self._user = False
        self._overruled = self._on_battery
        self._disk_overruled = bool(self._needed)

    def set_battery(self, *, on_battery: bool, heeded: bool) -> None:
        """Tell what the computer runs on, and whether that is to be heeded."""
        if not on_battery or (heeded and not self._heeded):
            self._overruled = False
        self._on_battery, self._heeded = on_battery, heeded

    def set_disk(self, needed: int) -> None:
        """Tell how many bytes should be free on the disk; 0 when they are."""
        if not needed:
            self._disk_overruled = False
        self._needed = needed

    def heed_battery(self, *, heeded: bool) -> None:
        """Tell that the battery is to be heeded, or not."""
        self.set_battery(on_battery=self._on_battery, heeded=heeded)
