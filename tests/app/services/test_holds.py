# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from findling.services.holds import Hold, Holds


def _on_battery(*, heeded: bool = True) -> Holds:
    holds = Holds()
    holds.set_battery(on_battery=True, heeded=heeded)
    return holds


def test_work_waits_on_battery_only_when_the_user_wants_that() -> None:
    assert Holds().now is Hold.NONE
    assert _on_battery().now is Hold.BATTERY
    assert _on_battery(heeded=False).now is Hold.NONE


def test_power_lets_work_go_on_but_not_what_the_user_paused() -> None:
    holds = _on_battery()
    holds.pause()
    assert holds.now is Hold.USER
    holds.set_battery(on_battery=False, heeded=True)
    assert holds.now is Hold.USER
    holds.resume()
    assert holds.now is Hold.NONE


def test_go_on_all_the_same_holds_until_the_next_time_on_battery() -> None:
    holds = _on_battery()
    holds.resume()
    holds.set_battery(on_battery=True, heeded=True)
    assert holds.now is Hold.NONE
    holds.set_battery(on_battery=False, heeded=True)
    holds.set_battery(on_battery=True, heeded=True)
    assert holds.now is Hold.BATTERY


def test_wishing_to_wait_on_battery_counts_at_once() -> None:
    holds = _on_battery(heeded=False)
    holds.resume()
    holds.heed_battery(heeded=True)
    assert holds.now is Hold.BATTERY
    holds.heed_battery(heeded=False)
    assert holds.now is Hold.NONE


def test_a_full_disk_holds_the_work_before_the_battery_does() -> None:
    holds = _on_battery()
    holds.set_disk(1000)
    assert holds.now is Hold.DISK
    assert holds.needed == 1000
    holds.set_disk(0)
    assert holds.now is Hold.BATTERY
    assert holds.needed == 0


def test_going_on_with_a_full_disk_lasts_until_the_next_time() -> None:
    holds = Holds()
    holds.set_disk(1000)
    holds.resume()
    assert holds.now is Hold.NONE
    holds.set_disk(0)
    holds.set_disk(1000)
    assert holds.now is Hold.DISK
