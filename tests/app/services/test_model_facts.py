# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from findling.jobs.context import JobContext
from findling.services.events import Command, Verb
from findling.services.indexer import Indexer
from findling.services.learning import Learner, Need
from findling.services.library import Library
from findling.services.library_commands import LibraryCommands
from findling.services.model_facts import model_facts
from findling.services.teaching import Teacher
from tests.app.letters import add_letters
from tests.app.services.conftest import ReaderHere

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", writable=True) as opened:
        yield opened


def add_more(library: Library, folder: Path, n: int) -> None:
    folder.mkdir()
    for i in range(n):
        (folder / f"{i}.txt").write_text(f"More about matter number {i}.\n")
    library.add_sources([folder])
    Indexer(library, ReaderHere(), JobContext()).update()


def test_nothing_is_known_of_an_empty_library(library: Library) -> None:
    facts = model_facts(library)
    assert (facts.documents, facts.passages, facts.learned_from, facts.losses) == (0, 0, 0, ())
    assert facts.missing == 50
    assert not facts.can_learn


def test_facts_follow_learning_and_what_comes_and_goes(library: Library, tmp_path: Path) -> None:
    add_letters(library, tmp_path / "letters")
    assert model_facts(library).learned_at is None
    Learner(library, JobContext()).run()
    facts = model_facts(library)
    assert (facts.documents, facts.passages, facts.learned_from) == (61, 60, 60)
    assert (facts.newer, facts.gone, facts.changed_share) == (0, 0, 0)
    assert facts.learned_at is not None
    assert facts.seconds > 0
    assert len(facts.losses) == 8
    assert facts.losses[-1] < facts.losses[0]
    assert facts.index_bytes > 1000

    Teacher(library).associate("plot", "garden")
    add_more(library, tmp_path / "more", 3)
    (tmp_path / "letters" / "01-lease.txt").unlink()
    Indexer(library, ReaderHere(), JobContext()).update()
    facts = model_facts(library)
    assert (facts.newer, facts.gone, facts.teachings) == (3, 1, 1)
    assert facts.changed_share == pytest.approx(4 / 62)
    assert Learner(library, JobContext()).run() is Need.CATCH_UP
    kept = model_facts(library)
    assert (kept.losses, kept.seconds, kept.newer) == (facts.losses, facts.seconds, 3)


def test_it_is_learned_anew_when_that_is_wished(library: Library, tmp_path: Path) -> None:
    add_letters(library, tmp_path / "letters")
    Learner(library, JobContext()).run()
    before = model_facts(library).learned_at
    assert Learner(library, JobContext()).run() is Need.NOTHING
    commands = LibraryCommands(library, ReaderHere(), None, lambda _: None)
    assert commands.carry_out(Command(1, Verb.LEARN)) is None
    assert model_facts(library).is_wished
    assert Learner(library, JobContext()).run() is Need.LEARN
    facts = model_facts(library)
    assert not facts.is_wished
    assert facts.learned_at != before
    assert Learner(library, JobContext()).run() is Need.NOTHING


def test_a_wish_is_dropped_where_there_is_too_little(library: Library, tmp_path: Path) -> None:
    add_more(library, tmp_path / "few", 5)
    LibraryCommands(library, ReaderHere(), None, lambda _: None).carry_out(Command(1, Verb.LEARN))
    assert Learner(library, JobContext()).run() is Need.WORDS
    assert not model_facts(library).is_wished
