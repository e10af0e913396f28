# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from findling.bolt import Retriever
from findling.bolt.words import WordAnalyser, languages


def test_forms_of_an_english_word_share_a_term_and_stop_words_have_none() -> None:
    terms = WordAnalyser("english").terms(["running", "runs", "the", "run"])
    assert terms == ["run", "run", "", "run"]


def test_accents_ligatures_and_widths_do_not_part_words() -> None:
    words = ["café", "cafe", "cafe\u0301", "ｃａｆｅ", "ﬁnd", "find"]
    terms = WordAnalyser("english").terms(words)
    assert len(set(terms[:4])) == 1
    assert terms[4] == terms[5]


def test_marks_that_are_letters_of_their_script_stay() -> None:
    assert WordAnalyser("none").terms(["हिन्दी", "ガ"]) == ["हिन्दी", "ガ"]


def test_other_languages_are_stemmed_by_their_own_rules() -> None:
    terms = WordAnalyser("german").terms(["häuser", "häusern"])
    assert terms[0] == terms[1]


def test_without_a_language_words_stay_as_they_are() -> None:
    assert WordAnalyser("none").terms(["the", "running"]) == ["the", "running"]
    assert languages()[0] == "none"


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("running", "He runs; she ran. RUN!", ["runs", "RUN"]),
        ("the", "the the", []),
        ("café", "Cafe Größe", ["Cafe"]),
        ("größe", "Die GRÖẞE, die Größe", ["GRÖẞE", "Größe"]),
        ("喝茶", "我喝茶。", ["喝茶"]),
        ("", "text", []),
        ("never seen", "a NEVER", ["NEVER"]),
    ],
)
def test_match_ranges_are_places_in_the_text(query: str, text: str, expected: list[str]) -> None:
    for retriever in (Retriever(), Retriever(epochs=0).fit([text or "x"])):
        assert [text[a:b] for a, b in retriever.match_ranges(query, text)] == expected


def test_scripts_without_spaces_are_found_by_part_of_a_sentence() -> None:
    retriever = Retriever(epochs=0, language="none")
    retriever.fit(["我喜欢喝茶和咖啡", "東京タワーに行きました", "ฉันชอบกาแฟ", "나는 커피를 마신다"])
    for query, expected in (("喝茶", 0), ("茶", 0), ("タワー", 1), ("กาแฟ", 2), ("커피", 3)):
        assert [hit.id for hit in retriever.search(query, k=1)] == [expected]
