# SPDX-License-Identifier: Apache-2.0
"""Where nothing is found, each other way is tried once and none that is the same."""

from __future__ import annotations

import pytest

from findling.services.otherwise import instead, left_out
from findling.services.query_language import parse
from findling.services.types import Instead, SearchMode

BEST, MEANING, WORDS = SearchMode.BEST, SearchMode.MEANING, SearchMode.WORDS


class Counter:
    """Finds as many documents as it is told, and notes what it was asked."""

    def __init__(self, **found: int) -> None:
        self.found = found
        self.asked: list[tuple[str, SearchMode]] = []

    def __call__(self, query: str, mode: SearchMode) -> int:
        self.asked.append((query, mode))
        return self.found.get("name" if "name:" in query else mode.value, 0)


@pytest.mark.parametrize(
    ("mode", "trained", "expected"),
    [
        (WORDS, True, Instead(by_meaning=7, by_name=2, name_query="name:rent")),
        (MEANING, True, Instead(by_words=5, by_name=2, name_query="name:rent")),
        (BEST, True, Instead(by_name=2, name_query="name:rent")),
        (WORDS, False, Instead(by_name=2, name_query="name:rent")),
    ],
)
def test_the_other_way_of_matching_and_names(
    mode: SearchMode, trained: bool, expected: Instead
) -> None:
    count = Counter(meaning=7, words=5, name=2)
    assert instead(parse("rent"), mode, count, trained=trained) == expected
    assert (parse("rent").typed, mode) not in count.asked


@pytest.mark.parametrize("query", ["type:pdf", "rent name:a", "a b c d e f g", "-rent", "!?"])
def test_some_queries_have_no_name_to_look_for(query: str) -> None:
    found = instead(parse(query), BEST, Counter(name=9), trained=True)
    assert (found.by_name, found.name_query) == (0, "")


def test_parts_are_left_out_in_the_mode_that_was_asked_for() -> None:
    count = Counter(meaning=3)
    parts = left_out(parse("rent type:pdf"), MEANING, count)
    assert [(part.query, part.documents) for part in parts] == [("rent", 3)]
    assert count.asked == [("rent", MEANING)]
