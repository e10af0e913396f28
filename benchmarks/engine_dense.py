# SPDX-License-Identifier: Apache-2.0
"""Networks without any sparsity, trained by us and by PyTorch: the kernels without the tricks."""

from __future__ import annotations

import itertools
import time
from typing import Any, Final

import numpy as np

from common import Row
from engine_topic import THREADS, Findings, child, interleaved, ratios

BATCH: Final = 256
SHAPES: Final = ((784, 512, 10), (256, 1024, 1024, 1000), (512, 2048, 5000), (128, 256, 60_000))


def _samples(shape: list[int], n: int) -> tuple[Any, Any]:
    rng = np.random.default_rng(0)
    x = rng.standard_normal((n, shape[0]), dtype=np.float32)
    return x, rng.integers(0, shape[-1], n)


def ours(shape: list[int], n: int) -> dict[str, float]:
    """Train our network; return samples/s of the second epoch."""
    from findling.bolt import nn

    source = node = nn.Input(shape[0])
    for dim in shape[1:-1]:
        node = nn.Linear(dim, activation="relu")(node)
    output = nn.Linear(shape[-1], activation="softmax")(node)
    model = nn.Model(source, output, n_threads=THREADS)
    model.compile("softmax_cross_entropy", nn.Adam(1e-3))
    x, y = _samples(shape, n)
    model.fit(x[:BATCH], y[:BATCH], batch_size=BATCH)
    start = time.perf_counter()
    model.fit(x, y, epochs=1, batch_size=BATCH)
    return {"samples_s": n / (time.perf_counter() - start)}


def theirs(shape: list[int], n: int) -> dict[str, float]:
    """Train the same in PyTorch; return samples/s after the first batch."""
    import torch

    torch.set_num_threads(THREADS)
    layers: list[torch.nn.Module] = []
    for dim_in, dim_out in itertools.pairwise(shape):
        layers += [torch.nn.Linear(dim_in, dim_out), torch.nn.ReLU()]
    model = torch.nn.Sequential(*layers[:-1])
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, fused=True)
    loss_of = torch.nn.CrossEntropyLoss()
    x, y = (torch.from_numpy(values) for values in _samples(shape, n))

    def epoch(count: int) -> None:
        order = torch.randperm(count)
        for first in range(0, count, BATCH):
            which = order[first : first + BATCH]
            optimizer.zero_grad()
            loss_of(model(x[which]), y[which]).backward()
            optimizer.step()

    epoch(BATCH)
    start = time.perf_counter()
    epoch(n)
    return {"samples_s": n / (time.perf_counter() - start)}


TASKS = {"ours": ours, "theirs": theirs}


def measure(data: object, *, quick: bool) -> Findings:  # noqa: ARG001 - samples are noise
    """Compare the throughput of training on several shapes."""
    findings = Findings()
    for shape in SHAPES[:1] if quick else SHAPES:
        parameters = sum(a * b for a, b in itertools.pairwise(shape))
        n = BATCH * max(4, min(200, 75_000_000_000 // (parameters * BATCH)))  # some seconds
        same = {"shape": list(shape), "n": n}
        mine, peer = interleaved(
            [
                lambda _, s=same: child("dense.ours", **s),
                lambda _, s=same: child("dense.theirs", **s),
            ],
            1 if quick else 3,
        )
        name = "-".join(map(str, shape))
        gain = ratios(mine["samples_s"], peer["samples_s"])
        findings.rows += [
            Row(f"{name}: samples/s / PyTorch's", gain.median, 0.9, spread=gain.spread),
            Row(
                f"{name}: samples/s",
                mine["samples_s"].median,
                None,
                peer["samples_s"].median,
                f"PyTorch, fused Adam ({peer['samples_s'].spread or 'once'})",
                spread=mine["samples_s"].spread,
            ),
        ]
    return findings
