# SPDX-License-Identifier: Apache-2.0
"""``findling watch``, ``mode`` and ``exclude``: keep a library current, how hard, and of what."""

from __future__ import annotations

import argparse
import queue
import signal
import threading
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from findling.cli.add import index, summary_lines
from findling.cli.arguments import JOB_MODES, add_json, add_library, job_mode
from findling.cli.results import to_json
from findling.cli.running import CANCELLED
from findling.cli.status import mode_line
from findling.cli.terminal import counted, file_size, printable
from findling.jobs.power import set_niceness
from findling.services.exclusions import Exclusions
from findling.services.job_settings import JobSettings
from findling.services.library import Library
from findling.services.watching import FolderWatch

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from findling.cli.arguments import Subparsers
    from findling.services.types import IndexSummary

_MB = 1_000_000


def register(subparsers: Subparsers) -> None:
    """Add the three commands."""
    parser = subparsers.add_parser("watch", help="keep the library up to date until Ctrl+C")
    parser.add_argument(
        "--mode", type=job_mode, metavar=JOB_MODES, help="how hard to work, for this run only"
    )
    add_library(parser)
    parser.set_defaults(run=run_watch)

    parser = subparsers.add_parser("mode", help="show or set how hard background work may press")
    parser.add_argument(
        "mode", nargs="?", type=job_mode, metavar=JOB_MODES, help="quiet lets all else go first"
    )
    parser.add_argument(
        "--pause-on-battery",
        action=argparse.BooleanOptionalAction,
        help="whether background work waits while there is no power",
    )
    add_library(parser)
    add_json(parser)
    parser.set_defaults(run=run_mode)

    parser = subparsers.add_parser("exclude", help="leave files out of the added folders")
    parser.add_argument(
        "patterns",
        nargs="*",
        metavar="PATTERN",
        help="names such as '*.log' or 'archive', or paths from an added folder",
    )
    parser.add_argument("--remove", action="store_true", help="leave these out no longer")
    parser.add_argument(
        "--larger-than", metavar="MB", type=float, help="leave out larger files; 0 for no limit"
    )
    add_library(parser)
    parser.set_defaults(run=run_exclude)


def run_watch(options: argparse.Namespace) -> int:
    """Read what has changed, now and whenever something changes."""
    hints: queue.SimpleQueue[tuple[int, ...]] = queue.SimpleQueue()
    interrupted = threading.Event()
    with Library.open(options.library, create=False, writable=True) as library:
        settings = library.job_settings()
        settings = replace(settings, mode=options.mode or settings.mode)
        set_niceness(settings.pace.niceness)
        watch = FolderWatch(hints.put)
        try:
            with _interrupt_wakes(interrupted, hints):
                watch.watch(library.sources())
                folders = counted(len(library.sources()), "file or folder", "files and folders")
                print(f"Watching {folders}. Ctrl+C ends it.", flush=True)
                while changed := _changed(hints, interrupted):
                    summary = index(library, changed, interrupted, background=settings)
                    if _is_news(summary) and not summary.cancelled:
                        print("\n".join(summary_lines(summary)), flush=True)
            return CANCELLED
        except KeyboardInterrupt:
            return CANCELLED
        finally:
            watch.close()


@contextmanager
def _interrupt_wakes(
    interrupted: threading.Event, hints: queue.SimpleQueue[tuple[int, ...]]
) -> Generator[None]:
    """Have Ctrl+C end the waiting for hints; a second one ends everything at once.

    An exception would be lost where Python happens to be inside of a finalizer.
    """

    def wake(_number: int, _frame: object) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        interrupted.set()
        hints.put(())

    before = signal.signal(signal.SIGINT, wake)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def run_mode(options: argparse.Namespace) -> int:
    """Set what is given, then show what holds."""
    is_change = options.mode is not None or options.pause_on_battery is not None
    with Library.open(options.library, create=is_change, writable=is_change) as library:
        settings = library.job_settings()
        if is_change:
            on_battery = options.pause_on_battery
            settings = JobSettings(
                options.mode or settings.mode,
                settings.pause_on_battery if on_battery is None else on_battery,
            )
            library.set_job_settings(settings)
    print(to_json(settings) if options.json else mode_line(settings))
    return 0


def _changed(
    hints: queue.SimpleQueue[tuple[int, ...]], interrupted: threading.Event
) -> Sequence[int]:
    """Wait for a hint; return the sources of all that have come, none after Ctrl+C."""
    changed: set[int] = set()
    while not changed and not interrupted.is_set():
        changed.update(hints.get())
        with suppress(queue.Empty):
            while True:
                changed.update(hints.get_nowait())
    return () if interrupted.is_set() else sorted(changed)


def _is_news(summary: IndexSummary) -> bool:
    return bool(summary.read or summary.removed or summary.learned)


def run_exclude(options: argparse.Namespace) -> int:
    """Change or show what is left out."""
    is_change = bool(options.patterns) or options.larger_than is not None
    with Library.open(options.library, create=not options.remove, writable=is_change) as library:
        now = library.exclusions()
        if is_change:
            given = dict.fromkeys(options.patterns)
            kept = [p for p in now.patterns if p not in given]
            patterns = tuple(kept if options.remove else [*kept, *given])
            limit = now.max_bytes
            if options.larger_than is not None:
                limit = round(options.larger_than * _MB)
            now = Exclusions(patterns, limit)
            library.set_exclusions(now)
            index(library, [source.id for source in library.sources()])
    print("\n".join(exclusion_lines(now)))
    return 0


def exclusion_lines(exclusions: Exclusions) -> list[str]:
    """Return what is left out, in words."""
    lines = ["Left out: hidden files, folders of programs"]
    lines += [f"  {printable(pattern)}" for pattern in exclusions.patterns]
    if exclusions.max_bytes:
        lines.append(f"  files larger than {file_size(exclusions.max_bytes)}")
    return lines
