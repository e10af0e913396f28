# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from findling.services.snippets import SNIPPET_LENGTH, cut_snippet, matched_words
from findling.services.types import MarkRange

FILLER = "Some words that nobody asked for stand here and there. "
TEXT = FILLER * 12 + "The tenant may end the lease with a written notice. " + FILLER * 12


def ranges(text: str, pattern: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(pattern, text)]


def marked(snippet_text: str, marks: tuple[MarkRange, ...]) -> list[str]:
    return [snippet_text[mark.start : mark.end] for mark in marks]


def test_a_short_passage_is_shown_whole() -> None:
    text = "The tenant may end the lease."
    snippet = cut_snippet(text, ranges(text, "tenant|lease"))
    assert snippet.text == text
    assert marked(snippet.text, snippet.marks) == ["tenant", "lease"]


def test_a_long_passage_is_cut_around_its_matches() -> None:
    snippet = cut_snippet(TEXT, ranges(TEXT, "tenant|notice"))
    assert "The tenant may end the lease with a written notice." in snippet.text
    assert marked(snippet.text, snippet.marks) == ["tenant", "notice"]


def test_a_cut_is_told_by_ellipses_and_leaves_words_whole() -> None:
    snippet = cut_snippet(TEXT, ranges(TEXT, "tenant|notice"))
    inner = snippet.text.removeprefix("…").removesuffix("…")
    assert len(snippet.text) <= SNIPPET_LENGTH
    assert len(inner) == len(snippet.text) - 2
    assert set(inner.split()) <= set(TEXT.split())


def test_a_snippet_without_matches_is_the_beginning() -> None:
    snippet = cut_snippet(TEXT, [])
    assert snippet.text.startswith("Some words")
    assert snippet.marks == ()


def test_different_words_count_more_than_one_word_often() -> None:
    text = "rent rent rent rent. " + FILLER * 8 + "the rent and the notice"
    snippet = cut_snippet(text, ranges(text, "rent|notice"))
    assert marked(snippet.text, snippet.marks)[-2:] == ["rent", "notice"]


def test_text_without_spaces_is_cut_at_the_limit() -> None:
    text = "賃借人は書面による通知で契約を終了することができる" * 40
    at = text.index("通知", 500)
    snippet = cut_snippet(text, [(at, at + 2)])
    assert len(snippet.text) <= SNIPPET_LENGTH
    assert marked(snippet.text, snippet.marks) == ["通知"]


def test_touching_marks_become_one() -> None:
    assert cut_snippet("tenancy", [(0, 3), (3, 7)]).marks == (MarkRange(0, 7),)


def test_a_match_longer_than_a_snippet_is_marked_as_far_as_it_is_seen() -> None:
    text = "a " + "x" * 900 + " b"
    snippet = cut_snippet(text, [(2, 902)])
    assert len(snippet.text) <= SNIPPET_LENGTH
    assert set(marked(snippet.text, snippet.marks)[0]) == {"x"}


@given(
    words=st.lists(st.text("abcdefgh", min_size=1, max_size=12), min_size=1, max_size=300),
    picks=st.sets(st.integers(0, 299), max_size=20),
    limit=st.integers(40, 400),
)
def test_marks_always_show_what_matched(words: list[str], picks: set[int], limit: int) -> None:
    text = " ".join(words)
    starts = [match.span() for match in re.finditer(r"\S+", text)]
    matches = [span for number, span in enumerate(starts) if number in picks]
    snippet = cut_snippet(text, matches, limit)
    assert len(snippet.text) <= max(limit, 0)
    inner = snippet.text.strip("…")
    assert inner in text
    assert all(
        word in {text[a:b] for a, b in matches} for word in marked(snippet.text, snippet.marks)
    )
    assert not matches or snippet.marks


def test_matched_words_are_named_once_and_frequent_ones_first() -> None:
    text = "Notice of the tenant: tenants give notice. A notice is a notice."
    assert matched_words(text, ranges(text, "[Nn]otice|tenants?")) == ("Notice", "tenant")
