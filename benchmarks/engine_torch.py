# SPDX-License-Identifier: Apache-2.0
"""The peers in PyTorch: a dense softmax with Adam, and sampled softmax with sparse gradients."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from engine_data import Csr, Task

DIM = 256
SCALE = 20.0


class Bags:
    """Rows of a CSR matrix as the arguments of `torch.nn.EmbeddingBag`."""

    def __init__(self, x: Csr) -> None:
        self._x = x

    def __call__(self, which: NDArray[np.int64]) -> dict[str, Any]:
        """Return ids, offsets and weights of some rows."""
        import torch

        part = self._x[which]
        return {
            "input": torch.from_numpy(part.indices.astype(np.int64)),
            "offsets": torch.from_numpy(part.indptr[:-1].astype(np.int64)),
            "per_sample_weights": torch.from_numpy(part.data),
        }


def sampled_softmax(
    task: Task, *, epochs: int, lr: float, batch: int, negatives: int, threads: int, seed: int
) -> dict[str, float]:
    """Train with the labels of the batch and shared random negatives; return speed and P@1.

    Scores are 20 * cosine; a negative that is a sample's own label does not count. `EmbeddingBag`
    and `Embedding` with sparse gradients, `SparseAdam` for both.
    """
    import torch
    from torch.nn import functional

    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    table = torch.nn.EmbeddingBag(task.x.shape[1], DIM, mode="sum", sparse=True)
    outputs = torch.nn.Embedding(task.n_outputs, DIM, sparse=True)
    torch.nn.init.normal_(table.weight, std=DIM**-0.5)
    torch.nn.init.normal_(outputs.weight, std=DIM**-0.5)
    optimizer = torch.optim.SparseAdam([*table.parameters(), *outputs.parameters()], lr=lr)
    bags, labels = Bags(task.x), task.first_labels
    start = time.perf_counter()
    for _ in range(epochs):
        order = rng.permutation(len(labels))
        for first in range(0, len(order), batch):
            which = order[first : first + batch]
            own, targets = np.unique(labels[which], return_inverse=True)
            drawn = np.setdiff1d(rng.integers(0, task.n_outputs, negatives), own)
            candidates = torch.from_numpy(np.concatenate([own, drawn]))
            neurons = functional.normalize(outputs(candidates), dim=1)
            logits = SCALE * functional.normalize(table(**bags(which)), dim=1) @ neurons.T
            loss = functional.cross_entropy(logits, torch.from_numpy(targets))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    seconds = time.perf_counter() - start
    with torch.no_grad():
        neurons = functional.normalize(outputs.weight, dim=1)
        right = 0
        truth = task.y_test.indices
        for first in range(0, len(truth), 500):
            which = np.arange(first, min(first + 500, len(truth)))
            best = (table(**bags_of(task.x_test, which)) @ neurons.T).argmax(1).numpy()
            right += int((best == truth[which]).sum())
    rate = epochs * len(labels) / seconds
    return {"samples_s": rate, "p1": right / len(truth), "seconds": seconds}


def bags_of(x: Csr, which: NDArray[np.int64]) -> dict[str, Any]:
    """Return some rows of ``x`` as arguments of `torch.nn.EmbeddingBag`."""
    return Bags(x)(which)


def dense_softmax(task: Task, *, batch: int, n_batches: int, threads: int) -> dict[str, float]:
    """Return the speed of the same network with a full softmax and dense Adam, by a few batches."""
    import torch
    from torch.nn import functional

    torch.set_num_threads(threads)
    torch.manual_seed(0)
    table = torch.nn.EmbeddingBag(task.x.shape[1], DIM, mode="sum", sparse=True)
    outputs = torch.nn.Linear(DIM, task.n_outputs)
    wide = torch.optim.Adam(outputs.parameters(), lr=1e-3)
    narrow = torch.optim.SparseAdam(list(table.parameters()), lr=1e-3)
    bags, labels = Bags(task.x), task.first_labels
    order = np.random.default_rng(0).permutation(len(labels))
    times: list[float] = []
    for number in range(n_batches + 1):
        which = order[number * batch : (number + 1) * batch]
        start = time.perf_counter()
        loss = functional.cross_entropy(
            outputs(table(**bags(which))), torch.from_numpy(labels[which])
        )
        wide.zero_grad()
        narrow.zero_grad()
        loss.backward()
        wide.step()
        narrow.step()
        times.append(time.perf_counter() - start)
    rates = sorted(batch / seconds for seconds in times[1:])  # the first makes Adam's moments
    return {"samples_s": rates[len(rates) // 2], "low": rates[0], "high": rates[-1]}
