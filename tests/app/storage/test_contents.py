# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from findling.storage import contents
from findling.storage.records import ContentDraft

if TYPE_CHECKING:
    import pytest

    from findling.storage.store import LibraryStore

MakeDraft = Callable[..., ContentDraft]
AddRead = Callable[[Path, ContentDraft], int]


def test_equal_files_share_one_content(
    store: LibraryStore, make_draft: MakeDraft, add_read: AddRead
) -> None:
    first = add_read(Path("/d/a.txt"), make_draft("one two"))
    second = add_read(Path("/d/b.txt"), make_draft("one two"))
    other_reader = add_read(Path("/d/c.txt"), make_draft("one two", reader="plain/2"))

    assert first == second != other_reader
    assert [d.path.name for d in store.documents.of_contents([first])[first]] == ["a.txt", "b.txt"]
    assert store.documents.counts().passages == 4


def test_a_content_is_found_by_bytes_format_and_reader(
    store: LibraryStore, make_draft: MakeDraft, add_read: AddRead
) -> None:
    old = add_read(Path("/d/a.txt"), make_draft("one"))
    new = add_read(Path("/d/b.txt"), make_draft("one", reader="plain/2"))

    assert store.contents.find(b"d" * 32, "txt", "plain/1") == old
    assert store.contents.find(b"d" * 32, "txt") == new
    assert store.contents.find(b"d" * 32, "md") is None
    assert store.contents.find(b"e" * 32, "txt") is None


def test_only_contents_without_a_file_are_swept_out(
    store: LibraryStore, make_draft: MakeDraft, add_read: AddRead
) -> None:
    shared = add_read(Path("/d/a.txt"), make_draft("one two"))
    add_read(Path("/d/b.txt"), make_draft("one two"))
    gone = add_read(Path("/d/c.txt"), make_draft("three", b"e" * 32))
    ids = {document.path.name: document.id for document in store.documents.all()}

    with store.database.transaction():
        store.documents.remove([ids["a.txt"], ids["c.txt"]])
        n_removed = store.contents.remove_orphans()

    assert n_removed == 1
    assert store.contents.text(shared) == "one two"
    assert store.contents.text(gone) == ""
    assert store.passages.ids().tolist() == [1, 2]
    assert store.database.problems() == []


def test_removed_words_are_not_left_in_any_file(
    store: LibraryStore, make_draft: MakeDraft, add_read: AddRead, folder: Path
) -> None:
    draft = make_draft("one")
    canary = ContentDraft(b"c" * 32, "txt", "plain/1", "xyzzycanary", "n", 3, draft.packed_text)
    add_read(Path("/d/a.txt"), canary)
    with store.database.transaction():
        store.documents.remove([document.id for document in store.documents.all()])
        store.contents.remove_orphans()
    store.database.truncate_log()

    assert not [p for p in folder.rglob("*") if p.is_file() and b"xyzzycanary" in p.read_bytes()]


def test_keys_of_removed_passages_are_never_used_again(
    store: LibraryStore, make_draft: MakeDraft, add_read: AddRead
) -> None:
    add_read(Path("/d/a.txt"), make_draft("one two three"))
    with store.database.transaction():
        store.documents.remove([document.id for document in store.documents.all()])
        store.contents.remove_orphans()
    add_read(Path("/d/b.txt"), make_draft("four", b"e" * 32))

    assert store.passages.ids().tolist() == [4]


def test_contents_with_missing_passages_or_text_are_told(
    store: LibraryStore, make_draft: MakeDraft, add_read: AddRead
) -> None:
    whole = add_read(Path("/d/a.txt"), make_draft("one two"))
    torn = add_read(Path("/d/b.txt"), make_draft("one two", b"e" * 32))
    textless = add_read(Path("/d/c.txt"), make_draft("one two", b"f" * 32))
    with store.database.transaction():
        store.database.execute("DELETE FROM passages WHERE content_id = ? AND ordinal = 1", (torn,))
        store.database.execute("DELETE FROM texts WHERE content_id = ?", (textless,))

    assert store.contents.incomplete([whole, torn, textless, 99]) == [torn, textless, 99]


def test_the_latest_texts_stay_unpacked_within_the_limit(
    store: LibraryStore,
    make_draft: MakeDraft,
    add_read: AddRead,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ids = [add_read(Path(f"/d/{i}.txt"), make_draft(f"word{i}", bytes([i]) * 32)) for i in range(3)]
    monkeypatch.setattr(contents, "CACHE_CHARS", 12)
    unpacked: list[bytes] = []
    unpack = contents.unpack_text
    monkeypatch.setattr(contents, "unpack_text", lambda b: unpacked.append(b) or unpack(b))

    for content_id in [ids[0], ids[1], ids[0], ids[2], ids[0], ids[1]]:
        store.contents.text(content_id)

    assert len(unpacked) == 4  # 0, 1, 2 pushes 1 out, 1 again
