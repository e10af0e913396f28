# SPDX-License-Identifier: Apache-2.0
"""Measure how well and how fast passages are found in a test collection."""

from __future__ import annotations

import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import psutil

from findling.bolt import EngineError, Retriever
from findling.bolt.evaluation import JudgedCollection, load_collection, measure
from findling.errors import AppError

DEPTH = 101
"""How many hits are judged: recall of the first 100, and the query itself may be among them."""

K = 10
"""How many hits a timed query asks for."""


@dataclass(frozen=True, slots=True)
class RetrievalReport:
    """What one test collection measured.

    Attributes
    ----------
    collection : str
        Its name.
    passages, queries : int
    ndcg_10, recall_100, mrr_10 : float
        Means over queries, 0 to 1.
    fit_seconds, passages_per_second : float
        Learning from end to end: words, sub-words, encoder, graph.
    fit_cpu_seconds : float
        The same, summed over the processors that worked on it.
    query_ms_p50, query_ms_p95 : float
        Milliseconds of a query for ten hits.
    index_bytes : int
        Size of the saved index.
    peak_bytes : int
        Most memory that the process ever held, Python and its libraries included.
    """

    collection: str
    passages: int
    queries: int
    ndcg_10: float
    recall_100: float
    mrr_10: float
    fit_seconds: float
    fit_cpu_seconds: float
    passages_per_second: float
    query_ms_p50: float
    query_ms_p95: float
    index_bytes: int
    peak_bytes: int


def evaluate_retrieval(folder: Path, split: str = "test", seed: int = 0) -> RetrievalReport:
    """Measure a collection in a process of its own, so that its peak memory is its own too.

    Parameters
    ----------
    folder : Path
        A folder in the layout of the BEIR benchmark.
    split : str
        Which judgements: ``qrels/SPLIT.tsv``, or ``qrels.tsv`` when there is no such file.
    seed : int
        What chance depends on.

    Raises
    ------
    AppError
        When the folder is not such a collection.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(_evaluate, folder, split, seed).result()


def _evaluate(folder: Path, split: str, seed: int) -> RetrievalReport:
    try:
        collection = load_collection(folder, split)
        start, start_cpu = time.perf_counter(), time.process_time()
        retriever = Retriever(seed=seed).fit(
            collection.texts, titles=collection.titles, ids=collection.ids
        )
        seconds = time.perf_counter() - start
        cpu_seconds = time.process_time() - start_cpu
    except EngineError as error:
        _, _, sentence = str(error).partition("] ")
        raise AppError(f"This collection cannot be evaluated: {sentence}.") from error
    peak = _peak_bytes()
    rankings = {
        query: [str(hit.id) for hit in retriever.search(text, k=DEPTH)]
        for query, text in collection.queries.items()
    }
    quality = measure(rankings, collection)
    p50, p95 = np.percentile(_query_times(retriever, collection), [50, 95])
    return RetrievalReport(
        collection=collection.name,
        passages=len(collection.ids),
        queries=len(collection.queries),
        ndcg_10=quality.ndcg_10,
        recall_100=quality.recall_100,
        mrr_10=quality.mrr_10,
        fit_seconds=seconds,
        fit_cpu_seconds=cpu_seconds,
        passages_per_second=len(collection.ids) / seconds,
        query_ms_p50=float(p50) * 1000,
        query_ms_p95=float(p95) * 1000,
        index_bytes=_saved_bytes(retriever),
        peak_bytes=peak,
    )


def _query_times(retriever: Retriever, collection: JudgedCollection) -> list[float]:
    times: list[float] = []
    for text in collection.queries.values():
        start = time.perf_counter()
        retriever.search(text, k=K)
        times.append(time.perf_counter() - start)
    return times


def _saved_bytes(retriever: Retriever) -> int:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "retriever.fdl"
        retriever.save(path)
        return path.stat().st_size


def _peak_bytes() -> int:
    """Return the most memory that this process has held so far."""
    if sys.platform == "win32":
        return int(psutil.Process().memory_info().peak_wset)
    import resource  # not on Windows

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
