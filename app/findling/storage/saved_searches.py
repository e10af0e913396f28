# SPDX-License-Identifier: Apache-2.0
"""Searches that the user gave a name."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from findling.storage.database import Database


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query with a name, how it is matched, and when it was kept (seconds since the epoch)."""

    id: int
    name: str
    query: str
    mode: str
    created: float


class SavedSearches:
    """Rows of ``saved_searches``; changes inside a transaction."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def all(self) -> list[SavedSearch]:
        """Return all, by name."""
        rows = self._db.rows(
            "SELECT id, name, query, mode, created FROM saved_searches ORDER BY name"
        )
        return [SavedSearch(*row) for row in rows]

    def put(self, name: str, query: str, mode: str, created: float | None = None) -> int:
        """Keep a search, in place of one of the same name; return its key."""
        self._db.execute(
            """
            INSERT INTO saved_searches (name, query, mode, created) VALUES (?, ?, ?, ?)
            ON CONFLICT (name) DO UPDATE SET query = excluded.query, mode = excluded.mode
            """,
            (name, query, mode, time.time() if created is None else created),
        )
        return self._db.number("SELECT id FROM saved_searches WHERE name = ?", (name,)) or 0

    def rename(self, search_id: int, name: str) -> bool:
        """Give one another name; return False when there is none, or the name is taken."""
        return bool(
            self._db.execute(
                "UPDATE OR IGNORE saved_searches SET name = ? WHERE id = ?", (name, search_id)
            )
        )

    def delete(self, search_id: int) -> bool:
        """Remove one; return whether it was there."""
        return bool(self._db.execute("DELETE FROM saved_searches WHERE id = ?", (search_id,)))
