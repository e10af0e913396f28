# SPDX-License-Identifier: Apache-2.0
"""The real window on a library of 100,000 passages: starting, typing, memory, its event loop.

``python3 dev.py bench window [--quick] [--json] [--data DIR]``; DIR holds ``docs/`` and ``text/``.
The library is made once, in ``build/bench-window``.
"""

from __future__ import annotations

import contextlib
import json
import statistics
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import numpy as np

import scale_data
from common import Row, in_child, options, report
from window_driving import FOLDER, QUERIES, open_window, wait, wait_until
from window_session import session

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from findling.ui.composition import Composition
    from findling.ui.sessions.search import Answer

N_FILES, PASSAGES_A_FILE = 280, 150


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


TASKS: dict[str, Callable[..., dict[str, Any]]] = {
    "start": start,
    "typing": typing,
    "memory": memory,
    "session": session,
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
    if "session" in args.parts:
        seconds = 60 if args.quick else 600
        found = in_child(__file__, "session", folder=folder, data=str(args.data), seconds=seconds)
        print(json.dumps(found), file=sys.stderr)
        name = f"{seconds} s of everything: longest stall of the event loop, ms"
        rows += [
            Row(name, found["longest_ms"], 50, lower_is_better=True),
            Row(
                "by the machine alone: a process that only waits, ms",
                found["machine_ms"],
            ),
        ]
    return report(rows, ["PySide6_Essentials"], as_json=args.json, judge=not args.quick)


if __name__ == "__main__":
    sys.exit(main())
