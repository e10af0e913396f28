# SPDX-License-Identifier: Apache-2.0
"""Outputs of many samples, a batch at a time, or of one as fast as it goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from findling.bolt.errors import InputTypeError, InputValueError

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
    """Which best columns are asked for; see `Model.predict`. A share of 1 is exact."""

    output: int
    k: int
    share: float
    batch_size: int

    def __post_init__(self) -> None:
        if self.k < 1:
            msg = f"[network] expected top_k of 1 or more, got {self.k}"
            raise InputValueError(msg)


@dataclass(frozen=True)
class OneRow:
    """One sparse sample: columns and what is in them."""

    ids: NDArray[Any]
    values: NDArray[Any]


def checked_share(sparsity: object) -> float:
    """Return a sparsity as the engine takes it, or raise a sentence."""
    if isinstance(sparsity, bool) or not isinstance(sparsity, (int, float)):
        msg = f'[network] expected a sparsity that is a number or "auto", got {sparsity!r}'
        raise InputTypeError(msg)
    share = float(sparsity)
    if not 0.0 < share <= 1.0:
        msg = f"[network] expected a sparsity above 0 and up to 1, got {share:g}"
        raise InputValueError(msg)
    return share


def one_row(x: object, n_columns: int) -> OneRow | None:
    """Return the sample where ``x`` is a CSR matrix with one row of ``n_columns``, else None."""
    starts = getattr(x, "indptr", None)
    if starts is None or len(starts) != 2 or tuple(getattr(x, "shape", ())) != (1, n_columns):
        return None
    matrix = cast("Any", x)
    ids, values = matrix.indices, matrix.data
    begin, end = int(starts[0]), int(starts[1])
    if begin == 0 and end == len(ids) == len(values):
        return OneRow(ids, values)
    return None


def predict_values(
    network: _core.Network,
    samples: Samples,
    dims: Sequence[int],
    batch_size: int,
    share: float = 1.0,
) -> list[NDArray[np.float32]]:
    """Return all outputs, [n, dim] each."""
    outputs = [np.empty((samples.n, dim), np.float32) for dim in dims]
    for which, rows in batches(samples.n, batch_size):
        for out, values in zip(outputs, network.values(samples.core, which, share), strict=True):
            out[rows] = values
    return outputs


def predict_top(network: _core.Network, samples: Samples, question: TopQuestion) -> TopK:
    """Return the best columns of one output."""
    ids = np.empty((samples.n, question.k), np.int64)
    scores = np.empty((samples.n, question.k), np.float32)
    for which, rows in batches(samples.n, question.batch_size):
        ids[rows], scores[rows] = network.top(
            samples.core, which, question.output, question.share, question.k
        )
    return TopK(ids, scores)


def predict_row(network: _core.Network, row: OneRow, question: TopQuestion) -> TopK:
    """Return the best columns of one output for one sample of the only input, shape (1, k)."""
    return TopK(
        *network.top_of_row(row.ids, row.values, question.output, question.share, question.k)
    )


def batches(n: int, size: int) -> Iterator[tuple[NDArray[np.uint64], slice]]:
    """Yield 0..n-1 in runs of ``size``, as numbers and as a slice."""
    if size < 1:
        msg = f"[network] expected batch_size of 1 or more, got {size}"
        raise InputValueError(msg)
    for begin in range(0, n, size):
        end = min(begin + size, n)
        yield np.arange(begin, end, dtype=np.uint64), slice(begin, end)
