# SPDX-License-Identifier: Apache-2.0
"""Reasons add up to the scores that searches give, and name what a person would name."""

from __future__ import annotations

import pytest

from findling.bolt import EngineError, Explanation, Retriever
from tests.app.bolt.conftest import TOPICS, make_passages

TEXTS, TOPIC_OF = make_passages(200)
IDS = [f"{topic}-{i}" for i, topic in enumerate(TOPIC_OF)]
TEXT_OF = dict(zip(IDS, TEXTS, strict=True))
BYTES = 0.004
"""Vectors are kept in bytes."""


@pytest.fixture
def taught() -> Retriever:
    """A retriever that may be taught."""
    return Retriever(dim=32, epochs=2, vocabulary_size=400).fit(TEXTS, ids=IDS)


def explained(retriever: Retriever, query: str, key: object, **options: object) -> Explanation:
    return retriever.explain(query, str(key), TEXT_OF[str(key)], **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("mode", ["best", "meaning", "words"])
def test_the_parts_are_those_of_the_search(trained: Retriever, mode: str) -> None:
    for hit in trained.search("watering the tulip", 30, mode=mode):  # type: ignore[arg-type]
        why = explained(trained, "watering the tulip", hit.id, mode=mode)
        got = (why.score, why.word, why.meaning, why.neighbours)
        assert got == pytest.approx((hit.score, hit.word, hit.meaning, hit.neighbours), abs=1e-6)
        base = (
            why.word_share * why.word
            + why.meaning_share * why.meaning
            + why.neighbour_share * why.neighbours
        )
        assert why.base == pytest.approx(base, abs=1e-5)


def test_shares_add_up(trained: Retriever) -> None:
    for hit in trained.search("butter for the oven", 30):
        why = explained(trained, "butter for the oven", hit.id)
        assert sum(t.share for t in why.terms) == pytest.approx(why.word, abs=1e-5)
        parts = sum(w.share for w in why.query_words) + sum(p.share for p in why.feedback)
        assert parts == pytest.approx(why.cosine, abs=BYTES)
        assert sum(w.share for w in why.passage_words) == pytest.approx(why.cosine, abs=BYTES)
        assert sum(p.share for p in why.lifted_by) == pytest.approx(why.neighbours, abs=1e-5)
        assert (why.cosine - why.low) * why.factor == pytest.approx(why.meaning, abs=1e-4)


def test_a_hit_by_words_lists_them(trained: Retriever) -> None:
    (hit,) = trained.search("tulips and anchors", 1, mode="words")
    why = explained(trained, "tulips and anchors", hit.id, mode="words")
    held = {term.word for term in why.terms if term.in_passage}
    assert held <= {"tulips", "anchors"}
    assert held
    assert why.pairs == why.query_words == why.lifted_by == ()


def test_a_hit_by_meaning_alone_names_words_of_its_topic(trained: Retriever) -> None:
    hit = next(h for h in trained.search("violin", 60) if "violin" not in TEXT_OF[str(h.id)])
    why = explained(trained, "violin", hit.id)
    assert all(term.in_passage == 0 for term in why.terms)
    assert str(hit.id).startswith("music")
    best = [pair for pair in why.pairs if pair.query_word == "violin"][:3]
    assert best
    assert all(pair.passage_word in TOPICS["music"].split() for pair in best)
    assert all(0 < pair.closeness <= 1.001 for pair in best)


def test_a_taught_hit_names_its_teachings(taught: Retriever) -> None:
    up = taught.upvote("rope of the barge", "kitchen-1")
    means = taught.associate("vessel", "ship")
    (hit,) = taught.search("the rope of a barge", 1)
    why = explained(taught, "the rope of a barge", hit.id)
    assert hit.id == "kitchen-1"
    assert why.score == pytest.approx(hit.score, abs=1e-6)
    assert why.taught == hit.taught
    assert [(t.number, t.effect) for t in why.teachings] == [(up, hit.taught)]
    (first, *_) = taught.search("vessel", 1)
    named = explained(taught, "vessel", first.id).teachings
    assert [t.number for t in named] == [means]
    assert [t.word for t in explained(taught, "vessel", first.id).terms] == ["ship"]


def test_others_are_scaled_as_in_the_search(taught: Retriever) -> None:
    taught.upvote("rope of the barge", "kitchen-1")
    for hit in taught.search("rope of the barge", 10):
        why = explained(taught, "rope of the barge", hit.id)
        assert why.score == pytest.approx(hit.score, abs=1e-6)


def test_the_same_question_has_the_same_answer(trained: Retriever) -> None:
    key = trained.search("chord and piano", 1)[0].id
    first = explained(trained, "chord and piano", key)
    assert first == explained(trained, "chord and piano", key)


def test_without_the_text_all_but_its_words_is_known(trained: Retriever) -> None:
    why = trained.explain("violin", "music-3")
    assert why.query_words
    assert (why.passage_words, why.pairs) == ((), ())


def test_without_an_encoder_words_are_all() -> None:
    retriever = Retriever(epochs=0).fit(["The rent is due.", "A cat."])
    why = retriever.explain("rent", 0)
    assert (why.score, why.word_share, why.neighbour_share) == (1.0, 1.0, 0.0)
    assert [(term.word, term.in_passage) for term in why.terms] == [("rent", 1)]


@pytest.mark.parametrize("key", ["nothing", 3])
def test_a_passage_that_is_not_there_is_named(trained: Retriever, key: str | int) -> None:
    with pytest.raises(EngineError, match=f"passage that is there, got {key!r}"):
        trained.explain("violin", key)


def test_an_empty_index_has_nothing_to_explain() -> None:
    with pytest.raises(EngineError, match="passage that is there"):
        Retriever().explain("violin", 0)
