# SPDX-License-Identifier: Apache-2.0
"""What the user taught: precious, so it is never changed by reading, learning or repair."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from findling.storage.codec import unpack_text
from findling.storage.records import StoredTeaching, TaughtPassage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from findling.storage.database import Database, Row

_COLUMNS = "id, kind, query, meaning, digest, start, end, excerpt, passage_id, enabled, created"
_EXCERPT_CHARS = 300


class StoredTeachings:
    """Rows of ``teachings``."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def all(self) -> list[StoredTeaching]:
        """Return all, oldest first."""
        return [_teaching(row) for row in self._db.rows(f"SELECT {_COLUMNS} FROM teachings")]

    def add_judgement(self, kind: str, query: str, passage_id: int) -> int | None:
        """Add a judgement of a passage, inside a transaction; None when it is not there.

        The same judgement again counts once; the opposite one takes its place.
        """
        row = self._db.row(
            """
            SELECT c.digest, p.start, p.end, t.packed FROM passages AS p
            JOIN contents AS c ON c.id = p.content_id JOIN texts AS t ON t.content_id = c.id
            WHERE p.id = ?
            """,
            (passage_id,),
        )
        if row is None:
            return None
        digest, start, end, packed = row
        self._db.execute(
            """
            DELETE FROM teachings
            WHERE query = ? AND digest = ? AND start = ? AND kind IN ('good', 'bad') AND kind != ?
            """,
            (query, digest, start, kind),
        )
        excerpt = unpack_text(packed)[start : min(end, start + _EXCERPT_CHARS)]
        passage = TaughtPassage(digest, start, end, excerpt, passage_id)
        return self.put(StoredTeaching(0, kind, query, "", passage, True, time.time()))

    def add_meaning(self, words: str, meaning: str) -> int:
        """Add that words mean others, inside a transaction; the same again counts once."""
        return self.put(StoredTeaching(0, "means", words, meaning, None, True, time.time()))

    def put(self, teaching: StoredTeaching) -> int:
        """Add a teaching under a new key, inside a transaction, and return the key.

        One that is there already is enabled and keeps its key.
        """
        passage = teaching.passage or TaughtPassage(b"", 0, 0, "", 0)
        identity = (teaching.kind, teaching.query, teaching.meaning, passage.digest, passage.start)
        self._db.execute(
            """
            INSERT INTO teachings
            (kind, query, meaning, digest, start, end, excerpt, passage_id, enabled, created)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (kind, query, meaning, digest, start) DO UPDATE
            SET enabled = max(enabled, excluded.enabled), passage_id = excluded.passage_id
            """,
            (
                *identity,
                passage.end,
                passage.excerpt,
                passage.passage_id,
                int(teaching.enabled),
                teaching.created,
            ),
        )
        found = self._db.number(
            """
            SELECT id FROM teachings
            WHERE kind = ? AND query = ? AND meaning = ? AND digest = ? AND start = ?
            """,
            identity,
        )
        return found or 0

    def set_enabled(self, teaching_id: int, *, enabled: bool) -> bool:
        """Have a teaching count or not, inside a transaction; return whether it is there."""
        changed = self._db.execute(
            "UPDATE teachings SET enabled = ? WHERE id = ?", (int(enabled), teaching_id)
        )
        return bool(changed)

    def delete(self, teaching_id: int) -> bool:
        """Remove a teaching, inside a transaction; return whether it was there."""
        return bool(self._db.execute("DELETE FROM teachings WHERE id = ?", (teaching_id,)))

    def lost(self) -> list[int]:
        """Return the keys of judgements whose passage is not where it was found last."""
        rows = self._db.rows(
            """
            SELECT id FROM teachings WHERE kind != 'means' AND passage_id NOT IN
                   (SELECT id FROM passages WHERE content_id IN (SELECT content_id FROM documents))
            """
        )
        return [row[0] for row in rows]

    def find_again(self, teaching_ids: Iterable[int]) -> None:
        """Look for the passages of judgements: where the same file's text overlaps most."""
        for teaching_id in teaching_ids:
            self._db.execute(
                "UPDATE teachings SET passage_id = ? WHERE id = ?",
                (self._nearest_passage(teaching_id), teaching_id),
            )

    def _nearest_passage(self, teaching_id: int) -> int:
        rows = self._db.rows(
            """
            SELECT p.id, min(p.end, t.end) - max(p.start, t.start)
            FROM teachings AS t JOIN contents AS c ON c.digest = t.digest
            JOIN passages AS p ON p.content_id = c.id
            WHERE t.id = ? AND p.start < t.end AND p.end > t.start
              AND c.id IN (SELECT content_id FROM documents)
            """,
            (teaching_id,),
        )
        return max(rows, key=lambda row: (row[1], -row[0]))[0] if rows else 0


def _teaching(row: Row) -> StoredTeaching:
    passage = TaughtPassage(*row[4:9]) if row[1] != "means" else None
    return StoredTeaching(row[0], row[1], row[2], row[3], passage, bool(row[9]), row[10])
