# SPDX-License-Identifier: Apache-2.0
"""``findling add PATH...``: read files and folders into a library and learn from them."""

from __future__ import annotations

import sys
from contextlib import closing, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from findling.cli.arguments import add_library
from findling.cli.running import CANCELLED, run_job
from findling.cli.status import failure_lines
from findling.cli.terminal import counted, duration
from findling.errors import AppError
from findling.jobs.context import CancelledError
from findling.services.indexer import Indexer
from findling.services.learning import Learner, Need
from findling.services.library import Library
from findling.services.pacing import waiting_for_power
from findling.services.passwords import Keyring, KeyringReader
from findling.services.reading import ReaderPool
from findling.services.scan_reader import ScanReader, ScanTools
from findling.services.tesseract import Tesseract

if TYPE_CHECKING:
    import argparse
    import threading
    from collections.abc import Sequence

    from findling.cli.arguments import Subparsers
    from findling.jobs.context import JobContext
    from findling.services.job_settings import JobSettings
    from findling.services.types import IndexSummary

_LISTED = 20
"""Files that were not read are listed up to this number; `findling failures` lists all."""


def register(subparsers: Subparsers) -> None:
    """Add the command."""
    parser = subparsers.add_parser("add", help="read files and folders, or read again what changed")
    parser.add_argument("paths", nargs="+", metavar="PATH", type=Path, help="files and folders")
    add_library(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Add, index, and tell what became of it."""
    with Library.open(options.library, writable=True) as library:
        added = library.add_sources(options.paths)
        for path in added.missing:
            print(f"findling: {path} does not exist", file=sys.stderr)
        if not added.source_ids:
            raise AppError("There is nothing to add.")
        summary = index(library, added.source_ids)
        print("\n".join(summary_lines(summary)))
        rows = library.needs_attention(_LISTED + 1) if summary.failed + summary.unsupported else []
        for line in failure_lines(rows[:_LISTED]):
            print(line)
        if len(rows) > _LISTED:
            print("... and more: `findling failures` lists all")
    if summary.cancelled:
        return CANCELLED
    return 1 if added.missing else 0


def index(
    library: Library,
    source_ids: Sequence[int],
    interrupted: threading.Event | None = None,
    keyring: Keyring | None = None,
    background: JobSettings | None = None,
) -> IndexSummary:
    """Bring sources up to date, showing progress on stderr; Ctrl+C stops in good order.

    ``interrupted`` is as for `run_job`; ``keyring`` has passwords of locked files; ``background``
    is how to work when nobody waits for it: what was just asked for does not wait for power.
    """
    settings = background or library.job_settings()
    count = settings.pace.n_readers
    passwords = keyring or Keyring()
    is_patient = background is not None and background.pause_on_battery

    def job(context: JobContext) -> IndexSummary:
        with closing(ReaderPool(count)) as pool:
            reader = KeyringReader(pool, passwords)
            with waiting_for_power(context, _tell_power) if is_patient else nullcontext():
                summary = Indexer(library, reader, context, pace=settings.pace).run(source_ids)
                if summary.cancelled or not library.ocr_settings().enabled:
                    return summary
                return _with_scans(library, pool, context, summary)

    return run_job(job, interrupted)


def _with_scans(
    library: Library, pool: ReaderPool, context: JobContext, summary: IndexSummary
) -> IndexSummary:
    """Read scans, the slowest part, after all else can be found."""
    tesseract = Tesseract.find()
    if tesseract is None:
        print("Scans were not read: Tesseract is no longer installed.", file=sys.stderr)
        return summary
    tools = ScanTools(pool, tesseract, pool)
    pace = library.job_settings().pace
    try:
        done = ScanReader(library, tools, context, pace).run()
        learned = done.documents > 0 and Learner(library, context, pace.n_threads).run()
    except CancelledError:
        return replace(summary, cancelled=True)
    return replace(
        summary,
        passages=library.status().passages,
        learned=summary.learned or learned is Need.LEARN,
    )


def _tell_power(on_battery: bool) -> None:
    told = "On battery: waiting for power." if on_battery else "On power again: going on."
    print(told, file=sys.stderr)


def summary_lines(summary: IndexSummary) -> list[str]:
    """Return what one run did, in words."""
    files = counted(summary.found, "file")
    parts = [f"{summary.read:,} read", f"{summary.unchanged:,} unchanged"]
    parts += [f"{summary.removed:,} gone"] if summary.removed else []
    parts += [f"{summary.failed:,} failed", f"{summary.unsupported:,} of other formats"]
    learned = ", learned from them" if summary.learned else ""
    lines = [
        f"{files}: {', '.join(parts)}.",
        f"{counted(summary.passages, 'passage')} in the library{learned}; "
        f"this took {duration(summary.seconds)}.",
    ]
    if summary.cancelled:
        lines.append("Stopped before the end. What was read is kept; add again to go on.")
    return lines
