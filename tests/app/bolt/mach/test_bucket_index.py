# SPDX-License-Identifier: Apache-2.0
"""Properties of the engine's bucket index that hold for all inputs."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from findling._core import BucketIndex, EngineValueError

if TYPE_CHECKING:
    from numpy.typing import NDArray

N_BUCKETS, N_HASHES = 13, 3

STEPS = st.lists(st.tuples(st.booleans(), st.integers(0, 30)), max_size=60)


def after(steps: list[tuple[bool, int]], n_choices: int = 1) -> tuple[BucketIndex, set[int]]:
    """Return an index after labels came (True) and went, and the labels that should be there."""
    index, here = BucketIndex(N_BUCKETS, N_HASHES, 5, 1), set[int]()
    for comes, label in steps:
        if comes and label not in here and label <= index.n_slots:
            index.introduce_one_by_key(label, label * 7919, n_choices)
            here.add(label)
        elif not comes and label in here:
            index.forget(label)
            here.remove(label)
    return index, here


def restore_or_refuse(state: NDArray[np.uint32]) -> None:
    """Check that a state is refused in a sentence, or else is what the restored index says."""
    found = state
    with contextlib.suppress(EngineValueError):
        found = BucketIndex.restore(state, 1).state()
    assert found.tolist() == state.tolist()


@given(STEPS, st.integers(1, 3))
@settings(deadline=None)  # a busy computer is no failure
def test_both_directions_agree_without_duplicates(
    steps: list[tuple[bool, int]], n_choices: int
) -> None:
    index, here = after(steps, n_choices)
    lists = [index.labels_in(bucket).tolist() for bucket in range(N_BUCKETS)]
    assert all(labels == sorted(set(labels)) for labels in lists)
    assert index.n_labels == len(here)
    for label in range(index.n_slots):
        holding = [bucket for bucket, labels in enumerate(lists) if label in labels]
        assert holding == (sorted(index.buckets_of(label).tolist()) if label in here else [])
        assert len(holding) == (N_HASHES if label in here else 0)


@given(STEPS)
@settings(deadline=None)
def test_what_was_written_down_is_the_same(steps: list[tuple[bool, int]]) -> None:
    index, _ = after(steps)
    again = BucketIndex.restore(index.state(), 1)
    assert again.state().tolist() == index.state().tolist()
    assert (again.n_slots, again.n_labels) == (index.n_slots, index.n_labels)
    for bucket in range(N_BUCKETS):
        assert again.labels_in(bucket).tolist() == index.labels_in(bucket).tolist()


@given(st.lists(st.integers(0, (1 << 32) - 1), max_size=40))
@settings(deadline=None)
def test_other_numbers_are_refused_or_a_valid_index(numbers: list[int]) -> None:
    restore_or_refuse(np.array([16, 2, *numbers], np.uint32))


@given(st.data())
@settings(deadline=None)
def test_one_changed_number_is_refused_or_a_valid_index(data: st.DataObject) -> None:
    index, _ = after([(True, label) for label in range(5)])
    state = index.state()
    place = data.draw(st.integers(2, len(state) - 1))
    state[place] = data.draw(st.sampled_from([0, 1, 12, 13, 0xFFFFFFFF]))
    restore_or_refuse(state)


@given(STEPS, st.integers(1, 40), st.integers(0, 1000))
@settings(deadline=None)
def test_all_buckets_give_every_label_in_the_order_of_its_score(
    steps: list[tuple[bool, int]], k: int, seed: int
) -> None:
    index, here = after(steps)
    scores = np.random.default_rng(seed).integers(-3, 3, (1, N_BUCKETS)).astype(np.float32)
    labels, means = index.decode(scores, k, 0)
    oracle = {label: scores[0, index.buckets_of(label)].sum() / N_HASHES for label in here}
    best = sorted(here, key=lambda label: (-oracle[label], label))[:k]
    assert labels[0].tolist() == best + [-1] * (k - len(best))
    assert means[0, : len(best)] == pytest.approx([oracle[label] for label in best])


def test_scores_of_another_width_are_refused() -> None:
    index, _ = after([])
    for scores in (np.zeros((2, 12), np.float32), np.zeros(13, np.float32)):
        with pytest.raises(EngineValueError, match=r"expected scores \[n, 13\]"):
            index.decode(scores, 1, 0)
