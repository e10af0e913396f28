# SPDX-License-Identifier: Apache-2.0
"""Tags and collections: what the user groups documents by, beside where they lie on disk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from findling.errors import AppError
from findling.storage.groups import GroupKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from findling.services.library import Library
    from findling.storage.groups import StoredGroup

__all__ = ["GroupKeeper", "GroupKind", "GroupRow", "GroupedDocuments", "groups_of_documents"]

MAX_GROUPS = 2000
MAX_NAME = 100


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A tag or collection.

    Attributes
    ----------
    id : int
        Key in this library.
    kind : GroupKind
    name : str
    documents : frozenset of int
        Those of its documents that are in the library now.
    """

    id: int
    kind: GroupKind
    name: str
    documents: frozenset[int] = frozenset()


class GroupedDocuments:
    """Which groups documents are in.

    Parameters
    ----------
    groups : sequence of StoredGroup
    documents : mapping of int to set of int
        Documents by the key of a group.
    """

    def __init__(self, groups: Sequence[StoredGroup], documents: Mapping[int, set[int]]) -> None:
        self._groups = groups
        self._of: dict[tuple[int, GroupKind], tuple[str, ...]] = {}
        for group in groups:
            for document_id in documents.get(group.id, ()):
                key = (document_id, group.kind)
                self._of[key] = (*self._of.get(key, ()), group.name)

    def names(self, kind: GroupKind) -> list[str]:
        """Return the names of all groups of a kind."""
        return [group.name for group in self._groups if group.kind is kind]

    def of(self, document_id: int, kind: GroupKind) -> tuple[str, ...]:
        """Return the names of the groups of a kind that a document is in, by name."""
        return self._of.get((document_id, kind), ())


def groups_of_documents(library: Library) -> GroupedDocuments:
    """Return which groups all documents are in."""
    groups = library.store.groups.all()
    return GroupedDocuments(groups, library.store.groups.documents() if groups else {})


class GroupKeeper:
    """Makes groups and puts documents into them.

    Parameters
    ----------
    library : Library
        Open for writing, but for `all` and `find`.
    """

    def __init__(self, library: Library) -> None:
        self._store = library.store
        self._groups = library.store.groups

    def all(self) -> list[GroupRow]:
        """Return all groups, by name without regard to case."""
        groups = self._groups.all()
        documents = self._groups.documents() if groups else {}
        rows = [
            GroupRow(group.id, group.kind, group.name, frozenset(documents.get(group.id, ())))
            for group in groups
        ]
        return sorted(rows, key=lambda row: row.name.casefold())

    def find(self, kind: GroupKind, name: str) -> GroupRow:
        """Return a group by its name, whatever its case.

        Raises
        ------
        AppError
            If there is none.
        """
        rows = [row for row in self.all() if row.kind is kind]
        wanted = name.casefold()
        found = next((row for row in rows if row.name.casefold() == wanted), None)
        if found is None:
            names = ", ".join(row.name for row in rows)
            raise AppError(
                f"There is no {kind.value} {name!r}.",
                hint=f"There are: {names}." if names else "Make one first.",
            )
        return found

    def put_in(self, kind: GroupKind, name: str, document_ids: Iterable[int] = ()) -> int:
        """Put documents into a group, which is made where there is none; return its key.

        Raises
        ------
        AppError
            If the name is empty or too long, or there are `MAX_GROUPS` already.
        """
        title = _name(name)
        groups = self._groups.all()
        known = (g for g in groups if g.kind is kind and g.name.casefold() == title.casefold())
        found = next(known, None)
        if found is None and len(groups) >= MAX_GROUPS:
            raise AppError(
                f"A library has {MAX_GROUPS} tags and collections.", hint="Delete one first."
            )
        with self._store.database.transaction(durable=True):
            key = self._groups.add(kind, title) if found is None else found.id
            self._groups.put_in(key, document_ids)
        self._store.back_up()
        return key

    def take_out(self, kind: GroupKind, name: str, document_ids: Iterable[int]) -> None:
        """Take documents out of a group; a tag that nothing has any more is gone.

        Raises
        ------
        AppError
            If there is no such group.
        """
        row = self.find(kind, name)
        with self._store.database.transaction(durable=True):
            self._groups.take_out(row.id, document_ids)
            if kind is GroupKind.TAG and not self._groups.members(row.id):
                self._groups.delete(row.id)
        self._store.back_up()

    def rename(self, group_id: int, name: str) -> None:
        """Give a group another name.

        Raises
        ------
        AppError
            If the name is empty, too long or taken, or there is no such group.
        """
        title = _name(name)
        rows = self._groups.all()
        row = next((row for row in rows if row.id == group_id), None)
        if row is None:
            raise AppError("This tag or collection is no longer there.", str(group_id))
        others = (one for one in rows if one.kind is row.kind and one.id != group_id)
        if any(one.name.casefold() == title.casefold() for one in others):
            raise AppError(f"There is {title!r} already.", hint="Choose another name.")
        with self._store.database.transaction(durable=True):
            self._groups.rename(group_id, title)
        self._store.back_up()

    def delete(self, group_id: int) -> bool:
        """Remove a group, not its documents; return whether it was there."""
        with self._store.database.transaction(durable=True):
            was_there = self._groups.delete(group_id)
        self._store.back_up()
        return was_there


def _name(name: str) -> str:
    text = " ".join(name.split())
    if not text or len(text) > MAX_NAME or '"' in text:
        raise AppError(f"A name has 1 to {MAX_NAME} characters, and no quotation marks.")
    return text
