# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from findling.storage import contents
from findling.storage.passages import index_title
from findling.storage.records import ContentDraft

if TYPE_CHECKING:
    from findling.storage.store import LibraryStore

MakeDraft = Callable[..., ContentDraft]
AddRead = Callable[[Path, ContentDraft], int]


@pytest.fixture
def filled(store: LibraryStore, make_draft: MakeDraft, add_read: AddRead) -> LibraryStore:
    for i in range(20):
        words = " ".join(f"w{i}x{j}" for j in range(5))
        add_read(Path(f"/d/{i}.txt"), make_draft(words, bytes([i]) * 32))
    return store


def test_passages_have_their_words_and_places(filled: LibraryStore) -> None:
    third, first = filled.passages.fetch([3, 1])

    assert (third.text, third.ordinal, third.start, third.heading) == ("w0x2", 2, 10, "on w0x2")
    assert (first.text, first.title, first.content_id) == ("w0x0", "note", 1)


def test_passages_come_in_the_order_asked_for_and_gone_ones_are_left_out(
    filled: LibraryStore,
) -> None:
    assert [p.id for p in filled.passages.fetch([60, 7, 4711, 7, 61])] == [60, 7, 7, 61]


@pytest.mark.parametrize("batch_size", [1, 3, 7, 100, 1000])
def test_a_walk_gives_the_same_for_any_batch_size(filled: LibraryStore, batch_size: int) -> None:
    ids = [1, 2, 5, 6, 7, 50, 51, 99, 100]
    walked = list(filled.passages.walk(ids, batch_size))
    assert walked == filled.passages.fetch(ids)


def test_a_walk_unpacks_each_text_once(
    filled: LibraryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    unpacked: list[bytes] = []
    unpack = contents.unpack_text
    monkeypatch.setattr(contents, "unpack_text", lambda b: unpacked.append(b) or unpack(b))

    assert len(list(filled.passages.walk(filled.passages.ids()))) == 100
    assert len(unpacked) == 20


def test_keys_are_ascending_and_can_start_after_one(filled: LibraryStore) -> None:
    ids = filled.passages.ids()
    assert ids.dtype == np.int64
    assert ids.tolist() == list(range(1, 101))
    assert filled.passages.ids(after=98).tolist() == [99, 100]


def test_passages_of_a_removed_file_are_gone_at_once(filled: LibraryStore) -> None:
    with filled.database.transaction():
        filled.documents.remove([filled.documents.all()[0].id])

    assert filled.passages.ids().size == 95
    assert filled.documents.counts().passages == 95


@pytest.mark.parametrize(
    ("title", "heading", "joined"),
    [
        ("Lease", "", "Lease"),
        ("", "Rent", "Rent"),
        ("Lease", "Rent > Due", "Lease > Rent > Due"),
        ("Lease", "Lease > Rent", "Lease > Rent"),
        ("Lease", "Lease", "Lease"),
        ("Lease", "Leaseholder", "Lease > Leaseholder"),
    ],
)
def test_a_title_joins_document_and_headings_without_repetition(
    title: str, heading: str, joined: str
) -> None:
    assert index_title(title, heading) == joined
