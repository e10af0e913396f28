# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from findling.errors import AppError
from findling.jobs.context import JobContext
from findling.services.indexer import Indexer
from findling.services.learning import Learner
from findling.services.search import SearchService
from findling.services.teaching import Teacher
from findling.services.types import SearchMode

if TYPE_CHECKING:
    from pathlib import Path

    from findling.services.library import Library
    from tests.app.services.conftest import ReaderHere


@pytest.fixture
def service(library: Library, tree: Path, reader: ReaderHere) -> SearchService:
    library.add_sources([tree])
    Indexer(library, reader).update()
    service = SearchService(library)
    service.sync()
    return service


@pytest.fixture
def learned(
    library: Library, service: SearchService, tree: Path, reader: ReaderHere
) -> SearchService:
    for n in range(60):
        (tree / f"note{n}.txt").write_text(f"Note {n}: the tenant pays the rent to the landlord.\n")
    Indexer(library, reader).update()
    Learner(library, JobContext()).run()
    service.sync()
    return service


def test_words_found_are_named_with_their_shares(service: SearchService) -> None:
    hit = service.search("rent due zebra").groups[0].hits[0]
    reasons = service.explain("rent due zebra", hit.passage_id)
    assert {word.word for word in reasons.words} == {"rent", "due"}
    assert sum(word.share for word in reasons.words) == pytest.approx(1.0)
    assert (reasons.by_words, reasons.mode) == (1.0, SearchMode.WORDS)
    assert reasons.score == pytest.approx(hit.score)


def test_the_parts_add_up_once_meaning_was_learned(learned: SearchService) -> None:
    results = learned.search("when is the rent due")
    hit = results.groups[0].hits[0]
    reasons = learned.explain("when is the rent due", hit.passage_id)
    parts = (reasons.by_words, reasons.by_meaning, reasons.by_neighbours, reasons.by_teaching)
    assert sum(parts) == pytest.approx(1.0)
    assert reasons.by_meaning > 0
    assert reasons.score == pytest.approx(hit.score, abs=1e-6)
    assert all(like.document.title and like.excerpt for like in reasons.like)


def test_teachings_are_named_as_they_were_taught(library: Library, service: SearchService) -> None:
    hit = service.search("rent").groups[0].hits[0]
    number = Teacher(library).judge("rent", hit.passage_id, good=True)
    service.sync()
    (taught,) = service.explain("rent", hit.passage_id).taught
    assert (taught.row.id, taught.row.query, taught.effect) == (number, "rent", 1.0)


def test_a_passage_that_is_gone_is_told(service: SearchService) -> None:
    with pytest.raises(AppError, match="no longer in the library"):
        service.explain("rent", 10_000)


def test_conditions_alone_have_no_ranking_to_explain(service: SearchService) -> None:
    with pytest.raises(AppError, match="no ranking to explain"):
        service.explain("type:text", 1)
