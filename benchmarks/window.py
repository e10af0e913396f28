# SPDX-License-Identifier: Apache-2.0
"""The real window on a library of 100,000 passages: starting, typing, memory, its event loop.

``python3 dev.py bench window [--quick] [--json] [--data DIR]``; DIR holds ``docs/`` and ``text/``.
The library is made once, in ``build/bench-window``.
"""

from __future__ import annotations

import contextlib
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

import scale_data
from common import ROOT, Row, in_child, options, report

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from findling.ui.app import Composition
    from findling.ui.sessions.search import Answer

FOLDER = ROOT / "build" / "bench-window"
N_FILES, PASSAGES_A_FILE = 280, 150
QUERIES = (
    "tenant notice period",
    "how a sparse network learns",
    "whale ship captain",
    "install package without network",
    "letter to my sister about the ball",
    "memory limit of a process",
    "interest rate risk of banks",
    "unicode string decoding error",
)
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def library(data: Path) -> Path:
    """Return the library, made when it is not there."""
    folder = FOLDER / "library"
    if not (folder / "index" / "CURRENT").exists():
        books = FOLDER / "books"
        books.mkdir(parents=True, exist_ok=True)
        passages = scale_data.passages(data, 360_000)[100_000:]
        for i in range(N_FILES):
            part = passages[i * PASSAGES_A_FILE : (i + 1) * PASSAGES_A_FILE]
            (books / f"book {i}.txt").write_text("\n\n".join(part), encoding="utf-8")
        command = [sys.executable, "-m", "findling", "add", books, data / "docs", data / "text"]
        subprocess.run([*command, "--library", folder], check=True, stdout=subprocess.DEVNULL)
    return folder


@contextlib.contextmanager
def open_window(folder: str) -> Generator[Composition]:
    """Yield the app as users have it, with its worker."""
    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication

    from findling.ui.app import Composition

    app = QApplication.instance() or QApplication([])
    settings = QSettings(str(FOLDER / "window.ini"), QSettings.Format.IniFormat)
    with Composition(app, Path(folder), settings) as composition:  # type: ignore[arg-type]
        composition.window.resize(1280, 800)
        composition.window.show()
        wait_until(composition.window.parts.field.isEnabled)
        yield composition


def wait_until(holds: Callable[[], bool], seconds: float = 60.0) -> None:
    """Let the window live until something holds."""
    from PySide6.QtCore import QCoreApplication, QEventLoop

    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)


def wait(seconds: float) -> None:
    """Let the window live for a while."""
    end = time.monotonic() + seconds
    wait_until(lambda: time.monotonic() > end)


def megabytes() -> float:
    """Return the resident memory of this process."""
    import psutil

    return psutil.Process().memory_info().rss / 1e6


def start(folder: str) -> dict[str, Any]:
    """Open the window; tell when it could be typed into, and when a first answer was there."""
    import psutil

    born = psutil.Process().create_time()
    with open_window(folder) as composition:
        ready = time.time() - born
        wait(2.0)
        idle = megabytes()
        begin = time.perf_counter()
        composition.window.parts.field.setText(QUERIES[0])
        wait_until(lambda: composition.window.parts.results.has_results)
        first = time.perf_counter() - begin
        return {"ready_s": ready, "first_s": first, "idle_mb": idle, "searched_mb": megabytes()}


class Painted:
    """Notes when an answer has been painted."""

    def __init__(self, composition: Composition) -> None:
        window = composition.window
        self.at = 0.0
        self._view = window.parts.results.tree.viewport()
        window.sessions.search.answered.connect(self._on_answered)  # after the window has

    def _on_answered(self, answer: Answer) -> None:
        self._view.repaint()
        self.at = time.perf_counter() if answer.is_final else 0.0


def typing(folder: str, mode: str) -> dict[str, Any]:
    """Type queries letter by letter; tell how long each letter takes to its painted answer."""
    from PySide6.QtTest import QTest

    from findling.services.types import SearchMode

    with open_window(folder) as composition:
        window = composition.window
        wait(1.5)
        window.parts.mode.choose(SearchMode(mode))
        painted = Painted(composition)
        times: list[float] = []
        for query in QUERIES:
            window.parts.field.clear()
            wait(0.1)
            for letter in query:
                painted.at, begin = 0.0, time.perf_counter()
                QTest.keyClicks(window.parts.field, letter)
                if not letter.strip():
                    continue
                with contextlib.suppress(TimeoutError):
                    wait_until(lambda: painted.at > 0, 3)
                    times.append((painted.at - begin) * 1000)
    return {"ms": times}


def memory(folder: str, n_searches: int, n_previews: int) -> dict[str, Any]:
    """Search and preview many times; tell what that leaves in memory."""
    with open_window(folder) as composition:
        window = composition.window
        session = window.sessions.search

        def search(n: int) -> None:
            for i in range(n):
                done: list[object] = []
                session.answered.connect(done.append)
                session.set_query(f"{QUERIES[i % len(QUERIES)]} {i % 37}")
                session.ask_now()
                wait_until(lambda done=done: bool(done))
                session.answered.disconnect(done.append)

        rows = [row for row in window.sessions.library._shelf.documents() if row.n_pages]  # type: ignore[attr-defined]

        def preview(n: int) -> None:
            for i in range(n):
                window.show_document(rows[i % len(rows)])
                wait(0.12)

        search(len(QUERIES) * 8)
        preview(min(len(rows), n_previews))
        wait(1.0)
        before = megabytes()
        search(n_searches)
        preview(n_previews)
        wait(1.0)
        return {"before_mb": before, "after_mb": megabytes(), "pdfs": len(rows)}


