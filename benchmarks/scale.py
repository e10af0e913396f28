# SPDX-License-Identifier: Apache-2.0
"""Large libraries: learning 360,000 and a million passages, and asking them on one core.

``python3 dev.py bench scale [--quick] [--json] [--data DIR] [--n N ...]``; DIR holds ``text/``.
A fitted library is kept in ``build/bench-scale`` and used again by ``--keep``.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

import scale_data
from common import Row, in_child, options, peak_megabytes, report

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from findling.bolt import Retriever
    from findling.bolt.types import Mode

K = 10
N_QUERIES = 500
BYTES = 450.0
BESIDE_HNSW = 360_000
RECALL = 0.98


@dataclass(frozen=True)
class Size:
    """A size of library and what it must reach: milliseconds, minutes, megabytes of 10^6."""

    n: int
    p50: float | None = None
    p95: float | None = None
    minutes: float | None = None
    megabytes: float | None = None


SIZES = {
    60_000: Size(60_000),
    360_000: Size(360_000, p50=3, p95=8),
    1_000_000: Size(1_000_000, p50=6, p95=15, minutes=25, megabytes=4000),
}


def _file(n: int) -> Path:
    return scale_data.CACHE / f"retriever-{n}.fdl"


def learn(data: str, n: int) -> dict[str, Any]:
    """Fit a library on all processors and save it; tell seconds, memory and bytes."""
    from findling.bolt import Retriever

    texts = scale_data.passages(Path(data), n)
    before = peak_megabytes()
    start = time.perf_counter()
    retriever = Retriever().fit(texts)
    seconds = time.perf_counter() - start
    start = time.perf_counter()
    retriever.save(_file(n))
    return {
        "seconds": seconds,
        "save_s": time.perf_counter() - start,
        "peak_mb": peak_megabytes(),
        "texts_mb": before,
        "bytes": _file(n).stat().st_size / n,
    }


def _times(ask: Callable[[str], object], queries: list[str]) -> list[float]:
    for query in queries[:20]:
        ask(query)
    times: list[float] = []
    for query in queries:
        begin = time.perf_counter()
        ask(query)
        times.append((time.perf_counter() - begin) * 1000)
    return times


def query(data: str, n: int, n_queries: int) -> dict[str, Any]:
    """Ask a saved library on one thread; compare with scoring every passage."""
    from findling.bolt import Retriever

    begin = time.perf_counter()
    retriever = Retriever.load(_file(n), n_threads=1)
    opened = time.perf_counter() - begin
    library = scale_data.passages(Path(data), n)
    spans = scale_data.held_out_spans(Path(data), n_queries)
    known, places = scale_data.known_items(library, n_queries)
    del library
    found: dict[str, Any] = {"open_ms": opened * 1000}
    for name, queries in (("span", spans), ("known", known)):
        times = _times(lambda text: retriever.search(text, k=K), queries)
        p50, p95 = np.percentile(times, [50, 95])
        found |= {f"{name}_p50": float(p50), f"{name}_p95": float(p95), f"{name}_max": max(times)}
        words = np.mean([len(text.split()) for text in queries])
        found[f"{name}_words"] = float(words)
    for mode in ("words", "meaning"):
        times = _times(lambda text, mode=mode: retriever.search(text, k=K, mode=mode), spans)
        p50, p95 = np.percentile(times, [50, 95])
        found |= {f"{mode}_p50": float(p50), f"{mode}_p95": float(p95)}
    for name, queries in (("span", spans), ("known", known)):
        for mode in ("best", "meaning"):
            found[f"{name}_{mode}_recall"] = _recall(retriever, queries[: n_queries // 2], mode)
    hits = [[hit.id for hit in retriever.search(text, k=K)] for text in known]
    found["known_in_10"] = np.mean(
        [place in ids for place, ids in zip(places, hits, strict=True)]
    ).item()
    return found


def _recall(retriever: Retriever, queries: list[str], mode: Mode) -> float:
    """Return the share of the exact ten best that candidates find."""
    shares: list[float] = []
    for text in queries:
        exact = {hit.id for hit in retriever.search(text, k=K, mode=mode, exact=True)}
        quick = {hit.id for hit in retriever.search(text, k=K, mode=mode)}
        shares.append(len(exact & quick) / max(len(exact), 1))
    return float(np.mean(shares))


def _vectors(texts: list[str], retriever: Retriever) -> NDArray[np.float32]:
    chunks = range(0, len(texts), 10_000)
    return np.concatenate([retriever.encode(texts[i : i + 10_000]) for i in chunks])


def hnsw(data: str, n: int, n_queries: int) -> dict[str, Any]:
    """Search our vectors with FAISS's HNSW, one thread, at the least ``ef`` that finds .98."""
    import faiss

    from findling.bolt import Retriever

    retriever = Retriever.load(_file(n))
    vectors = _vectors(scale_data.passages(Path(data), n), retriever)
    queries = _vectors(scale_data.held_out_spans(Path(data), n_queries), retriever)
    begin = time.perf_counter()
    index = faiss.IndexHNSWFlat(vectors.shape[1], 16, faiss.METRIC_INNER_PRODUCT)
    index.hnsw.efConstruction = 100
    index.add(vectors)
    built = time.perf_counter() - begin
    faiss.omp_set_num_threads(1)
    exact = [set(np.argpartition(-(vectors @ one), K)[:K].tolist()) for one in queries]
    ef, recall, times = 8, 0.0, [0.0]
    while recall < RECALL and ef < 2048:
        ef *= 2
        index.hnsw.efSearch = ef
        times.clear()
        found: list[set[int]] = []
        for one in queries:
            start = time.perf_counter()
            _, ids = index.search(one[np.newaxis], K)
            times.append((time.perf_counter() - start) * 1000)
            found.append(set(ids[0].tolist()))
        recall = np.mean([len(a & b) / K for a, b in zip(exact, found, strict=True)]).item()
    return {"ef": ef, "recall": recall, "p50": float(np.median(times)), "built_s": built}


