# SPDX-License-Identifier: Apache-2.0
"""Damage of every kind is found, told in a sentence, and put right without losing the rest."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from findling.jobs.context import JobContext
from findling.services.checkup import check, repair
from findling.services.indexer import Indexer
from findling.services.labels.items import Items
from findling.services.labels.keeper import LabelKeeper
from findling.services.library import Library
from findling.services.search import SearchService
from findling.storage.errors import NotALibraryError
from findling.storage.labels.records import Unit, Verdict
from tests.app.services.conftest import ReaderHere

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

N_FILES = 120


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of many files that has learned."""
    folder = tmp_path_factory.mktemp("original")
    documents = folder / "documents"
    documents.mkdir()
    for i in range(N_FILES):
        words = " ".join(f"item{i}word{j}" for j in range(200))
        (documents / f"file{i:03d}.txt").write_text(f"Report {i} of the harbour. {words}")
    with Library.open(folder / "library", writable=True) as library:
        library.add_sources([documents])
        Indexer(library, ReaderHere(), n_readers=1).run()
        keeper = LabelKeeper(library)
        kinds = keeper.create("Kinds")
        report = keeper.add_label(kinds.id, "report", "of the harbour")
        items = list(Items(library, Unit.DOCUMENT))[:50]
        keeper.answer(kinds.id, [(item, report, Verdict.YES) for item in items])
        with library.store.database.transaction():
            library.store.saved_searches.put("mine", "type:txt", "best")
        keeper.put_rule(library.sources()[0].id, kinds.id, 0.75)
    return folder / "library"


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    """A copy of it, to be damaged."""
    return shutil.copytree(original, tmp_path / "library")


def _reindex(folder: Path) -> ReaderHere:
    reader = ReaderHere()
    with Library.open(folder, writable=True) as library:
        Indexer(library, reader, n_readers=1).run()
    return reader


def _everything_is_there(folder: Path) -> None:
    assert check(folder, JobContext()).problems == ()
    with Library.open(folder) as library:
        status = library.status()
        assert (status.documents, status.read) == (N_FILES, N_FILES)
        assert status.trained_passages > 0
        (kinds,) = LabelKeeper(library).all()
        assert (kinds.n_answered, kinds.labels[0].n_yes) == (50, 50)
        assert [row.name for row in library.store.saved_searches.all()] == ["mine"]
        (rule,) = library.store.label_sets.rules()
        assert (library.sources()[0].id, rule.threshold) == (rule.source_id, 0.75)
        service = SearchService(library)
        service.sync()
        for i in (0, 57, N_FILES - 1):
            groups = service.search(f"item{i}word7").groups
            assert groups[0].document.path.name == f"file{i:03d}.txt"


def _change(folder: Path, sql: str) -> None:
    with closing(sqlite3.connect(folder / "library.db")) as connection, connection:
        connection.execute(sql)


def test_a_sound_library_is_left_as_it_is(folder: Path) -> None:
    before = (folder / "library.db").read_bytes()
    found = check(folder, JobContext())
    assert (found.texts, found.problems) == (N_FILES, ())
    assert repair(folder, JobContext()).problems == ()
    assert (folder / "library.db").read_bytes() == before


def test_no_library_is_told(tmp_path: Path) -> None:
    for function in (check, repair):
        with pytest.raises(NotALibraryError, match="There is no library"):
            function(tmp_path / "nowhere", JobContext())
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE texts SET packed = x'0102' WHERE content_id = 5",
        "UPDATE texts SET packed = substr(packed, 1, length(packed) / 2) WHERE content_id = 5",
        "UPDATE contents SET n_chars = n_chars + 1 WHERE id = 5",
        "DELETE FROM passages WHERE content_id = 5",
        "DELETE FROM texts WHERE content_id = 5",
    ],
)
def test_a_damaged_text_is_read_again_and_no_other(folder: Path, sql: str) -> None:
    _change(folder, sql)
    assert len(check(folder, JobContext()).problems) == 1

    done = repair(folder, JobContext())

    assert done.reread == 1
    assert len(_reindex(folder).names) == 1
    _everything_is_there(folder)


@pytest.mark.parametrize("cut", [0.0, 0.5, 0.99])
def test_a_damaged_index_is_made_anew(folder: Path, cut: float) -> None:
    index = next((folder / "index").glob("gen-*/retriever.fdl"))
    index.write_bytes(index.read_bytes()[: int(cut * index.stat().st_size)])
    assert [p.sentence for p in check(folder, JobContext()).problems] == [
        "The search index is damaged."
    ]

    assert repair(folder, JobContext()).index_removed

    assert _reindex(folder).names == []
    _everything_is_there(folder)


def _garbage_in(pages: range) -> Callable[[bytearray], None]:
    def damage(data: bytearray) -> None:
        for page in pages:
            data[page * 4096 : page * 4096 + 4096] = bytes((7 * i) % 251 for i in range(4096))

    return damage


def _truncate(data: bytearray) -> None:
    del data[len(data) // 3 :]


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(_garbage_in(range(20, 21)), id="one page"),
        pytest.param(_garbage_in(range(9, 60, 5)), id="many pages"),
        pytest.param(_garbage_in(range(1, 9)), id="roots of tables"),
        pytest.param(_garbage_in(range(1)), id="the header"),
        pytest.param(_truncate, id="a third is left"),
        pytest.param(bytearray.clear, id="empty"),
    ],
)
def test_a_damaged_database_gives_what_it_has_and_the_rest_is_read_again(
    folder: Path, damage: Callable[[bytearray], None]
) -> None:
    data = bytearray((folder / "library.db").read_bytes())
    damage(data)
    (folder / "library.db").write_bytes(data)
    assert [p.sentence for p in check(folder, JobContext()).problems] == [
        "The library's database is damaged."
    ]

    done = repair(folder, JobContext())

    assert done.database is not None
    assert done.database.kept_at.read_bytes() == bytes(data)
    _reindex(folder)
    _everything_is_there(folder)


def test_one_bad_page_costs_a_few_files_only(folder: Path) -> None:
    data = bytearray((folder / "library.db").read_bytes())
    _garbage_in(range(30, 31))(data)
    (folder / "library.db").write_bytes(data)
    repair(folder, JobContext())
    assert len(_reindex(folder).names) < N_FILES // 2
