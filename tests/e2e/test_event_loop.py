# SPDX-License-Identifier: Apache-2.0
"""The window stays quick while the worker reads 300 files: its event loop is never held up.

What a busy machine adds is measured beside it, by a process that does nothing but wait.
"""

from __future__ import annotations

import csv
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import docx
import pytest
from PySide6.QtCore import QElapsedTimer, QObject, QSettings, Qt, QTimer

from findling.ui.composition import Composition
from findling.ui.sessions.work import Phase

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

N_FILES = 300
LONGEST_MS = 50.0
FIRST_RESULT_SECONDS = 20.0
TRIES = 3
TICK_MS = 2

WORDS = [
    *(f"{first}{last}" for first in ("riv", "sto", "lam", "gar") for last in ("er", "ne", "p")),
    *("tenant", "notice", "deposit", "window", "kitchen", "meadow", "violin", "market"),
]

# Ticks like the window's timer does, in a process with nothing else to do: its longest gap is what
# the machine itself takes away.
CONTROL = """
import sys, time
end, last, longest = time.monotonic() + 600, time.monotonic(), 0.0
print("ready", flush=True)
import select
while time.monotonic() < end:
    if select.select([sys.stdin], [], [], 0.002)[0]:
        break
    now = time.monotonic()
    longest, last = max(longest, now - last), now
print(longest * 1000, flush=True)
"""


class Pulse(QObject):
    """Notes the longest time that the event loop took between two ticks."""

    def __init__(self) -> None:
        super().__init__()
        self._clock = QElapsedTimer()
        self._clock.start()
        self._last = self._clock.nsecsElapsed()
        self.gaps_ms: list[float] = []
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_tick)
        self._timer.start(TICK_MS)

    def _on_tick(self) -> None:
        now = self._clock.nsecsElapsed()
        self.gaps_ms.append((now - self._last) / 1e6 - TICK_MS)
        self._last = now

    def stop(self) -> float:
        """Return the longest gap in milliseconds."""
        self._timer.stop()
        return max(self.gaps_ms)


def sentences(number: int, n: int) -> list[str]:
    """Return sentences that differ from file to file."""
    picks = [WORDS[(number * 7 + 3 * k + k * k) % len(WORDS)] for k in range(8 * n)]
    return [" ".join(picks[8 * k : 8 * k + 8]).capitalize() + "." for k in range(n)]


def write_files(folder: Path) -> None:
    """Write files of five kinds in equal parts."""
    folder.mkdir()
    for number in range(N_FILES):
        lines = [f"Paper number{number}.", *sentences(number, 60)]
        kind = ("txt", "md", "html", "csv", "docx")[number % 5]
        path = folder / f"paper-{number}.{kind}"
        if kind == "docx":
            document = docx.Document()
            for line in lines:
                document.add_paragraph(line)
            document.save(str(path))
        elif kind == "csv":
            with path.open("w", newline="", encoding="utf-8") as file:
                csv.writer(file).writerows([line.split() for line in lines])
        elif kind == "html":
            path.write_text("".join(f"<p>{line}</p>" for line in lines), encoding="utf-8")
        else:
            path.write_text("\n\n".join(lines), encoding="utf-8")


class Control:
    """The process that only waits."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", CONTROL],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n"

    def stop(self) -> float:
        """Return the longest gap in milliseconds."""
        said, _ = self._process.communicate("\n", timeout=10)
        return float(said)


class Measured:
    """What one run of the window came to."""

    def __init__(self, own_ms: float, control_ms: float, first_result_s: float) -> None:
        self.own_ms = own_ms
        self.control_ms = control_ms
        self.first_result_s = first_result_s

    @property
    def is_good(self) -> bool:
        """Whether the window, not the machine, kept its promise."""
        return self.own_ms < LONGEST_MS

    def __str__(self) -> str:
        return (
            f"longest gap {self.own_ms:.1f} ms (an idle process beside it: {self.control_ms:.1f} "
            f"ms), first result after {self.first_result_s:.2f} s"
        )


def run_once(app: QApplication, qtbot: QtBot, folder: Path, library: Path) -> Measured:
    """Drop a folder on a window with the real worker, search while it reads, and watch."""
    settings = QSettings(str(library.with_suffix(".ini")), QSettings.Format.IniFormat)
    with Composition(app, library, settings) as composition:
        window = composition.window
        window.show()
        qtbot.waitUntil(window.parts.welcome.isVisible, timeout=20_000)
        control, pulse = Control(), Pulse()
        started = time.monotonic()
        window.sessions.work.add([folder])
        qtbot.waitUntil(window.parts.field.isEnabled, timeout=30_000)
        qtbot.keyClicks(window.parts.field, "tenant notice", delay=20)
        qtbot.waitUntil(lambda: window.parts.results.has_results, timeout=30_000)
        first_result = time.monotonic() - started
        assert window.sessions.work.status.phase is Phase.WORKING  # words do not wait for the rest
        ends = (Phase.DONE, Phase.BROKEN, Phase.STOPPED)
        qtbot.waitUntil(lambda: window.sessions.work.status.phase in ends, timeout=100_000)
        measured = Measured(pulse.stop(), control.stop(), first_result)
        summary = window.sessions.work.status.summary
        assert summary is not None
        assert (summary.found, summary.read) == (N_FILES, N_FILES)
    return measured


@pytest.mark.timeout(400)
def test_the_event_loop_is_never_held_up_while_300_files_are_read(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    write_files(tmp_path / "papers")
    runs: list[Measured] = []
    while len(runs) < TRIES and not any(run.is_good for run in runs):
        library = tmp_path / f"library-{len(runs)}"
        runs.append(run_once(qapp, qtbot, tmp_path / "papers", library))
    told = "; ".join(str(run) for run in runs)
    record_property("event_loop", told)
    print(told)
    best = min(runs, key=lambda run: run.own_ms)
    # On a machine that takes more than the limit away by itself the window cannot be judged.
    allowed = max(LONGEST_MS, 2 * best.control_ms)
    assert best.own_ms < allowed, told
    assert min(run.first_result_s for run in runs) < FIRST_RESULT_SECONDS, told
