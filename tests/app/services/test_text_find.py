# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import random
import re

import pytest

from findling.services.text_find import MAX_FOUND, find_words
from findling.services.types import PagePlace


def found(words: str, text: str) -> list[str]:
    return [text[start:end] for start, end in find_words(words, text).ranges]


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("tenant", "TENANT"),
        ("two words", "two \r\n  words"),
        ("  tenant ", "tenant"),
        ("advance", "ad\ufffe\r\nvance"),
        ("advance", "ad\u00advance"),
        ("advance", "ad-\nvance"),
        ("well-known", "well\u2011known"),
        ("uber", "\u00dcber"),
        ("uber", "u\u0308ber"),
        ("\u00fcber", "u\u0308ber"),
        ("office", "o\ufb03ce"),
        ("office", "of\ufb01ce"),
        ("office", "o\ufb00ice"),
        ("flow", "\ufb02ow"),
        ("don't", "don\u2019t"),
        ('"quoted"', "\u201cquoted\u201d"),
        ("a.b", "a.b"),
        ("\U0001f600", "\U0001f600"),
    ],
)
def test_one_text_is_found_however_it_is_written(words: str, text: str) -> None:
    assert found(words, f"before {text} after") == [text]


@pytest.mark.parametrize(
    ("words", "text"),
    [("\u00fcber", "uber"), ("a.b", "axb"), ("two words", "twowords"), ("", "x"), (" ", " ")],
)
def test_what_is_not_the_same_is_not_found(words: str, text: str) -> None:
    assert found(words, text) == []


def test_places_ascend_and_never_overlap() -> None:
    assert find_words("aa", "aaaaa").ranges == ((0, 2), (2, 4))


def test_chunks_leave_no_seam() -> None:
    text = "".join(random.Random(3).choices("ab \n", k=150_000))
    expected = [match.span() for match in re.finditer("ab\\s{1,80}ba", text)][:MAX_FOUND]
    assert list(find_words("ab ba", text).ranges) == expected


def test_too_many_places_are_cut_and_said_so() -> None:
    result = find_words("a", "a" * (MAX_FOUND + 1))
    assert len(result) == MAX_FOUND
    assert result.is_cut
    assert not find_words("a", "a" * MAX_FOUND).is_cut


def test_a_search_that_is_not_wanted_any_more_ends() -> None:
    asked: list[int] = []

    def should_stop() -> bool:
        asked.append(1)
        return len(asked) > 2

    assert not find_words("needle", "x" * 1_000_000 + "needle", (), should_stop)
    assert len(asked) == 3


def test_places_are_told_page_by_page_also_across_pages() -> None:
    result = find_words("one two", "one\none two one\ntwo", (0, 4, 16))
    assert result.ranges == ((4, 11), (12, 19))
    assert result.on_page == {
        1: ((0, PagePlace(1, 0, 7)), (1, PagePlace(1, 8, 11))),
        2: ((1, PagePlace(2, 0, 3)),),
    }


def test_a_search_begins_where_the_reader_is_and_goes_on_at_the_top() -> None:
    result = find_words("x", "x..x..x")
    assert [result.first_from(offset) for offset in (0, 1, 4, 7)] == [0, 1, 2, 0]
    assert find_words("y", "x").first_from(0) == -1
