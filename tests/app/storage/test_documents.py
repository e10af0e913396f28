# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from findling.storage.errors import StorageError
from findling.storage.records import ContentDraft, FileFacts, FileState, SourceKind

if TYPE_CHECKING:
    from findling.storage.store import LibraryStore

FACTS = FileFacts(1, 2, "3")
MakeDraft = Callable[..., ContentDraft]
AddRead = Callable[[Path, ContentDraft], int]


@pytest.fixture
def source_id(store: LibraryStore) -> int:
    with store.database.transaction():
        return store.sources.add(Path("/d"), SourceKind.FOLDER)


def _add(store: LibraryStore, source_id: int, name: str) -> int:
    with store.database.transaction():
        store.documents.add_pending(source_id, Path("/d") / name, FACTS)
    return next(d.id for d in store.documents.all() if d.path.name == name)


def test_files_are_counted_by_state(store: LibraryStore, source_id: int) -> None:
    ids = [_add(store, source_id, name) for name in "abc"]
    with store.database.transaction():
        store.documents.mark_without_text(ids[0], FACTS, FileState.FAILED, "Broken.")
        store.documents.mark_without_text(ids[1], FACTS, FileState.UNSUPPORTED, "No reader.")

    counts = store.documents.counts()
    assert (counts.pending, counts.read, counts.failed, counts.unsupported) == (1, 0, 1, 1)
    assert counts.documents == 3
    assert store.documents.count_by_source() == {source_id: 3}


def test_files_without_text_are_listed_failed_ones_first(
    store: LibraryStore, source_id: int
) -> None:
    for name, state in [("a", "unsupported"), ("b", "failed"), ("c", "failed")]:
        document_id = _add(store, source_id, name)
        with store.database.transaction():
            store.documents.mark_without_text(
                document_id, FACTS, FileState(state), f"Reason {name}"
            )

    assert [d.reason[-1] for d in store.documents.without_text(10)] == ["b", "c", "a"]
    assert [d.reason[-1] for d in store.documents.without_text(2)] == ["b", "c"]


def test_a_queued_file_keeps_its_text_until_it_is_read_again(
    store: LibraryStore, make_draft: MakeDraft, add_read: AddRead
) -> None:
    add_read(Path("/d/a.txt"), make_draft("one two"))
    document = store.documents.all()[0]
    with store.database.transaction():
        store.documents.mark_pending([document.id])

    assert store.documents.all()[0].state is FileState.PENDING
    assert store.passages.ids().size == 2
    assert [f.id for f in store.documents.pending([document.source_id])] == [document.id]


def test_a_file_cannot_be_read_without_content(store: LibraryStore, source_id: int) -> None:
    document_id = _add(store, source_id, "a")
    with pytest.raises(StorageError), store.database.transaction():
        store.documents.mark_read(document_id, FACTS, 4711)


def test_readers_of_another_version_are_told_for_known_formats_only(
    store: LibraryStore, make_draft: MakeDraft, add_read: AddRead
) -> None:
    add_read(Path("/d/a.txt"), make_draft("one"))
    document = store.documents.all()[0]
    find = store.documents.with_other_reader

    assert find({"txt": "plain/2"}, [document.source_id]) == [document.id]
    assert find({"txt": "plain/1", "pdf": "pdf/9"}, [document.source_id]) == []
    assert find({"txt": "plain/2"}, [document.source_id + 1]) == []


def test_a_file_moves_to_the_source_that_found_it_last(store: LibraryStore, source_id: int) -> None:
    document_id = _add(store, source_id, "a")
    with store.database.transaction():
        other = store.sources.add(Path("/"), SourceKind.FOLDER)
        store.documents.add_pending(other, Path("/d/a"), FACTS)

    assert [(d.id, d.source_id) for d in store.documents.all()] == [(document_id, other)]


def test_removing_a_source_removes_its_files_only(store: LibraryStore, source_id: int) -> None:
    _add(store, source_id, "a")
    with store.database.transaction():
        other = store.sources.add(Path("/e"), SourceKind.FOLDER)
        store.documents.add_pending(other, Path("/e/b"), FACTS)
        store.sources.remove(source_id)

    assert [d.path.name for d in store.documents.all()] == ["b"]


def test_merging_sources_keeps_files(store: LibraryStore, source_id: int) -> None:
    _add(store, source_id, "a")
    with store.database.transaction():
        outer = store.sources.add(Path("/"), SourceKind.FOLDER)
        store.sources.merge(source_id, outer)

    assert [(d.path.name, d.source_id) for d in store.documents.all()] == [("a", outer)]
    assert [s.id for s in store.sources.all()] == [outer]


@pytest.mark.skipif(sys.platform == "win32", reason="names on Windows are always text")
def test_a_name_that_is_no_text_is_kept(store: LibraryStore, source_id: int) -> None:
    _add(store, source_id, "caf\udce9.txt")
    assert store.documents.all()[0].path == Path("/d/caf\udce9.txt")
