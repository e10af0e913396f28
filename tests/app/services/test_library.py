# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from findling.errors import AppError
from findling.services.catchup import passage_changes
from findling.services.indexer import Indexer
from findling.services.library import Library
from findling.services.outline import OutlineEntry
from findling.storage.errors import LibraryBusyError, NotALibraryError, StorageError

if TYPE_CHECKING:
    from tests.app.services.conftest import ReaderHere


@pytest.fixture
def filled(library: Library, tree: Path, reader: ReaderHere) -> Library:
    library.add_sources([tree])
    Indexer(library, reader).update()
    return library


def _row(library: Library, name: str) -> int:
    return next(row.id for row in library.documents() if row.path.name == name)


def test_one_library_may_write_and_others_may_read(library: Library) -> None:
    with pytest.raises(LibraryBusyError):
        Library.open(library.path, writable=True)
    with Library.open(library.path) as other:
        assert other.status().documents == 0
        with pytest.raises(StorageError):
            other.add_sources([Path.cwd()])


def test_the_default_library_is_created_on_first_use(tmp_path: Path) -> None:
    with Library.open() as library:
        assert library.path.is_relative_to(tmp_path)
        assert library.current_generation() is None
    with pytest.raises(NotALibraryError):
        Library.open(tmp_path / "nowhere", create=False)


def test_paths_that_do_not_exist_are_told_and_the_others_added(
    library: Library, tree: Path
) -> None:
    added = library.add_sources([tree / "letters", tree / "nowhere"])
    assert added.missing == (tree / "nowhere",)
    assert [s.path.name for s in library.sources()] == ["letters"]
    assert [s.id for s in library.sources()] == list(added.source_ids)


def test_a_path_inside_an_added_folder_is_found_with_it(library: Library, tree: Path) -> None:
    outer = library.add_sources([tree]).source_ids
    inner = library.add_sources([tree / "notes", tree / "letters" / "rent.txt"]).source_ids
    assert inner == outer
    assert len(library.sources()) == 1


def test_a_hidden_file_can_be_added_by_itself(library: Library, tree: Path) -> None:
    (tree / ".diary.txt").write_text("Dear diary.")
    library.add_sources([tree])
    library.add_sources([tree / ".diary.txt"])
    assert [s.path.name for s in library.sources()] == ["documents", ".diary.txt"]


def test_a_library_cannot_contain_itself(library: Library) -> None:
    with pytest.raises(AppError, match="cannot contain itself"):
        library.add_sources([library.path / "index"])


def test_relative_and_roundabout_paths_are_one_source(
    library: Library, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tree)
    library.add_sources([Path("notes"), tree / "letters" / ".." / "notes", Path("notes/.")])
    assert [s.path for s in library.sources()] == [tree / "notes"]


def test_sources_tell_how_many_documents_they_have(filled: Library, tree: Path) -> None:
    (source,) = filled.sources()
    assert (source.path, source.is_folder, source.missing) == (tree, True, False)
    assert source.documents == 7


def test_removing_a_source_removes_its_texts(filled: Library) -> None:
    filled.remove_source(filled.sources()[0].id)
    assert filled.documents() == []
    assert filled.passage_ids().size == 0
    assert filled.status().documents == 0
    with pytest.raises(AppError, match="no longer"):
        filled.remove_source(1)


def test_a_documents_text_is_what_was_read(filled: Library, tree: Path) -> None:
    document = filled.document_text(_row(filled, "offer.md"))
    assert document.text.startswith("# Offer")
    assert document.row.title == "Offer"
    assert document.outline[0] == OutlineEntry(1, "Offer", document.text.index("Offer"), -1)
    assert document.page_starts == ()
    assert not document.changed

    path = tree / "letters" / "offer.md"
    os.utime(path, ns=(1, 1))
    assert filled.document_text(document.row.id).changed


def test_a_document_without_title_has_the_files_name(filled: Library) -> None:
    assert filled.document(_row(filled, "rent.txt")).title == "rent.txt"


def test_a_document_that_is_gone_is_told(filled: Library) -> None:
    with pytest.raises(AppError, match="no longer in the library"):
        filled.document_text(4711)


def test_an_unread_document_has_no_text(filled: Library) -> None:
    assert filled.document_text(_row(filled, "picture.png")).text == ""
    assert filled.page_ranges(_row(filled, "picture.png")) == ()


def test_passages_for_an_index_are_clean_and_titled(filled: Library) -> None:
    passages = filled.passages(reversed(filled.passage_ids().tolist()))
    assert [p.id for p in passages] == filled.passage_ids().tolist()
    offer = next(p for p in passages if "oak wood" in p.text)
    assert offer.title == "Offer"
    assert "\n" not in offer.text
    rent = next(p for p in passages if "rent" in p.text)
    assert rent.title == "rent"


def test_passage_records_lead_back_to_their_files(filled: Library) -> None:
    apples = next(p.id for p in filled.passages(filled.passage_ids()) if "Apples" in p.text)
    (record,) = filled.passage_records([apples])
    rows = filled.documents_of([record.content_id])[record.content_id]
    assert [row.path.name for row in rows] == ["apples.txt", "copy.txt"]
    text = filled.document_text(rows[0].id).text
    assert text[record.start : record.end] == record.text


def test_the_data_version_tells_a_reader_of_changes(filled: Library, tree: Path) -> None:
    with Library.open(filled.path) as window:
        before = window.data_version()
        assert window.data_version() == before
        filled.remove_source(filled.sources()[0].id)
        assert window.data_version() > before


def test_an_index_is_told_what_to_add_and_remove(filled: Library) -> None:
    ids = filled.passage_ids()
    changes = passage_changes(filled, np.array([ids[-1], 4711, ids[0]]))
    assert changes.added.tolist() == ids[1:-1].tolist()
    assert changes.removed.tolist() == [4711]
    assert changes
    assert not passage_changes(filled, ids[::-1])


def test_a_library_opened_again_has_everything(filled: Library) -> None:
    rows, ids = filled.documents(), filled.passage_ids().tolist()
    filled.close()
    with Library.open(filled.path) as again:
        assert again.documents() == rows
        assert again.passage_ids().tolist() == ids
        assert again.problems() == []
