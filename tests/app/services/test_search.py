# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from findling.jobs.context import JobContext
from findling.services.indexer import Indexer
from findling.services.learning import WISH, Learner, Need
from findling.services.live_index import CHUNK
from findling.services.search import HITS_A_DOCUMENT, SearchService
from findling.services.types import SearchMode

if TYPE_CHECKING:
    from pathlib import Path

    from findling.services.library import Library
    from tests.app.services.conftest import ReaderHere


@pytest.fixture
def update(library: Library, reader: ReaderHere) -> Indexer:
    return Indexer(library, reader)


@pytest.fixture
def service(library: Library, tree: Path, update: Indexer) -> SearchService:
    library.add_sources([tree])
    update.update()
    service = SearchService(library)
    service.sync()
    return service


def names(service: SearchService, query: str) -> list[str]:
    return [group.document.path.name for group in service.search(query).groups]


def long_text(n_passages: int, word: str) -> str:
    paragraph = f"A paragraph about {word} with number "
    return "".join(f"{paragraph}{n}. {'Filler goes here. ' * 40}\n\n" for n in range(n_passages))


def test_nothing_is_found_before_the_first_sync(library: Library) -> None:
    assert SearchService(library).search("rent").groups == ()


def test_the_right_document_is_found_with_its_words_marked(service: SearchService) -> None:
    results = service.search("when is the rent due")
    hit = results.groups[0].hits[0]
    assert results.groups[0].document.path.name == "rent.txt"
    assert {hit.snippet[mark.start : mark.end] for mark in hit.marks} == {"rent", "due"}
    assert hit.strength >= 3
    assert '"rent"' in hit.reason
    assert results.seconds > 0


def test_without_an_encoder_words_are_used_and_that_is_told(service: SearchService) -> None:
    results = service.search("rent", SearchMode.BEST)
    assert (results.mode, results.trained) == (SearchMode.WORDS, False)


def test_equal_files_are_one_group_that_names_the_copies(
    service: SearchService, tree: Path
) -> None:
    (group,) = service.search("apples in the cellar").groups
    assert {group.document.path, *group.also_at} == {
        tree / "notes" / "apples.txt",
        tree / "notes" / "copy.txt",
    }


@pytest.mark.parametrize("query", ["", "   ", "\n"])
def test_an_empty_query_finds_nothing(service: SearchService, query: str) -> None:
    assert service.search(query).groups == ()


def test_a_query_without_any_known_word_finds_nothing(service: SearchService) -> None:
    assert service.search("zyzzyva").groups == ()


def test_some_documents_can_be_searched_alone(service: SearchService, library: Library) -> None:
    rows = {row.path.name: row.id for row in library.documents()}
    results = service.search("rent chairs star", document_ids=[rows["offer.md"]])
    assert [group.document.id for group in results.groups] == [rows["offer.md"]]
    assert service.search("rent", document_ids=[rows["offer.md"], 999]).groups == ()
    assert service.search("rent", document_ids=[]).groups == ()


def test_a_copy_that_was_asked_for_stands_for_its_content(
    service: SearchService, library: Library
) -> None:
    rows = {row.path.name: row.id for row in library.documents()}
    (group,) = service.search("apples", document_ids=[rows["copy.txt"]]).groups
    assert group.document.id == rows["copy.txt"]
    assert [path.name for path in group.also_at] == ["apples.txt"]


def test_a_document_shows_its_best_passages_in_order(
    service: SearchService, tree: Path, update: Indexer
) -> None:
    (tree / "long.txt").write_text(long_text(9, "glaciers"))
    update.update()
    service.sync()
    (group,) = service.search("glaciers").groups
    scores = [hit.score for hit in group.hits]
    assert len(scores) == HITS_A_DOCUMENT
    assert scores == sorted(scores, reverse=True)


def test_groups_stand_in_the_order_of_their_best_hit(service: SearchService) -> None:
    results = service.search("rent due month chairs")
    best = [group.hits[0].score for group in results.groups]
    assert len(best) >= 2
    assert best == sorted(best, reverse=True)
    assert results.n_passages == sum(len(group.hits) for group in results.groups)


def test_places_point_into_the_text(service: SearchService, library: Library) -> None:
    hit = service.search("brightest star").groups[0].hits[0]
    text = library.document_text(hit.document_id).text
    assert "Sirius" in text[hit.start : hit.end]
    assert hit.places == ()


