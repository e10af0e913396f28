# SPDX-License-Identifier: Apache-2.0
"""``findling verify``, ``repair`` and ``remove``: keep a library sound and as one wants it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from findling.cli.add import index, summary_lines
from findling.cli.arguments import add_json, add_library
from findling.cli.results import to_json
from findling.cli.running import run_job
from findling.cli.terminal import counted
from findling.errors import AppError
from findling.services.checkup import check, repair
from findling.services.library import Library

if TYPE_CHECKING:
    import argparse

    from findling.cli.arguments import Subparsers
    from findling.services.checkup import Checkup, Problem, Repair

_LIST_HINT = "`findling status` lists what was added."


def register(subparsers: Subparsers) -> None:
    """Add the three commands."""
    parser = subparsers.add_parser("verify", help="read all of the library and tell what is wrong")
    add_library(parser)
    add_json(parser)
    parser.set_defaults(run=run_verify)

    parser = subparsers.add_parser("repair", help="put right what `verify` finds")
    add_library(parser)
    parser.set_defaults(run=run_repair)

    parser = subparsers.add_parser("remove", help="take files and folders out of the library")
    parser.add_argument("paths", nargs="+", metavar="PATH", type=Path, help="as they were added")
    add_library(parser)
    parser.set_defaults(run=run_remove)


def run_verify(options: argparse.Namespace) -> int:
    """Check the library; exit status 1 when something is wrong with it."""
    found = run_job(lambda context: check(options.library, context))
    print(to_json(found) if options.json else "\n".join(checkup_lines(found)))
    return 1 if found.problems else 0


def run_repair(options: argparse.Namespace) -> int:
    """Put the library right, then read and learn again what was lost."""
    done = run_job(lambda context: repair(options.library, context))
    print("\n".join(repair_lines(done)))
    if done.reread or done.index_removed or done.database is not None:
        with Library.open(options.library, create=False, writable=True) as library:
            summary = index(library, [source.id for source in library.sources()])
        print("\n".join(summary_lines(summary)))
    return 0


def run_remove(options: argparse.Namespace) -> int:
    """Take sources out of the library; the files themselves are not touched."""
    wanted = {path.expanduser().absolute(): path for path in options.paths}
    with Library.open(options.library, create=False, writable=True) as library:
        known = {source.path: source for source in library.sources()}
        unknown = [path for absolute, path in wanted.items() if absolute not in known]
        for path in unknown:
            print(f"findling: {path} was not added to the library", file=sys.stderr)
        found = [known[path] for path in wanted if path in known]
        if not found:
            raise AppError("There is nothing to remove.", hint=_LIST_HINT)
        for source in found:
            library.remove_source(source.id)
        index(library, [])
    n_files = sum(source.documents for source in found)
    print(f"{counted(n_files, 'file')} left the library; on disk they are as they were.")
    return 1 if unknown else 0


def checkup_lines(found: Checkup) -> list[str]:
    """Return what a checkup came to, in words."""
    if not found.problems:
        texts, passages = counted(found.texts, "text"), counted(found.passages, "passage")
        return [f"The library is sound: {texts} with {passages} read and compared."]
    return [*_problem_lines(found.problems), "`findling repair` puts this right."]


def repair_lines(done: Repair) -> list[str]:
    """Return what was put right, in words."""
    if not done.problems:
        return ["The library is sound. Nothing was changed."]
    lines = _problem_lines(done.problems)
    if done.database is not None:
        lines.append(f"What could be read was kept; the damaged file is {done.database.kept_at}.")
        if done.database.from_backup:
            lines.append("What was missing of your folders and teachings comes from a backup.")
    if done.reread:
        lines.append(f"{counted(done.reread, 'file')} will be read again.")
    if done.index_removed:
        lines.append("The search index is made anew.")
    return lines


def _problem_lines(problems: tuple[Problem, ...]) -> list[str]:
    """Return each sentence once, with how often it holds."""
    counts: dict[str, int] = {}
    for problem in problems:
        counts[problem.sentence] = counts.get(problem.sentence, 0) + 1
    return [
        sentence if count == 1 else f"{sentence} ({count:,} times)"
        for sentence, count in counts.items()
    ]
