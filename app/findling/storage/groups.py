# SPDX-License-Identifier: Apache-2.0
"""Tags and collections: named groups of documents that the user made."""

from __future__ import annotations

import os
import time
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from findling.storage.codec import pack_path, pack_place, unpack_path, unpack_place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from findling.storage.database import Database
    from findling.storage.records import Place


class GroupKind(str, Enum):
    """A tag says what a document is, a collection what it belongs to."""

    TAG = "tag"
    COLLECTION = "collection"


class StoredGroup(NamedTuple):
    """A group; ``created`` in seconds since the epoch."""

    id: int
    kind: GroupKind
    name: str
    created: float


class GroupMember(NamedTuple):
    """A document by where it was last and by the digest of its bytes (empty while unread)."""

    path: Path
    place: Place
    digest: bytes


_WITH_DIGEST = """
    SELECT 1 FROM contents AS c JOIN documents AS e ON e.content_id = c.id
    WHERE c.digest = m.digest
"""

_DOCUMENTS = f"""
    SELECT m.group_id, d.id FROM group_members AS m
    JOIN contents AS c ON c.digest = m.digest JOIN documents AS d ON d.content_id = c.id
    UNION
    SELECT m.group_id, d.id FROM group_members AS m
    JOIN documents AS d ON d.path = m.path AND d.place = m.place
    WHERE NOT EXISTS ({_WITH_DIGEST})
"""
"""The bytes come first: where a file was moved, another one may be in its place now."""


