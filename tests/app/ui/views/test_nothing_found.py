# SPDX-License-Identifier: Apache-2.0
"""Where nothing is found, the page says what would be, and a click asks for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from findling.services.query_language import parse
from findling.services.types import Instead, LeftOut, SearchMode
from findling.ui.sessions.search import Answer
from findling.ui.views.nothing_found import Said, Ways, nothing_found
from tests.app.ui.builders import make_results


class Asked:
    """Notes what buttons do."""

    def __init__(self) -> None:
        self.done: list[object] = []
        self.ways = Ways(
            ask=self.done.append,
            match=self.done.append,
            clear=lambda: self.done.append("clear"),
            teach=lambda: self.done.append("teach"),
        )

    def say(
        self,
        mode: SearchMode = SearchMode.BEST,
        instead: Instead | None = None,
        left_out: tuple[LeftOut, ...] = (),
    ) -> Said:
        found = make_results(query="zebra", mode=mode)
        found = replace(found, instead=instead, left_out=left_out)
        return nothing_found(Answer(found), self.ways, is_indexing=False)


def labels(said: Said) -> list[str]:
    return [label for label, _ in said.actions]


@pytest.fixture
def asked() -> Asked:
    return Asked()


def test_names_of_files_are_offered_where_they_fit(asked: Asked) -> None:
    said = asked.say(instead=Instead(by_name=3, name_query="name:zebra"))
    assert labels(said)[0] == "Search in file names: 3 documents"
    said.actions[0][1]()
    assert asked.done == ["name:zebra"]
    assert said.sentence == "Try other words, or fewer of them."


def test_no_names_are_offered_where_none_fits(asked: Asked) -> None:
    said = asked.say(instead=Instead(name_query="name:zebra"))
    assert labels(said) == ["Clear the search", "Teach what this means…"]


def test_words_and_meaning_are_counted_apart(asked: Asked) -> None:
    said = asked.say(SearchMode.WORDS, Instead(by_meaning=12))
    assert said.sentence == "By exact words: 0 documents. By meaning: 12 documents."
    assert labels(said)[0] == "Search by meaning too"
    said.actions[0][1]()
    other = asked.say(SearchMode.MEANING, Instead(by_words=1))
    assert other.sentence == "By exact words: 1 document. By meaning: 0 documents."
    assert labels(other)[0] == "Find exact words"
    other.actions[0][1]()
    assert asked.done == [SearchMode.BEST, SearchMode.WORDS]


def test_meaning_is_not_offered_where_it_finds_nothing_either(asked: Asked) -> None:
    said = asked.say(SearchMode.WORDS, Instead())
    assert labels(said) == ["Clear the search", "Teach what this means…"]
    assert said.sentence == "None of these words is in your documents."


def test_what_is_left_out_comes_before_names(asked: Asked) -> None:
    part = LeftOut(parse("zebra type:pdf").chips[0], "zebra", 2)
    said = asked.say(instead=Instead(by_name=1, name_query="name:zebra type:pdf"), left_out=(part,))
    assert labels(said) == ["Without type:pdf: 2 documents", "Search in file names: 1 document"]
