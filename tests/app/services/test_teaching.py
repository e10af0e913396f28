# SPDX-License-Identifier: Apache-2.0
"""What is taught bears upon the next search, is kept, and can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from findling.errors import AppError
from findling.services.indexer import Indexer
from findling.services.search import SearchService
from findling.services.teaching import Teacher
from findling.services.types import SearchMode
from tests.app.services.conftest import ReaderHere

if TYPE_CHECKING:
    from pathlib import Path

    from findling.services.library import Library


@pytest.fixture
def filled(library: Library, tree: Path) -> Library:
    library.add_sources([tree])
    Indexer(library, ReaderHere(), n_readers=1).run()
    return library


@pytest.fixture
def service(filled: Library) -> SearchService:
    opened = SearchService(filled)
    opened.sync()
    return opened


def _names(service: SearchService, query: str, mode: SearchMode = SearchMode.BEST) -> list[str]:
    service.sync()
    return [group.document.path.name for group in service.search(query, mode).groups]


def _passage(service: SearchService, query: str) -> int:
    return service.search(query).groups[0].hits[0].passage_id


def test_a_judged_passage_comes_first_and_says_why(filled: Library, service: SearchService) -> None:
    stars = _passage(service, "Sirius")
    assert "stars.txt" not in _names(service, "zyx")
    Teacher(filled).judge("zyx", stars, good=True)
    assert _names(service, "zyx")[0] == "stars.txt"
    hit = service.search("zyx").groups[0].hits[0]
    assert (hit.strength, hit.taught) == (5, 1.0)
    assert "what you taught" in hit.reason
    assert _names(service, "zyx", SearchMode.WORDS) == []


def test_words_take_a_meaning(filled: Library, service: SearchService) -> None:
    Teacher(filled).associate("QRM", "brightest star")
    assert _names(service, "qrm?")[0] == "stars.txt"


def test_what_is_disabled_or_forgotten_leaves_no_trace(
    filled: Library, service: SearchService
) -> None:
    teacher = Teacher(filled)
    before = _names(service, "rent oak apples")
    judged = teacher.judge("rent oak apples", _passage(service, "Sirius"), good=True)
    meant = teacher.associate("rent", "star")
    assert _names(service, "rent oak apples") != before
    teacher.set_enabled(judged, enabled=False)
    teacher.forget(meant)
    assert _names(service, "rent oak apples") == before
    assert [(row.id, row.enabled) for row in teacher.all()] == [(judged, False)]
    assert filled.store.backups.newest().teachings[0].query == "rent oak apples"


def test_a_teaching_outlives_its_file_for_a_while(
    filled: Library, service: SearchService, tree: Path
) -> None:
    teacher = Teacher(filled)
    teacher.judge("zyx", _passage(service, "Sirius"), good=True)
    path = tree / "notes" / "deep" / "stars.txt"
    text = path.read_text()
    path.unlink()
    Indexer(filled, ReaderHere(), n_readers=1).update()
    row = teacher.all()[0]
    assert (row.is_lost, row.title) == (True, "")
    assert row.excerpt.startswith("Sirius is the brightest")
    assert _names(service, "zyx") == []

    path.write_text(text)
    Indexer(filled, ReaderHere(), n_readers=1).update()
    assert not teacher.all()[0].is_lost
    assert _names(service, "zyx") == ["stars.txt"]


def test_what_cannot_be_taught_is_told(filled: Library) -> None:
    teacher = Teacher(filled)
    with pytest.raises(AppError, match="no longer in the library"):
        teacher.judge("query", 10_000, good=True)
    with pytest.raises(AppError, match="without words"):
        teacher.judge(" ?! ", 1, good=True)
    with pytest.raises(AppError, match="no such teaching"):
        teacher.forget(5)
    assert teacher.all() == []
