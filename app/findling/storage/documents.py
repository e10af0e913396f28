# SPDX-License-Identifier: Apache-2.0
"""The files of a library: what a scan found and what became of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from findling.storage.codec import (
    pack_json,
    pack_path,
    pack_place,
    unpack_path,
    unpack_place,
    unpack_strings,
)
from findling.storage.records import Counts, Document, FileFacts, FileState, KnownFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from findling.storage.database import Database, Row
    from findling.storage.records import MemberDraft

_SELECT = """
    SELECT d.id, d.source_id, d.path, d.size, d.mtime_ns, d.file_id, d.state, d.reason,
           d.content_id, c.title, c.format, c.n_pages, c.n_passages, c.warnings, d.place, d.names,
           json_extract(c.metadata, '$.pages_without_text'),
           json_extract(c.metadata, '$.pages_from_scan')
    FROM documents AS d LEFT JOIN contents AS c ON c.id = d.content_id
"""

_KNOWN = "SELECT id, path, size, mtime_ns, file_id, state, content_id FROM documents"

_BATCH = 500


_ROOTS = """
    SELECT DISTINCT root.id
    FROM documents AS d JOIN documents AS root ON root.path = d.path AND root.place = ''
"""
"""The files on disk that documents are, or are members of."""


class Documents:
    """Rows of ``documents``: the files of a library, and what lies inside of them.

    A member of a file (an attachment, a message, a file of an archive) has the path of that file
    and a place in it. It is read, replaced and removed with the file; only files are ever pending.
    """

    def __init__(self, database: Database) -> None:
        self._db = database

    def known(self, source_id: int) -> dict[bytes, KnownFile]:
        """Return what is known of a source's files, by packed path."""
        rows = self._db.rows(
            f"{_KNOWN} WHERE source_id = ? AND place = ''",
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
            ON CONFLICT (path, place)
            DO UPDATE SET source_id = excluded.source_id, state = 'pending'
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
        self,
        document_id: int,
        facts: FileFacts,
        state: FileState,
        reason: str,
        content_id: int | None = None,
    ) -> None:
        """Note why a file has no text; what an earlier version of it held is let go.

        ``content_id`` is what is known of it all the same, such as its pages.
        """
        self.put_members(document_id, ())
        self._db.execute(
            """
            UPDATE documents
            SET size = ?, mtime_ns = ?, file_id = ?, content_id = ?, state = ?, reason = ?
            WHERE id = ?
            """,
            (
                *(facts.size, facts.mtime_ns, facts.file_id, content_id),
                *(state.value, reason, document_id),
            ),
        )

    def put_members(self, document_id: int, members: Sequence[MemberDraft]) -> None:
        """Make these the members of a file, in place of those that it had.

        Call it inside a transaction, after `mark_read`. A member that has the place of an earlier
        one keeps its key.
        """
        kept = {pack_place(member.place) for member in members}
        known = self._db.rows(
            """
            SELECT id, place FROM documents
            WHERE place != '' AND path = (SELECT path FROM documents WHERE id = ?)
            """,
            (document_id,),
        )
        self._db.execute_many(
            "DELETE FROM documents WHERE id = ?", ((row[0],) for row in known if row[1] not in kept)
        )
        self._db.execute_many(
            """
            INSERT INTO documents (source_id, path, place, names, size, mtime_ns, file_id,
                                   state, reason, content_id)
            SELECT source_id, path, ?, ?, size, mtime_ns, file_id, ?, ?, ?
            FROM documents WHERE id = ?
            ON CONFLICT (path, place) DO UPDATE SET
                source_id = excluded.source_id, names = excluded.names, size = excluded.size,
                mtime_ns = excluded.mtime_ns, file_id = excluded.file_id, state = excluded.state,
                reason = excluded.reason, content_id = excluded.content_id
            """,
            (
                (
                    pack_place(member.place),
                    pack_json(member.names),
                    member.state.value,
                    member.reason,
                    member.content_id,
                    document_id,
                )
                for member in members
            ),
        )

    def mark_pending(self, document_ids: Sequence[int]) -> None:
        """Queue files for reading; what they held before can still be found until then."""
        self._db.execute_many(
            "UPDATE documents SET state = 'pending', reason = '' WHERE id = ? AND place = ''",
            ((document_id,) for document_id in document_ids),
        )

    def forget_content(self, document_ids: Sequence[int]) -> None:
        """Queue files for reading whose content is of no use any more, or that of a member."""
        roots = self._roots_of(document_ids)
        self._db.execute_many(
            "DELETE FROM documents WHERE id = ? AND place != ''",
            ((document_id,) for document_id in document_ids),
        )
        self._db.execute_many(
            "UPDATE documents SET content_id = NULL, state = 'pending' WHERE id = ?",
            ((document_id,) for document_id in document_ids),
        )
        self.mark_pending(roots)

    def remove(self, document_ids: Sequence[int]) -> None:
        """Drop files with all that is inside of them.

        Their contents stay until `Contents.remove_orphans`, for a file that has only moved.
        """
        self._db.execute_many(
            "DELETE FROM documents WHERE path = (SELECT path FROM documents WHERE id = ?)",
            ((document_id,) for document_id in document_ids),
        )

    def failed_ids(self, document_ids: Sequence[int] = ()) -> list[int]:
        """Return the keys of files to be read again, as they or members of them failed.

        Parameters
        ----------
        document_ids : sequence of int, optional
            Look among these files and members only.
        """
        rows = self._db.rows("SELECT id FROM documents WHERE state = 'failed' ORDER BY id")
        wanted = set(document_ids)
        return self._roots_of([row[0] for row in rows if not wanted or row[0] in wanted])

    def _roots_of(self, document_ids: Sequence[int]) -> list[int]:
        """Return the files that these documents are, or are members of, ascending."""
        roots: set[int] = set()
        for first in range(0, len(document_ids), _BATCH):
            batch = document_ids[first : first + _BATCH]
            marks = ",".join("?" * len(batch))
            roots.update(r[0] for r in self._db.rows(f"{_ROOTS} WHERE d.id IN ({marks})", batch))
        return sorted(roots)

    def with_other_reader(self, current: dict[str, str], source_ids: Iterable[int]) -> list[int]:
        """Return the files whose content, or that of a member, an older reader of its format gave.

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
        return self._roots_of(
            [row[0] for row in rows if current.get(row[1], row[2]) != row[2] and row[3] in wanted]
        )

    def get(self, document_id: int) -> Document | None:
        """Return one file."""
        row = self._db.row(f"{_SELECT} WHERE d.id = ?", (document_id,))
        return _document(row) if row else None

    def all(self) -> list[Document]:
        """Return all files in the order of their paths, each with its members after it."""
        return [_document(row) for row in self._db.rows(f"{_SELECT} ORDER BY d.path, d.place")]

    def without_text(self, limit: int) -> list[Document]:
        """Return files that could not be read.

        Failed ones first, then unsupported ones, by path.
        """
        found: list[Document] = []
        for state in (FileState.FAILED, FileState.UNSUPPORTED):
            rows = self._db.rows(
                f"{_SELECT} WHERE d.state = ? ORDER BY d.path, d.place LIMIT ?",
                (state.value, limit - len(found)),
            )
            found.extend(_document(row) for row in rows)
        return found

    def with_blank_pages(self) -> list[Document]:
        """Return the files and members some of whose pages have no text in the file."""
        where = "WHERE json_extract(c.metadata, '$.pages_without_text') IS NOT NULL"
        return [_document(row) for row in self._db.rows(f"{_SELECT} {where} ORDER BY d.path")]

    def of_contents(self, content_ids: Sequence[int]) -> dict[int, list[Document]]:
        """Return the files that hold each content, by path, and then the members that do.

        Contents without a file have no entry.
        """
        found: dict[int, list[Document]] = {}
        for first in range(0, len(content_ids), _BATCH):
            batch = content_ids[first : first + _BATCH]
            marks = ",".join("?" * len(batch))
            where = f"WHERE d.content_id IN ({marks}) ORDER BY d.place != '', d.path, d.place"
            for row in self._db.rows(f"{_SELECT} {where}", batch):
                found.setdefault(row[8], []).append(_document(row))
        return found

    def ids_of_source(self, source_id: int) -> list[int]:
        """Return the files of a source, and their members."""
        rows = self._db.rows("SELECT id FROM documents WHERE source_id = ?", (source_id,))
        return [row[0] for row in rows]

    def count_by_source(self) -> dict[int, int]:
        """Count the files of each source; sources without a file have no entry."""
        rows = self._db.rows("SELECT source_id, count(*) FROM documents GROUP BY source_id")
        return {int(row[0]): int(row[1]) for row in rows}

    def count_members(self, source_id: int) -> dict[FileState, int]:
        """Count by state the members of those files of a source that do not wait to be read."""
        rows = self._db.rows(
            """
            SELECT state, count(*) FROM documents AS d WHERE source_id = ? AND place != ''
            AND path IN (SELECT path FROM documents
                         WHERE source_id = d.source_id AND place = '' AND state != 'pending')
            GROUP BY state
            """,
            (source_id,),
        )
        return {FileState(row[0]): int(row[1]) for row in rows}

    def count_members_of(self, document_ids: Sequence[int]) -> dict[FileState, int]:
        """Count by state the members of some files."""
        found: dict[FileState, int] = {}
        for document_id in document_ids:
            rows = self._db.rows(
                """
                SELECT state, count(*) FROM documents
                WHERE place != '' AND path = (SELECT path FROM documents WHERE id = ?)
                GROUP BY state
                """,
                (document_id,),
            )
            for state, count in rows:
                found[FileState(state)] = found.get(FileState(state), 0) + int(count)
        return found

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
        place=unpack_place(row[14]),
        names=unpack_strings(row[15]),
        blank_pages=row[16] or "",
        scanned_pages=row[17] or "",
    )
