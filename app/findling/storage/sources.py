# SPDX-License-Identifier: Apache-2.0
"""The files and folders that the user added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from findling.storage.codec import pack_path, unpack_path
from findling.storage.records import Source, SourceKind

if TYPE_CHECKING:
    from pathlib import Path

    from findling.storage.database import Database, Row

_SELECT = "SELECT id, path, kind, missing, device FROM sources"


class Sources:
    """Rows of ``sources``."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def all(self) -> list[Source]:
        """Return all sources in the order of their paths."""
        return [_source(row) for row in self._db.rows(f"{_SELECT} ORDER BY path")]

    def get(self, source_id: int) -> Source | None:
        """Return one source."""
        row = self._db.row(f"{_SELECT} WHERE id = ?", (source_id,))
        return _source(row) if row else None

    def add(self, path: Path, kind: SourceKind) -> int:
        """Add a source, or find it when it is there already; return its key."""
        packed = pack_path(path)
        known = self._db.number("SELECT id FROM sources WHERE path = ?", (packed,))
        if known is not None:
            return known
        return self._db.insert(
            "INSERT INTO sources (path, kind) VALUES (?, ?)", (packed, kind.value)
        )

    def set_missing(self, source_id: int) -> None:
        """Note that the last scan could not reach a source."""
        self._db.execute("UPDATE sources SET missing = 1 WHERE id = ?", (source_id,))

    def set_reached(self, source_id: int, device: str) -> None:
        """Note that the last scan reached a source, and the drive that it is on."""
        self._db.execute(
            "UPDATE sources SET missing = 0, device = ? WHERE id = ? AND (missing OR device != ?)",
            (device, source_id, device),
        )

    def merge(self, source_id: int, into: int) -> None:
        """Drop a source whose documents another one covers; the documents stay."""
        self._db.execute(
            "UPDATE documents SET source_id = ? WHERE source_id = ?", (into, source_id)
        )
        self._db.execute("DELETE FROM sources WHERE id = ?", (source_id,))

    def remove(self, source_id: int) -> None:
        """Drop a source with its documents; their contents stay until `Contents.remove_orphans`."""
        self._db.execute("DELETE FROM sources WHERE id = ?", (source_id,))


def _source(row: Row) -> Source:
    return Source(int(row[0]), unpack_path(row[1]), SourceKind(row[2]), bool(row[3]), str(row[4]))
