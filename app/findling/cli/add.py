# SPDX-License-Identifier: Apache-2.0
"""``findling add PATH...``: read files and folders into a library and learn from them."""

from __future__ import annotations

import signal
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from findling.cli.arguments import add_library
from findling.cli.status import failure_lines
from findling.cli.terminal import ProgressLine, counted, duration
from findling.errors import AppError
from findling.jobs.context import JobContext
from findling.services.indexer import Indexer, default_readers
from findling.services.library import Library
from findling.services.reading import ReaderPool
from findling.services.types import Progress, Stage

if TYPE_CHECKING:
    import argparse
    from collections.abc import Generator, Sequence

    from findling.cli.arguments import Subparsers
    from findling.jobs.context import JobProgress
    from findling.services.types import IndexSummary

CANCELLED = 130
"""Exit status after Ctrl+C, as shells expect it."""

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


def index(library: Library, source_ids: Sequence[int]) -> IndexSummary:
    """Bring sources up to date, showing progress on stderr; Ctrl+C stops in good order."""
    line = ProgressLine(sys.stderr)
    context = JobContext(lambda progress: line.show(_as_progress(progress)))
    count = default_readers()
    try:
        with interrupt_cancels(context), closing(ReaderPool(count)) as reader:
            return Indexer(library, reader, context, n_readers=count).run(source_ids)
    finally:
        line.clear()


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


def _as_progress(progress: JobProgress) -> Progress:
    """Return a job's progress as the services' type; its stages carry their names."""
    return Progress(
        Stage(progress.stage),
        progress.done,
        progress.total,
        progress.item,
        progress.rate,
        progress.eta_seconds,
    )


@contextmanager
def interrupt_cancels(context: JobContext) -> Generator[None]:
    """Have the first Ctrl+C stop the job in good order; a second one ends it at once."""

    def cancel(_number: int, _frame: object) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        context.cancel()

    before = signal.signal(signal.SIGINT, cancel)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
