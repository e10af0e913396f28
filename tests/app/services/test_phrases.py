# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from findling.services.phrases import add_ranges, find_phrase, holds


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("notice period", "The notice period is long.", ["notice period"]),
        ("notice period", "NOTICE-PERIOD, Notice\n  period", ["NOTICE-PERIOD", "Notice\n  period"]),
        ("notice period", "notice periods; period notice", []),
        ("to be or not to be", "To be, or not to be?", ["To be, or not to be"]),
        ("straße", "Lange Straße 3", ["Straße"]),
        ("東京都", "ここは東京都です", ["東京都"]),
        ("a.b(c", "x a.b (c y", ["a.b (c"]),
        ("...", "...", []),
    ],
)
def test_the_same_words_in_the_same_order(phrase: str, text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in find_phrase(phrase, text)] == found


def test_all_of_some_and_none_of_others() -> None:
    assert holds("a red house by the sea", ["red house"], ["blue house"])
    assert not holds("a red house by the sea", ["red house", "green"], [])
    assert not holds("a red house by the sea", [], ["the sea"])


def test_ranges_that_overlap_are_joined() -> None:
    assert add_ranges([(0, 3), (10, 12)], [(2, 5), (12, 14)]) == [(0, 5), (10, 12), (12, 14)]
