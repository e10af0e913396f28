# SPDX-License-Identifier: Apache-2.0
"""The best output for one sample, on one thread, through Python: full, sparse, and by peers.

A network is trained once for each width; every contender then loads the same weights, in a process
of its own, and answers the same samples. All return the five best.
"""

from __future__ import annotations

import os
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy import sparse

import engine_data
from common import Repeated, Row, number
from engine_topic import DIM, Findings, child, hits, rows_of, single_times, wide_network

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

K: Final = 5
N_ROUNDS: Final = 3
N_JUDGED: Final = 4000
BATCH: Final = 512
ONE_THREAD: Final = {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
SHARES: Final = (0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 1.0)
INDEXES: Final = ("cells", "scan")
WIDTHS: Final = {"60,000": 15.0, "670,091": 50.0}


def task_of(data: str, width: str, *, quick: bool) -> engine_data.Task:
    """Return the task whose networks have this many outputs."""
    if width == "60,000":
        n = 60_000 if quick else 240_000
        return engine_data.spans(Path(data), 60_000, n, N_JUDGED)
    return engine_data.power_law(5_000 if quick else 400_000, N_JUDGED)


def train(data: str, folder: str, width: str, quick: bool, judge: int) -> dict[str, Any]:
    """Train the network that all contenders share, and write its weights and samples down."""
    task = task_of(data, width, quick=quick)
    n_labels = len(task.y.indices) // task.y.shape[0]
    shape = (task.x.shape[1], task.n_outputs)
    model = wide_network(shape, BATCH * n_labels + 1024, lr=5e-3)
    # Rows that start short turn to where their first samples are: rare labels have few.
    model.set_weights({"head/weight": model.get_weights()["head/weight"] * np.float32(0.1)})
    model.fit(task.x, task.y, epochs=1 if quick or width != "60,000" else 2, batch_size=BATCH)
    model.save(Path(folder) / "model.fdl")
    weights = model.get_weights()
    table, neurons = weights["words/weight"], weights["head/weight"]
    np.save(Path(folder) / "table.npy", table)
    np.save(Path(folder) / "neurons.npy", neurons / np.linalg.norm(neurons, axis=1, keepdims=True))
    engine_data.save(task, Path(folder))
    sparse.save_npz(Path(folder) / "typical.npz", task.x[:60_000])
    found = model.predict(task.x_test[:judge], top_k=1).ids[:, 0]
    return {"p1": hits(found, task.y_test[:judge])}


def timed(
    answer: Callable[[int], object], best: Callable[[int], int], n: int, judge: int, folder: str
) -> dict[str, Any]:
    """Return times of ``n`` answers, and P@1 of ``judge`` of them where that is more than 0.

    Asked three times over: ``p50_ms`` has the median of each round.
    """
    rounds = [single_times(answer, n) for _ in range(N_ROUNDS)]
    found: dict[str, Any] = {key: [one[key] for one in rounds] for key in rounds[0]}
    if judge:
        y = engine_data.load_test(Path(folder))[1]
        found["p1"] = hits(np.array([best(i) for i in range(judge)]), y[:judge])
    return found


def ours(folder: str, index: str, n: int, judge: int) -> dict[str, Any]:
    """Answer with our engine: with an index, or in full where ``index`` is empty."""
    from findling.bolt import nn

    model = nn.Model.load(Path(folder) / "model.fdl", n_threads=1)
    x = rows_of(engine_data.load_test(Path(folder))[0], max(n, judge))
    start = time.perf_counter()
    share = "auto" if index else None
    if index:
        typical = sparse.load_npz(Path(folder) / "typical.npz")
        kind: Any = index
        model.prepare_inference(kind, samples=typical)
    built = time.perf_counter() - start

    def answer(i: int) -> nn.TopK:
        return model.predict(x[i], top_k=K, sparsity=share)

    found = timed(answer, lambda i: int(answer(i).ids[0, 0]), n, judge, folder)
    return found | {"build_s": built, "mb": sum(i.n_bytes for i in model.indexes.values()) / 1e6}


def sweep(folder: str, n: int, judge: int) -> dict[str, Any]:
    """Return times and P@1 of our sparse predictions at several sparsities, exact at 1."""
    from findling.bolt import nn

    model = nn.Model.load(Path(folder) / "model.fdl", n_threads=1)
    model.prepare_inference("cells")
    x = rows_of(engine_data.load_test(Path(folder))[0], judge)
    points: list[dict[str, Any]] = []
    for share in SHARES:

        def answer(i: int, share: float = share) -> nn.TopK:
            return model.predict(x[i], top_k=K, sparsity=share)

        def best(i: int, share: float = share) -> int:
            return int(answer(i, share).ids[0, 0])

        found = timed(answer, best, n, judge, folder)
        points.append({"sparsity": share, **found, "p50_ms": min(found["p50_ms"])})
    return {"points": points}


def dense_torch(folder: str, n: int, judge: int) -> dict[str, Any]:
    """Answer with PyTorch, in full: `EmbeddingBag`, `Linear`, `topk`."""
    import torch

    torch.set_num_threads(1)
    table, neurons = _weights(folder)
    bag = torch.nn.EmbeddingBag.from_pretrained(torch.from_numpy(table), mode="sum")
    output = torch.from_numpy(neurons)
    x = rows_of(engine_data.load_test(Path(folder))[0], max(n, judge))
    start = torch.zeros(1, dtype=torch.int64)
    inputs = [
        (torch.from_numpy(row.indices.astype(np.int64)), torch.from_numpy(row.data)) for row in x
    ]

    def answer(i: int) -> Any:  # noqa: ANN401 - torch is not installed for checks
        ids, values = inputs[i]
        with torch.inference_mode():
            return (bag(ids, start, per_sample_weights=values) @ output.T).topk(K)

    return timed(answer, lambda i: int(answer(i).indices[0, 0]), n, judge, folder)


def faiss_index(folder: str, kind: str, n: int, judge: int) -> dict[str, Any]:
    """Answer with faiss: a scan of bytes, or HNSW; the embedding is numpy's."""
    import faiss

    table, neurons = _weights(folder)
    start = time.perf_counter()
    faiss.omp_set_num_threads(os.cpu_count() or 1)
    if kind == "int8":
        metric = faiss.METRIC_INNER_PRODUCT
        index = faiss.IndexScalarQuantizer(DIM, faiss.ScalarQuantizer.QT_8bit, metric)
        index.train(neurons[:: max(1, len(neurons) // 50_000)])
    else:
        links, effort = (16, 40) if len(neurons) < 100_000 else (12, 20)  # minutes otherwise
        index = faiss.IndexHNSWFlat(DIM, links, faiss.METRIC_INNER_PRODUCT)
        index.hnsw.efConstruction = effort
        index.hnsw.efSearch = 128
    index.add(neurons)
    built = time.perf_counter() - start
    faiss.omp_set_num_threads(1)
    x = rows_of(engine_data.load_test(Path(folder))[0], max(n, judge))

    def answer(i: int) -> NDArray[np.int64]:
        query = x[i].data @ table[x[i].indices]
        return index.search(query[None], K)[1][0]

    return timed(answer, lambda i: int(answer(i)[0]), n, judge, folder) | {"build_s": built}


def _weights(folder: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    return np.load(Path(folder) / "table.npy"), np.load(Path(folder) / "neurons.npy")


TASKS = {
    "train": train,
    "ours": ours,
    "sweep": sweep,
    "dense_torch": dense_torch,
    "faiss_index": faiss_index,
}


def measure(data: Path, *, quick: bool) -> Findings:
    """Compare the times of single answers, and the P@1 of each way."""
    os.environ.update(ONE_THREAD)
    findings = Findings()
    for width, goal in WIDTHS.items():
        if quick and width != "60,000":
            continue
        with tempfile.TemporaryDirectory() as folder:
            _one_width(findings, data, (folder, width, goal), quick=quick)
    return findings


def _ways(folder: str, *, wide: bool, quick: bool, judged: int) -> dict[str, Callable[[], Any]]:
    """Return the contenders; what computes everything has the P@1 of the training."""
    slow = 20 if quick else 40 if wide else 200
    fast = 100 if quick else 1000

    def way(task: str, n: int, judge: int = 0, **more: object) -> Callable[[], Any]:
        return partial(child, f"latency.{task}", folder=folder, n=n, judge=judge, **more)

    return {
        "PyTorch dense": way("dense_torch", slow),
        "ours, full": way("ours", slow, index=""),
        "ours, sparse by cells": way("ours", fast, judged, index="cells"),
        "ours, scan of bytes": way("ours", slow, 0 if wide else judged, index="scan"),
        "faiss, int8 scan": way("faiss_index", slow, kind="int8"),
        "faiss, HNSW": way("faiss_index", fast, judged, kind="hnsw"),
    }


def _one_width(
    findings: Findings, data: Path, which: tuple[str, str, float], *, quick: bool
) -> None:
    folder, width, goal = which
    judged = 200 if quick else N_JUDGED
    known = {"folder": folder, "width": width, "judge": judged, "quick": quick}
    full = child("latency.train", data=str(data), **known)["p1"]
    ways = _ways(folder, wide=width != "60,000", quick=quick, judged=judged)
    measured = {name: run() for name, run in ways.items()}
    base = Repeated(measured["PyTorch dense"]["p50_ms"]).median
    for name, found in measured.items():
        score = full if name in ("PyTorch dense", "ours, full") else found.get("p1")
        p50, p95 = Repeated(found["p50_ms"]), Repeated(found["p95_ms"]).median
        told = f"{width} outputs, {name}: p50 ms (p95 {p95:.3f}, P@1 {number(score)})"
        most = 0.3 if "cells" in name else None
        peer = "" if name.startswith("PyTorch") else "PyTorch dense"
        row = Row(told, p50.median, most, base if peer else None, peer, True, p50.spread)
        findings.rows.append(row)
        point = {"kind": "latency", "task": f"{width} outputs", "way": name, "full_p1": full}
        findings.points.append(point | found)
    if width == "60,000":
        swept = child("latency.sweep", folder=folder, n=50, judge=100 if quick else 1000)["points"]
        findings.points += [{"kind": "sparsity", **point} for point in swept]
    sparse_way = measured["ours, sparse by cells"]
    speed = Repeated([base / ms for ms in sparse_way["p50_ms"]])
    lost = 100 * (full - sparse_way["p1"])
    name = f"{width} outputs: dense PyTorch / ours sparse, times"
    findings.rows += [
        Row(name, speed.median, goal, spread=speed.spread),
        Row(f"{width} outputs: P@1 lost, points", lost, 0.5, lower_is_better=True),
    ]
