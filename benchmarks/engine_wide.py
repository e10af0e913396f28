# SPDX-License-Identifier: Apache-2.0
"""Training at Amazon-670K's shape: 135,909 features, 670,091 labels, made up by a power law."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

import numpy as np

import engine_torch
from common import Repeated, Row, peak_megabytes
from engine_data import power_law, precision
from engine_topic import THREADS, Findings, child, wide_network

if TYPE_CHECKING:
    from pathlib import Path

BATCH: Final = 512
NEGATIVES: Final = 1024
LR: Final = 5e-3


def ours(n_samples: int, epochs: int) -> dict[str, object]:
    """Train; return the speed of each epoch, P@k and the peak memory of the process."""
    task = power_law(n_samples, 2000)
    shape = (task.x.shape[1], task.n_outputs)
    # Five labels a sample: most of a batch's are different.
    model = wide_network(shape, 5 * BATCH + NEGATIVES, lr=LR)
    rates: list[float] = []
    for _ in range(epochs):
        start = time.perf_counter()
        model.fit(task.x, task.y, epochs=1, batch_size=BATCH)
        rates.append(n_samples / (time.perf_counter() - start))
    peak = peak_megabytes()
    found = model.predict(task.x_test, top_k=5).ids
    scores = {f"p{k}": precision(found, task.y_test, k) for k in (1, 3, 5)}
    return {"rates": rates, "peak_mb": peak, **scores}


def dense(n_batches: int) -> dict[str, float]:
    """Time a few batches of the dense peer; return its peak memory too."""
    task = power_law((n_batches + 1) * BATCH, 1)
    found = engine_torch.dense_softmax(task, batch=BATCH, n_batches=n_batches, threads=THREADS)
    return found | {"peak_mb": peak_megabytes()}


TASKS = {"ours": ours, "dense": dense}


def measure(data: Path, *, quick: bool) -> Findings:  # noqa: ARG001 - the set is made up
    """Compare speed and memory with the dense peer."""
    mine = child("wide.ours", n_samples=10_000 if quick else 100_000, epochs=1 if quick else 3)
    peer = child("wide.dense", n_batches=1 if quick else 3)
    speed = Repeated(list(mine["rates"]))
    who = f"PyTorch dense softmax, Adam; {1 if quick else 3} batches of {BATCH}"
    at = "670,091 outputs"
    rows = [
        Row(f"{at}: samples/s", speed.median, 3000.0, peer["samples_s"], who, spread=speed.spread),
        Row(
            f"{at}: peak memory of the process, MB",
            mine["peak_mb"],
            6000.0,
            peer["peak_mb"],
            who,
            lower_is_better=True,
        ),
    ]
    rows += [Row(f"{at}: P@{k} after {len(speed.values)} epochs", mine[f"p{k}"]) for k in (1, 3, 5)]
    point = {"kind": "throughput", "task": at, "ours": speed.values, "dense": [peer["samples_s"]]}
    return Findings(rows, [point], [f"Random guess P@1: {5 / np.float64(670_091):.6f}."])
