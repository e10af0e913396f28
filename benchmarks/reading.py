# SPDX-License-Identifier: Apache-2.0
"""Reading PDFs: pages a second through the readers' processes, beside pypdf on the same files.

``python3 dev.py bench reading [--quick] [--json] [--data DIR]``; DIR holds ``docs/``. The texts are
compared with those of pypdf and of pypdfium2 by their sequences of three characters.
"""

from __future__ import annotations

import json
import logging
import random
import statistics
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from common import Row, in_child, options, report

if TYPE_CHECKING:
    from collections.abc import Callable

N_COMPARED = 40
_RUNS = 3


def pdfs(data: str) -> list[Path]:
    """Return all PDFs, by name."""
    return sorted((Path(data) / "docs").rglob("*.pdf"))


def ours(data: str) -> dict[str, Any]:
    """Read all files as the library does: in children, with limits, on all processors."""
    from findling.extract.errors import ReadError
    from findling.services.indexer import default_readers
    from findling.services.reading import ReaderPool

    def n_pages(path: Path) -> int:
        try:
            return len(readers.read(path, is_cancelled=lambda: False).pages)
        except ReadError:
            return 0

    n = default_readers()
    files = pdfs(data)
    seconds: list[float] = []
    pages: list[int] = []
    with closing(ReaderPool(n)) as readers, ThreadPoolExecutor(n) as threads:
        list(threads.map(n_pages, files[: 2 * n]))  # the children have started
        for _ in range(_RUNS):
            begin = time.perf_counter()
            pages = list(threads.map(n_pages, files))
            seconds.append(time.perf_counter() - begin)
    named = {str(path): count for path, count in zip(files, pages, strict=True)}
    return {"seconds": seconds, "pages": sum(pages), "of": named}


def pypdf(data: str, read: list[str]) -> dict[str, Any]:
    """Read the same files one after another with pypdf."""
    from pypdf import PdfReader

    logging.disable(logging.CRITICAL)
    begin = time.perf_counter()
    pages = failed = 0
    for path in pdfs(data):
        if str(path) not in read:
            continue
        try:
            for page in PdfReader(path).pages:
                page.extract_text()
                pages += 1
        except Exception:  # noqa: BLE001  whatever it may be: the peer gives up on this file
            failed += 1
    return {"seconds": time.perf_counter() - begin, "pages": pages, "failed": failed}


def overlap(data: str) -> dict[str, Any]:
    """Compare the texts of some files with those of other readers."""
    import pypdfium2

    from findling.extract.errors import ReadError
    from findling.extract.registry import read

    shares: list[float] = []
    low: list[str] = []
    for path in random.Random(1).sample(pdfs(data), N_COMPARED):
        try:
            mine = _grams(read(path).text)
        except ReadError:
            continue
        with closing(pypdfium2.PdfDocument(path)) as document:
            text = "\n".join(page.get_textpage().get_text_range() for page in document)
        theirs = _grams(text)
        n = max(sum(theirs.values()), 1)
        share = sum((mine & theirs).values()) / n if theirs else 1.0
        shares.append(share)
        if share < 0.95:
            low.append(f"{path.name}: {share:.3f}")
    return {"shares": shares, "low": low}


def _grams(text: str) -> Counter[str]:
    letters = "".join(text.split()).casefold().replace("\u00ad", "").replace("\ufffe", "")
    return Counter(letters[i : i + 3] for i in range(len(letters) - 2))


TASKS: dict[str, Callable[..., dict[str, Any]]] = {
    "ours": ours,
    "pypdf": pypdf,
    "overlap": overlap,
}


def main() -> int:
    """Run the benchmark."""
    args = options(__doc__ or "").parse_args()
    if args.task:
        print(json.dumps(TASKS[args.task](**json.loads(args.arguments))))
        return 0
    data = str(args.data)
    mine = in_child(__file__, "ours", data=data)
    read = [path for path, pages in mine["of"].items() if pages]
    peer = in_child(__file__, "pypdf", data=data, read=read)
    rates = [mine["pages"] / seconds for seconds in mine["seconds"]]
    rate, peer_rate = statistics.median(rates), peer["pages"] / peer["seconds"]
    name = f"pypdf, one process; gave up on {peer['failed']} of {len(read)} files"
    spread = f"{min(rates):.0f}-{max(rates):.0f} of {len(rates)}"
    compared = in_child(__file__, "overlap", data=data)
    for line in compared["low"]:
        print(line, file=sys.stderr)
    shares = compared["shares"]
    alike = sum(share >= 0.95 for share in shares)
    rows = [
        Row("PDF pages/s", rate, max(150, 5 * peer_rate), peer_rate, name, spread=spread),
        Row("pages read", mine["pages"], None, peer["pages"], name),
        Row(f"texts like pypdfium2's, of {len(shares)}", alike, 0.95 * len(shares)),
        Row("their mean overlap", statistics.mean(shares)),
    ]
    return report(
        rows, ["PySide6_Addons", "pypdf", "pypdfium2"], as_json=args.json, judge=not args.quick
    )


if __name__ == "__main__":
    sys.exit(main())
