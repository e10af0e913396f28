# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from findling.storage.codec import teaching_from_plain, teaching_to_plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from findling.storage.records import ContentDraft, StoredTeaching
    from findling.storage.store import LibraryStore

    Add = Callable[[Path, ContentDraft], int]
    Draft = Callable[..., ContentDraft]

NOTE = Path("/d/note.txt")


def _judge(store: LibraryStore, kind: str, query: str, passage_id: int) -> int | None:
    with store.database.transaction():
        return store.teachings.add_judgement(kind, query, passage_id)


def _only(store: LibraryStore) -> StoredTeaching:
    (teaching,) = store.teachings.all()
    return teaching


def test_a_judgement_keeps_the_place_and_the_words(
    store: LibraryStore, add_read: Add, make_draft: Draft
) -> None:
    content = add_read(NOTE, make_draft("one two three"))
    passage = store.passages.of_content(content)[1]
    assert _judge(store, "good", "which is second", passage.id) == 1
    teaching = _only(store)
    assert teaching.passage is not None
    assert (teaching.passage.excerpt, teaching.passage.start, teaching.passage.end) == ("two", 4, 7)
    assert teaching.passage.digest == b"d" * 32
    assert _judge(store, "good", "nothing there", 999) is None


def test_the_opposite_takes_its_place_and_the_same_counts_once(
    store: LibraryStore, add_read: Add, make_draft: Draft
) -> None:
    content = add_read(NOTE, make_draft("one two three"))
    passage = store.passages.of_content(content)[0]
    first = _judge(store, "good", "q", passage.id)
    assert _judge(store, "good", "q", passage.id) == first
    second = _judge(store, "bad", "q", passage.id)
    assert second != first
    assert _only(store).kind == "bad"


def test_it_follows_its_place_when_the_file_is_read_anew(
    store: LibraryStore, add_read: Add, make_draft: Draft
) -> None:
    old = add_read(NOTE, make_draft("one two three", reader="plain/1"))
    _judge(store, "good", "q", store.passages.of_content(old)[2].id)
    assert store.teachings.lost() == []

    new = add_read(NOTE, make_draft("one two three", reader="plain/2"))
    with store.database.transaction():
        store.contents.remove_orphans()
        lost = store.teachings.lost()
        store.teachings.find_again(lost)
    assert len(lost) == 1
    assert _only(store).passage.passage_id == store.passages.of_content(new)[2].id  # type: ignore[union-attr]


def test_it_waits_for_a_file_that_is_gone(
    store: LibraryStore, add_read: Add, make_draft: Draft
) -> None:
    content = add_read(NOTE, make_draft("one two"))
    _judge(store, "good", "q", store.passages.of_content(content)[0].id)
    with store.database.transaction():
        store.documents.remove([d.id for d in store.documents.all()])
        store.contents.remove_orphans()
        store.teachings.find_again(store.teachings.lost())
    assert _only(store).passage.passage_id == 0  # type: ignore[union-attr]

    content = add_read(NOTE, make_draft("one two"))
    with store.database.transaction():
        store.teachings.find_again(store.teachings.lost())
    assert _only(store).passage.passage_id == store.passages.of_content(content)[0].id  # type: ignore[union-attr]


def test_they_can_be_disabled_and_deleted(store: LibraryStore) -> None:
    with store.database.transaction():
        number = store.teachings.add_meaning("abc", "a long name")
        assert store.teachings.set_enabled(number, enabled=False)
    assert not _only(store).enabled
    with store.database.transaction():
        assert store.teachings.add_meaning("abc", "a long name") == number
    assert _only(store).enabled
    with store.database.transaction():
        assert store.teachings.delete(number)
        assert not store.teachings.delete(number)
        assert not store.teachings.set_enabled(number, enabled=True)
    assert store.teachings.all() == []


def test_they_survive_as_plain_values(
    store: LibraryStore, add_read: Add, make_draft: Draft
) -> None:
    content = add_read(NOTE, make_draft("one two"))
    _judge(store, "bad", "q", store.passages.of_content(content)[0].id)
    plain = teaching_to_plain(_only(store))
    again = teaching_from_plain(plain)
    assert teaching_to_plain(again) == plain
    with pytest.raises((KeyError, TypeError, ValueError)):
        teaching_from_plain({"kind": "good", "passage": {"digest": "zz"}})
