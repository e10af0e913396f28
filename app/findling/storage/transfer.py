# SPDX-License-Identifier: Apache-2.0
"""Whole rows of a library, keys included: what goes from one library into another."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from findling.storage.codec import (
    pack_json,
    pack_pages,
    pack_path,
    pack_place,
    pack_text,
    unpack_mapping,
    unpack_pages,
    unpack_path,
    unpack_place,
    unpack_strings,
    unpack_text,
)
from findling.storage.records import FileFacts, FileState, PassageDraft

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from findling.storage.database import Database, Row
    from findling.storage.records import PageRange, Place, SourceKind

_CONTENT = """
    SELECT id, digest, format, reader, title, name, n_chars, warnings, metadata, pages, packed
    FROM contents JOIN texts ON content_id = id
"""

_NUMBERED = ("contents", "passages", "documents")


class StoredPassage(NamedTuple):
    """A passage with its key."""

    id: int
    draft: PassageDraft


class StoredContent(NamedTuple):
    """A text with everything that belongs to it; fields as in `ContentDraft`."""

    id: int
    digest: bytes
    format: str
    reader: str
    title: str
    name: str
    text: str
    pages: tuple[PageRange, ...]
    metadata: dict[str, str]
    warnings: tuple[str, ...]
    passages: tuple[StoredPassage, ...]


class StoredDocument(NamedTuple):
    """A file or a member of one; fields as in `Document`."""

    source_id: int
    path: Path
    facts: FileFacts
    state: FileState
    reason: str
    content_id: int | None
    place: Place = ()
    names: tuple[str, ...] = ()


class Transfer:
    """Reads and writes whole rows.

    Parameters
    ----------
    database : Database
        Of the library. For a picture of one moment, read inside `Database.snapshot`.
    """

    def __init__(self, database: Database) -> None:
        self._db = database

    def documents(self, source_id: int) -> Iterator[StoredDocument]:
        """Yield the files of a source, by path, each with its members after it."""
        rows = self._db.rows(
            """
            SELECT source_id, path, size, mtime_ns, file_id, state, reason, content_id,
                   place, names
            FROM documents WHERE source_id = ? ORDER BY path, place
            """,
            (source_id,),
        )
        for row in rows:
            yield StoredDocument(
                row[0],
                unpack_path(row[1]),
                FileFacts(row[2], row[3], row[4]),
                FileState(row[5]),
                row[6],
                row[7],
                unpack_place(row[8]),
                unpack_strings(row[9]),
            )

    def content_ids(self) -> list[int]:
        """Return the keys of all contents that a file has, ascending."""
        rows = self._db.rows(
            """
            SELECT id FROM contents
            WHERE id IN (SELECT content_id FROM documents WHERE content_id IS NOT NULL)
            ORDER BY id
            """
        )
        return [row[0] for row in rows]

    def contents(self, content_ids: Iterable[int]) -> Iterator[StoredContent]:
        """Yield contents, one text in memory at a time; those that are gone are left out.

        Raises
        ------
        StorageError
            If one is damaged.
        """
        for content_id in content_ids:
            row = self._db.row(f"{_CONTENT} WHERE id = ?", (content_id,))
            if row is not None:
                yield self._content(row)

    def _content(self, row: Row) -> StoredContent:
        passages = self._db.rows(
            """
            SELECT id, start, end, page, heading FROM passages
            WHERE content_id = ? ORDER BY ordinal
            """,
            (row[0],),
        )
        return StoredContent(
            id=row[0],
            digest=row[1],
            format=row[2],
            reader=row[3],
            title=row[4],
            name=row[5],
            text=unpack_text(row[10]),
            pages=unpack_pages(row[9]),
            metadata=unpack_mapping(row[8]),
            warnings=unpack_strings(row[7]),
            passages=tuple(StoredPassage(p[0], PassageDraft(*p[1:])) for p in passages),
        )

    def last_keys(self) -> dict[str, int]:
        """Return the greatest key ever given in each table whose keys are never used twice."""
        rows = self._db.rows("SELECT name, seq FROM sqlite_sequence")
        return {row[0]: row[1] for row in rows if row[0] in _NUMBERED}

    def raise_last_keys(self, keys: dict[str, int]) -> None:
        """Let no key up to these be given again, inside a transaction."""
        for table in _NUMBERED:
            self._db.execute(
                "UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?",
                (keys.get(table, 0), table),
            )

    def add_source(self, source_id: int, path: Path, kind: SourceKind) -> None:
        """Add a source under its key, as one that no scan has reached yet."""
        self._db.insert(
            "INSERT INTO sources (id, path, kind, missing) VALUES (?, ?, ?, 1)",
            (source_id, pack_path(path), kind.value),
        )

    def add_content(self, content: StoredContent) -> None:
        """Add a content with its passages under their keys, inside a transaction."""
        self._db.insert(
            """
            INSERT INTO contents
            (id, digest, format, reader, title, name, n_chars,
             n_pages, n_passages, warnings, metadata, pages)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            (
                content.id,
                content.digest,
                content.format,
                content.reader,
                content.title,
                content.name,
                len(content.text),
                len(content.pages),
                len(content.passages),
                pack_json(content.warnings),
                pack_json(content.metadata),
                pack_pages(content.pages),
            ),
        )
        self._db.insert(
            "INSERT INTO texts (content_id, packed) VALUES (?, ?)",
            (content.id, pack_text(content.text)),
        )
        self._db.execute_many(
            """
            INSERT INTO passages (id, content_id, ordinal, start, end, page, heading)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            (
                (passage.id, content.id, ordinal, d.start, d.end, d.page, d.heading)
                for ordinal, passage in enumerate(content.passages)
                for d in (passage.draft,)
            ),
        )

    def add_document(self, document: StoredDocument) -> None:
        """Add a file or a member of one, inside a transaction."""
        self._db.execute(
            """
            INSERT INTO documents
            (source_id, path, size, mtime_ns, file_id, state, reason, content_id, place, names)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            (
                document.source_id,
                pack_path(document.path),
                document.facts.size,
                document.facts.mtime_ns,
                document.facts.file_id,
                document.state.value,
                document.reason,
                document.content_id,
                pack_place(document.place),
                pack_json(document.names),
            ),
        )
