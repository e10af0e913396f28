# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader, PdfWriter

from findling.errors import AppError
from findling.services.indexer import Indexer
from findling.services.passwords import MAX_PASSWORDS, Keyring, KeyringReader, Unlocker
from findling.services.reading import ReaderPool
from findling.services.types import DocumentState
from tests.app.extract.conftest import pdf_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from findling.services.library import Library


def _lock(path: Path, words: str, password: str) -> None:
    plain = path.with_suffix(".tmp")
    plain.write_bytes(pdf_bytes([[words]], {}))
    writer = PdfWriter(clone_from=PdfReader(plain))
    writer.encrypt(password, "owner of it", algorithm="RC4-128")
    writer.write(path)
    plain.unlink()


@pytest.fixture(scope="module")
def pool() -> Iterator[ReaderPool]:
    with closing(ReaderPool(1)) as made:
        yield made


@pytest.fixture
def safe(tmp_path: Path) -> Path:
    """Four locked files: two of one password in a folder, another there, one of it elsewhere."""
    folder = tmp_path / "safe"
    (folder / "deep").mkdir(parents=True)
    _lock(folder / "lease.pdf", "The lease ends in spring.", "key of oak")
    _lock(folder / "rent.pdf", "The rent is due on Friday.", "key of oak")
    _lock(folder / "other.pdf", "A letter about chairs.", "key of ash")
    _lock(folder / "deep" / "far.pdf", "Stars over the hills.", "key of oak")
    return folder


class Desk:
    """A library, its reader and what opens documents."""

    def __init__(self, library: Library, pool: ReaderPool) -> None:
        self.library = library
        self.keyring = Keyring()
        self.reader = KeyringReader(pool, self.keyring)
        self.unlocker = Unlocker(library, pool, self.keyring)

    def index(self) -> None:
        Indexer(self.library, self.reader, n_readers=1).update()

    def id_of(self, name: str) -> int:
        return next(row.id for row in self.library.documents() if row.path.name == name)

    def states(self) -> dict[str, str]:
        return {row.path.name: row.state.value for row in self.library.documents()}


@pytest.fixture
def desk(library: Library, pool: ReaderPool, safe: Path) -> Desk:
    library.add_sources([safe])
    made = Desk(library, pool)
    made.index()
    return made


def test_locked_documents_say_that_they_need_a_password(desk: Desk) -> None:
    rows = desk.library.needs_attention()
    assert len(rows) == 4
    assert {row.reason.partition(".")[0] for row in rows} == {"The PDF needs a password"}


def test_a_password_opens_the_document_and_its_neighbours(desk: Desk) -> None:
    tried = desk.unlocker.unlock(desk.id_of("lease.pdf"), "key of oak")
    desk.index()

    names = ("lease.pdf", "rent.pdf", "other.pdf")
    assert set(tried) == {desk.id_of(name) for name in names}
    assert desk.states() == {
        "lease.pdf": "read",
        "rent.pdf": "read",
        "other.pdf": "failed",
        "far.pdf": "failed",
    }
    assert "spring" in desk.library.document_text(desk.id_of("lease.pdf")).text


def test_a_wrong_password_changes_nothing(desk: Desk) -> None:
    with pytest.raises(AppError, match="does not open this document"):
        desk.unlocker.unlock(desk.id_of("lease.pdf"), "key of elm")
    assert set(desk.states().values()) == {"failed"}
    assert desk.keyring.passwords_for(desk.library.document(desk.id_of("lease.pdf")).path) == ()


def test_files_that_come_later_open_with_the_passwords_of_their_folder(
    desk: Desk, safe: Path
) -> None:
    desk.unlocker.unlock(desk.id_of("lease.pdf"), "key of oak")
    _lock(safe / "new.pdf", "A new offer.", "key of oak")
    desk.index()
    assert desk.states()["new.pdf"] == "read"


def test_only_a_locked_document_takes_a_password(desk: Desk, safe: Path) -> None:
    (safe / "note.txt").write_text("Open to all.")
    desk.index()
    with pytest.raises(AppError, match="does not wait for a password"):
        desk.unlocker.unlock(desk.id_of("note.txt"), "key of oak")
    with pytest.raises(AppError, match="1 to 1000 characters"):
        desk.unlocker.unlock(desk.id_of("lease.pdf"), "")


def test_the_password_is_in_no_file_of_the_library(desk: Desk) -> None:
    password = "key of oak"
    desk.unlocker.unlock(desk.id_of("lease.pdf"), password)
    desk.index()
    files = [path for path in desk.library.path.rglob("*") if path.is_file()]
    assert files
    assert not any(password.encode() in path.read_bytes() for path in files)


def test_a_document_read_with_a_password_stays_read_without_it(
    desk: Desk, pool: ReaderPool
) -> None:
    desk.unlocker.unlock(desk.id_of("lease.pdf"), "key of oak")
    desk.index()
    Indexer(desk.library, KeyringReader(pool, Keyring()), n_readers=1).update()
    row = desk.library.document(desk.id_of("lease.pdf"))
    assert row.state is DocumentState.READ


def test_a_keyring_is_bounded_and_tries_the_newest_first(tmp_path: Path) -> None:
    keyring = Keyring()
    for number in range(MAX_PASSWORDS + 5):
        keyring.add(tmp_path, f"key {number}")
    keyring.add(tmp_path, "key 10")
    kept = keyring.passwords_for(tmp_path / "a.pdf")
    assert len(kept) == MAX_PASSWORDS
    assert kept[:2] == ("key 10", f"key {MAX_PASSWORDS + 4}")
    assert keyring.passwords_for(tmp_path.parent / "a.pdf") == ()
