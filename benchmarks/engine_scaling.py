# SPDX-License-Identifier: Apache-2.0
"""One thread and two on the task of 60,000 passages: speed, and whether weights are the same."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path
from typing import Final

from common import Row
from engine_data import spans
from engine_topic import Findings, child, interleaved, ratios, wide_network

BATCH: Final = 512
N_PASSAGES: Final = 60_000


def train(data: str, n_samples: int, threads: int) -> dict[str, object]:
    """Train for one epoch; return samples/s and a hash over all weights."""
    task = spans(Path(data), N_PASSAGES, n_samples, 1)
    shape = (task.x.shape[1], N_PASSAGES)
    model = wide_network(shape, BATCH + 1024, lr=5e-3, threads=threads)
    start = time.perf_counter()
    model.fit(task.x, task.first_labels, epochs=1, batch_size=BATCH)
    seconds = time.perf_counter() - start
    sha = hashlib.sha256()
    for name, values in sorted(model.get_weights().items()):
        sha.update(name.encode() + values.tobytes())
    return {"samples_s": n_samples / seconds, "hash": sha.hexdigest()}


TASKS = {"train": train}


def measure(data: Path, *, quick: bool) -> Findings:
    """Compare one thread with two."""
    n_samples = 30_000 if quick else 240_000
    hashes: set[str] = set()

    def run(threads: int) -> dict[str, float]:
        found = child("scaling.train", data=str(data), n_samples=n_samples, threads=threads)
        hashes.add(str(found["hash"]))
        return {"samples_s": found["samples_s"]}

    one, two = interleaved([lambda _: run(1), lambda _: run(2)], 1 if quick else 3)
    gain = ratios(two["samples_s"], one["samples_s"])
    speed, peer = two["samples_s"], one["samples_s"]
    rows = [
        Row("60,000 passages: speed on 2 threads / on 1", gain.median, 1.8, spread=gain.spread),
        Row(
            "60,000 passages: samples/s on 2 threads",
            speed.median,
            None,
            peer.median,
            f"ours on 1 thread ({peer.spread or 'once'})",
            spread=speed.spread,
        ),
        Row("weights that all runs agree on (1: all)", float(len(hashes) == 1), 1.0),
    ]
    return Findings(rows, notes=[f"sha256 of all weights: {', '.join(sorted(hashes))}"])
