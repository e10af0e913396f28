# SPDX-License-Identifier: Apache-2.0
"""Training: 100k hashed words -> 256 -> a passage of a book each, beside PyTorch."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Final

import engine_torch
from common import Row, peak_megabytes
from engine_data import spans
from engine_topic import THREADS, Findings, child, hits, interleaved, ratios, wide_network

BATCH: Final = 512
NEGATIVES: Final = 1024
LR: Final = 5e-3
RECIPE: Final = {"lr": LR, "batch": BATCH, "negatives": NEGATIVES}
PEER: Final = "PyTorch sampled softmax, sparse gradients, same recipe"


def ours(
    data: str, n_passages: int, n_samples: int, epochs: int, seed: int, recipe: dict[str, Any]
) -> dict[str, float]:
    """Train our network; return samples/s, P@1 and peak memory."""
    task = spans(Path(data), n_passages, n_samples, 5000)
    batch, active = recipe["batch"], recipe["batch"] + recipe["negatives"]
    model = wide_network((task.x.shape[1], n_passages), active, lr=recipe["lr"], seed=seed)
    start = time.perf_counter()
    model.fit(task.x, task.first_labels, epochs=epochs, batch_size=batch)
    seconds = time.perf_counter() - start
    found = model.predict(task.x_test, top_k=1).ids[:, 0]
    return {
        "samples_s": epochs * n_samples / seconds,
        "p1": hits(found, task.y_test),
        "peak_mb": peak_megabytes(),
    }


def sampled(
    data: str, n_passages: int, n_samples: int, epochs: int, seed: int, recipe: dict[str, Any]
) -> dict[str, float]:
    """Train the peer with sampled softmax."""
    task = spans(Path(data), n_passages, n_samples, 5000)
    found = engine_torch.sampled_softmax(task, **recipe, epochs=epochs, threads=THREADS, seed=seed)
    return found | {"peak_mb": peak_megabytes()}


def dense(data: str, n_passages: int, n_batches: int) -> dict[str, float]:
    """Time some batches of the dense peer."""
    task = spans(Path(data), n_passages, (n_batches + 1) * BATCH, 1)
    return engine_torch.dense_softmax(task, batch=BATCH, n_batches=n_batches, threads=THREADS)


TASKS = {"ours": ours, "sampled": sampled, "dense": dense}


def measure(data: Path, *, quick: bool) -> Findings:
    """Compare speed and P@1 at 10k and 60k passages."""
    findings = Findings()
    sizes = [(10_000, 20_000, 1)] if quick else [(10_000, 40_000, 3), (60_000, 240_000, 3)]
    for n_passages, n_samples, epochs in sizes:
        _compare(findings, data, (n_passages, n_samples, epochs), repeats=1 if quick else 3)
    findings.notes.append(f"Recipe of ours and of the sampled peer: {RECIPE}, cosine x 20.")
    return findings


def _compare(findings: Findings, data: Path, size: tuple[int, int, int], repeats: int) -> None:
    n_passages, n_samples, epochs = size
    same = {"data": str(data), "n_passages": n_passages}
    full = same | {"n_samples": n_samples, "epochs": epochs, "recipe": RECIPE}
    mine, peer, wide = interleaved(
        [
            lambda seed: child("spans.ours", **full, seed=seed),
            lambda seed: child("spans.sampled", **full, seed=seed),
            lambda _: child("spans.dense", **same, n_batches=2 if repeats == 1 else 4),
        ],
        repeats,
    )
    speed, is_goal = mine["samples_s"], n_passages == 60_000
    for contender, name, goal in (
        (peer["samples_s"], PEER, 2.0),
        (wide["samples_s"], "PyTorch dense softmax, Adam; some batches", 30.0),
    ):
        ratio = ratios(speed, contender)
        wanted = goal if is_goal else None
        told = f"samples/s / {name.partition(',')[0].removeprefix('PyTorch ')}"
        findings.rows.append(
            Row(
                f"{n_passages:,} passages: {told}, ratio", ratio.median, wanted, spread=ratio.spread
            )
        )
        findings.rows.append(
            Row(
                f"{n_passages:,} passages: samples/s",
                speed.median,
                None,
                contender.median,
                f"{name} ({contender.spread or 'once'})",
                spread=speed.spread,
            )
        )
    score, other = mine["p1"], peer["p1"]
    goal = max(0.55, other.median - 0.002) if is_goal else None
    name = f"{n_passages:,} passages: P@1 after {epochs} epochs"
    findings.rows.append(
        Row(name, score.median, goal, other.median, f"{PEER} ({other.spread})", spread=score.spread)
    )
    findings.points.append(
        {
            "kind": "throughput",
            "task": f"{n_passages:,} passages",
            "ours": speed.values,
            "sampled": peer["samples_s"].values,
            "dense": wide["samples_s"].values,
        }
    )
