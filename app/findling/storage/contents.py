# SPDX-License-Identifier: Apache-2.0
"""The texts of a library: equal files share one, so a copied or moved file is not read again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

from findling.storage.codec import (
    pack_json,
    pack_pages,
    unpack_mapping,
    unpack_pages,
    unpack_text,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from findling.storage.database import Database
    from findling.storage.records import ContentDraft, PageRange

CACHE_CHARS = 16_000_000
"""Unpacked texts kept for snippets: at most 64 MB."""


class Contents:
    """Rows of ``contents`` and ``texts``, and the writing of ``passages``."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._cache: OrderedDict[int, str] = OrderedDict()
        self._cached_chars = 0
        self._cache_lock = threading.Lock()

    def find(self, digest: bytes, format: str, reader: str = "") -> int | None:
        """Return the content of a file with these bytes, if it was read before.

        Parameters
        ----------
        digest : bytes
            BLAKE2b-256 of the bytes.
        format : str
            As which format it is read: a name's ending can decide that.
        reader : str, optional
            Only what this version of the reader read.
        """
        return self._db.number(
            """
            SELECT id FROM contents WHERE digest = ? AND format = ? AND ? IN ('', reader)
            ORDER BY id DESC LIMIT 1
            """,
            (digest, format, reader),
        )

    def put(self, draft: ContentDraft) -> int:
        """Store a text with its passages, or find it when it is there already; return its key.

        Call it inside a transaction, together with `Documents.mark_read`.
        """
        known = self.find(draft.digest, draft.format, draft.reader)
        if known is not None:
            return known
        content_id = self._db.insert(
            """
            INSERT INTO contents
            (digest, format, reader, title, name, n_chars,
             n_pages, n_passages, warnings, metadata, pages)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            (
                draft.digest,
                draft.format,
                draft.reader,
                draft.title,
                draft.name,
                draft.n_chars,
                len(draft.pages),
                len(draft.passages),
                pack_json(draft.warnings),
                pack_json(draft.metadata),
                pack_pages(draft.pages),
            ),
        )
        self._db.execute(
            "INSERT INTO texts (content_id, packed) VALUES (?, ?)", (content_id, draft.packed_text)
        )
        self._db.execute_many(
            """
            INSERT INTO passages (content_id, ordinal, start, end, page, heading)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            (
                (content_id, ordinal, p.start, p.end, p.page, p.heading)
                for ordinal, p in enumerate(draft.passages)
            ),
        )
        return content_id

    def ids(self) -> list[int]:
        """Return the keys of all contents, ascending."""
        return [row[0] for row in self._db.rows("SELECT id FROM contents ORDER BY id")]

    def extent(self, content_id: int) -> tuple[int, int]:
        """Return how long a text should be, and where its last passage ends."""
        row = self._db.row(
            """
            SELECT n_chars, (SELECT coalesce(max(end), 0) FROM passages WHERE content_id = c.id)
            FROM contents AS c WHERE id = ?
            """,
            (content_id,),
        )
        return (row[0], row[1]) if row else (0, 0)

    def incomplete(self, content_ids: Sequence[int]) -> list[int]:
        """Return those contents that are not there with their text and all their passages."""
        return [content_id for content_id in content_ids if not self._is_complete(content_id)]

    def _is_complete(self, content_id: int) -> bool:
        row = self._db.row(
            """
            SELECT n_passages = (SELECT count(*) FROM passages WHERE content_id = c.id)
               AND EXISTS (SELECT 1 FROM texts WHERE content_id = c.id)
            FROM contents AS c WHERE id = ?
            """,
            (content_id,),
        )
        return bool(row and row[0])

    def remove_orphans(self) -> int:
        """Remove texts and passages of contents that no file has any more.

        Return how many contents went.
        """
        return self._db.execute(
            """
            DELETE FROM contents
            WHERE id NOT IN (SELECT content_id FROM documents WHERE content_id IS NOT NULL)
            """
        )

    def text(self, content_id: int) -> str:
        """Return a text; the latest few stay unpacked. Empty when the content is gone."""
        with self._cache_lock:
            if content_id in self._cache:
                self._cache.move_to_end(content_id)
                return self._cache[content_id]
        text = self.text_uncached(content_id)
        with self._cache_lock:
            if content_id not in self._cache and len(text) <= CACHE_CHARS:
                self._cache[content_id] = text
                self._cached_chars += len(text)
                while self._cached_chars > CACHE_CHARS:
                    _, dropped = self._cache.popitem(last=False)
                    self._cached_chars -= len(dropped)
        return text

    def text_uncached(self, content_id: int) -> str:
        """Return a text without keeping it: for a walk over all of them."""
        row = self._db.row("SELECT packed FROM texts WHERE content_id = ?", (content_id,))
        return unpack_text(row[0]) if row else ""

    def pages(self, content_id: int) -> tuple[PageRange, ...]:
        """Return where the pages stand in a text; empty for formats without pages."""
        row = self._db.row("SELECT pages FROM contents WHERE id = ?", (content_id,))
        return unpack_pages(row[0]) if row else ()

    def metadata(self, content_id: int) -> dict[str, str]:
        """Return what the file says of itself."""
        row = self._db.row("SELECT metadata FROM contents WHERE id = ?", (content_id,))
        return unpack_mapping(row[0]) if row else {}

    def format(self, content_id: int) -> str:
        """Return what a content was read as, ``"pdf"`` and the like; empty when it is gone."""
        row = self._db.row("SELECT format FROM contents WHERE id = ?", (content_id,))
        return row[0] if row else ""

    def titles(self, content_ids: Sequence[int]) -> dict[int, str]:
        """Return titles, or names without their extension where a document has none."""
        found: dict[int, str] = {}
        for content_id in content_ids:
            row = self._db.row("SELECT title, name FROM contents WHERE id = ?", (content_id,))
            if row:
                found[content_id] = row[0] or _stem(row[1])
        return found


def _stem(name: str) -> str:
    stem, dot, _ = name.rpartition(".")
    return stem if dot and stem else name
