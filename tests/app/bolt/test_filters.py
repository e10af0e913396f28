# SPDX-License-Identifier: Apache-2.0
"""Under any filter the best of what is left are found, with the scores that they have without."""

from __future__ import annotations

import numpy as np
import pytest

from findling.bolt import EngineError, Retriever

TOPICS = ("river", "engine", "garden", "letter", "winter", "harbour", "copper")


@pytest.fixture(scope="module", params=[0, 2], ids=["words only", "trained"])
def retriever(request: pytest.FixtureRequest) -> Retriever:
    rng = np.random.default_rng(0)
    texts = [
        f"The {TOPICS[i % 7]} and the {TOPICS[i // 7 % 7]} "
        + " ".join(f"word{n}" for n in rng.integers(300, size=20))
        for i in range(150)
    ]
    return Retriever(epochs=request.param, n_threads=1).fit(texts, ids=range(1000, 1150))


@pytest.mark.parametrize("share", [0.02, 0.3, 0.9])
def test_a_filter_leaves_out_and_changes_nothing_else(retriever: Retriever, share: float) -> None:
    query = "copper letter word7 word200"
    everything = retriever.search(query, k=150)
    rng = np.random.default_rng(int(share * 100))
    wanted = set(rng.choice(retriever.ids_, int(150 * share), replace=False).tolist())
    expected = [hit for hit in everything if hit.id in wanted][:5]
    assert retriever.search(query, k=5, where=wanted) == expected
    made = retriever.filter(np.array(sorted(wanted)))
    assert retriever.search(query, k=5, where=made) == expected
    assert (len(made), 999 in made) == (len(wanted), False)
    assert all(key in made for key in wanted)


def test_filters_are_combined(retriever: Retriever) -> None:
    low, even = retriever.filter(range(1000, 1050)), retriever.filter(range(1000, 1150, 2))
    found = {hit.id for hit in retriever.search("letter", k=150, mode="meaning", where=low & ~even)}
    assert found <= set(range(1001, 1050, 2))
    assert len(low | even) == 50 + 50
    assert 1050 in ~low
    assert retriever.search("letter", where=retriever.filter([])) == []


def test_passages_that_hold_all_words_in_any_form(retriever: Retriever) -> None:
    held = retriever.holding("Letters, the rivers!")
    assert sorted(key for key in retriever.ids_.tolist() if key in held) == [
        1000 + i for i in range(150) if {i % 7, i // 7 % 7} == {0, 3}
    ]
    assert len(retriever.holding("letter unheard")) == 0
    assert len(retriever.holding("the")) == 0


def test_passages_added_later_are_in_no_filter() -> None:
    retriever = Retriever(epochs=0).fit(["one apple", "two apples"])
    first, others = retriever.filter([0]), ~retriever.filter([0])
    retriever.add(["three apples"])
    assert [hit.id for hit in retriever.search("apple", where=first)] == [0]
    assert [hit.id for hit in retriever.search("apple", where=others)] == [1]
    both = retriever.search("apple", where=first | retriever.filter([2]))
    assert {hit.id for hit in both} == {0, 2}


def test_taught_passages_come_through_a_filter_only_when_they_are_in_it() -> None:
    retriever = Retriever(epochs=0).fit(["one apple", "two pears", "three apples"])
    retriever.upvote("apple", 1)
    assert retriever.search("apple", k=1)[0].id == 1
    assert retriever.search("apple", k=1, where=retriever.filter([1, 2]))[0].id == 1
    assert {hit.id for hit in retriever.search("apple", where=[0, 2])} == {0, 2}


def test_a_filter_of_another_index_is_refused(retriever: Retriever) -> None:
    other = Retriever(epochs=0).fit(["one apple"])
    with pytest.raises(EngineError, match="a filter of this retriever"):
        other.search("apple", where=retriever.filter([1000]))
    with pytest.raises(EngineError, match="filters of one retriever"):
        _ = other.filter([0]) & retriever.filter([1000])
