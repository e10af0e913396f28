# SPDX-License-Identifier: Apache-2.0
"""``findling demo``: read a small library of sample documents and ask it three questions."""

from __future__ import annotations

import sys
import tempfile
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from findling.cli.add import CANCELLED, index, summary_lines
from findling.cli.results import result_lines
from findling.services.library import Library
from findling.services.search import SearchService
from findling.services.types import SearchMode

if TYPE_CHECKING:
    import argparse

    from findling.cli.arguments import Subparsers

QUERIES = (
    "how much notice do we have to give to end the lease",
    "my loaf came out heavy and flat",
    "Was tun, wenn die Heizung gluckert?",
)

PASSAGES_PER_QUERY = 2


def register(subparsers: Subparsers) -> None:
    """Add the command."""
    parser = subparsers.add_parser("demo", help="try it on 26 sample documents")
    parser.set_defaults(run=run)


def run(_options: argparse.Namespace) -> int:
    """Read the sample library into a temporary folder, search it, print what is found."""
    sample = resources.files("findling").joinpath("sample_library")
    with (
        resources.as_file(sample) as folder,
        tempfile.TemporaryDirectory() as scratch,
        Library.open(Path(scratch) / "demo", writable=True) as library,
    ):
        added = library.add_sources([folder])
        print(f"Reading the sample documents in {folder} ...", flush=True)
        summary = index(library, added.source_ids)
        print("\n".join(summary_lines(summary)))
        if summary.cancelled:
            return CANCELLED
        _ask(library)
    print("\nNow your own: findling add FOLDER, then findling search QUESTION.")
    return 0


def _ask(library: Library) -> None:
    """Print what the sample questions find."""
    service = SearchService(library)
    service.sync()
    for query in QUERIES:
        print(f"\n? {query}\n")
        results = service.search(query, SearchMode.BEST, PASSAGES_PER_QUERY)
        print("\n".join(result_lines(results, SearchMode.BEST, styled=sys.stdout.isatty())))
