# SPDX-License-Identifier: Apache-2.0
"""Measure what teaching does: judged queries of one split, tested on those of another."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from findling.bolt import EngineError, Retriever
from findling.bolt.evaluation import Quality, load_collection, measure
from findling.errors import AppError

if TYPE_CHECKING:
    from pathlib import Path

    from findling.bolt.evaluation import JudgedCollection

_DEPTH = 101  # recall of the first 100, and the query itself may be among them


@dataclass(frozen=True, slots=True)
class TeachingReport:
    """What teaching did to one test collection.

    Attributes
    ----------
    collection : str
        Its name.
    taught, queries : int
        Judged queries that were taught, and others that were tested.
    before, after : Quality
        Of the tested ones.
    teach_ms : float
        Milliseconds until a teaching more is in force, with all the others there.
    query_ms_p50, query_ms_p95 : float
        Milliseconds of a query for ten hits, with all teachings.
    """

    collection: str
    taught: int
    queries: int
    before: Quality
    after: Quality
    teach_ms: float
    query_ms_p50: float
    query_ms_p95: float


def evaluate_teaching(folder: Path, seed: int = 0) -> TeachingReport:
    """Teach from ``qrels/train.tsv`` and test on ``qrels/test.tsv``.

    Parameters
    ----------
    folder : Path
        A folder in the layout of the BEIR benchmark.
    seed : int
        What chance depends on.

    Raises
    ------
    AppError
        When the folder is not such a collection, or the same query is in both splits.
    """
    try:
        lessons, test = load_collection(folder, "train"), load_collection(folder, "test")
        if lessons.queries.keys() & test.queries.keys():
            raise AppError(f"{folder} has queries that are both in train.tsv and in test.tsv.")
        retriever = Retriever(seed=seed).fit(test.texts, titles=test.titles, ids=test.ids)
    except EngineError as error:
        _, _, sentence = str(error).partition("] ")
        raise AppError(f"This collection cannot be evaluated: {sentence}.") from error
    before = _quality(retriever, test)
    retriever.fine_tune(
        list(lessons.queries.values()), [list(lessons.judgements[q]) for q in lessons.queries]
    )
    after = _quality(retriever, test)
    times = [_seconds_of_search(retriever, text) for text in test.queries.values()]
    p50, p95 = np.percentile(times, [50, 95])
    return TeachingReport(
        collection=test.name,
        taught=len(lessons.queries),
        queries=len(test.queries),
        before=before,
        after=after,
        teach_ms=_seconds_to_teach(retriever, test) * 1000,
        query_ms_p50=float(p50) * 1000,
        query_ms_p95=float(p95) * 1000,
    )


def _quality(retriever: Retriever, collection: JudgedCollection) -> Quality:
    rankings = {
        query: [str(hit.id) for hit in retriever.search(text, k=_DEPTH)]
        for query, text in collection.queries.items()
    }
    return measure(rankings, collection)


def _seconds_of_search(retriever: Retriever, text: str) -> float:
    start = time.perf_counter()
    retriever.search(text, k=10)
    return time.perf_counter() - start


def _seconds_to_teach(retriever: Retriever, collection: JudgedCollection) -> float:
    start = time.perf_counter()
    number = retriever.upvote("a query of its own", collection.ids[0])
    retriever.search("a query of its own", k=10)
    seconds = time.perf_counter() - start
    retriever.teachings.delete(number)
    return seconds
