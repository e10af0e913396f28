# SPDX-License-Identifier: Apache-2.0
"""The files of a library: what a scan found and what became of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from findling.storage.codec import pack_path, unpack_path, unpack_strings
from findling.storage.records import Counts, Document, FileFacts, FileState, KnownFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from findling.storage.database import Database, Row

_SELECT = """
    SELECT d.id, d.source_id, d.path, d.size, d.mtime_ns, d.file_id, d.state, d.reason,
           d.content_id, c.title, c.format, c.n_pages, c.n_passages, c.warnings
    FROM documents AS d LEFT JOIN contents AS c ON c.id = d.content_id
"""

_KNOWN = "SELECT id, path, size, mtime_ns, file_id, state, content_id FROM documents"

_BATCH = 500


class Documents:
    """Rows of ``documents``."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def known(self, source_id: int) -> dict[bytes, KnownFile]:
        """Return what is known of a source's files, by packed path."""
        rows = self._db.rows(
            f"{_KNOWN} WHERE source_id = ?",
            (source_id,),
        )
        return {row[1]: _known(row) for row in rows}

    def pending(self, source_ids: Iterable[int]) -> list[KnownFile]:
        """Return the files of some sources that wait to be read."""
        found: list[KnownFile] = []
        for source_id in source_ids:
            rows = self._db.rows(
                f"{_KNOWN} WHERE source_id = ? AND state = 'pending'", (source_id,)
            )
            found.extend(_known(row) for row in rows)
        return found

    def add_pending(self, source_id: int, path: Path, facts: FileFacts) -> None:
        """Add a file that waits to be read; one that another source had found moves to this one."""
        self._db.execute(
            """
            INSERT INTO documents (source_id, path, size, mtime_ns, file_id, state)
            VALUES (?, ?, ?, ?, ?, 'pending')
            ON CONFLICT (path) DO UPDATE SET source_id = excluded.source_id, state = 'pending'
            """,
            (source_id, pack_path(path), facts.size, facts.mtime_ns, facts.file_id),
        )

    def mark_read(self, document_id: int, facts: FileFacts, content_id: int) -> None:
        """Note that a file was read and which content it has."""
        self._db.execute(
            """
            UPDATE documents
            SET size = ?, mtime_ns = ?, file_id = ?, content_id = ?, state = 'read', reason = ''
            WHERE id = ?
            """,
            (facts.size, facts.mtime_ns, facts.file_id, content_id, document_id),
        )

    def mark_without_text(
        self, document_id: int, facts: FileFacts, state: FileState, reason: str
    ) -> None:
        """Note why a file has no text; what an earlier version of it held is let go."""
        self._db.execute(
            """
            UPDATE documents
            SET size = ?, mtime_ns = ?, file_id = ?, content_id = NULL, state = ?, reason = ?
            WHERE id = ?
            """,
            (facts.size, facts.mtime_ns, facts.file_id, state.value, reason, document_id),
        )

    def mark_pending(self, document_ids: Sequence[int]) -> None:
        """Queue files for reading; what they held before can still be found until then."""
        self._db.execute_many(
            "UPDATE documents SET state = 'pending', reason = '' WHERE id = ?",
            ((document_id,) for document_id in document_ids),
        )

    def forget_content(self, document_ids: Sequence[int]) -> None:
        """Queue files for reading whose content is of no use any more."""
        self._db.execute_many(
            "UPDATE documents SET state = 'pending', reason = '', content_id = NULL WHERE id = ?",
            ((document_id,) for document_id in document_ids),
        )

    def remove(self, document_ids: Sequence[int]) -> None:
        """Drop files.

        Their contents stay until `Contents.remove_orphans`, for a file that has only moved.
        """
        self._db.execute_many(
            "DELETE FROM documents WHERE id = ?", ((document_id,) for document_id in document_ids)
        )

    def failed_ids(self, document_ids: Sequence[int] = ()) -> list[int]:
        """Return the keys of files that failed: all, or those among the given ones."""
        rows = self._db.rows("SELECT id FROM documents WHERE state = 'failed' ORDER BY id")
        wanted = set(document_ids)
        return [row[0] for row in rows if not wanted or row[0] in wanted]

    def with_other_reader(self, current: dict[str, str], source_ids: Iterable[int]) -> list[int]:
        """Return the read files whose content comes from another version of their format's reader.

        Parameters
        ----------
        current : dict of str to str
            Name and version of the present reader by format; others are not looked at.
        source_ids : iterable of int
            The sources to look in.
        """
        rows = self._db.rows(
            """
            SELECT d.id, c.format, c.reader, d.source_id
            FROM documents AS d JOIN contents AS c ON c.id = d.content_id
            WHERE d.state = 'read'
            """
        )
        wanted = set(source_ids)
        return [
            row[0] for row in rows if current.get(row[1], row[2]) != row[2] and row[3] in wanted
        ]

    def get(self, document_id: int) -> Document | None:
        """Return one file."""
        row = self._db.row(f"{_SELECT} WHERE d.id = ?", (document_id,))
        return _document(row) if row else None

    def all(self) -> list[Document]:
        """Return all files in the order of their paths."""
        return [_document(row) for row in self._db.rows(f"{_SELECT} ORDER BY d.path")]

    def without_text(self, limit: int) -> list[Document]:
        """Return files that could not be read.

        Failed ones first, then unsupported ones, by path.
        """
        found: list[Document] = []
        for state in (FileState.FAILED, FileState.UNSUPPORTED):
            rows = self._db.rows(
                f"{_SELECT} WHERE d.state = ? ORDER BY d.path LIMIT ?",
                (state.value, limit - len(found)),
            )
            found.extend(_document(row) for row in rows)
        return found

    def of_contents(self, content_ids: Sequence[int]) -> dict[int, list[Document]]:
        """Return the files that hold each content, by path.

        Contents without a file have no entry.
        """
        found: dict[int, list[Document]] = {}
        for first in range(0, len(content_ids), _BATCH):
            batch = content_ids[first : first + _BATCH]
            marks = ",".join("?" * len(batch))
            for row in self._db.rows(
                f"{_SELECT} WHERE d.content_id IN ({marks}) ORDER BY d.path", batch
            ):
                found.setdefault(row[8], []).append(_document(row))
        return found

    def count_by_source(self) -> dict[int, int]:
        """Count the files of each source; sources without a file have no entry."""
        rows = self._db.rows("SELECT source_id, count(*) FROM documents GROUP BY source_id")
        return {int(row[0]): int(row[1]) for row in rows}

    def counts(self) -> Counts:
        """Count files by state, and the passages that can be found."""
        rows = self._db.rows("SELECT state, count(*) FROM documents GROUP BY state")
        by_state = {row[0]: int(row[1]) for row in rows}
        passages = self._db.number(
            """
            SELECT coalesce(sum(n_passages), 0) FROM contents
            WHERE id IN (SELECT content_id FROM documents)
            """
        )
        return Counts(*(by_state.get(state.value, 0) for state in _COUNTED), passages=passages or 0)


_COUNTED = (FileState.PENDING, FileState.READ, FileState.FAILED, FileState.UNSUPPORTED)


def _known(row: Row) -> KnownFile:
    facts = FileFacts(row[2], row[3], row[4])
    return KnownFile(row[0], unpack_path(row[1]), facts, FileState(row[5]), row[6])


def _document(row: Row) -> Document:
    return Document(
        id=row[0],
        source_id=row[1],
        path=unpack_path(row[2]),
        facts=FileFacts(row[3], row[4], row[5]),
        state=FileState(row[6]),
        reason=row[7],
        content_id=row[8],
        title=row[9] or "",
        format=row[10] or "",
        n_pages=row[11] or 0,
        n_passages=row[12] or 0,
        warnings=unpack_strings(row[13]) if row[13] else (),
    )
