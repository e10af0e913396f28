# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from findling.storage.database import Database, schema_version
from findling.storage.errors import NotALibraryError, StorageError
from findling.storage.migrations import LATEST
from findling.storage.records import SourceKind
from findling.storage.store import LibraryStore


def test_a_new_library_has_the_latest_schema_and_is_sound(store: LibraryStore) -> None:
    assert schema_version(store.paths.database) == LATEST
    assert store.database.problems() == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permission bits")
def test_only_the_owner_may_look_into_a_library(store: LibraryStore, folder: Path) -> None:
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in [folder, *folder.rglob("*")]}

    assert modes["my library"] == modes["index"] == 0o700
    assert {modes[name] for name in modes if name.startswith("library.")} == {0o600}


def test_a_transaction_that_fails_leaves_nothing(store: LibraryStore) -> None:
    def fail() -> None:
        with store.database.transaction():
            store.sources.add(Path("/a"), SourceKind.FOLDER)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert store.sources.all() == []


def test_a_reader_sees_commits_and_cannot_write(store: LibraryStore, folder: Path) -> None:
    reader = LibraryStore(folder, create=False, writable=False)
    with store.database.transaction():
        store.sources.add(Path("/a"), SourceKind.FOLDER)

    assert [source.path for source in reader.sources.all()] == [Path("/a")]
    with pytest.raises(StorageError, match="cannot be written"), reader.database.transaction():
        reader.sources.add(Path("/b"), SourceKind.FOLDER)
    reader.close()


def test_the_change_counter_grows_with_changes_here_and_elsewhere(
    store: LibraryStore, folder: Path
) -> None:
    reader = LibraryStore(folder, create=False, writable=False)
    counters = [(store.database.change_counter(), reader.database.change_counter())]
    for name in ("/a", "/b"):
        with store.database.transaction():
            store.sources.add(Path(name), SourceKind.FOLDER)
        counters.append((store.database.change_counter(), reader.database.change_counter()))

    assert counters[0][0] < counters[1][0] < counters[2][0]
    assert counters[0][1] < counters[1][1] < counters[2][1]
    assert reader.database.change_counter() == counters[2][1]
    reader.close()


def test_a_missing_library_is_not_created_unasked(folder: Path) -> None:
    with pytest.raises(NotALibraryError, match="There is no library"):
        LibraryStore(folder, create=False, writable=False)
    assert not folder.exists()


@pytest.mark.parametrize(
    "content", [b"not a database, but a long enough text " * 200, b"\0" * 9000]
)
def test_a_damaged_file_gets_one_clear_sentence(folder: Path, content: bytes) -> None:
    folder.mkdir()
    (folder / "library.db").write_bytes(content)

    with pytest.raises(NotALibraryError, match="damaged or not a Findling library"):
        LibraryStore(folder, create=True, writable=True)
    assert (folder / "library.db").read_bytes() == content


def test_another_programs_database_is_left_alone(folder: Path) -> None:
    folder.mkdir()
    foreign = sqlite3.connect(folder / "library.db")
    foreign.execute("CREATE TABLE theirs (a)")
    foreign.close()

    with pytest.raises(NotALibraryError, match="is not a Findling library"):
        LibraryStore(folder, create=True, writable=True)


def test_a_library_of_a_newer_version_is_refused(folder: Path) -> None:
    LibraryStore(folder, create=True, writable=True).close()
    newer = sqlite3.connect(folder / "library.db")
    newer.execute(f"PRAGMA user_version = {LATEST + 1}")
    newer.close()

    with pytest.raises(NotALibraryError, match="newer version"):
        LibraryStore(folder, create=True, writable=False)


def test_pages_overwritten_on_disk_are_found(store: LibraryStore, folder: Path) -> None:
    with store.database.transaction():
        for i in range(3000):
            store.sources.add(Path(f"/folder/{i}"), SourceKind.FOLDER)
    store.close()
    with (folder / "library.db").open("rb+") as stream:
        stream.seek(-4096 * 3, os.SEEK_END)
        stream.write(os.urandom(4096))

    damaged = LibraryStore(folder, create=False, writable=False)
    try:
        problems = damaged.database.problems()
    except StorageError as error:
        problems = [str(error)]
    damaged.close()
    assert problems


def test_an_uncommitted_transaction_is_gone_after_the_process_died(folder: Path) -> None:
    LibraryStore(folder, create=True, writable=True).close()
    code = (
        "import os, sys; from pathlib import Path;"
        "from findling.storage.store import LibraryStore;"
        "from findling.storage.records import SourceKind;"
        "s = LibraryStore(Path(sys.argv[1]), create=False, writable=True)\n"
        "with s.database.transaction(): s.sources.add(Path('/kept'), SourceKind.FILE)\n"
        "with s.database.transaction():\n"
        "    s.sources.add(Path('/lost'), SourceKind.FILE); os._exit(9)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(folder)], check=False).returncode == 9

    reopened = LibraryStore(folder, create=False, writable=True)
    assert [source.path for source in reopened.sources.all()] == [Path("/kept")]
    assert reopened.database.problems() == []
    reopened.close()


def test_a_closed_database_can_be_closed_again(store: LibraryStore) -> None:
    store.close()
    store.close()
    with pytest.raises(StorageError):
        Database(store.paths.folder / "nothing.db")
