# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from findling.extract.text_grain import widened

TEXT = "Buy the tenant's boat, now.\r\nSail to Ha\ufffe\r\nwaii"


@pytest.mark.parametrize(
    ("at", "word"),
    [
        (0, "Buy"),
        (3, "Buy"),  # right behind it
        (8, "tenant's"),
        (13, "tenant's"),  # before the apostrophe
        (21, "boat"),  # before the comma
        (22, ""),  # behind the comma
        (30, "Sail"),
        (len(TEXT), "waii"),
    ],
)
def test_the_word_at_a_place(at: int, word: str) -> None:
    start, end = widened(TEXT, at, at, "word")
    assert TEXT[start:end] == word


def test_words_at_both_ends_are_whole() -> None:
    start, end = widened(TEXT, 5, 18, "word")
    assert TEXT[start:end] == "the tenant's boat"


@pytest.mark.parametrize("at", [0, 9, 27])
def test_the_line_at_a_place(at: int) -> None:
    assert widened(TEXT, at, at, "line") == (0, 27)


def test_lines_at_the_ends_of_a_text() -> None:
    assert widened("", 0, 0, "line") == (0, 0)
    assert widened("one\ntwo", 4, 7, "line") == (4, 7)


def test_characters_stay_as_they_are_and_other_grains_are_refused() -> None:
    assert widened(TEXT, 5, 18, "char") == (5, 18)
    with pytest.raises(ValueError, match="sentence"):
        widened(TEXT, 5, 18, "sentence")


def test_a_word_without_an_end_is_cut() -> None:
    start, end = widened("x" * 100_000, 50_000, 50_000, "word")
    assert end - start <= 400
