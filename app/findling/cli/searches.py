# SPDX-License-Identifier: Apache-2.0
"""``findling searches``: searches with a name. ``findling search --saved NAME`` runs one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from findling.cli.arguments import add_json, add_library
from findling.cli.results import to_json
from findling.cli.terminal import printable
from findling.services.library import Library
from findling.services.saved_searches import SavedSearchKeeper
from findling.services.types import SearchMode

if TYPE_CHECKING:
    import argparse

    from findling.cli.arguments import Subparsers


def register(subparsers: Subparsers) -> None:
    """Add the command with its parts."""
    parser = subparsers.add_parser("searches", help="list, save, rename and delete saved searches")
    parts = parser.add_subparsers(metavar="WHAT", required=True)
    part = _part(parts, "list", "all saved searches")
    add_json(part)
    part.set_defaults(run=run_list)
    part = _part(parts, "save", "keep a search, in place of one of the same name")
    part.add_argument("name", metavar="NAME")
    part.add_argument("query", metavar="QUERY")
    part.add_argument("--mode", choices=[mode.value for mode in SearchMode], default="best")
    part.set_defaults(run=run_save)
    part = _part(parts, "rename", "give one another name")
    part.add_argument("name", metavar="NAME")
    part.add_argument("new", metavar="NEW")
    part.set_defaults(run=run_rename)
    part = _part(parts, "delete", "remove one")
    part.add_argument("name", metavar="NAME")
    part.set_defaults(run=run_delete)


def _part(parts: Subparsers, name: str, words: str) -> argparse.ArgumentParser:
    part = parts.add_parser(name, help=words)
    add_library(part)
    return part


def run_list(options: argparse.Namespace) -> int:
    """Print saved searches."""
    with Library.open(options.library, create=False) as library:
        rows = library.saved_searches()
    if options.json:
        for row in rows:
            print(to_json(row))
        return 0
    lines = [printable(f"{row.name}: {row.query}  ({row.mode.value})") for row in rows]
    print("\n".join(lines) or "No search was saved yet.")
    return 0


def run_save(options: argparse.Namespace) -> int:
    """Keep a search."""
    with Library.open(options.library, create=False, writable=True) as library:
        mode = SearchMode(options.mode)
        SavedSearchKeeper(library).save(options.name, options.query, mode)
    return 0


def run_rename(options: argparse.Namespace) -> int:
    """Rename a search."""
    with Library.open(options.library, create=False, writable=True) as library:
        keeper = SavedSearchKeeper(library)
        keeper.rename(keeper.find(options.name).id, options.new)
    return 0


def run_delete(options: argparse.Namespace) -> int:
    """Remove a search."""
    with Library.open(options.library, create=False, writable=True) as library:
        keeper = SavedSearchKeeper(library)
        keeper.delete(keeper.find(options.name).id)
    return 0
