# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from findling.bolt import Retriever
from tests.app.bolt.conftest import make_passages

if TYPE_CHECKING:
    from findling.bolt.explaining import Explanation


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    passages, topics = make_passages(200)
    return {
        f"{topic}-{i}": text for i, (topic, text) in enumerate(zip(topics, passages, strict=True))
    }


def explained(trained: Retriever, texts: dict[str, str], query: str) -> Explanation:
    hit = trained.search(query, k=1)[0]
    return trained.explain(query, hit.id, texts[str(hit.id)])


def test_words_are_named_with_their_places_and_shares(
    trained: Retriever, texts: dict[str, str]
) -> None:
    query = "the violins and an anchor, zebra"
    found = explained(trained, texts, query)
    text = texts[str(found.hit.id)]
    assert found.hit == trained.search(query, k=1)[0]
    assert {part.word for part in found.words} <= {"violins", "anchor"}
    assert found.words
    for part in found.words:
        stem = part.word.rstrip("s")
        assert all(text[begin:end].lower().startswith(stem) for begin, end in part.ranges)
        assert len(part.ranges) == text.lower().count(stem)
        assert 0 < part.rarity <= 1
    assert sum(part.share for part in found.words) == pytest.approx(1)
    assert [part.share for part in found.words] == sorted(
        (part.share for part in found.words), reverse=True
    )


def test_meaning_names_words_that_are_near(trained: Retriever, texts: dict[str, str]) -> None:
    hits = trained.search("violin", k=60, mode="meaning")
    hit = next(hit for hit in hits if "violin" not in texts[str(hit.id)])
    found = trained.explain("violin", hit.id, texts[str(hit.id)], mode="meaning")
    assert found.words == ()
    assert found.cosine > 0.3
    (part,) = found.meaning
    assert part.effect == pytest.approx(found.cosine, abs=1e-6)  # there is nothing else in it
    assert part.near
    assert all(near.word in texts[str(hit.id)].lower() for near in part.near)
    assert [near.cosine for near in part.near] == sorted(
        (near.cosine for near in part.near), reverse=True
    )


def test_a_word_that_misleads_has_an_effect_below_zero(
    trained: Retriever, texts: dict[str, str]
) -> None:
    passage = next(key for key in texts if key.startswith("music"))
    found = trained.explain("violin orchestra anchor", passage, texts[passage])
    effects = {part.word: part.effect for part in found.meaning}
    assert effects["anchor"] < 0 < max(effects["violin"], effects["orchestra"])


def test_without_an_encoder_words_alone_are_told() -> None:
    retriever = Retriever(epochs=0).fit(["Ships sail.", "Trains run."])
    found = retriever.explain("sailing ships", 0, "Ships sail.")
    assert {part.word for part in found.words} == {"sailing", "ships"}
    assert (found.cosine, found.meaning) == (0.0, ())


def test_what_was_taught_is_told(texts: dict[str, str]) -> None:
    retriever = Retriever(dim=64, vocabulary_size=400).fit(list(texts.values()), ids=list(texts))
    target = next(key for key in texts if key.startswith("harbour"))
    number = retriever.upvote("my favourite", target)
    found = retriever.explain("my favourite", target, texts[target])
    assert found.hit.teachings == (number,)
    retriever.associate("fiddle", "violin")
    words = [part.word for part in retriever.explain("fiddle", target, texts[target]).meaning]
    assert "violin" in words


@pytest.mark.parametrize(
    ("query", "key", "text", "error"),
    [(7, "music-3", "x", TypeError), ("x", "nobody", "x", ValueError), ("x", 3.5, "x", ValueError)],
)
def test_what_cannot_be_explained_is_refused(
    trained: Retriever, query: str, key: str, text: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        trained.explain(query, key, text)
