# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from findling.errors import AppError
from findling.jobs.context import JobContext
from findling.services.learning import Learner
from findling.services.library import Library
from findling.services.search import SearchService
from findling.services.teaching import Teacher
from findling.services.types import SearchMode
from tests.app.letters import add_letters

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A library of 60 letters of three kinds that has learned."""
    with Library.open(tmp_path / "library", writable=True) as opened:
        add_letters(opened, tmp_path / "letters")
        Learner(opened, JobContext()).run()
        yield opened


@pytest.fixture
def service(library: Library) -> SearchService:
    one = SearchService(library)
    one.sync()
    return one


def first(service: SearchService, query: str, mode: SearchMode = SearchMode.BEST) -> int:
    return service.search(query, mode).groups[0].hits[0].passage_id


def test_the_shares_of_a_score_and_what_they_are_made_of(service: SearchService) -> None:
    query = "invoice type:txt"
    why = service.why(query, first(service, query))
    assert "bill" in why.document.path.name
    assert why.by_words + why.by_meaning + why.by_neighbours == pytest.approx(1)
    assert [part.word for part in why.words] == ["invoice"]
    assert [part.word for part in why.meaning] == ["invoice"]
    assert (why.taught, why.teachings) == (0.0, ())
    assert why.alike
    assert all("bill" in one.document.path.name and one.snippet for one in why.alike)
    assert why.passage_id not in {one.passage_id for one in why.alike}


def test_by_words_alone_there_is_nothing_else_to_tell(service: SearchService) -> None:
    passage = first(service, "landlord", SearchMode.WORDS)
    why = service.why("landlord", passage, SearchMode.WORDS)
    assert (why.by_words, why.by_meaning, why.by_neighbours) == (1.0, 0.0, 0.0)
    assert (why.meaning, why.alike) == ((), ())


def test_what_was_taught_is_named(library: Library, service: SearchService) -> None:
    passage = first(service, "weather")
    number = Teacher(library).judge("pleasant things", passage, good=True)
    service.sync()
    why = service.why("pleasant things", passage)
    assert why.taught > 0.5
    assert [(row.id, row.query) for row in why.teachings] == [(number, "pleasant things")]


def test_what_is_gone_or_does_not_answer_is_told(service: SearchService) -> None:
    with pytest.raises(AppError, match="not in the library any more"):
        service.why("invoice", 99_999)
    other = first(service, "landlord")
    with pytest.raises(AppError, match="does not answer"):
        service.why("zzz", other, SearchMode.WORDS)
