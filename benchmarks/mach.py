# SPDX-License-Identifier: Apache-2.0
"""Labels in buckets beside one output a label: quality, time and memory; the speed of decoding.

Both learn "which passage is this span from?" by the same recipe. The last passages are kept from
the buckets' training and introduced afterwards.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from common import Row, options, report
from engine_data import Task, spans
from findling.bolt import MachClassifier, nn
from findling.bolt.estimators import Csr

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

N_LABELS: Final = 670_091
DIM: Final = 256
ACTIVE: Final = 2048  # outputs of a batch, as in MachClassifier
HELD_OUT: Final = 200
DECODE_MS: Final = 0.3


@dataclass(frozen=True)
class Learned:
    """What one way of learning a task gave.

    Attributes
    ----------
    p1, p1_new : float
        P@1 of spans of the first passages, and of the last, which buckets were not taught.
    seconds : float
        Of training.
    megabytes : float
        Of the output layer, and of the labels' buckets.
    """

    p1: float
    p1_new: float
    seconds: float
    megabytes: float


def _judged(task: Task, found: NDArray[np.int64], seconds: float, n_bytes: int) -> Learned:
    truth = task.y_test.indices
    right, old = found == truth, truth < task.n_outputs - HELD_OUT
    return Learned(float(right[old].mean()), float(right[~old].mean()), seconds, n_bytes / 1e6)


def direct(task: Task, epochs: int) -> Learned:
    """Train one output a label, all of them."""
    x = nn.Input(task.x.shape[1], sparse=True)
    head = nn.Linear(
        task.n_outputs,
        sparsity=min(1.0, ACTIVE / task.n_outputs),
        sampling="random",
        bias=False,
        normalise=True,
        scale=20.0,
    )
    model = nn.Model(x, head(nn.Embedding(DIM)(x)))
    model.compile(nn.SoftmaxCrossEntropy(), nn.Adam(5e-3))
    start = time.perf_counter()
    model.fit(task.x, task.first_labels, epochs=epochs, batch_size=512)
    seconds = time.perf_counter() - start
    found = model.predict(task.x_test, top_k=1).ids[:, 0]
    return _judged(task, found, seconds, task.n_outputs * DIM * 4)


def buckets(task: Task, epochs: int, **sizes: int) -> Learned:
    """Train buckets on all passages but the last, and introduce those."""
    first_new = task.n_outputs - HELD_OUT
    taught = np.flatnonzero(task.first_labels < first_new)
    mach = MachClassifier(hidden_dim=DIM, epochs=epochs).set_params(**sizes)
    start = time.perf_counter()
    mach.fit(task.x[taught], task.first_labels[taught])
    seconds = time.perf_counter() - start
    for label in range(first_new, task.n_outputs):
        mach.introduce(label, task.x[np.flatnonzero(task.first_labels == label)])
    n_bytes = mach.n_buckets_ * DIM * 4 + mach.buckets_.index.memory_bytes
    return _judged(task, mach.predict(task.x_test), seconds, n_bytes)


def quality(data: Path, n_passages: int, epochs: int) -> list[Row]:
    """Compare several sizes with one output a label."""
    task = spans(data, n_passages, 4 * n_passages, 5000)
    peer = direct(task, epochs)
    all_sizes: list[dict[str, int]] = [{}, {"n_hashes": 4}, {"n_buckets": n_passages // 10}]
    rows: list[Row] = []
    for sizes in all_sizes:
        mine = buckets(task, epochs, **sizes)
        told = ", ".join(f"{name}={n}" for name, n in sizes.items()) or "auto"
        name = f"{n_passages:,} passages, {told}: "
        who = "one output a label"
        rows += [
            Row(name + "P@1", mine.p1, None, peer.p1, who),
            Row(name + "P@1 of introduced ones", mine.p1_new, None, peer.p1_new, who + ", taught"),
            Row(name + "training, s", mine.seconds, None, peer.seconds, who, lower_is_better=True),
            Row(name + "head, MB", mine.megabytes, None, peer.megabytes, who, lower_is_better=True),
        ]
    return rows


def decoding(repeats: int) -> list[Row]:
    """Time the decoding of one query with 670,091 labels, one of them lit, by one thread."""
    ones = Csr(np.ones(1, np.float32), np.zeros(1, np.int64), np.arange(2), (1, N_LABELS))
    mach = MachClassifier(hidden_dim=8, epochs=1, n_threads=1)
    index = mach.fit(np.ones((1, 1), np.float32), ones).buckets_.index
    rng = np.random.default_rng(0)
    rows = [
        Row(
            "670,091 labels: memory of their buckets, MB",
            index.memory_bytes / 1e6,
            60.0,
            lower_is_better=True,
        )
    ]
    for n_top in (25, 100):
        times: list[float] = []
        for _ in range(repeats):
            scores = rng.normal(-6.0, 1.5, (1, index.n_buckets)).astype(np.float32)
            scores[0, index.buckets_of(int(rng.integers(N_LABELS)))] += 8.0
            start = time.perf_counter()
            index.decode(scores, 10, n_top)
            times.append(1e3 * (time.perf_counter() - start))
        low, middle, high = np.percentile(times, [5, 50, 95])
        goal = DECODE_MS if n_top == mach.top_buckets else None
        name = f"670,091 labels, {n_top} buckets: decoding one query, ms"
        spread = f"{low:.2f} to {high:.2f}"
        rows.append(Row(name, float(middle), goal, lower_is_better=True, spread=spread))
    return rows


def main() -> int:
    """Measure and print."""
    arguments: Any = options("Labels in buckets beside one output a label.").parse_args()
    quick = bool(arguments.quick)
    rows = decoding(20 if quick else 200)
    rows += quality(arguments.data, 2000 if quick else 10_000, 1 if quick else 5)
    return report(rows, ["numpy"], as_json=arguments.json, judge=not quick)


if __name__ == "__main__":
    sys.exit(main())