TASKS = {"learn": learn, "query": query, "hnsw": hnsw}


def rows_of(data: Path, size: Size, *, keep: bool, n_queries: int) -> list[Row]:
    """Measure one size of library."""
    name = f"{size.n:,} passages"
    rows: list[Row] = []
    if not (keep and _file(size.n).exists()):
        made = in_child(__file__, "learn", data=str(data), n=size.n)
        rows += [
            Row(f"{name}: learning, min", made["seconds"] / 60, size.minutes, lower_is_better=True),
            Row(f"{name}: passages/s", size.n / made["seconds"]),
            Row(
                f"{name}: peak memory, MB",
                made["peak_mb"],
                size.megabytes,
                made["texts_mb"],
                "the texts alone, in Python",
                lower_is_better=True,
            ),
            Row(f"{name}: bytes a passage", made["bytes"], BYTES, lower_is_better=True),
        ]
    asked = in_child(__file__, "query", data=str(data), n=size.n, n_queries=n_queries)
    questions = {
        "span": f"{asked['span_words']:.0f} words of other documents",
        "known": f"{asked['known_words']:.0f} words of a passage",
    }
    for kind, words in questions.items():
        goals = (size.p50, size.p95) if kind == "span" else (None, None)
        rows += [
            Row(f"{name}: {words}, p50 ms", asked[f"{kind}_p50"], goals[0], lower_is_better=True),
            Row(f"{name}: {words}, p95 ms", asked[f"{kind}_p95"], goals[1], lower_is_better=True),
            Row(f"{name}: {words}, recall@10", asked[f"{kind}_best_recall"], RECALL),
        ]
    peer: dict[str, Any] = {}
    if size.n == BESIDE_HNSW:
        peer = in_child(__file__, "hnsw", data=str(data), n=size.n, n_queries=n_queries)
    beside = "FAISS HNSW on our vectors, ef {ef}, recall {recall:.3f}, built in {built_s:.0f} s"
    return [
        *rows,
        Row(f"{name}: words only, p50 ms", asked["words_p50"], lower_is_better=True),
        Row(
            f"{name}: meaning only, feedback and neighbours included, p50 ms",
            asked["meaning_p50"],
            None,
            peer.get("p50"),
            beside.format(**peer) if peer else "",
            lower_is_better=True,
        ),
        Row(f"{name}: meaning only, recall@10", asked["span_meaning_recall"]),
        Row(f"{name}: the passage itself in the first 10", asked["known_in_10"]),
        Row(f"{name}: opening, ms", asked["open_ms"], lower_is_better=True),
    ]


def main() -> int:
    """Run the benchmark."""
    parser = options(__doc__ or "")
    parser.add_argument("--n", type=int, nargs="+", help="sizes; 360000 1000000 when not given")
    parser.add_argument("--keep", action="store_true", help="ask libraries fitted earlier")
    args = parser.parse_args()
    if args.task:
        print(json.dumps(TASKS[args.task](**json.loads(args.arguments))))
        return 0
    sizes = args.n or ([60_000] if args.quick else [360_000, 1_000_000])
    rows: list[Row] = []
    for n in sizes:
        size = SIZES.get(n, Size(n))
        rows += rows_of(args.data, size, keep=args.keep, n_queries=100 if args.quick else N_QUERIES)
    return report(rows, ["faiss-cpu"], as_json=args.json, judge=not args.quick)


if __name__ == "__main__":
    sys.exit(main())
