# SPDX-License-Identifier: Apache-2.0
"""Measures of predictions against labels.

Names: "accuracy", and "precision@k", "recall@k", "ndcg@k" for any whole k. Samples without a label
are left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from findling.bolt.errors import InputValueError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from findling.bolt.nn.samples import LabelLists

_LARGEST_K = 10_000


def needed_k(names: Sequence[str]) -> int:
    """Return how many best columns the metrics look at, or raise for an unknown name."""
    return max((_parsed(name)[1] for name in names), default=0)


class MetricSums:
    """Adds up metrics over batches.

    Parameters
    ----------
    names : sequence of str
        The metrics; see the module.
    labels : LabelLists
        The labels of all samples.
    """

    def __init__(self, names: Sequence[str], labels: LabelLists) -> None:
        self._metrics = {name: _parsed(name) for name in names}
        self._labels = labels
        self._sums = dict.fromkeys(names, 0.0)
        self._n = 0

    def add(self, samples: NDArray[np.uint64], top: NDArray[np.int64]) -> None:
        """Take in the best columns ``top`` [n, k] of these samples."""
        offsets, ids = self._labels.offsets, self._labels.ids
        for sample, best in zip(samples.tolist(), top, strict=True):
            labels = ids[int(offsets[sample]) : int(offsets[sample + 1])]
            if not labels.size:
                continue
            hits = np.isin(best, labels)
            self._n += 1
            for name, (kind, k) in self._metrics.items():
                self._sums[name] += _measure(kind, hits[:k], np.unique(labels).size, k)

    def means(self) -> dict[str, float]:
        """Return the mean of each metric over the samples with labels; 0 without any."""
        return {name: total / max(self._n, 1) for name, total in self._sums.items()}


def _parsed(name: str) -> tuple[str, int]:
    kind, _, k = name.partition("@")
    if name == "accuracy":
        return "precision", 1
    good = kind in ("precision", "recall", "ndcg") and k.isdecimal()
    if not good or not 1 <= int(k) <= _LARGEST_K:
        msg = f"[metrics] expected accuracy, precision@k, recall@k or ndcg@k, got {name}"
        raise InputValueError(msg)
    return kind, int(k)


def _measure(kind: str, hits: NDArray[np.bool_], n_labels: int, k: int) -> float:
    if kind == "precision":
        return float(hits.sum()) / k
    if kind == "recall":
        return float(hits.sum()) / n_labels
    gains = 1.0 / np.log2(np.arange(2, k + 2))
    return float(gains[: hits.size][hits].sum() / gains[: min(n_labels, k)].sum())
