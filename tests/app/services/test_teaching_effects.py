# SPDX-License-Identifier: Apache-2.0
"""What a teaching does is told from the same question with and without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from findling.services.search import SearchService
from findling.services.teaching import Teacher
from findling.services.teaching_effects import Harm, TeachingEffect
from tests.app.letters import add_letters

if TYPE_CHECKING:
    from pathlib import Path

    from findling.services.library import Library


@pytest.fixture
def service(library: Library, tmp_path: Path) -> SearchService:
    add_letters(library, tmp_path / "letters")
    one = SearchService(library)
    one.sync()
    return one


def places(service: SearchService, query: str) -> list[int]:
    """Return the passages that a search shows; each letter has one."""
    return [hit.passage_id for group in service.search(query).groups for hit in group.hits]


def test_a_judgement_tells_where_its_passage_stood_and_stands(
    library: Library, service: SearchService
) -> None:
    before = places(service, "tenant deposit")
    good = Teacher(library).judge("tenant deposit", before[6], good=True)
    bad = Teacher(library).judge("tenant deposit", before[0], good=False)
    service.sync()
    after = places(service, "tenant deposit")
    effect = service.effect(good)
    assert effect == TeachingEffect(before=6, after=1)  # the first one was taught to be wrong
    assert service.effect(bad) == TeachingEffect(2, after.index(before[0]) + 1)


def test_asking_changes_nothing_for_searches(library: Library, service: SearchService) -> None:
    third = places(service, "rent")[2]
    key = Teacher(library).judge("rent", third, good=True)
    service.sync()
    taught = places(service, "rent")
    assert taught[0] == third
    service.effect(key)
    service.harms(key)
    assert places(service, "rent") == taught
    assert not service.sync()


def test_a_passage_that_nobody_would_find_was_at_no_place(
    library: Library, service: SearchService
) -> None:
    key = Teacher(library).judge("zyx", places(service, "rent")[0], good=True)
    service.sync()
    assert service.effect(key) == TeachingEffect(0, 1)


def test_a_meaning_tells_how_many_documents_come_by_it(
    library: Library, service: SearchService
) -> None:
    key = Teacher(library).associate("kaution", "deposit")
    service.sync()
    effect = service.effect(key)
    assert effect is not None
    assert (effect.n_new, effect.n_first) == (10, 10)
    useless = Teacher(library).associate("rent", "zyxwv")
    service.sync()
    assert service.effect(useless) == TeachingEffect(n_new=0, n_first=10)


def test_one_that_does_not_count_has_no_effect(library: Library, service: SearchService) -> None:
    key = Teacher(library).judge("rent", places(service, "rent")[2], good=True)
    assert service.effect(key) is None  # not taken in yet
    service.sync()
    assert service.effect(key) is not None
    Teacher(library).set_enabled(key, enabled=False)
    service.sync()
    assert service.effect(key) is None
    assert service.effect(999) is None
    assert service.harms(999) == ()


def test_a_teaching_that_makes_another_worse_is_told(
    library: Library, service: SearchService
) -> None:
    teacher = Teacher(library)
    found = places(service, "tenant deposit keys")
    teacher.judge("tenant deposit keys", found[8], good=True)
    harmless = teacher.judge("holiday weather", places(service, "holiday")[3], good=True)
    twin = teacher.judge("tenant deposit keys", found[0], good=True)
    service.sync()
    assert service.harms(harmless) == ()
    assert service.harms(twin) == ()
    teacher.forget(twin)
    last = teacher.judge("keys, deposit of a tenant", found[8], good=False)
    service.sync()
    assert service.harms(last) == (Harm("tenant deposit keys", 1, 9),)
