# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from findling.bolt import EngineError, Retriever

TEXTS = [
    "The tenant pays the rent on the third of each month.",
    "A tenant may keep two cats in 2024.",
    "Rent is due on Monday.",
    "The contract names Müller as the landlord.",
    "Zebras graze.",
]


@pytest.fixture(scope="module")
def retriever() -> Retriever:
    return Retriever(epochs=0).fit(TEXTS)


def suggested(retriever: Retriever, query: str) -> str | None:
    suggestion = retriever.suggest(query)
    return None if suggestion is None else suggestion.query


def test_a_misspelt_word_is_replaced_and_the_rest_left_as_it_was(retriever: Retriever) -> None:
    suggestion = retriever.suggest('  "When" does the tennant  pay?')
    assert suggestion is not None
    assert suggestion.query == '  "When" does the tenant  pay?'
    (word,) = suggestion.words
    assert (word.start, word.end, word.word, word.n_passages) == (18, 25, "tenant", 2)


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("contrcat", "contract"),
        ("Contarct", "Contract"),
        ("CONTRAKT", "CONTRACT"),
        ("mülller", "müller"),
        ("rentcontract", "rent contract"),
        ("tenent and lanldord", "tenant and landlord"),
        ("\U0001f600 zebars \U0001f600", "\U0001f600 zebras \U0001f600"),
    ],
)
def test_what_was_meant(retriever: Retriever, query: str, meant: str) -> None:
    assert suggested(retriever, query) == meant


@pytest.mark.parametrize(
    "query",
    [
        "the tenants of Muller",  # other forms of words that are there
        "wich whre",  # nothing near but stop words
        "xylophone",  # nothing near
        "2023",  # a number is meant as it is
        "ret",  # short words are near too many
        "the CONTRAKT",  # capitals are typed on purpose
        "untenant",  # the opposite is not what was meant
        "",
        "?!",
    ],
)
def test_right_and_unknown_words_are_left_alone(retriever: Retriever, query: str) -> None:
    assert suggested(retriever, query) is None


def test_nothing_is_suggested_before_anything_was_added() -> None:
    assert Retriever().suggest("tennant") is None


def test_only_words_of_passages_that_are_there_are_suggested() -> None:
    retriever = Retriever(epochs=0).fit(TEXTS)
    retriever.remove([4])
    assert suggested(retriever, "zebars") is None
    retriever.add(["A zebra crossing."])
    assert suggested(retriever, "zebrra") == "zebra"


def test_a_word_misspelt_in_a_document_is_doubted_when_its_neighbour_is_everywhere() -> None:
    texts = ["The invoice was paid."] * 100
    retriever = Retriever(epochs=0).fit([*texts, "The invocie was lost."])
    assert suggested(retriever, "invocie") == "invoice"
    fewer = Retriever(epochs=0).fit([*texts[:60], "The invocie was lost."])
    assert suggested(fewer, "invocie") is None


def test_the_word_that_more_passages_hold_is_taken() -> None:
    retriever = Retriever(epochs=0).fit(["the garden"] * 3 + ["the warden"])
    assert suggested(retriever, "farden") == "garden"


def test_a_word_with_a_taught_meaning_is_no_mistake() -> None:
    retriever = Retriever(epochs=0).fit(TEXTS)
    retriever.associate("tenent", "tenant")
    assert suggested(retriever, "tenent") is None
    assert suggested(retriever, "tenent lanldord") == "tenent landlord"


def test_a_pasted_text_of_unknown_words_has_no_suggestion(retriever: Retriever) -> None:
    assert suggested(retriever, "tenent " * 8) == "tenant " * 8
    assert suggested(retriever, "tenent " * 9) is None


def test_what_is_no_text_is_refused(retriever: Retriever) -> None:
    with pytest.raises(EngineError, match="query"):
        retriever.suggest(3)  # pyright: ignore[reportArgumentType]
