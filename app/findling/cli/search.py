# SPDX-License-Identifier: Apache-2.0
"""``findling search QUERY``: find passages and print them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from findling.cli.arguments import add_json, add_library, add_mode, result_count
from findling.cli.reasons import reason_lines
from findling.cli.results import facet_lines, result_lines, to_json
from findling.cli.terminal import counted
from findling.errors import AppError
from findling.services.library import Library
from findling.services.saved_searches import SavedSearchKeeper
from findling.services.search import SearchService

if TYPE_CHECKING:
    import argparse

    from findling.cli.arguments import Subparsers
    from findling.services.explaining import Reasons
    from findling.services.types import PassageHit, SearchResults


_QUOTE = '"'

_CONDITIONS = (
    ("type", "TYPE", "only files of a type, such as pdf, word or mail"),
    ("folder", "NAME", "only files in a folder"),
    ("name", "NAME", "only files with this in their names"),
    ("title", "TEXT", "only documents with this in their titles"),
    ("author", "NAME", "only documents by somebody"),
    ("label", "NAME", "only documents that have a label"),
    ("lang", "CODE", "only documents that say they are in a language"),
    ("after", "DATE", "only from a date on: 2024, 2024-03, 15.3.2024, 14d"),
    ("before", "DATE", "only from before a date"),
    ("size", "SIZE", "only files of a size: >1mb, <10kb, 1mb..5mb"),
    ("near", "ID", "like a document, or a passage (p and its number)"),
)


def register(subparsers: Subparsers) -> None:
    """Add the command."""
    parser = subparsers.add_parser("search", help="find passages by words and meaning")
    parser.add_argument("query", nargs="*", metavar="QUERY", help="what you want to know")
    parser.add_argument("-k", type=result_count, default=10, metavar="N", help="passages (10)")
    add_mode(parser)
    for name, shown, meaning in _CONDITIONS:
        parser.add_argument(f"--{name}", metavar=shown, help=f"{meaning}; as {name}:{shown}")
    parser.add_argument("--saved", metavar="NAME", help="a saved search, and the query added to it")
    parser.add_argument("--facets", action="store_true", help="count what was found")
    parser.add_argument("--why", type=result_count, metavar="N", help="explain passage number N")
    parser.add_argument(
        "--export", type=Path, metavar="FILE", help="write them: .csv .tsv .jsonl .md .bib .ris"
    )
    add_library(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Search and print; the exit status is 0 even when nothing was found."""
    with Library.open(options.library, create=False) as library:
        if options.saved is not None:
            saved = SavedSearchKeeper(library).find(options.saved)
            options.query = [saved.query, *options.query]
            options.mode = saved.mode
        service = SearchService(library)
        service.sync()
        results = service.search(_query(options), options.mode, options.k)
        facets = service.facets(_query(options), options.mode) if options.facets else ()
        reasons = None if options.why is None else _explain(service, results, options)
        n_written = None if options.export is None else service.write(results, options.export)
    if service.problem:
        print(f"findling: {service.problem}", file=sys.stderr)
    if n_written is not None:
        print(f"{counted(n_written, 'passage')} written to {options.export}")
    elif reasons is not None:
        print(to_json(reasons) if options.json else "\n".join(reason_lines(reasons)))
    elif options.json:
        print(to_json(results, facets=facets) if options.facets else to_json(results))
    else:
        lines = result_lines(results, options.mode, styled=sys.stdout.isatty())
        print("\n".join([*lines, *facet_lines(facets)]))
    return 0


def _explain(
    service: SearchService, results: SearchResults, options: argparse.Namespace
) -> Reasons:
    """Explain the passage that the list of results gives a number."""
    hits: list[PassageHit] = [hit for group in results.groups for hit in group.hits]
    number: int = options.why
    if number > len(hits):
        found = f"{len(hits)} were found" if hits else "nothing was found"
        raise AppError(f"There is no passage number {number} to explain: {found}.")
    return service.explain(_query(options), hits[number - 1].passage_id, options.mode)


def _query(options: argparse.Namespace) -> str:
    """Return the query with the conditions that were given as options."""
    given = ((name, getattr(options, name)) for name, _, _ in _CONDITIONS)
    conditions = (f'{name}:"{value.replace(_QUOTE, " ")}"' for name, value in given if value)
    return " ".join([*options.query, *conditions])
