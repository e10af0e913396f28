# SPDX-License-Identifier: Apache-2.0
"""``findling status`` and ``findling failures``: what a library holds, what it could not read."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from findling.cli.arguments import add_json, add_library
from findling.cli.results import to_json
from findling.cli.terminal import counted, file_size, printable
from findling.services.library import Library

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from findling.cli.arguments import Subparsers
    from findling.services.job_settings import JobSettings
    from findling.services.types import DocumentRow, LibraryStatus, SourceRow


def register(subparsers: Subparsers) -> None:
    """Add the two commands."""
    for name, run, words in (
        ("status", run_status, "tell what the library holds"),
        ("failures", run_failures, "list the files that could not be read, with reasons"),
    ):
        parser = subparsers.add_parser(name, help=words)
        add_library(parser)
        add_json(parser)
        parser.set_defaults(run=run)


def run_status(options: argparse.Namespace) -> int:
    """Print the library's counts."""
    with Library.open(options.library, create=False) as library:
        status, sources = library.status(), library.sources()
    if options.json:
        print(to_json(status, sources=sources))
        return 0
    print("\n".join([*status_lines(status), *source_lines(sources)]))
    return 0


def run_failures(options: argparse.Namespace) -> int:
    """Print the files that could not be read."""
    with Library.open(options.library, create=False) as library:
        rows, status = library.needs_attention(), library.status()
    if options.json:
        for row in rows:
            print(to_json(row))
        return 0
    print("\n".join([*failure_lines(rows), *blank_lines(status)]) or "Every file could be read.")
    return 0


def status_lines(status: LibraryStatus) -> list[str]:
    """Return a library's counts in words."""
    learned = "nothing learned yet: results come from words"
    if status.trained_at is not None:
        when = time.strftime("%Y-%m-%d %H:%M", time.localtime(status.trained_at))
        learned = f"learned from {status.trained_passages:,} of them, {when}"
    files = counted(status.documents, "file")
    lines = [
        f"Library   {status.path}",
        f"Files     {files}: {status.read:,} read, {status.pending:,} waiting, "
        f"{status.failed:,} failed, {status.unsupported:,} of other formats",
        f"Passages  {status.passages:,}, {learned}",
        f"On disk   {file_size(status.bytes_on_disk)}",
        mode_line(status.jobs),
    ]
    return [*lines, *blank_lines(status)]


def blank_lines(status: LibraryStatus) -> list[str]:
    """Return one line when there are pages without text, with what can be done."""
    if not status.pages_without_text:
        return []
    pages = counted(status.pages_without_text, "page")
    files = counted(status.documents_without_text, "file")
    return [f"No text   {pages} in {files} (pictures or scans; see `findling ocr status`)"]


def mode_line(settings: JobSettings) -> str:
    """Return how hard background work presses the computer, in words."""
    on_battery = "waits" if settings.pause_on_battery else "goes on"
    return f"Work      {settings.mode.value}; on battery it {on_battery}"


def source_lines(sources: Iterable[SourceRow]) -> list[str]:
    """Return one line a file or folder that was added."""
    lines: list[str] = []
    for source in sources:
        state = "not connected" if source.missing else counted(source.documents, "file")
        lines.append(f"Added     {printable(str(source.path))} ({state})")
    return lines


def failure_lines(rows: Iterable[DocumentRow]) -> list[str]:
    """Return one line a file: where it is and why it was not read."""
    return [f"{printable(_place(row))}\n    {printable(row.reason)}" for row in rows]


def _place(row: DocumentRow) -> str:
    """Return a file's path, and for what is inside of it the names on the way."""
    return " > ".join((str(row.path), *row.names))
