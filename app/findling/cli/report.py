# SPDX-License-Identifier: Apache-2.0
"""``findling report``: facts for those who help, without anything of the documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from findling.cli.arguments import add_library
from findling.cli.terminal import counted, file_size
from findling.services.diagnostics import collect_report, write_report

if TYPE_CHECKING:
    import argparse

    from findling.cli.arguments import Subparsers


def register(subparsers: Subparsers) -> None:
    """Add the command."""
    parser = subparsers.add_parser("report", help="write a report for help, without private words")
    parser.add_argument("file", metavar="FILE", type=Path, help="file to write, such as report.zip")
    add_library(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the report and tell what is in it."""
    parts = collect_report(options.library)
    path: Path = options.file.absolute()
    write_report(parts, path)
    names = ", ".join(part.name for part in parts)
    print(f"{path}: {counted(len(parts), 'part')} ({names}), {file_size(path.stat().st_size)}.")
    print("It holds no texts, names, paths or searches. Read it before you pass it on.")
    return 0
