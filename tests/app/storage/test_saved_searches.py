# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from findling.storage.store import LibraryStore


def test_a_search_is_kept_under_its_name_and_the_later_one_counts(store: LibraryStore) -> None:
    with store.database.transaction():
        first = store.saved_searches.put("Leases", "lease type:pdf", "best")
        other = store.saved_searches.put("All letters", "folder:letters", "words")
        again = store.saved_searches.put("Leases", "lease", "meaning")
    assert again == first != other
    found = [(s.name, s.query, s.mode) for s in store.saved_searches.all()]
    assert found == [("All letters", "folder:letters", "words"), ("Leases", "lease", "meaning")]
    with store.database.transaction():
        assert store.saved_searches.delete(first)
        assert not store.saved_searches.delete(first)
    assert [s.id for s in store.saved_searches.all()] == [other]
