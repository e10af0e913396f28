# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from findling.bolt import Retriever
from findling.jobs.context import CancelledError, JobContext, JobProgress
from findling.services.indexer import Indexer
from findling.services.learning import LEAST_PASSAGES, Learner, Need, need
from findling.storage.generations import Manifest

if TYPE_CHECKING:
    from pathlib import Path

    from findling.services.library import Library
    from tests.app.services.conftest import ReaderHere


def _manifest(passages: int, max_id: int, trained: int, trained_max: int) -> Manifest:
    return Manifest(passages, max_id, trained, trained_max, None, 0.0, "")


def _ids(*ranges: tuple[int, int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.concatenate([np.arange(a, b, dtype=np.int64) for a, b in ranges])


@pytest.mark.parametrize(
    ("ids", "manifest", "expected"),
    [
        (_ids((0, 0)), None, Need.NOTHING),
        (_ids((0, 0)), _manifest(5, 5, 0, 0), Need.CLEAR),
        (_ids((1, 11)), None, Need.WORDS),
        (_ids((1, 11)), _manifest(10, 10, 0, 0), Need.NOTHING),
        (_ids((1, 12)), _manifest(10, 10, 0, 0), Need.WORDS),
        (_ids((1, 1001)), None, Need.LEARN),
        (_ids((1, 1001)), _manifest(10, 10, 0, 0), Need.LEARN),
        (_ids((1, 1001)), _manifest(1000, 1000, 1000, 1000), Need.NOTHING),
        (_ids((1, 1011)), _manifest(1000, 1000, 1000, 1000), Need.NOTHING),
        (_ids((1, 1051)), _manifest(1000, 1000, 1000, 1000), Need.CATCH_UP),
        (_ids((1, 1051)), _manifest(1050, 1050, 1000, 1000), Need.NOTHING),
        (_ids((1, 1151)), _manifest(1050, 1050, 1000, 1000), Need.LEARN),
        (_ids((1, 951)), _manifest(1000, 1000, 1000, 1000), Need.CATCH_UP),
        (_ids((1, 801)), _manifest(1000, 1000, 1000, 1000), Need.LEARN),
        (_ids((51, 1051)), _manifest(1000, 1000, 1000, 1000), Need.LEARN),
    ],
)
def test_what_an_index_needs_follows_from_what_came_and_went(
    ids: np.ndarray[tuple[int], np.dtype[np.int64]], manifest: Manifest | None, expected: Need
) -> None:
    assert need(ids, manifest) is expected


@pytest.fixture
def large_tree(tmp_path: Path) -> Path:
    root = tmp_path / "large"
    root.mkdir()
    things = ["apples", "bridges", "comets", "drums", "elks", "ferns", "gloves", "harbours"]
    for i in range(2 * LEAST_PASSAGES):
        thing, other = things[i % 8], things[(i // 8) % 8]
        text = f"Paper {i} is about {thing}. It weighs {thing} against {other} at some length.\n"
        (root / f"paper {i}.txt").write_text(text * 3)
    return root


def _update(library: Library, reader: ReaderHere) -> None:
    Indexer(library, reader).update()


def test_a_small_library_gets_words_only(library: Library, tree: Path, reader: ReaderHere) -> None:
    library.add_sources([tree])
    assert not Indexer(library, reader).run().learned

    assert library.status().trained_passages == 0
    generation = library.current_generation()
    assert generation is not None
    retriever = Retriever.load(generation)
    assert sorted(retriever.ids_) == library.passage_ids().tolist()
    hit = retriever.search("brightest star", k=1)[0]
    assert "Sirius" in library.passage_records([int(hit.id)])[0].text


def test_a_library_large_enough_is_learned_once(
    library: Library, large_tree: Path, reader: ReaderHere
) -> None:
    library.add_sources([large_tree])
    told: list[JobProgress] = []
    assert Indexer(library, reader, JobContext(told.append)).run().learned

    status = library.status()
    assert status.trained_passages == status.passages >= 2 * LEAST_PASSAGES
    assert status.trained_at is not None
    stages = list(dict.fromkeys(progress.stage for progress in told))
    assert stages == ["scanning", "reading", "learning", "saving"]
    first = library.current_generation()

    assert not Indexer(library, reader).run().learned
    assert library.current_generation() == first


def test_some_new_documents_are_added_without_learning_anew(
    library: Library, large_tree: Path, reader: ReaderHere
) -> None:
    library.add_sources([large_tree])
    Indexer(library, reader).run()
    before = library.status()
    for i in range(5):
        (large_tree / f"new {i}.txt").write_text(f"Zeppelins of kind {i} float silently.\n" * 3)
    (large_tree / "paper 0.txt").unlink()
    assert not Indexer(library, reader).run().learned

    after = library.status()
    assert after.trained_at == before.trained_at
    assert after.trained_passages == before.trained_passages
    generation = library.current_generation()
    assert generation is not None
    retriever = Retriever.load(generation)
    assert sorted(retriever.ids_) == library.passage_ids().tolist()
    best = int(retriever.search("zeppelins", k=1)[0].id)
    assert "Zeppelins" in library.passage_records([best])[0].text


def test_many_new_documents_are_learned(
    library: Library, large_tree: Path, reader: ReaderHere
) -> None:
    library.add_sources([large_tree])
    Indexer(library, reader).run()
    before = library.status()
    for i in range(LEAST_PASSAGES):
        (large_tree / f"new {i}.txt").write_text(f"Zeppelins of kind {i} float silently.\n" * 3)
    Indexer(library, reader).run()

    assert library.status().trained_passages == before.trained_passages + LEAST_PASSAGES
    assert len(library.generations()) == 2
    library.retire_old_generations()
    assert len(library.generations()) == 1


def test_learning_stops_when_it_is_cancelled_and_leaves_no_generation(
    library: Library, large_tree: Path, reader: ReaderHere
) -> None:
    library.add_sources([large_tree])
    _update(library, reader)
    context = JobContext(lambda progress: context.cancel())

    with pytest.raises(CancelledError):
        Learner(library, context).run()
    assert library.current_generation() is None
    assert Learner(library, JobContext()).run() is Need.LEARN


def test_a_damaged_generation_is_made_anew(
    library: Library, large_tree: Path, reader: ReaderHere
) -> None:
    library.add_sources([large_tree])
    Indexer(library, reader).run()
    generation = library.current_generation()
    assert generation is not None
    generation.write_bytes(generation.read_bytes()[:1000])
    for i in range(5):
        (large_tree / f"new {i}.txt").write_text(f"Zeppelins of kind {i} float silently.\n" * 3)
    Indexer(library, reader).run()

    newest = library.current_generation()
    assert newest is not None
    assert sorted(Retriever.load(newest).ids_) == library.passage_ids().tolist()


def test_an_emptied_library_has_no_index(library: Library, tree: Path, reader: ReaderHere) -> None:
    library.add_sources([tree])
    Indexer(library, reader).run()
    library.remove_source(library.sources()[0].id)
    Indexer(library, reader).run()
    assert library.current_generation() is None
