# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from findling.bolt.mach.sizes import checked_sizes, share_in_training


@pytest.mark.parametrize(
    ("n_labels", "sizes"), [(1, (1024, 8)), (5121, (1025, 8)), (670_091, (134_019, 8))]
)
def test_sizes_go_by_the_number_of_labels(n_labels: int, sizes: tuple[int, int]) -> None:
    assert checked_sizes("auto", "auto", n_labels) == sizes


def test_sizes_that_are_given_are_taken() -> None:
    assert checked_sizes(50, 3, 1_000_000) == (50, 3)
    assert checked_sizes(5, "auto", 10) == (5, 5)


def test_training_computes_about_two_thousand_buckets() -> None:
    assert share_in_training(2048) == 1.0
    assert share_in_training(204_800) == pytest.approx(0.01)
