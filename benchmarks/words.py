# SPDX-License-Identifier: Apache-2.0
"""Search by words alone, beside bm25s and SQLite's FTS5 on the same passages, on one core.

``python3 dev.py bench words [--quick] [--json] [--data DIR]``; DIR holds ``ir/`` and ``text/``.
"""

from __future__ import annotations

import json
import re
import sqlite3
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import scale_data
from collections_beir import load
from common import Row, in_child, options, peak_megabytes, report

if TYPE_CHECKING:
    from collections.abc import Callable

K = 10
LONG = 10.0
ABSTRACTS = "ir/scifact"


def _texts(data: str, n: int) -> tuple[list[str], list[str]]:
    """Return passages and questions: of a collection when ``n`` is 0, else of books."""
    if n == 0:
        collection = load(Path(data) / ABSTRACTS)
        return collection.whole_texts(), list(collection.queries.values())
    return scale_data.passages(Path(data), n), scale_data.held_out_spans(Path(data), 500)


def _rate(n_queries: int, ask: Callable[[], None], repeats: int) -> float:
    """Return the queries a second of the quickest of some repetitions, or of ten seconds."""
    seconds: list[float] = []
    while len(seconds) < repeats and sum(seconds) < LONG:
        begin = time.perf_counter()
        ask()
        seconds.append(time.perf_counter() - begin)
    return n_queries / min(seconds)


def ours(data: str, n: int, repeats: int) -> dict[str, float]:
    """Index without learning; ask one query after another."""
    from findling.bolt import Retriever

    texts, queries = _texts(data, n)
    begin = time.perf_counter()
    retriever = Retriever(epochs=0, n_threads=1).fit(texts)
    indexed = len(texts) / (time.perf_counter() - begin)

    def ask() -> None:
        for query in queries:
            retriever.search(query, k=K, mode="words")

    return {
        "rate": _rate(len(queries), ask, repeats),
        "indexed": indexed,
        "peak_mb": peak_megabytes(),
    }


def bm25s(data: str, n: int, repeats: int, backend: str) -> dict[str, float]:
    """Ask bm25s all queries in one call; also without the time for their tokens."""
    import bm25s as peer
    import Stemmer

    texts, queries = _texts(data, n)
    stemmer = Stemmer.Stemmer("english")
    quiet: dict[str, Any] = {"stopwords": "en", "stemmer": stemmer, "show_progress": False}
    begin = time.perf_counter()
    index = peer.BM25(k1=1.2, b=0.75, backend=backend)
    index.index(peer.tokenize(texts, **quiet), show_progress=False)
    indexed = len(texts) / (time.perf_counter() - begin)
    tokens = peer.tokenize(queries, **quiet)

    def retrieve() -> None:
        index.retrieve(tokens, k=K, show_progress=False, n_threads=1)

    def ask() -> None:
        asked = peer.tokenize(queries, **quiet)
        index.retrieve(asked, k=K, show_progress=False, n_threads=1)

    ask()  # numba compiles at the first call
    return {
        "rate": _rate(len(queries), ask, repeats),
        "rate_of_tokens": _rate(len(queries), retrieve, repeats),
        "indexed": indexed,
        "peak_mb": peak_megabytes(),
    }


def fts5(data: str, n: int, repeats: int) -> dict[str, float]:
    """Ask SQLite's FTS5, in memory, for any of the words in the order of its bm25()."""
    texts, queries = _texts(data, n)
    connection = sqlite3.connect(":memory:")
    begin = time.perf_counter()
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(body, tokenize='porter unicode61')")
    connection.executemany("INSERT INTO t(body) VALUES (?)", ((text,) for text in texts))
    indexed = len(texts) / (time.perf_counter() - begin)
    stop = _stop_words()
    asked: list[str] = []
    for query in queries:
        words = [word for word in re.findall(r"\w+", query.lower()) if word not in stop]
        asked.append(" OR ".join(f'"{word}"' for word in words))
    statement = "SELECT rowid FROM t WHERE t MATCH ? ORDER BY bm25(t, 1.0) LIMIT ?"

    def ask() -> None:
        for match in asked:
            if match:
                connection.execute(statement, (match, K)).fetchall()

    return {
        "rate": _rate(len(queries), ask, repeats),
        "indexed": indexed,
        "peak_mb": peak_megabytes(),
    }


def _stop_words() -> set[str]:
    from bm25s.stopwords import STOPWORDS_EN

    return set(STOPWORDS_EN)


TASKS = {"ours": ours, "bm25s": bm25s, "fts5": fts5}


def rows_of(data: Path, n: int, repeats: int) -> list[Row]:
    """Measure all on one set of passages."""
    asked = {"data": str(data), "n": n, "repeats": repeats}
    mine = in_child(__file__, "ours", **asked)
    peers = {"FTS5, any word": in_child(__file__, "fts5", **asked)}
    for backend in ("numpy", "numba"):
        peers[f"bm25s, {backend}"] = in_child(__file__, "bm25s", backend=backend, **asked)
    name = f"{n:,} passages of books" if n else "scifact"
    rows: list[Row] = []
    for peer, found in peers.items():
        goal = found["rate"] if peer.startswith("bm25s") else None
        rows += [Row(f"{name}: queries/s", mine["rate"], goal, found["rate"], peer)]
        if "rate_of_tokens" in found:
            rate, told = found["rate_of_tokens"], f"{peer}, tokens made before"
            rows += [Row(f"{name}: queries/s", mine["rate"], None, rate, told)]
    for peer, found in peers.items():
        rows += [
            Row(f"{name}: indexing, passages/s", mine["indexed"], None, found["indexed"], peer),
            Row(
                f"{name}: peak memory, MB",
                mine["peak_mb"],
                None,
                found["peak_mb"],
                peer,
                lower_is_better=True,
            ),
        ]
    return rows


def main() -> int:
    """Run the benchmark."""
    args = options(__doc__ or "").parse_args()
    if args.task:
        print(json.dumps(TASKS[args.task](**json.loads(args.arguments))))
        return 0
    rows: list[Row] = []
    for n in (0,) if args.quick else (0, 360_000):
        rows += rows_of(args.data, n, 1 if args.quick else 5)
    return report(rows, ["bm25s", "numba"], as_json=args.json, judge=not args.quick)


if __name__ == "__main__":
    sys.exit(main())
