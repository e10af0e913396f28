# SPDX-License-Identifier: Apache-2.0
"""A library of each schema, as the program of its time left it, opens with all that was in it."""

from __future__ import annotations

import gzip
import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from findling.storage.database import schema_version
from findling.storage.groups import GroupKind
from findling.storage.labels.portable import portable_sets
from findling.storage.labels.records import StoredRule
from findling.storage.migrations import LATEST
from findling.storage.paths import LibraryPaths
from findling.storage.records import FileState
from findling.storage.salvage import salvage
from findling.storage.store import LibraryStore
from tests.fixtures.libraries import make_library as made

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parents[2] / "fixtures" / "libraries"
DIGESTS = {
    1: "f558a8e75c37ad65",
    2: "b9c5ced0ac7b805b",
    3: "7e594e10dfcccf8d",
    4: "90d0085da80de906",
    5: "66563670fbd56174",
    6: "a9728edb7687b0ac",
    7: "bef6906e8e328c19",
}


@pytest.fixture(params=range(1, LATEST + 1))
def version(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def folder(version: int, tmp_path: Path) -> Path:
    """A library of an older schema."""
    data = (FOLDER / f"library-{version}.db.gz").read_bytes()
    assert hashlib.sha256(data).hexdigest()[:16] == DIGESTS[version], "a kept file was changed"
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "library.db").write_bytes(gzip.decompress(data))
    assert schema_version(folder / "library.db") == version
    return folder


@pytest.fixture
def store(folder: Path) -> Iterator[LibraryStore]:
    opened = LibraryStore(folder, create=False, writable=True)
    yield opened
    opened.close()


def _check(store: LibraryStore, version: int) -> None:
    assert store.database.problems() == []
    _check_documents(store, version)
    settings = {"exclusions": '{"patterns":["*.log"],"larger_than":0}'} if version >= 2 else {}
    assert store.settings.all() == settings
    if version >= 3:
        judged, meant = store.teachings.all()
        assert judged.passage is not None
        assert (judged.query, judged.passage.passage_id) == ("when is the rent due", 2)
        assert (meant.query, meant.meaning) == ("barn", "shed")
    if version >= 5:
        _check_labels(store)
    recognised = {0: made.RECOGNISED} if version >= 6 else {}
    assert store.scanned_pages.texts(made.digest_of(made.LETTER)) == recognised
    if version >= 7:
        _check_groups(store)


def _check_documents(store: LibraryStore, version: int) -> None:
    rows = {(d.path.name, d.place): d for d in store.documents.all()}
    texts = {
        key: store.contents.text(row.content_id) for key, row in rows.items() if row.content_id
    }
    expected = {("letter.txt", ()): made.LETTER, ("copy.txt", ()): made.LETTER}
    expected[("notes.md", ())] = made.NOTES
    if version >= 4:
        expected |= {("mail.eml", ()): "See below.\n", ("mail.eml", (0,)): made.OFFER}
    assert texts == expected
    assert rows[("letter.txt", ())].content_id == rows[("copy.txt", ())].content_id
    assert rows[("locked.pdf", ())].reason == "It has a password."
    assert rows[("new.txt", ())].state is FileState.PENDING
    assert max(row.id for row in rows.values()) == len(rows) + 1  # a key was given up
    words = [passage.text for passage in store.passages.walk(store.passages.ids())]
    assert words[:2] == ["Dear Mr Moss,", "the rent of the barn is due on the third of each month."]


def _check_labels(store: LibraryStore) -> None:
    (kinds,) = portable_sets(store.database)
    assert kinds["labels"] == [["bill", "what has to be paid"], ["note", ""]]
    letter = made.digest_of(made.LETTER).hex()
    assert kinds["answers"] == [[0, letter, 0, 0, "yes", "chosen", 12.5]]
    (guess,) = store.guesses.of_set(1)
    assert (guess.item.digest, guess.probability) == (made.digest_of(made.NOTES), 0.95)
    assert store.label_sets.rules() == [StoredRule(1, 1, 0.8)]
    (due,) = store.saved_searches.all()
    assert (due.name, due.query, due.created) == ("due", "rent after:2023", 14.5)


def _check_groups(store: LibraryStore) -> None:
    barn, rent = store.groups.all()
    assert (barn.kind, barn.name, barn.created) == (GroupKind.COLLECTION, "Barn", 16.5)
    assert (rent.kind, rent.name) == (GroupKind.TAG, "rent")
    (keys,) = store.groups.documents().values()
    assert {d.path.name for d in store.documents.all() if d.id in keys} == {
        "letter.txt",
        "copy.txt",
    }


def test_all_that_was_in_it_is_there(store: LibraryStore, version: int) -> None:
    _check(store, version)


def test_it_can_be_added_to_and_no_key_comes_twice(store: LibraryStore) -> None:
    greatest = max(d.id for d in store.documents.all())
    with store.database.transaction():
        key = made.add(store, 1, "later.txt")
    assert key > greatest
    store.back_up()
    assert store.backups.newest().sources[0][0] == made.ROOT


def test_a_damaged_one_gives_what_it_has(folder: Path, version: int) -> None:
    """An older schema that cannot be brought up to date any more is read table by table."""
    with closing(sqlite3.connect(folder / "library.db")) as connection, connection:
        connection.execute("CREATE TABLE documents_4 (id)")  # stands in the way of a step
    salvage(LibraryPaths(folder))
    with closing(LibraryStore(folder, create=False, writable=True)) as store:
        _check(store, version)


def test_todays_schema_has_one_kept() -> None:
    assert (FOLDER / f"library-{LATEST}.db.gz").exists()
