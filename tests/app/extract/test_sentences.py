# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from itertools import pairwise

import pytest

from findling.extract.sentences import count_words, cut_points


def split(text: str) -> list[str]:
    points = [0, *cut_points(text, 0, len(text)), len(text)]
    return [text[a:b].strip() for a, b in pairwise(points)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Rent is due.", "It rises!", "Why?"],
        ["Ask Dr. Smith, e.g. by letter.", "See Fig. 3 and J. R. Doe et al. there."],
        ["He said “no.”", "She left (at once.)", "End"],
        ["Version 2.5 is out.", "It cost 3.50 euros."],
        ["今日は雨です。", "明日は晴れです。"],
    ],
)
def test_sentences_are_found(sentences: list[str]) -> None:
    joiner = "" if sentences[0][-1] == "。" else " "
    assert split(joiner.join(sentences)) == sentences


def test_points_lie_inside_of_the_range() -> None:
    text = "One. Two. Three. Four."
    assert cut_points(text, 5, 16) == [10]


def test_words_of_scripts_without_spaces_count_too() -> None:
    assert count_words("plain words here") == 3
    assert count_words("今日は雨です") > 2