def test_new_changed_and_deleted_files_are_followed(
    service: SearchService, tree: Path, update: Indexer
) -> None:
    (tree / "new.txt").write_text("The zebra sleeps standing.\n")
    (tree / "letters" / "offer.md").write_text("# Offer\n\nWe offer tables of beech wood.\n")
    (tree / "letters" / "rent.txt").unlink()
    update.update()
    assert service.sync()
    assert names(service, "zebra") == ["new.txt"]
    assert names(service, "beech") == ["offer.md"]
    assert names(service, "rent") == names(service, "oak") == []


def test_a_sync_without_changes_does_nothing(service: SearchService) -> None:
    assert not service.sync()


def test_a_sync_that_is_stopped_goes_on_later(
    library: Library, tree: Path, update: Indexer
) -> None:
    (tree / "long.txt").write_text(long_text(2 * CHUNK + 50, "glaciers"))
    library.add_sources([tree])
    update.update()
    service = SearchService(library)
    answers = iter([False, True])
    assert service.sync(lambda: next(answers, True))
    partly = service.search("glaciers", k=10_000)
    service.sync()
    assert service._index.n_passages == len(library.passage_ids())  # pyright: ignore[reportPrivateUsage]
    assert not service.sync()
    assert partly.groups or names(service, "glaciers") == ["long.txt"]


def test_a_new_generation_is_taken_over_with_what_came_since(
    service: SearchService, library: Library, tree: Path, update: Indexer
) -> None:
    for n in range(60):
        (tree / f"note{n}.txt").write_text(f"Note {n} on badgers, foxes and their burrows.\n")
    update.update()
    Learner(library, JobContext()).run()
    (tree / "late.txt").write_text("A late word on otters.\n")
    update.update()
    assert service.sync()
    assert service.trained
    assert names(service, "otters")[0] == "late.txt"
    assert service.search("badgers").mode is SearchMode.BEST


def test_a_damaged_generation_leaves_words_and_a_sentence(
    library: Library, tree: Path, update: Indexer
) -> None:
    library.add_sources([tree])
    update.update()
    Learner(library, JobContext()).run()
    path = library.current_generation()
    assert path is not None
    path.write_bytes(b"\0" * 100)
    service = SearchService(library)
    assert service.sync()
    assert "could not be opened" in service.problem
    assert names(service, "rent")[0] == "rent.txt"
    assert not service.sync()


def test_learning_anew_makes_a_damaged_index_whole(
    library: Library, tree: Path, update: Indexer
) -> None:
    library.add_sources([tree])
    for n in range(60):
        (tree / f"note{n}.txt").write_text(f"Note {n} on badgers, foxes and their burrows.\n")
    update.update()
    Learner(library, JobContext()).run()
    path = library.current_generation()
    assert path is not None
    path.write_bytes(b"\0" * 100)
    service = SearchService(library)
    service.sync()
    assert service.problem
    with library.store.database.transaction(durable=True):
        library.store.settings.put(WISH, "yes")  # what the worker does when it is told to learn
    assert Learner(library, JobContext()).run() is Need.LEARN
    assert service.sync()
    assert service.problem == ""
    assert service.trained


def test_searching_and_syncing_go_on_side_by_side(
    service: SearchService, tree: Path, update: Indexer
) -> None:
    for n in range(30):
        (tree / f"note{n}.txt").write_text(long_text(20, f"badgers {n}"))
    update.update()
    errors: list[BaseException] = []

    def follow() -> None:
        try:
            service.sync()
        except BaseException as error:  # noqa: BLE001  told to the test
            errors.append(error)

    thread = threading.Thread(target=follow)
    thread.start()
    while thread.is_alive():
        assert names(service, "rent due")[0] == "rent.txt"
    thread.join()
    assert errors == []
    assert service.search("badgers").groups


def test_recent_documents_come_newest_first(service: SearchService, tree: Path) -> None:
    recent = service.recent(3)
    times = [row.mtime for row in recent]
    assert len(recent) == 3
    assert times == sorted(times, reverse=True)


def test_a_pasted_text_is_a_query_too(service: SearchService) -> None:
    assert names(service, "filler " * 5000) == []
    assert names(service, "the rent is due " * 5000)[0] == "rent.txt"