class Groups:
    """Rows of ``document_groups`` and ``group_members``; changes inside a transaction."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def all(self) -> list[StoredGroup]:
        """Return all groups, by name."""
        rows = self._db.rows("SELECT id, kind, name, created FROM document_groups ORDER BY name")
        return [StoredGroup(row[0], GroupKind(row[1]), row[2], row[3]) for row in rows]

    def add(self, kind: GroupKind, name: str, created: float | None = None) -> int:
        """Add a group, or find it when it is there already; return its key."""
        self._db.execute(
            "INSERT OR IGNORE INTO document_groups (kind, name, created) VALUES (?, ?, ?)",
            (kind.value, name, time.time() if created is None else created),
        )
        found = self._db.number(
            "SELECT id FROM document_groups WHERE kind = ? AND name = ?", (kind.value, name)
        )
        return found or 0

    def rename(self, group_id: int, name: str) -> bool:
        """Give one another name; return False when there is none, or the name is taken."""
        return bool(
            self._db.execute(
                "UPDATE OR IGNORE document_groups SET name = ? WHERE id = ?", (name, group_id)
            )
        )

    def delete(self, group_id: int) -> bool:
        """Remove one; return whether it was there. Its documents stay in the library."""
        return bool(self._db.execute("DELETE FROM document_groups WHERE id = ?", (group_id,)))

    def documents(self) -> dict[int, set[int]]:
        """Return the documents of each group by its key; groups without any have no entry."""
        found: dict[int, set[int]] = {}
        for group_id, document_id in self._db.rows(_DOCUMENTS):
            found.setdefault(group_id, set()).add(document_id)
        return found

    def put_in(self, group_id: int, document_ids: Iterable[int]) -> None:
        """Put documents into a group; those that are in it stay."""
        self._db.execute_many(
            """
            INSERT OR IGNORE INTO group_members (group_id, path, place, digest)
            SELECT ?, d.path, d.place, coalesce(c.digest, x'')
            FROM documents AS d LEFT JOIN contents AS c ON c.id = d.content_id WHERE d.id = ?
            """,
            ((group_id, document_id) for document_id in document_ids),
        )

    def take_out(self, group_id: int, document_ids: Iterable[int]) -> None:
        """Take documents out of a group, and so their copies."""
        for document_id in document_ids:
            row = self._db.row(
                """
                SELECT d.path, d.place, coalesce(c.digest, x'')
                FROM documents AS d LEFT JOIN contents AS c ON c.id = d.content_id WHERE d.id = ?
                """,
                (document_id,),
            )
            if row is not None:
                self._db.execute(
                    """
                    DELETE FROM group_members WHERE group_id = ?
                    AND ((path = ? AND place = ?) OR (digest = ? AND digest != x''))
                    """,
                    (group_id, *row),
                )

    # -- where members are now -------------------------------------------------------------------

    def settle(self) -> None:
        """Note where members are now, and the bytes of those that were edited in their place."""
        self._db.execute(
            f"""
            UPDATE OR REPLACE group_members AS m SET (path, place) = (
                SELECT d.path, d.place FROM contents AS c JOIN documents AS d ON d.content_id = c.id
                WHERE c.digest = m.digest ORDER BY d.id LIMIT 1
            )
            WHERE EXISTS ({_WITH_DIGEST}) AND NOT EXISTS (
                {_WITH_DIGEST} AND e.path = m.path AND e.place = m.place
            )
            """
        )
        self._db.execute(
            f"""
            UPDATE group_members AS m SET digest = (
                SELECT c.digest FROM documents AS d JOIN contents AS c ON c.id = d.content_id
                WHERE d.path = m.path AND d.place = m.place
            )
            WHERE NOT EXISTS ({_WITH_DIGEST}) AND EXISTS (
                SELECT 1 FROM documents AS d
                WHERE d.path = m.path AND d.place = m.place AND d.content_id IS NOT NULL
            )
            """
        )

    def rows_in_source(self, source_id: int) -> list[int]:
        """Return the rows of members that are documents of a source; see `drop_absent`."""
        rows = self._db.rows(
            """
            SELECT m.rowid FROM group_members AS m
            JOIN documents AS d ON d.path = m.path AND d.place = m.place WHERE d.source_id = ?
            """,
            (source_id,),
        )
        return [row[0] for row in rows]

    def drop_absent(self, rows: Iterable[int]) -> None:
        """Forget those of some members that no document stands for any more."""
        self.settle()
        self._db.execute_many(
            """
            DELETE FROM group_members AS m WHERE rowid = ? AND NOT EXISTS (
                SELECT 1 FROM documents AS d WHERE d.path = m.path AND d.place = m.place
            )
            """,
            ((row,) for row in rows),
        )

    # -- from one library to another -------------------------------------------------------------

    def members(self, group_id: int) -> list[GroupMember]:
        """Return what belongs to a group, whether it can be found now or not."""
        rows = self._db.rows(
            "SELECT path, place, digest FROM group_members WHERE group_id = ? ORDER BY path, place",
            (group_id,),
        )
        return [GroupMember(unpack_path(r[0]), unpack_place(r[1]), r[2]) for r in rows]

    def put_members(self, group_id: int, members: Iterable[GroupMember]) -> None:
        """Put members into a group as another library, or this one once, had them."""
        self._db.execute_many(
            """
            INSERT OR IGNORE INTO group_members (group_id, path, place, digest)
            VALUES (?, ?, ?, ?)
            """,
            ((group_id, pack_path(m.path), pack_place(m.place), m.digest) for m in members),
        )


def portable_groups(database: Database) -> list[dict[str, Any]]:
    """Return all groups with their members as JSON's own types, for a backup."""
    groups = Groups(database)
    return [
        {
            "kind": group.kind.value,
            "name": group.name,
            "created": group.created,
            "members": [
                [os.fsdecode(member.path), list(member.place), member.digest.hex()]
                for member in groups.members(group.id)
            ],
        }
        for group in groups.all()
    ]


def put_portable_group(database: Database, value: dict[str, Any]) -> None:
    """Add a group as `portable_groups` returns it, or what one of its name has not.

    Raises
    ------
    ValueError, KeyError, TypeError
        If the value is none of those; call it inside a transaction.
    """
    groups = Groups(database)
    key = groups.add(GroupKind(value["kind"]), str(value["name"]), float(value["created"]))
    groups.put_members(
        key,
        (
            GroupMember(Path(path), tuple(int(n) for n in place), bytes.fromhex(digest))
            for path, place, digest in value["members"]
        ),
    )
