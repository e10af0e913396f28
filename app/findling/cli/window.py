# SPDX-License-Identifier: Apache-2.0
"""``findling window``, or ``findling`` alone, opens the window; ``findling quick`` a small one."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from findling.cli.arguments import add_library

if TYPE_CHECKING:
    from findling.cli.arguments import Subparsers


def register(subparsers: Subparsers) -> None:
    """Add the commands."""
    parser = subparsers.add_parser("quick", help="open a small search, for a key of your desktop")
    add_library(parser)
    parser.set_defaults(run=run_quick)
    parser = subparsers.add_parser("window", help="open the window (also without any command)")
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="files and folders to add"
    )
    parser.add_argument("--check", action="store_true", help=argparse.SUPPRESS)
    add_library(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Show the window until it is closed."""
    from findling.ui.app import run as show_window  # Qt is loaded for this command alone

    return show_window(library=options.library, paths=options.paths, checks=options.check)


def run_quick(options: argparse.Namespace) -> int:
    """Show the small search; a window that is open already shows it."""
    from findling.ui.app import run as show_window  # Qt is loaded for this command alone

    return show_window(library=options.library, quick=True)
