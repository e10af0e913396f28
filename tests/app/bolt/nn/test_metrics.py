# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import numpy as np
import pytest

from findling.bolt.nn.metrics import MetricSums, needed_k
from findling.bolt.nn.samples import LabelLists


def test_measures_of_two_samples_and_one_without_labels() -> None:
    labels = LabelLists(np.array([0, 2, 2, 3], np.uint64), np.array([5, 7, 1], np.uint32))
    names = ["accuracy", "precision@2", "recall@3", "ndcg@3"]
    sums = MetricSums(names, labels)
    top = np.array([[7, 0, 5], [1, 2, 3], [0, 1, 2]], np.uint32)
    sums.add(np.arange(3, dtype=np.uint64), top)
    ideal = 1.0 + 1.0 / np.log2(3)
    assert sums.means() == pytest.approx(
        {
            "accuracy": (1 + 0) / 2,
            "precision@2": (0.5 + 0.5) / 2,
            "recall@3": (1.0 + 1.0) / 2,
            "ndcg@3": ((1.0 + 0.5) / ideal + 1.0 / np.log2(3)) / 2,
        }
    )


def test_the_longest_list_decides_how_many_columns_are_needed() -> None:
    assert needed_k(["accuracy"]) == 1
    assert needed_k(["precision@3", "recall@20"]) == 20
    assert needed_k([]) == 0
