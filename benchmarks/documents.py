# SPDX-License-Identifier: Apache-2.0
"""From a folder of real documents to the right passage: reading, searching, and what stays unread.

The twenty questions of `document_queries.tsv` are answered when one of the three best passages
comes from the named file and contains one of the named phrases.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from common import DEFAULT_DATA, Repeated, Row, in_child, options, peak_megabytes, report
from findling.jobs.context import JobContext
from findling.services.indexer import Indexer, default_readers
from findling.services.library import Library
from findling.services.reading import ReaderPool
from findling.services.search import SearchService
from findling.services.types import DocumentState

if TYPE_CHECKING:
    from findling.services.types import SearchResults

QUERIES = Path(__file__).with_name("document_queries.tsv")
TOP = 3


def answered(results: SearchResults, library: Library, file: str, phrases: str) -> bool:
    """Say whether a passage of that file with one of the phrases was found."""
    for group in results.groups:
        if file not in group.document.path.name:
            continue
        text = library.document_text(group.document.id).text
        for hit in group.hits:
            joined = re.sub("[\u00ad\ufffe]\\s*", "", text[hit.start : hit.end])
            passage = re.sub(r"\s+", " ", joined).lower()
            if any(phrase in passage for phrase in phrases.split("|")):
                return True
    return False


def ask(library: Library) -> tuple[int, list[str], Repeated]:
    """Put all questions; return how many were answered, the missed ones, and milliseconds each."""
    service = SearchService(library)
    service.sync()
    times, missed, right = Repeated(), list[str](), 0
    with QUERIES.open(encoding="utf-8", newline="") as lines:
        for query, file, phrases in list(csv.reader(lines, delimiter="\t"))[1:]:
            start = time.perf_counter()
            results = service.search(query, k=TOP)
            times.values.append(1000 * (time.perf_counter() - start))
            if answered(results, library, file, phrases):
                right += 1
            else:
                found = [group.document.path.name for group in results.groups]
                missed.append(f"{query} -> {', '.join(found)}")
    return right, missed, times


def task(folder: str, *, questions: bool) -> dict[str, Any]:
    """Index one folder in a fresh library, then ask."""
    with (
        tempfile.TemporaryDirectory() as scratch,
        Library.open(Path(scratch) / "library", writable=True) as library,
    ):
        ids = library.add_sources([Path(folder)]).source_ids
        count = default_readers()
        with closing(ReaderPool(count)) as readers:
            summary = Indexer(library, readers, JobContext(), n_readers=count).run(ids)
            again = Indexer(library, readers, JobContext(), n_readers=count).run(ids)
        unread = [r for r in library.documents() if r.state is not DocumentState.READ]
        result: dict[str, Any] = {
            "found": summary.found,
            "read": summary.read,
            "unread": len(unread),
            "without_reason": sum(1 for row in unread if not row.reason),
            "reasons": Counter(row.reason for row in unread).most_common(),
            "seconds": summary.seconds,
            "again_seconds": again.seconds,
            "again_read": again.read,
            "passages": summary.passages,
            "megabytes": peak_megabytes(),
        }
        if questions:
            right, missed, times = ask(library)
            result |= {"right": right, "missed": missed, "times": times.values}
    return result


def main() -> int:
    """Measure both folders of documents."""
    parser = options(__doc__ or "")
    arguments = parser.parse_args()
    if arguments.task:
        print(json.dumps(task(**json.loads(arguments.arguments))))
        return 0
    data = arguments.data or DEFAULT_DATA
    docs = in_child(__file__, "index", folder=str(data / "docs"), questions=True)
    rows = [
        Row("questions answered in the top 3, of 20", docs["right"], goal=18),
        Row("files read", docs["read"]),
        Row("files unread without a reason", docs["without_reason"], 0, lower_is_better=True),
        Row("seconds to read, learn and save", docs["seconds"], lower_is_better=True),
        Row("files read again when nothing changed", docs["again_read"], 0, lower_is_better=True),
        Row("seconds when nothing changed", docs["again_seconds"], lower_is_better=True),
        Row("query, median ms", Repeated(docs["times"]).median, lower_is_better=True),
        Row("peak memory, MB", docs["megabytes"], lower_is_better=True),
    ]
    told = docs["reasons"]
    if not arguments.quick:
        nasty = in_child(__file__, "index", folder=str(data / "docs_nasty"), questions=False)
        told += nasty["reasons"]
        rows += [
            Row("hostile files read", nasty["read"]),
            Row(
                "hostile files unread without a reason",
                nasty["without_reason"],
                0,
                lower_is_better=True,
            ),
            Row("hostile files: seconds", nasty["seconds"], lower_is_better=True),
        ]
    if not arguments.json:
        print("\n".join(f"{count:5}  {reason}" for reason, count in told))
        print("\n".join(f"missed: {line}" for line in docs["missed"]))
    return report(
        rows, ["PySide6_Pdf", "tokenizers"], as_json=arguments.json, judge=not arguments.quick
    )


if __name__ == "__main__":
    sys.exit(main())
