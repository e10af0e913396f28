# SPDX-License-Identifier: Apache-2.0
"""Measures of predictions against labels.

Names: "accuracy", and "precision@k", "recall@k", "f1@k", "ndcg@k" for any whole k: means over the
samples, of which those without a label are left out. "auc" is the area under the ROC curve, a mean
over the columns that are right for some samples and wrong for others.
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
_MOST_SCORES = 1 << 28  # 1 GB: "auc" keeps all values of an output
_BEST_OF = ("precision", "recall", "f1", "ndcg")
AUC = "auc"


def needed_k(names: Sequence[str]) -> int:
    """Return how many best columns the metrics look at, or raise for an unknown name."""
    return max((_parsed(name)[1] for name in names if name != AUC), default=0)


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
        self._metrics = {name: _parsed(name) for name in names if name != AUC}
        self._labels = labels
        self._sums = dict.fromkeys(self._metrics, 0.0)
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


def area_under_curve(scores: NDArray[np.float32], labels: LabelLists) -> float:
    """Return the area under the ROC curve, a mean over the columns.

    Parameters
    ----------
    scores : ndarray of float32, shape (n, dim)
        All values of an output.
    labels : LabelLists
        Which columns are right for each sample.

    Returns
    -------
    float
        The chance that a sample for which a column is right has a higher value there than one for
        which it is wrong; ties count half. 0 when no column has samples of both kinds.
    """
    right = np.zeros(scores.shape, np.bool_)
    counts = np.diff(labels.offsets.astype(np.int64))
    right[np.repeat(np.arange(len(counts)), counts), labels.ids] = True
    n_right = right.sum(axis=0)
    columns = np.flatnonzero((n_right > 0) & (n_right < len(scores)))
    areas = [_area(scores[:, column], right[:, column]) for column in columns]
    return float(np.mean(areas)) if areas else 0.0


def check_scores(n: int, dim: int) -> None:
    """Raise when "auc" would have to keep too many values."""
    if n * dim > _MOST_SCORES:
        msg = f"[metrics] expected at most {_MOST_SCORES} values for auc, got {n} * {dim}"
        raise InputValueError(msg)


def _area(scores: NDArray[np.float32], right: NDArray[np.bool_]) -> float:
    """Mann and Whitney's U as a share: from the sum of the ranks of the right ones."""
    _, which, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2.0)[which]  # of equal scores, their mean rank
    n_right = int(right.sum())
    u = float(ranks[right].sum()) - n_right * (n_right + 1) / 2.0
    return u / (n_right * (len(scores) - n_right))


def _parsed(name: str) -> tuple[str, int]:
    kind, _, k = name.partition("@")
    if name == "accuracy":
        return "precision", 1
    good = kind in _BEST_OF and k.isdecimal()
    if not good or not 1 <= int(k) <= _LARGEST_K:
        known = ", ".join(f"{each}@k" for each in _BEST_OF)
        msg = f"[metrics] expected accuracy, {AUC}, {known}; got {name}"
        raise InputValueError(msg)
    return kind, int(k)


def _measure(kind: str, hits: NDArray[np.bool_], n_labels: int, k: int) -> float:
    if kind == "precision":
        return float(hits.sum()) / k
    if kind == "recall":
        return float(hits.sum()) / n_labels
    if kind == "f1":  # 2 p r / (p + r)
        return 2.0 * float(hits.sum()) / (k + n_labels)
    gains = 1.0 / np.log2(np.arange(2, k + 2))
    return float(gains[: hits.size][hits].sum() / gains[: min(n_labels, k)].sum())
