# SPDX-License-Identifier: Apache-2.0
"""Texts recognised on pictures of pages, by the bytes of the file: no page is recognised twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from findling.storage.codec import unpack_path, unpack_place
from findling.storage.records import FileFacts

if TYPE_CHECKING:
    from pathlib import Path

    from findling.storage.database import Database
    from findling.storage.records import Place


@dataclass(frozen=True, slots=True)
class ScannedDocument:
    """A document with pages that have no text.

    Attributes
    ----------
    document_id : int
        The first of the documents with this content.
    source_id : int
    path : Path
        Of the file on disk.
    place : tuple of int
        Where in it a member is.
    facts : FileFacts
        Of the file on disk, as they were when it was read.
    digest : bytes
        Of the document's bytes.
    pages : str
        Which pages have no text, as the content's metadata have it.
    """

    document_id: int
    source_id: int
    path: Path
    place: Place
    facts: FileFacts
    digest: bytes
    pages: str


class ScannedPages:
    """Rows of ``scanned_pages``."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def put(
        self, digest: bytes, page: int, languages: str, text: str, *, is_lost: bool = False
    ) -> None:
        """Keep the text of a page, inside a transaction.

        Parameters
        ----------
        digest : bytes
            BLAKE2b-256 of the document's bytes.
        page : int
            Counted from 0.
        languages : str
            In which languages it was looked for.
        text : str
        is_lost : bool
            True where recognition failed: the page is not tried again in these languages.
        """
        self._db.execute(
            """
            INSERT INTO scanned_pages (digest, page, languages, text, is_lost)
            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (digest, page) DO UPDATE SET
                languages = excluded.languages, text = excluded.text, is_lost = excluded.is_lost
            """,
            (digest, page, languages, text, int(is_lost)),
        )

    def texts(self, digest: bytes) -> dict[int, str]:
        """Return the texts of a document's pages as far as they were recognised."""
        rows = self._db.rows(
            "SELECT page, text FROM scanned_pages WHERE digest = ? AND is_lost = 0", (digest,)
        )
        return {int(row[0]): str(row[1]) for row in rows}

    def done(self, digest: bytes, languages: str) -> set[int]:
        """Return the pages of a document that need not be tried again in some languages."""
        rows = self._db.rows(
            "SELECT page FROM scanned_pages WHERE digest = ? AND languages = ?", (digest, languages)
        )
        return {int(row[0]) for row in rows}

    def documents(self) -> list[ScannedDocument]:
        """Return one document for each content that has pages without text, by key."""
        rows = self._db.rows(
            """
            SELECT min(d.id), d.source_id, d.path, d.place, d.size, d.mtime_ns, d.file_id,
                   c.digest, json_extract(c.metadata, '$.pages_without_text') AS pages
            FROM documents AS d JOIN contents AS c ON c.id = d.content_id
            WHERE pages IS NOT NULL GROUP BY c.digest ORDER BY 1
            """
        )
        return [
            ScannedDocument(
                document_id=row[0],
                source_id=row[1],
                path=unpack_path(row[2]),
                place=unpack_place(row[3]),
                facts=FileFacts(row[4], row[5], row[6]),
                digest=row[7],
                pages=row[8],
            )
            for row in rows
        ]

    def queue(self, digest: bytes) -> None:
        """Have the documents with these bytes read again, inside a transaction.

        Their old text can be found until then. It gives up its name, so that nothing takes it for
        what the reader of today would give.
        """
        self._db.execute(
            """
            UPDATE documents SET state = 'pending', reason = ''
            WHERE place = '' AND path IN (
                SELECT d.path FROM documents AS d JOIN contents AS c ON c.id = d.content_id
                WHERE c.digest = ?)
            """,
            (digest,),
        )
        self._db.execute(
            "UPDATE contents SET reader = 'outdated/' || id WHERE digest = ?", (digest,)
        )

    def remove_orphans(self) -> int:
        """Remove the texts of documents that are gone; return how many pages that were."""
        return self._db.execute(
            "DELETE FROM scanned_pages WHERE digest NOT IN (SELECT digest FROM contents)"
        )
