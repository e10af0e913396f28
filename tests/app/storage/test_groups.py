# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from findling.storage.groups import GroupKind, portable_groups, put_portable_group
from tests.app.storage.conftest import FACTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from findling.storage.records import ContentDraft
    from findling.storage.store import LibraryStore

A, B, C = Path("/docs/a.txt"), Path("/docs/b.txt"), Path("/other/c.txt")


@pytest.fixture
def urgent(
    store: LibraryStore,
    make_draft: Callable[..., ContentDraft],
    add_read: Callable[[Path, ContentDraft], int],
) -> int:
    """Return a tag that one of two documents has."""
    add_read(A, make_draft("alpha", b"a" * 32))
    add_read(B, make_draft("beta", b"b" * 32))
    with store.database.transaction():
        key = store.groups.add(GroupKind.TAG, "urgent")
        store.groups.put_in(key, [key_of(store, A)])
    return key


def key_of(store: LibraryStore, path: Path) -> int:
    return next(d.id for d in store.documents.all() if d.path == path)


def tagged(store: LibraryStore, group: int) -> set[Path]:
    keys = store.groups.documents().get(group, set())
    return {d.path for d in store.documents.all() if d.id in keys}


def test_a_name_is_given_once_a_kind_and_can_be_changed(store: LibraryStore) -> None:
    with store.database.transaction():
        tag = store.groups.add(GroupKind.TAG, "case")
        other = store.groups.add(GroupKind.COLLECTION, "case")
        free = store.groups.add(GroupKind.TAG, "bill")
        assert store.groups.add(GroupKind.TAG, "case") == tag != other
        assert not store.groups.rename(free, "case")
        assert store.groups.rename(free, "invoice")
        assert store.groups.delete(other)
        assert not store.groups.delete(other)
    found = [(g.id, g.kind, g.name) for g in store.groups.all()]
    assert found == [(tag, GroupKind.TAG, "case"), (free, GroupKind.TAG, "invoice")]


def test_documents_are_put_in_and_taken_out(store: LibraryStore, urgent: int) -> None:
    assert tagged(store, urgent) == {A}
    with store.database.transaction():
        store.groups.put_in(urgent, [key_of(store, A), key_of(store, B), 999])
    assert tagged(store, urgent) == {A, B}
    with store.database.transaction():
        store.groups.take_out(urgent, [key_of(store, A), 999])
    assert tagged(store, urgent) == {B}


def test_a_copy_shares_a_tag_and_loses_it_with_the_other(
    store: LibraryStore,
    urgent: int,
    make_draft: Callable[..., ContentDraft],
    add_read: Callable[[Path, ContentDraft], int],
) -> None:
    add_read(C, make_draft("alpha", b"a" * 32))
    assert tagged(store, urgent) == {A, C}
    with store.database.transaction():
        store.groups.take_out(urgent, [key_of(store, C)])
    assert tagged(store, urgent) == set()


def test_a_tag_outlives_editing_and_then_moving(
    store: LibraryStore,
    urgent: int,
    make_draft: Callable[..., ContentDraft],
    add_read: Callable[[Path, ContentDraft], int],
) -> None:
    with store.database.transaction():
        edited = store.contents.put(make_draft("alpha two", b"e" * 32))
        store.documents.mark_read(key_of(store, A), FACTS, edited)
    assert tagged(store, urgent) == {A}
    with store.database.transaction():
        store.groups.settle()
        store.documents.remove([key_of(store, A)])
    assert tagged(store, urgent) == set()
    add_read(C, make_draft("alpha two", b"e" * 32))
    assert tagged(store, urgent) == {C}
    with store.database.transaction():
        store.groups.settle()
    assert [m.path for m in store.groups.members(urgent)] == [C]


def test_who_takes_the_place_of_a_moved_file_does_not_get_its_tag(
    store: LibraryStore,
    urgent: int,
    make_draft: Callable[..., ContentDraft],
    add_read: Callable[[Path, ContentDraft], int],
) -> None:
    add_read(C, make_draft("alpha", b"a" * 32))  # moved there
    with store.database.transaction():
        other = store.contents.put(make_draft("gamma", b"g" * 32))
        store.documents.mark_read(key_of(store, A), FACTS, other)
    assert tagged(store, urgent) == {C}
    with store.database.transaction():
        store.groups.settle()
    assert tagged(store, urgent) == {C}


def test_what_is_gone_for_a_while_is_tagged_when_it_comes_back(
    store: LibraryStore,
    urgent: int,
    make_draft: Callable[..., ContentDraft],
    add_read: Callable[[Path, ContentDraft], int],
) -> None:
    with store.database.transaction():
        store.documents.remove([key_of(store, A)])
        store.groups.settle()
    assert tagged(store, urgent) == set()
    add_read(A, make_draft("alpha", b"a" * 32))
    assert tagged(store, urgent) == {A}


def test_a_removed_source_leaves_no_paths_but_those_of_copies(
    store: LibraryStore,
    urgent: int,
    make_draft: Callable[..., ContentDraft],
    add_read: Callable[[Path, ContentDraft], int],
) -> None:
    add_read(C, make_draft("alpha", b"a" * 32))
    with store.database.transaction():
        store.groups.put_in(urgent, [key_of(store, B)])
        source = next(s for s in store.sources.all() if s.path == A.parent)
        members = store.groups.rows_in_source(source.id)
        store.sources.remove(source.id)
        store.groups.drop_absent(members)
    assert [m.path for m in store.groups.members(urgent)] == [C]
    assert tagged(store, urgent) == {C}


def test_a_backup_has_groups_and_adds_what_is_missing(store: LibraryStore, urgent: int) -> None:
    store.back_up()
    (saved,) = store.backups.newest().groups
    assert list(portable_groups(store.database)) == [saved]
    with store.database.transaction():
        store.groups.delete(urgent)
        put_portable_group(store.database, saved)
        put_portable_group(store.database, saved)
    (again,) = store.groups.all()
    assert (again.kind, again.name) == (GroupKind.TAG, "urgent")
    assert tagged(store, again.id) == {A}
