# SPDX-License-Identifier: Apache-2.0
"""``findling search QUERY``: find passages and print them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from findling.cli.arguments import add_json, add_library, add_mode, result_count
from findling.cli.results import result_lines, to_json
from findling.services.library import Library
from findling.services.search import SearchService

if TYPE_CHECKING:
    import argparse

    from findling.cli.arguments import Subparsers


def register(subparsers: Subparsers) -> None:
    """Add the command."""
    parser = subparsers.add_parser("search", help="find passages by words and meaning")
    parser.add_argument("query", nargs="+", metavar="QUERY", help="what you want to know")
    parser.add_argument("-k", type=result_count, default=10, metavar="N", help="passages (10)")
    add_mode(parser)
    add_library(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Search and print; the exit status is 0 even when nothing was found."""
    with Library.open(options.library, create=False) as library:
        service = SearchService(library)
        service.sync()
        results = service.search(" ".join(options.query), options.mode, options.k)
    if service.problem:
        print(f"findling: {service.problem}", file=sys.stderr)
    if options.json:
        print(to_json(results))
    else:
        print("\n".join(result_lines(results, options.mode, styled=sys.stdout.isatty())))
    return 0
