# SPDX-License-Identifier: Apache-2.0
"""An empty library on disk, and drafts to put into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from findling.storage.codec import pack_text
from findling.storage.records import ContentDraft, FileFacts, PassageDraft, SourceKind
from findling.storage.store import LibraryStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FACTS = FileFacts(3, 4, "5")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "my library"


@pytest.fixture
def store(folder: Path) -> Iterator[LibraryStore]:
    opened = LibraryStore(folder, create=True, writable=True)
    yield opened
    opened.close()


@pytest.fixture
def make_draft() -> Callable[..., ContentDraft]:
    """Return a maker of contents whose passages are the words of a text."""

    def make(text: str, digest: bytes = b"d" * 32, reader: str = "plain/1") -> ContentDraft:
        passages: list[PassageDraft] = []
        end = 0
        for word in text.split():
            start = text.index(word, end)
            end = start + len(word)
            passages.append(PassageDraft(start, end, -1, f"on {word}"))
        return ContentDraft(
            digest=digest,
            format="txt",
            reader=reader,
            title="",
            name="note.txt",
            n_chars=len(text),
            packed_text=pack_text(text),
            passages=tuple(passages),
        )

    return make


@pytest.fixture
def add_read(store: LibraryStore) -> Callable[[Path, ContentDraft], int]:
    """Return a function that stores a file with its content and returns the content's key."""

    def add(path: Path, draft: ContentDraft) -> int:
        with store.database.transaction():
            source_id = store.sources.add(path.parent, SourceKind.FOLDER)
            store.documents.add_pending(source_id, path, FACTS)
            document = next(d for d in store.documents.all() if d.path == path)
            content_id = store.contents.put(draft)
            store.documents.mark_read(document.id, FACTS, content_id)
        return content_id

    return add
