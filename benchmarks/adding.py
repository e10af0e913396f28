# SPDX-License-Identifier: Apache-2.0
"""New passages beside learned ones: whether they are found as after learning anew.

``python3 dev.py bench adding [--quick] [--json] [--data DIR]``; DIR holds ``ir/scifact`` etc.
A tenth of the passages is kept back and added to what was learned from the others. Queries are
judged by the passages of that tenth alone.
"""

from __future__ import annotations

import dataclasses
import random
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from collections_beir import load, ndcg_at_10
from common import Row, options, report

if TYPE_CHECKING:
    from collections_beir import Collection

NAMES = ("scifact", "cranfield", "cisi", "cacm", "time")
LOSS = 0.02
SEEDS = 3


def judged_by(collection: Collection, names: set[str]) -> Collection:
    """Return the collection with judgements of these passages alone, and queries that have any."""
    relevant = {
        query: {name: grade for name, grade in grades.items() if name in names}
        for query, grades in collection.relevant.items()
    }
    relevant = {query: grades for query, grades in relevant.items() if grades}
    queries = {query: text for query, text in collection.queries.items() if query in relevant}
    return dataclasses.replace(collection, queries=queries, relevant=relevant)


def measure(collection: Collection, seed: int) -> tuple[float, float, float]:
    """Return nDCG@10 after adding and after learning anew, and milliseconds a passage added."""
    from findling.bolt import Retriever

    n = len(collection.ids)
    late = set(random.Random(seed).sample(range(n), n // 10))
    order = [i for i in range(n) if i not in late] + sorted(late)
    first = n - len(late)
    texts = [collection.texts[i] for i in order]
    titles = [collection.titles[i] for i in order]
    ids = [collection.ids[i] for i in order]
    grown = Retriever(seed=seed).fit(texts[:first], titles[:first], ids[:first])
    begin = time.perf_counter()
    grown.add(texts[first:], titles[first:], ids[first:])
    seconds = time.perf_counter() - begin
    anew = Retriever(seed=seed).fit(texts, titles, ids)
    judged = judged_by(collection, set(ids[first:]))
    scores: list[float] = []
    for retriever in (grown, anew):
        rankings = {
            name: [str(hit.id) for hit in retriever.search(query, k=10)]
            for name, query in judged.queries.items()
        }
        scores.append(ndcg_at_10(judged, rankings))
    return scores[0], scores[1], seconds * 1000 / len(late)


def main() -> int:
    """Run the benchmark."""
    args = options(__doc__ or "").parse_args()
    rows: list[Row] = []
    losses: list[float] = []
    for name in NAMES[1:3] if args.quick else NAMES:
        collection = load(Path(args.data) / "ir" / name)
        found = [measure(collection, seed) for seed in range(1 if args.quick else SEEDS)]
        added, anew, cost = np.mean(found, axis=0).tolist()
        losses.append(anew - added)
        rows += [
            Row(f"{name}: nDCG@10 of added passages", added, anew - LOSS, anew, "learned anew"),
            Row(f"{name}: ms to add a passage", cost, lower_is_better=True),
        ]
    mean = float(np.mean(losses))
    rows += [Row("nDCG@10 lost by adding, mean", mean, LOSS, lower_is_better=True)]
    return report(rows, [], as_json=args.json, judge=not args.quick)


if __name__ == "__main__":
    sys.exit(main())
