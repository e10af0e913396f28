# SPDX-License-Identifier: Apache-2.0
"""What the topics of the engine's benchmark share: what a topic gives back, and its networks."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from common import Repeated, Row, in_child

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from engine_data import Csr
    from findling.bolt import nn

SCRIPT: Final = str(Path(__file__).with_name("engine.py"))
THREADS: Final = 2
DIM: Final = 256
SCALE: Final = 20.0


@dataclass
class Findings:
    """What a topic measured.

    Attributes
    ----------
    rows : list of Row
        Our measures beside peers and goals.
    points : list of dict
        Numbers for figures; each names its ``kind``.
    notes : list of str
        Sentences below the table.
    """

    rows: list[Row] = field(default_factory=list[Row])
    points: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    notes: list[str] = field(default_factory=list[str])


def child(task: str, **arguments: object) -> dict[str, Any]:
    """Run a task, named ``topic.task``, in a process of its own."""
    return in_child(SCRIPT, task, **arguments)


def interleaved(tasks: list[Callable[[int], dict[str, Any]]], repeats: int) -> list[dict[str, Any]]:
    """Run tasks in turns, so that a slow minute of the machine meets all of them.

    Returns
    -------
    list of dict
        For each task: a `Repeated` for each number that it gives.
    """
    gathered: list[dict[str, Repeated]] = [{} for _ in tasks]
    for repeat in range(repeats):
        for task, into in zip(tasks, gathered, strict=True):
            for name, value in task(repeat).items():
                into.setdefault(name, Repeated()).values.append(value)
    return gathered


def ratios(ours: Repeated, peer: Repeated) -> Repeated:
    """Return ours / peer of each turn."""
    return Repeated([a / b for a, b in zip(ours.values, peer.values, strict=True)])


def wide_network(
    shape: tuple[int, int], active: int, *, lr: float, seed: int = 0, threads: int = THREADS
) -> nn.Model:
    """Return hashed words -> 256 -> outputs by cosine, ``active`` of them at a time.

    Parameters
    ----------
    shape : tuple of int
        Features and outputs.
    active : int
        Neurons of a batch: its labels and random ones.
    lr : float
        Adam's step size.
    """
    from findling.bolt import nn

    features, outputs = shape
    x = nn.Input(features, sparse=True)
    head = nn.Linear(
        outputs,
        sparsity=min(1.0, active / outputs),
        sampling="random",
        activation="softmax",
        bias=False,
        normalise=True,
        scale=SCALE,
        name="head",
    )
    model = nn.Model(x, head(nn.Embedding(DIM, name="words")(x)), seed=seed, n_threads=threads)
    return model.compile("softmax_cross_entropy", nn.Adam(lr))


def single_times(answer: Callable[[int], object], n: int) -> dict[str, float]:
    """Return p50 and p95 in milliseconds of ``n`` calls with 0..n-1, after a few to warm up."""
    for i in range(min(20, n)):
        answer(i)
    times: list[float] = []
    for i in range(n):
        start = time.perf_counter()
        answer(i)
        times.append((time.perf_counter() - start) * 1000)
    p50, p95 = np.percentile(times, [50, 95])
    return {"p50_ms": float(p50), "p95_ms": float(p95)}


def rows_of(x: Csr, n: int) -> list[Csr]:
    """Return the first ``n`` rows as matrices of one row."""
    return [x[i] for i in range(n)]


def hits(found: NDArray[np.int64], y: Csr) -> float:
    """Return P@1: the share of ``found`` [n] that are labels of their row; -1 is none."""
    rows = np.arange(len(found))
    right = np.asarray(y[rows, np.maximum(found, 0)]).ravel() > 0
    return float((right & (found >= 0)).mean())
