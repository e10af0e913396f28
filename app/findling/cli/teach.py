# SPDX-License-Identifier: Apache-2.0
"""``findling teach``: tell the library what answers a query, and what words mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from findling.cli.arguments import add_json, add_library
from findling.cli.results import to_json
from findling.cli.terminal import printable
from findling.services.library import Library
from findling.services.teaching import Teacher

if TYPE_CHECKING:
    import argparse

    from findling.cli.arguments import Subparsers
    from findling.services.types import TeachingRow


def register(subparsers: Subparsers) -> None:
    """Add the command with its parts."""
    parser = subparsers.add_parser("teach", help="say what answers a query and what words mean")
    parts = parser.add_subparsers(metavar="WHAT", required=True)
    for name, words in (
        ("good", "a passage answers a query"),
        ("bad", "a passage does not answer a query"),
    ):
        part = _part(parts, name, words)
        part.add_argument("query", metavar="QUERY")
        part.add_argument(
            "passage", metavar="PASSAGE", type=int, help="passage_id of `findling search --json`"
        )
        part.set_defaults(run=run_judge, good=name == "good")
    part = _part(parts, "means", "words mean other words")
    part.add_argument("words", metavar="WORDS")
    part.add_argument("meaning", metavar="MEANING")
    part.set_defaults(run=run_means)
    for name, words in (
        ("disable", "have a teaching count no longer"),
        ("enable", "have it count again"),
        ("forget", "remove it for good"),
    ):
        part = _part(parts, name, words)
        part.add_argument("number", metavar="NUMBER", type=int, help="as `findling teach list`")
        part.set_defaults(run=run_change, change=name)
    part = _part(parts, "list", "what was taught")
    add_json(part)
    part.set_defaults(run=run_list)


def _part(parts: Subparsers, name: str, words: str) -> argparse.ArgumentParser:
    part = parts.add_parser(name, help=words)
    add_library(part)
    return part


def run_judge(options: argparse.Namespace) -> int:
    """Judge a passage."""
    with Library.open(options.library, create=False, writable=True) as library:
        number = Teacher(library).judge(options.query, options.passage, good=options.good)
    print(f"Taught as number {number}. `findling teach forget {number}` takes it back.")
    return 0


def run_means(options: argparse.Namespace) -> int:
    """Give words a meaning."""
    with Library.open(options.library, create=False, writable=True) as library:
        number = Teacher(library).associate(options.words, options.meaning)
    print(f"Taught as number {number}. `findling teach forget {number}` takes it back.")
    return 0


def run_change(options: argparse.Namespace) -> int:
    """Enable, disable or forget a teaching."""
    with Library.open(options.library, create=False, writable=True) as library:
        teacher = Teacher(library)
        if options.change == "forget":
            teacher.forget(options.number)
        else:
            teacher.set_enabled(options.number, enabled=options.change == "enable")
    return 0


def run_list(options: argparse.Namespace) -> int:
    """Print what was taught."""
    with Library.open(options.library, create=False) as library:
        rows = Teacher(library).all()
    if options.json:
        for row in rows:
            print(to_json(row))
        return 0
    print("\n".join(map(teaching_line, rows)) or "Nothing was taught yet.")
    return 0


def teaching_line(row: TeachingRow) -> str:
    """Return a teaching on one line."""
    if row.kind == "means":
        said = f'"{row.query}" means "{row.meaning}"'
    else:
        judged = "answers" if row.kind == "good" else "does not answer"
        where = row.title or "not in the library now"
        said = f'"{row.excerpt[:60]}" ({where}) {judged} "{row.query}"'
    return f"{row.id:>5}  {printable(said)}{'' if row.enabled else '  (disabled)'}"