def stall(folder: str, seconds: float) -> dict[str, Any]:
    """Use everything in turns and watch the event loop."""
    from PySide6.QtCore import QElapsedTimer, Qt, QTimer

    from findling.services.types import SearchMode
    from findling.ui.theme.tokens import ThemeMode

    with open_window(folder) as composition:
        window = composition.window
        wait(2.0)
        clock, gaps, timer = QElapsedTimer(), list[float](), QTimer()
        clock.start()
        last = [clock.nsecsElapsed()]
        doing = ["start"]
        worst: dict[str, float] = {}

        def tick() -> None:
            now = clock.nsecsElapsed()
            gap = (now - last[0]) / 1e6 - 2
            gaps.append(gap)
            worst[doing[0]] = max(worst.get(doing[0], 0.0), gap)
            last[0] = now

        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(tick)
        timer.start(2)
        rows = [row for row in window.sessions.library._shelf.documents() if row.n_pages]  # type: ignore[attr-defined]
        end, i = time.monotonic() + seconds, 0
        while time.monotonic() < end:
            doing[0] = "search"
            window.parts.field.setText(QUERIES[i % len(QUERIES)])
            wait(0.4)
            doing[0] = "scroll"
            for _ in range(5):
                window.parts.results.go(1, by_page=True)
                wait(0.05)
            doing[0] = "preview"
            window.show_document(rows[i % len(rows)])
            wait(0.4)
            if i % 10 == 3:
                doing[0] = "theme"
                composition.theme.set_mode(ThemeMode.DARK if i % 20 == 3 else ThemeMode.LIGHT)
                wait(0.3)
            if i % 25 == 5:
                doing[0] = "map"
                window.mapping.open()
                wait(1.0)
            if i % 7 == 2:
                doing[0] = "modes"
                window.parts.mode.choose(SearchMode.WORDS if i % 2 else SearchMode.BEST)
                wait(0.2)
            i += 1
        timer.stop()
    return {"longest_ms": max(gaps), "worst": worst, "rounds": i}


TASKS: dict[str, Callable[..., dict[str, Any]]] = {
    "start": start,
    "typing": typing,
    "memory": memory,
    "stall": stall,
}


def main() -> int:
    """Run the benchmark."""
    parser = options(__doc__ or "")
    parser.add_argument("--parts", nargs="*", default=list(TASKS))
    args = parser.parse_args()
    if args.task:
        print(json.dumps(TASKS[args.task](**json.loads(args.arguments))))
        return 0
    folder = str(library(args.data))
    rows: list[Row] = []
    if "start" in args.parts:
        in_child(__file__, "start", folder=folder)  # warms the disk's cache
        starts = [in_child(__file__, "start", folder=folder) for _ in range(3)]
        ready = [found["ready_s"] for found in starts]
        spread = f"{min(ready):.2f}-{max(ready):.2f} of 3"
        rows += [
            Row(
                "start to a field that can be typed into, s",
                statistics.median(ready),
                1.5,
                lower_is_better=True,
                spread=spread,
            ),
            Row("first answer after that, s", starts[-1]["first_s"], lower_is_better=True),
            Row("memory when idle, MB", starts[-1]["idle_mb"], 600, lower_is_better=True),
        ]
    if "typing" in args.parts:
        for mode, goal in (("words", 50), ("best", 100)):
            times = in_child(__file__, "typing", folder=folder, mode=mode)["ms"]
            p50, p95 = np.percentile(times, [50, 95]).tolist()
            name = f"key press to painted answer, {mode}"
            rows += [
                Row(f"{name}: p95 ms", p95, goal, lower_is_better=True),
                Row(f"{name}: p50 ms", p50, lower_is_better=True),
            ]
    if "memory" in args.parts:
        n_searches, n_previews = (50, 10) if args.quick else (1000, 200)
        found = in_child(
            __file__, "memory", folder=folder, n_searches=n_searches, n_previews=n_previews
        )
        name = f"{n_searches:,} searches and {n_previews} previews"
        grown = found["after_mb"] - found["before_mb"]
        rows += [
            Row(f"{name}: memory grown, MB", grown, 20, lower_is_better=True),
            Row(f"{name}: memory then, MB", found["after_mb"], 600, lower_is_better=True),
        ]
    if "stall" in args.parts:
        seconds = 30 if args.quick else 300
        found = in_child(__file__, "stall", folder=folder, seconds=seconds)
        print(json.dumps(found["worst"]), file=sys.stderr)
        name = f"{seconds} s of everything: longest stall of the event loop, ms"
        rows += [Row(name, found["longest_ms"], 50, lower_is_better=True)]
    return report(rows, ["PySide6_Essentials"], as_json=args.json, judge=not args.quick)


if __name__ == "__main__":
    sys.exit(main())
