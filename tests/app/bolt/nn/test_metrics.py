# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import numpy as np
import pytest

from findling.bolt import InputValueError
from findling.bolt.nn.metrics import MetricSums, area_under_curve, check_scores, needed_k
from findling.bolt.nn.samples import LabelLists


def test_measures_of_two_samples_and_one_without_labels() -> None:
    labels = LabelLists(np.array([0, 2, 2, 3], np.uint64), np.array([5, 7, 1], np.uint32))
    names = ["accuracy", "precision@2", "recall@3", "f1@2", "ndcg@3"]
    sums = MetricSums(names, labels)
    top = np.array([[7, 0, 5], [1, 2, 3], [0, 1, 2]], np.int64)
    sums.add(np.arange(3, dtype=np.uint64), top)
    ideal = 1.0 + 1.0 / np.log2(3)
    assert sums.means() == pytest.approx(
        {
            "accuracy": (1 + 0) / 2,
            "precision@2": (0.5 + 0.5) / 2,
            "recall@3": (1.0 + 1.0) / 2,
            "f1@2": (2 * 0.5 * 0.5 / (0.5 + 0.5) + 2 * 0.5 * 1.0 / (0.5 + 1.0)) / 2,
            "ndcg@3": ((1.0 + 0.5) / ideal + 1.0 / np.log2(3)) / 2,
        }
    )


def test_the_longest_list_decides_how_many_columns_are_needed() -> None:
    assert needed_k(["accuracy"]) == 1
    assert needed_k(["precision@3", "recall@20"]) == 20
    assert needed_k([]) == 0


def test_the_area_under_the_curve_counts_pairs_in_order() -> None:
    rng = np.random.default_rng(5)
    scores = rng.integers(6, size=(40, 3)).astype(np.float32)  # many ties
    right = rng.random((40, 3)) < 0.3
    right[:, 2] = False  # nothing to compare: left out
    rows, columns = np.nonzero(right)
    offsets = np.searchsorted(rows, np.arange(41)).astype(np.uint64)
    found = area_under_curve(scores, LabelLists(offsets, columns.astype(np.uint32)))
    areas: list[float] = []
    for c in range(2):
        gaps = scores[right[:, c], c][:, None] - scores[~right[:, c], c]
        areas.append(float(np.mean((gaps > 0) + 0.5 * (gaps == 0))))
    assert found == pytest.approx(np.mean(areas))


def test_the_area_under_the_curve_needs_both_kinds_and_has_a_limit() -> None:
    labels = LabelLists(np.array([0, 1, 2], np.uint64), np.array([0, 0], np.uint32))
    assert area_under_curve(np.ones((2, 1), np.float32), labels) == 0.0
    with pytest.raises(InputValueError, match="values for auc, got 1000000 \\* 1000"):
        check_scores(1_000_000, 1000)
