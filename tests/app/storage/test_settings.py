# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from findling.storage.store import LibraryStore


def test_the_last_value_of_a_setting_counts(store: LibraryStore) -> None:
    assert store.settings.get("a", "nothing") == "nothing"
    with store.database.transaction():
        store.settings.put("a", "1")
        store.settings.put("a", "2")
    assert store.settings.all() == {"a": "2"}


def test_a_backup_sets_only_what_is_not_set(store: LibraryStore) -> None:
    with store.database.transaction():
        store.settings.put("a", "new")
        store.settings.restore({"a": "old", "b": "kept"})
    assert store.settings.all() == {"a": "new", "b": "kept"}
