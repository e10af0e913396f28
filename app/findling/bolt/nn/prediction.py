# SPDX-License-Identifier: Apache-2.0
"""Outputs of many samples, a batch at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from findling.bolt.errors import InputValueError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from findling import _core
    from findling.bolt.nn.samples import Samples


@dataclass(frozen=True)
class TopK:
    """The best columns of an output, best first.

    Attributes
    ----------
    ids : ndarray of int64, shape (n, k)
        Columns; -1 where a sparse prediction found fewer than k.
    scores : ndarray of float32, shape (n, k)
        Their values; minus infinity there.
    """

    ids: NDArray[np.int64]
    scores: NDArray[np.float32]


@dataclass(frozen=True)
class TopQuestion:
    """Which best columns are asked for; see `Model.predict`."""

    output: int
    k: int
    sparsity: float | None
    batch_size: int

    def __post_init__(self) -> None:
        if self.k < 1:
            msg = f"[network] expected top_k of 1 or more, got {self.k}"
            raise InputValueError(msg)
        if self.sparsity is not None and not 0.0 < self.sparsity <= 1.0:
            msg = f"[network] expected a sparsity above 0 and up to 1, got {self.sparsity}"
            raise InputValueError(msg)


def predict_values(
    network: _core.Network, samples: Samples, dims: Sequence[int], batch_size: int
) -> list[NDArray[np.float32]]:
    """Return all outputs, [n, dim] each."""
    outputs = [np.empty((samples.n, dim), np.float32) for dim in dims]
    for which, rows in batches(samples.n, batch_size):
        for out, values in zip(outputs, network.values(samples.core, which), strict=True):
            out[rows] = values
    return outputs


def predict_top(network: _core.Network, samples: Samples, question: TopQuestion) -> TopK:
    """Return the best columns of one output."""
    share = 1.0 if question.sparsity is None else question.sparsity
    if share < 1.0:
        network.show_sampler(question.output, "auto")
    ids = np.empty((samples.n, question.k), np.int64)
    scores = np.empty((samples.n, question.k), np.float32)
    for which, rows in batches(samples.n, question.batch_size):
        found, values = network.top(samples.core, which, question.output, share, question.k)
        ids[rows] = found.astype(np.int32)  # the engine's "none" becomes -1
        scores[rows] = values
    return TopK(ids, scores)


def batches(n: int, size: int) -> Iterator[tuple[NDArray[np.uint64], slice]]:
    """Yield 0..n-1 in runs of ``size``, as numbers and as a slice."""
    if size < 1:
        msg = f"[network] expected batch_size of 1 or more, got {size}"
        raise InputValueError(msg)
    for begin in range(0, n, size):
        end = min(begin + size, n)
        yield np.arange(begin, end, dtype=np.uint64), slice(begin, end)
