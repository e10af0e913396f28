# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import gc
import threading
import weakref

from PySide6.QtCore import QObject

from findling.ui.collector import MainThreadCollector


class Knot:
    """Garbage that only the collector can find, and that tells on which thread it was found."""

    def __init__(self, ends: list[threading.Thread]) -> None:
        self.me = self
        weakref.finalize(self, lambda: ends.append(threading.current_thread()))


def tie(n: int, ends: list[threading.Thread]) -> None:
    for _ in range(n):
        Knot(ends)


def test_garbage_of_another_thread_waits_for_the_windows() -> None:
    gc.collect()
    ends: list[threading.Thread] = []
    was_enabled = gc.isenabled()
    gc.enable()
    owner = QObject()
    collector = MainThreadCollector(owner)
    try:
        n = 3 * gc.get_threshold()[0]
        lane = threading.Thread(target=tie, args=(n, ends))
        lane.start()
        lane.join()
        assert ends == []
        collector.collect_due()
        assert ends == [threading.main_thread()] * n
    finally:
        collector.close()
    assert gc.isenabled()
    if not was_enabled:
        gc.disable()


def test_below_the_threshold_nothing_is_done() -> None:
    owner = QObject()
    collector = MainThreadCollector(owner)
    try:
        gc.collect()
        ends: list[threading.Thread] = []
        tie(3, ends)
        collector.collect_due()
        assert ends == []
    finally:
        collector.close()
