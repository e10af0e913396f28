# SPDX-License-Identifier: Apache-2.0
"""Taught at once, undone without a trace, and others are left alone."""

from __future__ import annotations

import numpy as np
import pytest

from findling.bolt import EngineError, Retriever
from findling.bolt.teaching import Kind, Teaching

TOPICS = ("river", "engine", "garden", "letter", "winter", "harbour", "copper", "lamp")


def _passages() -> list[str]:
    rng = np.random.default_rng(0)
    return [
        f"Passage about the {TOPICS[i % 8]} and {TOPICS[(i // 8) % 8]}: "
        + " ".join(f"word{rng.integers(400)}" for _ in range(25))
        + f" mark{i}"
        for i in range(160)
    ]


@pytest.fixture(scope="module", params=[0, 2], ids=["words only", "trained"])
def trained(request: pytest.FixtureRequest) -> Retriever:
    return Retriever(epochs=request.param, n_threads=1).fit(_passages())


@pytest.fixture
def retriever(trained: Retriever) -> Retriever:
    trained.teachings.replace_all([])
    return trained


def _first(retriever: Retriever, query: str) -> object:
    return next((hit.id for hit in retriever.search(query, 5)), None)


def test_names_that_never_occur_are_found_after_one_vote_each(retriever: Retriever) -> None:
    names = {f"zyx{i}": 7 * i for i in range(20)}
    assert sum(_first(retriever, name) == i for name, i in names.items()) <= 2
    for name, i in names.items():
        retriever.upvote(name, i)
    assert all(_first(retriever, name) == i for name, i in names.items())
    assert all(_first(retriever, f"what is {name}") == i for name, i in names.items())


def test_words_that_stand_everywhere_take_little_from_a_name(retriever: Retriever) -> None:
    retriever.upvote("zyx", 60)
    assert _first(retriever, "passage about the zyx") == 60
    assert _first(retriever, "lamp in copper engine zyx") != 60


def test_words_take_the_meaning_of_others(retriever: Retriever) -> None:
    assert _first(retriever, "QZ") != 33
    retriever.associate("QZ", "word mark33")
    assert _first(retriever, "QZ") == 33
    assert _first(retriever, "where is the qz") == 33


def test_a_bad_vote_lowers_a_passage_for_that_query(retriever: Retriever) -> None:
    query = "copper lamp in winter"
    before = [hit.id for hit in retriever.search(query, 6)]
    retriever.downvote(query, before[0])
    assert [hit.id for hit in retriever.search(query, 5)] == before[1:6]


def test_what_is_disabled_or_deleted_leaves_no_trace(retriever: Retriever) -> None:
    queries = ["copper lamp", "river", "word17 word20", "zyx"]
    before = [retriever.search(query, 20) for query in queries]
    first = retriever.upvote("zyx", 5)
    second = retriever.downvote("copper lamp", before[0][0].id)
    third = retriever.associate("river", "engine")
    assert [retriever.search(query, 20) for query in queries] != before

    retriever.teachings.set_enabled(first, enabled=False)
    retriever.teachings.delete(second)
    retriever.teachings.delete(third)
    assert [retriever.search(query, 20) for query in queries] == before
    assert [t.number for t in retriever.teachings.all()] == [first]

    retriever.teachings.set_enabled(first, enabled=True)
    assert _first(retriever, "zyx") == 5


def test_a_hit_names_the_teachings_that_lifted_it(retriever: Retriever) -> None:
    number = retriever.upvote("lamp of copper", 12)
    hit = retriever.search("copper lamp", 3)[0]
    assert (hit.id, hit.taught, hit.teachings) == (12, 1.0, (number,))
    assert 0 <= hit.score <= 1
    other = retriever.search("harbour", 3)[0]
    assert (other.taught, other.teachings) == (0.0, ())


def test_filters_hold_for_taught_passages(retriever: Retriever) -> None:
    retriever.upvote("zyx", 12)
    assert 12 not in [hit.id for hit in retriever.search("zyx", 5, where=[1, 2, 3])]
    assert retriever.search("zyx", 5, where=[1, 12])[0].id == 12


def test_passages_that_are_not_there_are_passed_over(retriever: Retriever) -> None:
    before = retriever.search("winter garden", 5)
    retriever.upvote("winter garden", 10_000)
    assert retriever.search("winter garden", 5) == before


