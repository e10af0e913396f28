# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from findling.storage.records import Source, SourceKind

if TYPE_CHECKING:
    from findling.storage.store import LibraryStore


def test_a_source_added_twice_is_one(store: LibraryStore) -> None:
    with store.database.transaction():
        first = store.sources.add(Path("/a"), SourceKind.FOLDER)
        again = store.sources.add(Path("/a"), SourceKind.FOLDER)

    assert first == again
    assert store.sources.get(first) == Source(first, Path("/a"), SourceKind.FOLDER, missing=False)
    assert store.sources.get(first + 1) is None


def test_a_source_is_missing_until_it_is_reached_again(store: LibraryStore) -> None:
    with store.database.transaction():
        source_id = store.sources.add(Path("/a"), SourceKind.FILE)
        store.sources.set_missing(source_id)
    assert store.sources.all()[0].missing

    with store.database.transaction():
        store.sources.set_reached(source_id, "fd01")
    assert store.sources.all() == [
        Source(source_id, Path("/a"), SourceKind.FILE, missing=False, device="fd01")
    ]
