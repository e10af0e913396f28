# SPDX-License-Identifier: Apache-2.0
"""Measure other ways to search on a test collection, beside `services.evaluation`."""

from __future__ import annotations

import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import TYPE_CHECKING

import numpy as np

from findling.bolt import EngineError
from findling.bolt.evaluation import JudgedCollection, load_collection, measure
from findling.errors import AppError
from findling.services.evaluation import DEPTH, K
from findling.services.peers import Peer, installed_peers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class PeerReport:
    """What one test collection measured of a peer.

    Attributes
    ----------
    collection, peer : str
        Their names; "A + B" is the mean of the scores of A and B, each scaled to 0 to 1 for the
        query.
    ndcg_10, recall_100, mrr_10 : float
        Means over queries, 0 to 1.
    fit_seconds, fit_cpu_seconds : float
        Until all passages can be searched; the second one summed over threads.
    query_ms_p50, query_ms_p95 : float
        Milliseconds of a query for ten hits.
    """

    collection: str
    peer: str
    ndcg_10: float
    recall_100: float
    mrr_10: float
    fit_seconds: float
    fit_cpu_seconds: float
    query_ms_p50: float
    query_ms_p95: float


def evaluate_peers(
    folder: Path, split: str = "test", model: Path | None = None
) -> list[PeerReport]:
    """Measure each installed peer, and two of them fused, in a process of their own.

    Parameters
    ----------
    folder, split
        As for `services.evaluation.evaluate_retrieval`.
    model : Path or None
        The folder of a sentence transformer; None for the packaged one, if it is installed.

    Raises
    ------
    AppError
        When the folder is not such a collection, or ``model`` is no folder.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(_evaluate, folder, split, model).result()


def _evaluate(folder: Path, split: str, model: Path | None) -> list[PeerReport]:
    try:
        collection = load_collection(folder, split)
    except EngineError as error:
        _, _, sentence = str(error).partition("] ")
        raise AppError(f"This collection cannot be evaluated: {sentence}.") from error
    return measure_peers(collection, installed_peers(model))


def measure_peers(collection: JudgedCollection, peers: Sequence[Peer]) -> list[PeerReport]:
    """Measure peers one by one, then, when there is more than one, all of them fused.

    Parameters
    ----------
    collection : JudgedCollection
    peers : sequence of Peer
        They are fitted here.
    """
    runs = [_fitted(peer, collection) for peer in peers]
    fused = _fuse(runs) if len(runs) > 1 else None
    for query, text in collection.queries.items():
        scaled: list[NDArray[np.float32]] = []
        for peer, run in zip(peers, runs, strict=True):
            begin = time.perf_counter()
            scores = peer.score(text)
            run.take(query, scores, collection, begin)
            scaled.append(_scaled(scores))
        if fused is not None:
            begin = time.perf_counter() - sum(run.seconds[-1] for run in runs)
            fused.take(query, np.stack(scaled).mean(axis=0), collection, begin)
    return [run.report(collection) for run in [*runs, *([fused] if fused else [])]]


@dataclass
class _Run:
    """What is noted of one peer."""

    name: str
    fit_seconds: float = 0.0
    fit_cpu_seconds: float = 0.0
    seconds: list[float] = field(default_factory=list[float])
    rankings: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    def take(
        self,
        query: str,
        scores: NDArray[np.float32],
        collection: JudgedCollection,
        begin: float,
    ) -> None:
        """Note what a query found that began at ``begin``."""
        np.argpartition(-scores, min(K, scores.size - 1))  # what a search for the best has to do
        self.seconds.append(time.perf_counter() - begin)
        best = np.argsort(-scores, kind="stable")[:DEPTH]
        self.rankings[query] = [collection.ids[i] for i in best.tolist()]

    def report(self, collection: JudgedCollection) -> PeerReport:
        quality = measure(self.rankings, collection)
        p50, p95 = np.percentile(self.seconds, [50, 95])
        return PeerReport(
            collection=collection.name,
            peer=self.name,
            ndcg_10=quality.ndcg_10,
            recall_100=quality.recall_100,
            mrr_10=quality.mrr_10,
            fit_seconds=self.fit_seconds,
            fit_cpu_seconds=self.fit_cpu_seconds,
            query_ms_p50=float(p50) * 1000,
            query_ms_p95=float(p95) * 1000,
        )


def _fuse(runs: Sequence[_Run]) -> _Run:
    """Return an empty run of all together, which costs what each of them costs."""
    return _Run(
        " + ".join(run.name for run in runs),
        sum(run.fit_seconds for run in runs),
        sum(run.fit_cpu_seconds for run in runs),
    )


def _fitted(peer: Peer, collection: JudgedCollection) -> _Run:
    passages = zip(collection.titles, collection.texts, strict=True)
    whole = [f"{title}. {text}" if title else text for title, text in passages]
    start, start_cpu = time.perf_counter(), time.process_time()
    peer.fit(whole)
    return _Run(peer.name, time.perf_counter() - start, time.process_time() - start_cpu)


def _scaled(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    low, high = float(scores.min()), float(scores.max())
    return (scores - low) / (high - low) if high > low else np.zeros_like(scores)
