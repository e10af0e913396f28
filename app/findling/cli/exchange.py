# SPDX-License-Identifier: Apache-2.0
"""``findling export`` and ``findling import``: a library as one file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from findling.cli.arguments import add_library
from findling.cli.running import run_job
from findling.cli.terminal import counted, file_size
from findling.services.exchange.exporting import export_library
from findling.services.exchange.importing import import_library
from findling.services.library import Library

if TYPE_CHECKING:
    from findling.cli.arguments import Subparsers
    from findling.services.exchange.exporting import ExchangeSummary


def register(subparsers: Subparsers) -> None:
    """Add the two commands."""
    parser = subparsers.add_parser("export", help="write the library into one file")
    parser.add_argument("file", metavar="FILE", type=Path, help="file to write, such as my.zip")
    parser.add_argument(
        "--without-index",
        action="store_true",
        help="leave out what was learned: a smaller file, and learning starts anew",
    )
    add_library(parser)
    parser.set_defaults(run=run_export)

    parser = subparsers.add_parser("import", help="make a new library from an exported one")
    parser.add_argument("file", metavar="FILE", type=Path, help="file that `export` wrote")
    parser.add_argument(
        "--at",
        metavar="NAME=DIR",
        type=place,
        action="append",
        default=[],
        help="where the folder called NAME in the file is on this computer; may be repeated",
    )
    add_library(parser)
    parser.set_defaults(run=run_import)


def place(text: str) -> tuple[str, Path]:
    """Return the two sides of ``NAME=DIR``."""
    name, equals, folder = text.partition("=")
    if not (name and equals and folder):
        raise argparse.ArgumentTypeError(f"expected NAME=DIR, got {text!r}")
    return name, Path(folder)


def run_export(options: argparse.Namespace) -> int:
    """Write the library into a file."""
    with Library.open(options.library, create=False) as library:
        summary = run_job(
            lambda context: export_library(
                library, options.file.absolute(), context, with_index=not options.without_index
            )
        )
    print(_told(summary))
    return 0


def run_import(options: argparse.Namespace) -> int:
    """Make a library from a file."""
    summary = run_job(
        lambda context: import_library(
            options.file, options.library, context, places=dict(options.at)
        )
    )
    print(_told(summary))
    return 0


def _told(summary: ExchangeSummary) -> str:
    parts = (
        counted(summary.documents, "file"),
        counted(summary.contents, "text"),
        counted(summary.passages, "passage"),
        f"{file_size(summary.bytes)} before packing",
    )
    return f"{summary.path}: {', '.join(parts)}."
