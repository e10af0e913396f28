# SPDX-License-Identifier: Apache-2.0
"""``findling unlock FILE``: read a document that needs a password."""

from __future__ import annotations

import getpass
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from findling.cli.add import index
from findling.cli.arguments import add_library
from findling.cli.running import CANCELLED
from findling.cli.terminal import counted
from findling.errors import AppError
from findling.services.library import Library
from findling.services.passwords import MAX_LENGTH, Keyring, Unlocker, is_locked
from findling.services.reading import ReaderPool

if TYPE_CHECKING:
    import argparse

    from findling.cli.arguments import Subparsers


def register(subparsers: Subparsers) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "unlock",
        help="read a PDF that needs a password, and others in its folder with the same one",
        description="Asks for the password, or takes it from the first line of a pipe. "
        "It is kept in memory only, until the command ends.",
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="a PDF that `failures` lists")
    add_library(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Ask for the password, try it, read what it opens."""
    path = _resolved(options.file)
    with Library.open(options.library, create=False, writable=True) as library:
        waiting = [row for row in library.needs_attention() if row.path == path]
        if not waiting:
            raise AppError(
                f"{options.file} does not wait for a password.",
                hint="`findling failures` lists the files that could not be read.",
            )
        locked = [row for row in waiting if is_locked(row)] or waiting
        keyring = Keyring()
        with closing(ReaderPool(1)) as opener:
            tried = Unlocker(library, opener, keyring).unlock(locked[0].id, _password(path))
        sources = [s.id for s in library.sources() if path.is_relative_to(s.path)]
        summary = index(library, sources, keyring=keyring)
        still_locked = {row.id for row in library.needs_attention() if is_locked(row)}
    if summary.cancelled:
        return CANCELLED
    n_left = len(still_locked.intersection(tried))
    print(f"{counted(len(tried) - n_left, 'document')} unlocked.")
    if n_left:
        print(f"{counted(n_left, 'other document')} in the folder stayed locked.")
    return 0


def _resolved(path: Path) -> Path:
    """Return a path as libraries note it: links in its folders are followed, not its own."""
    absolute = path.expanduser().absolute()
    return absolute.parent.resolve() / absolute.name


def _password(path: Path) -> str:
    """Ask without showing what is typed, or take the first line of a pipe."""
    if sys.stdin.isatty():
        return getpass.getpass(f"Password of {path.name}: ")
    return sys.stdin.readline(MAX_LENGTH + 2).rstrip("\r\n")