def test_exact_words_stay_exact(retriever: Retriever) -> None:
    before = retriever.search("winter", 5, mode="words")
    retriever.upvote("winter", 0)
    retriever.associate("winter", "lamp")
    assert retriever.search("winter", 5, mode="words") == before


def test_teachings_are_saved_with_the_index(
    retriever: Retriever, tmp_path_factory: pytest.TempPathFactory
) -> None:
    retriever.upvote("zyx", 5)
    retriever.teachings.set_enabled(retriever.associate("a1", "b2"), enabled=False)
    path = tmp_path_factory.mktemp("saved") / "index.fdl"
    retriever.save(path)
    loaded = Retriever.load(path, n_threads=1)
    assert loaded.teachings.all() == retriever.teachings.all()
    assert loaded.search("zyx", 10) == retriever.search("zyx", 10)


def test_the_same_again_is_the_same_teaching(retriever: Retriever) -> None:
    number = retriever.upvote("zyx", 5)
    retriever.teachings.set_enabled(number, enabled=False)
    assert retriever.upvote("zyx", np.arange(9)[5]) == number
    assert retriever.teachings.all() == [Teaching(number, Kind.GOOD, "zyx", 5)]
    retriever.teachings.delete(number)
    assert retriever.upvote("zyx", 5) == number + 1


def test_many_at_once(retriever: Retriever) -> None:
    retriever.fine_tune(["alpha one", "beta two"], [3, [4, 5]])
    assert _first(retriever, "alpha one") == 3
    assert {hit.id for hit in retriever.search("beta two", 2)} == {4, 5}


@pytest.mark.parametrize(
    "teach",
    [
        lambda r: r.upvote("", 1),
        lambda r: r.upvote("...", 1),
        lambda r: r.upvote("x" * 10_001, 1),
        lambda r: r.upvote("query", 1.5),
        lambda r: r.upvote(None, 1),
        lambda r: r.associate("abc", " "),
        lambda r: r.fine_tune(["a", "b"], [1]),
        lambda r: r.teachings.delete(77),
    ],
)
def test_what_cannot_be_taught_is_refused(retriever: Retriever, teach: object) -> None:
    with pytest.raises(EngineError, match=r"^\[(teaching|retriever)\] "):
        teach(retriever)  # type: ignore[operator]
    assert len(retriever.teachings) == 0


def test_unrelated_queries_stay_as_they_are(retriever: Retriever) -> None:
    queries = [f"word{i} word{i + 1} mark{i}" for i in range(100)]
    before = [_first(retriever, query) for query in queries]
    rng = np.random.default_rng(1)
    for i in range(200):
        words = " ".join(f"other{rng.integers(300)}" for _ in range(6))
        retriever.upvote(f"{words} {TOPICS[i % 8]}", int(rng.integers(160)))
    assert [_first(retriever, query) for query in queries] == before


def test_a_list_without_one_is_asked_and_nobody_else_sees_it(retriever: Retriever) -> None:
    first = _first(retriever, "river engine")
    kept = retriever.upvote("copper lamp", 7)
    number = retriever.upvote("river engine", 150)
    others = retriever.teachings.without(number)
    assert [item.number for item in others.all()] == [kept]
    assert retriever.search("river engine", 1, teachings=others)[0].id == first
    assert _first(retriever, "river engine") == 150
    others.add(Kind.GOOD, "river engine", 3)
    assert [item.number for item in retriever.teachings.all()] == [kept, number]
    assert retriever.search("river engine", 1, mode="words", teachings=others)[0].id != 3


def test_what_bears_upon_a_taught_query_is_known_without_asking(retriever: Retriever) -> None:
    teachings = retriever.teachings
    good = retriever.upvote("river engine", 150)
    like = retriever.downvote("engine river", 150)
    other = retriever.upvote("copper lamp", 7)
    means = retriever.associate("engine", "machine")
    bears = {
        number
        for number in (good, like, other, means)
        if teachings.bears_upon(number, "river engine")
    }
    assert bears == {good, like, means}
    teachings.set_enabled(like, enabled=False)
    assert not teachings.bears_upon(like, "river engine")
    assert not teachings.bears_upon(999, "river engine")
