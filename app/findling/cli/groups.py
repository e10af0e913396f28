# SPDX-License-Identifier: Apache-2.0
"""``findling tags`` and ``findling collections``: group documents, wherever they lie on disk."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from findling.cli.arguments import add_json, add_library
from findling.cli.terminal import counted, printable
from findling.errors import AppError
from findling.services.groups import GroupKeeper, GroupKind
from findling.services.library import Library

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from findling.cli.arguments import Subparsers


def register(subparsers: Subparsers) -> None:
    """Add both commands with their parts."""
    for kind in GroupKind:
        _register(subparsers, kind)


def _register(subparsers: Subparsers, kind: GroupKind) -> None:
    word = kind.value
    parser = subparsers.add_parser(f"{word}s", help=f"group documents by {word}s of your own")
    parts = parser.add_subparsers(metavar="WHAT", required=True)
    part = _part(parts, "list", f"all {word}s")
    add_json(part)
    part.set_defaults(run=partial(run_list, kind))
    for name, words, run in (
        ("add", f"put documents into a {word}, which is made where there is none", run_add),
        ("remove", f"take documents out of a {word}", run_remove),
    ):
        part = _part(parts, name, words)
        part.add_argument("name", metavar="NAME")
        part.add_argument(
            "paths",
            metavar="PATH",
            type=Path,
            nargs="*" if name == "add" else "+",
            help="files of the library, or folders with such",
        )
        part.set_defaults(run=partial(run, kind))
    part = _part(parts, "rename", "give one another name")
    part.add_argument("name", metavar="NAME")
    part.add_argument("new", metavar="NEW")
    part.set_defaults(run=partial(run_rename, kind))
    part = _part(parts, "delete", "remove one; its documents stay")
    part.add_argument("name", metavar="NAME")
    part.set_defaults(run=partial(run_delete, kind))


def _part(parts: Subparsers, name: str, words: str) -> argparse.ArgumentParser:
    part = parts.add_parser(name, help=words)
    add_library(part)
    return part


def run_list(kind: GroupKind, options: argparse.Namespace) -> int:
    """Print groups of a kind."""
    with Library.open(options.library, create=False) as library:
        rows = [row for row in library.groups() if row.kind is kind]
    if options.json:
        for row in rows:
            value = {"name": row.name, "documents": sorted(row.documents)}
            print(json.dumps(value, ensure_ascii=False))
        return 0
    lines = [printable(f"{r.name}: {counted(len(r.documents), 'document')}") for r in rows]
    print("\n".join(lines) or f"There is no {kind.value} yet.")
    return 0


def run_add(kind: GroupKind, options: argparse.Namespace) -> int:
    """Put documents into a group."""
    with Library.open(options.library, create=False, writable=True) as library:
        documents = _documents(library, options.paths)
        GroupKeeper(library).put_in(kind, options.name, documents)
    return 0


def run_remove(kind: GroupKind, options: argparse.Namespace) -> int:
    """Take documents out of a group."""
    with Library.open(options.library, create=False, writable=True) as library:
        documents = _documents(library, options.paths)
        GroupKeeper(library).take_out(kind, options.name, documents)
    return 0


def run_rename(kind: GroupKind, options: argparse.Namespace) -> int:
    """Rename a group."""
    with Library.open(options.library, create=False, writable=True) as library:
        keeper = GroupKeeper(library)
        keeper.rename(keeper.find(kind, options.name).id, options.new)
    return 0


def run_delete(kind: GroupKind, options: argparse.Namespace) -> int:
    """Remove a group."""
    with Library.open(options.library, create=False, writable=True) as library:
        keeper = GroupKeeper(library)
        keeper.delete(keeper.find(kind, options.name).id)
    return 0


def _documents(library: Library, paths: Iterable[Path]) -> list[int]:
    """Return the documents that paths name or hold.

    Raises
    ------
    AppError
        If a path names none.
    """
    rows = library.documents()
    found: list[int] = []
    for path in paths:
        wanted = path.expanduser().absolute()
        here = [row.id for row in rows if row.path.is_relative_to(wanted)]
        if not here:
            raise AppError(f"{path} is not in the library.", hint="Add it first: findling add.")
        found += here
    return found
