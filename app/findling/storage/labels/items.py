# SPDX-License-Identifier: Apache-2.0
"""What there is to be labelled, and where its text is now."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from findling.storage.labels.records import ItemKey, Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from findling.storage.database import Database

# A file may have been read by several readers: the latest text counts.
_CONTENTS = """
    SELECT max(c.id) AS id, c.digest FROM contents AS c
    WHERE c.id IN (SELECT content_id FROM documents WHERE content_id IS NOT NULL)
    GROUP BY c.digest
"""


class Item(NamedTuple):
    """An item and where its text is: the content, and for a passage its key, else 0."""

    key: ItemKey
    content_id: int
    passage_id: int


class LabelItems:
    """Reads the items of a library."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def all(self, unit: Unit) -> list[Item]:
        """Return all items of a kind that can be found, oldest first."""
        if unit is Unit.DOCUMENT:
            rows = self._db.rows(f"SELECT id, digest FROM ({_CONTENTS}) ORDER BY id")
            return [Item(ItemKey(row[1]), row[0], 0) for row in rows]
        rows = self._db.rows(
            f"""
            SELECT p.id, p.content_id, c.digest, p.start, p.end FROM passages AS p
            JOIN ({_CONTENTS}) AS c ON c.id = p.content_id ORDER BY p.id
            """
        )
        return [Item(ItemKey(row[2], row[3], row[4]), row[1], row[0]) for row in rows]

    def digests_of_documents(self) -> dict[int, bytes]:
        """Return by each document that has a text the digest of its file."""
        rows = self._db.rows(
            "SELECT d.id, c.digest FROM documents AS d JOIN contents AS c ON c.id = d.content_id"
        )
        return {row[0]: row[1] for row in rows}

    def digests_of_contents(self, content_ids: Sequence[int]) -> dict[int, bytes]:
        """Return by each content the digest of its file."""
        marks = ", ".join("?" * len(content_ids))
        rows = self._db.rows(
            f"SELECT id, digest FROM contents WHERE id IN ({marks})", tuple(content_ids)
        )
        return {row[0]: row[1] for row in rows}
