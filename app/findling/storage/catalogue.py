# SPDX-License-Identifier: Apache-2.0
"""What is known of each document besides its text, and to which content a passage belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from findling.storage.codec import unpack_mapping, unpack_path, unpack_strings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from findling.storage.database import Database, Row


class CatalogueRow(NamedTuple):
    """A document that can be found.

    Attributes
    ----------
    id, content_id : int
    path : Path
        Of the file on disk.
    names : tuple of str
        Of a member, as `Document` has them.
    size : int
        Bytes of the file on disk.
    mtime : float
        Of the file on disk; seconds since the epoch.
    format, title : str
    metadata : dict of str to str
        As the reader found it.
    """

    id: int
    content_id: int
    path: Path
    names: tuple[str, ...]
    size: int
    mtime: float
    format: str
    title: str
    metadata: dict[str, str]


class Catalogue:
    """Reads all documents and all passages at once, without their texts."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def documents(
        self, stamps: Mapping[int, int] | None = None
    ) -> list[tuple[int, int, CatalogueRow | None]]:
        """Return all documents that have a text, by key.

        Parameters
        ----------
        stamps : mapping of int to int, optional
            Stamps of documents that are known, by key.

        Returns
        -------
        list of (int, int, CatalogueRow or None)
            Key, stamp, and what is known; None where the stamp is that of ``stamps``, as unpacking
            costs more than reading. A stamp is a 64-bit hash, for this process alone.
        """
        known = stamps or {}
        rows = self._db.rows(
            """
            SELECT d.id, d.content_id, d.path, d.names, d.size, d.mtime_ns,
                   c.format, c.title, c.metadata
            FROM documents AS d JOIN contents AS c ON c.id = d.content_id
            ORDER BY d.id
            """
        )
        stamped = ((row[0], hash(row), row) for row in rows)
        return [
            (key, stamp, None if known.get(key) == stamp else _unpacked(row))
            for key, stamp, row in stamped
        ]

    def passages(self, after: int = 0) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return keys greater than ``after`` of passages, ascending, and their contents, [n]."""
        rows = self._db.rows(
            "SELECT id, content_id FROM passages WHERE id > ? ORDER BY id", (after,)
        )
        n = len(rows)
        return (
            np.fromiter((row[0] for row in rows), np.int64, n),
            np.fromiter((row[1] for row in rows), np.int64, n),
        )


def _unpacked(row: Row) -> CatalogueRow:
    return CatalogueRow(
        id=row[0],
        content_id=row[1],
        path=unpack_path(row[2]),
        names=unpack_strings(row[3]),
        size=row[4],
        mtime=row[5] / 1e9,
        format=row[6],
        title=row[7],
        metadata=unpack_mapping(row[8]),
    )
