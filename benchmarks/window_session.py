# SPDX-License-Identifier: Apache-2.0
"""A session of ten minutes in the real window, and how long its event loop was ever held up.

While 1,000 files are read: 200 searches, scrolling, 50 PDFs in the preview, teaching, other
colours, the map. What the machine itself takes away is measured beside it, by a process that only
waits.
"""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import scale_data
from window_driving import QUERIES, open_window, wait, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from findling.services.types import DocumentRow
    from findling.ui.composition import Composition

N_FILES, PASSAGES_A_FILE = 1000, 8
N_SEARCHES, N_PREVIEWS = 200, 50
_TICK_MS = 2
_WAITER = """
import select, sys, time
last, worst = time.monotonic(), 0.0
while not select.select([sys.stdin], [], [], 0.002)[0]:
    now = time.monotonic()
    worst, last = max(worst, now - last - 0.002), now
print(worst * 1000)
"""


class Pulse:
    """Notes the longest time between two turns of the event loop, by what was being done."""

    def __init__(self) -> None:
        from PySide6.QtCore import QElapsedTimer, Qt, QTimer

        self.doing = "start"
        self.worst: dict[str, float] = defaultdict(float)
        self.gaps: list[float] = []
        self._clock = QElapsedTimer()
        self._clock.start()
        self._last = self._clock.nsecsElapsed()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_tick)
        self._timer.start(_TICK_MS)

    def stop(self) -> None:
        """Note no more."""
        self._timer.stop()

    def _on_tick(self) -> None:
        now = self._clock.nsecsElapsed()
        gap = (now - self._last) / 1e6 - _TICK_MS
        self.gaps.append(gap)
        self.worst[self.doing] = max(self.worst[self.doing], gap)
        self._last = now


@contextlib.contextmanager
def _waiter() -> Generator[list[float]]:
    """Yield a list that gets the longest time for which the machine held a waiting process up."""
    process = subprocess.Popen(
        [sys.executable, "-c", _WAITER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    found: list[float] = []
    try:
        yield found
    finally:
        out, _ = process.communicate("\n", timeout=10)
        found.append(float(out))


def session(folder: str, data: str, seconds: float) -> dict[str, Any]:
    """Do all that a session holds, spread over its time.

    Parameters
    ----------
    folder : str
        A library; it is copied.
    data : str
        Folder of collections.
    seconds : float
        How long to go on; searches and previews are spread over it.
    """
    copy = Path(folder).with_name("session")
    fresh = copy.with_name("fresh")
    for place in (copy, fresh):
        shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(folder, copy)
    _write_files(Path(data), fresh)
    with open_window(str(copy)) as composition, _waiter() as held_up:
        wait(2.0)
        pulse = Pulse()
        done = _go_through(composition, pulse, fresh, seconds)
        pulse.stop()
    over = sum(gap > 50 for gap in pulse.gaps)
    return {
        "longest_ms": max(pulse.gaps),
        "over_50_ms": over,
        "machine_ms": held_up[0],
        "worst": dict(pulse.worst),
        **done,
    }


def _write_files(data: Path, fresh: Path) -> None:
    fresh.mkdir()
    passages = scale_data.passages(data, 360_000)[: N_FILES * PASSAGES_A_FILE]
    for i in range(N_FILES):
        part = passages[i * PASSAGES_A_FILE : (i + 1) * PASSAGES_A_FILE]
        (fresh / f"paper {i}.txt").write_text("\n\n".join(part), encoding="utf-8")


def _go_through(
    composition: Composition, pulse: Pulse, fresh: Path, seconds: float
) -> dict[str, int]:
    pdfs = [row for row in composition.library.documents() if row.format == "pdf" and row.n_pages]
    before = composition.library.status().documents
    did: dict[str, int] = defaultdict(int)
    composition.window.sessions.work.add([fresh])
    begin = time.monotonic()
    for i in range(N_SEARCHES):
        pause = max(0.0, begin + seconds * i / N_SEARCHES - time.monotonic())
        pulse.doing = "rest"
        wait(pause)
        for name, every, act in _ACTS:
            if i % every == every - 1:
                pulse.doing = name
                act(composition, i, pdfs)
                did[name] += 1
    pulse.doing = "end"
    wait_until(lambda: not composition.window.sessions.work.status.is_busy, 300)
    did["files"] = composition.library.status().documents - before
    return dict(did)


def _search(composition: Composition, i: int, _: list[DocumentRow]) -> None:
    from PySide6.QtTest import QTest

    parts = composition.window.parts
    parts.field.clear()
    QTest.keyClicks(parts.field, QUERIES[i % len(QUERIES)], delay=15)
    wait_until(lambda: parts.results.has_results)
    wait(0.1)


def _scroll(composition: Composition, _: int, __: list[DocumentRow]) -> None:
    for by in (1, 1, 1, -1):
        composition.window.parts.results.go(by, by_page=True)
        wait(0.05)


def _preview(composition: Composition, i: int, pdfs: list[DocumentRow]) -> None:
    composition.window.show_document(pdfs[i % len(pdfs)])
    wait(0.5)


def _teach(composition: Composition, i: int, _: list[DocumentRow]) -> None:
    composition.window.parts.results.tree.select_first()
    composition.window.teaching.judge(i % 2 == 0)
    wait(0.4)


def _theme(composition: Composition, i: int, _: list[DocumentRow]) -> None:
    from findling.ui.theme.tokens import ThemeMode

    composition.theme.set_mode(ThemeMode.DARK if i % 40 < 20 else ThemeMode.LIGHT)
    wait(0.3)


def _mode(composition: Composition, i: int, _: list[DocumentRow]) -> None:
    from findling.services.types import SearchMode

    composition.window.parts.mode.choose(SearchMode.WORDS if i % 14 < 7 else SearchMode.BEST)
    wait(0.2)


def _map(composition: Composition, _: int, __: list[DocumentRow]) -> None:
    composition.window.mapping.open()
    wait(1.0)
    if composition.window.mapping.window is not None:
        composition.window.mapping.window.close()


_ACTS: tuple[tuple[str, int, Callable[[Composition, int, list[DocumentRow]], None]], ...] = (
    ("search", 1, _search),
    ("scroll", 2, _scroll),
    ("preview", N_SEARCHES // N_PREVIEWS, _preview),
    ("teach", 10, _teach),
    ("modes", 7, _mode),
    ("theme", 20, _theme),
    ("map", 50, _map),
)
