# SPDX-License-Identifier: Apache-2.0
"""The documents in memory follow the library, and only what changed is read anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from findling.services.catalogue import DocumentCatalogue
from findling.services.filters import Condition, Field
from findling.services.indexer import Indexer
from findling.storage import catalogue as stored

if TYPE_CHECKING:
    from pathlib import Path

    from findling.services.library import Library
    from tests.app.services.conftest import ReaderHere


@pytest.fixture
def folder(library: Library, tmp_path: Path, reader: ReaderHere) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    for name in ("a", "b", "c"):
        (folder / f"{name}.txt").write_text(f"All about {name}. " * 100)
    library.add_sources([folder])
    Indexer(library, reader).update()
    return folder


def named(library: Library, catalogue: DocumentCatalogue, name: str) -> set[str]:
    met = catalogue.meeting([Condition(Field.NAME, (name,))])
    return {row.name for row in library.documents() if row.id in met}


def test_only_documents_that_changed_are_unpacked_again(
    library: Library, folder: Path, reader: ReaderHere, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = DocumentCatalogue(library)
    assert named(library, catalogue, "TXT") == {"a.txt", "b.txt", "c.txt"}
    unpacked: list[str] = []

    def note(data: bytes) -> Path:
        path = unpack(data)
        unpacked.append(path.name)
        return path

    unpack = stored.unpack_path
    monkeypatch.setattr(stored, "unpack_path", note)
    (folder / "b.txt").rename(folder / "b2.txt")
    (folder / "c.txt").unlink()
    (folder / "d.txt").write_text("New.")
    Indexer(library, reader).update()
    assert named(library, catalogue, "txt") == {"a.txt", "b2.txt", "d.txt"}
    assert sorted(unpacked) == ["b2.txt", "d.txt"]


def test_the_first_passage_of_each_document(library: Library, folder: Path) -> None:
    del folder
    catalogue = DocumentCatalogue(library)
    documents = [row.id for row in library.documents()]
    firsts = catalogue.first_passages([*documents[::-1], 999])
    found = library.passage_records(firsts)
    assert [one.ordinal for one in found] == [0, 0, 0]
    assert firsts == [catalogue.passages_of([key])[0] for key in documents[::-1]]
