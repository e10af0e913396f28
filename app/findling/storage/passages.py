# SPDX-License-Identifier: Apache-2.0
"""The passages of a library: keys for indexes, words for training and for snippets."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from findling.storage.records import Passage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from findling.storage.contents import Contents
    from findling.storage.database import Database, Row

_VISIBLE = "content_id IN (SELECT content_id FROM documents)"
"""Passages of files that are in the library.

The text of a removed file may wait for its sweeping out.
"""

_COLUMNS = "id, content_id, ordinal, start, end, page, heading"
_BATCH = 500


class Passages:
    """Rows of ``passages`` with their words, each text unpacked once a call."""

    def __init__(self, database: Database, contents: Contents) -> None:
        self._db = database
        self._contents = contents

    def ids(self, after: int = 0) -> NDArray[np.int64]:
        """Return the keys greater than ``after`` of all passages that can be found, ascending."""
        rows = self._db.rows(
            f"SELECT id FROM passages WHERE id > ? AND {_VISIBLE} ORDER BY id", (after,)
        )
        return np.fromiter((row[0] for row in rows), dtype=np.int64, count=len(rows))

    def fetch(self, ids: Iterable[int]) -> list[Passage]:
        """Return some passages in the order asked for; those that are gone are left out."""
        wanted = [int(passage_id) for passage_id in ids]
        found: dict[int, Row] = {}
        for first in range(0, len(wanted), _BATCH):
            batch = wanted[first : first + _BATCH]
            marks = ",".join("?" * len(batch))
            for row in self._db.rows(
                f"SELECT {_COLUMNS} FROM passages WHERE id IN ({marks})", batch
            ):
                found[row[0]] = row
        passages = {
            passage.id: passage for passage in self._with_words(found.values(), keep_texts=True)
        }
        return [passages[passage_id] for passage_id in wanted if passage_id in passages]

    def walk(self, ids: Iterable[int], batch_size: int = 4096) -> Iterator[Passage]:
        """Yield many passages with few texts in memory at a time; ``ids`` has to ascend."""
        wanted = [int(passage_id) for passage_id in ids]
        for first in range(0, len(wanted), batch_size):
            batch = wanted[first : first + batch_size]
            members = set(batch)
            rows = self._db.rows(
                f"SELECT {_COLUMNS} FROM passages WHERE id BETWEEN ? AND ?", (batch[0], batch[-1])
            )
            chosen = [row for row in rows if row[0] in members]
            yield from sorted(self._with_words(chosen, keep_texts=False), key=lambda p: p.id)

    def of_content(self, content_id: int) -> list[Passage]:
        """Return all passages of a content, in order."""
        rows = self._db.rows(
            f"SELECT {_COLUMNS} FROM passages WHERE content_id = ? ORDER BY ordinal", (content_id,)
        )
        return list(self._with_words(rows, keep_texts=True))

    def headings(self, content_id: int) -> list[tuple[int, int, str]]:
        """Return start, end and headings of all passages of a content, in order."""
        rows = self._db.rows(
            "SELECT start, end, heading FROM passages WHERE content_id = ? ORDER BY ordinal",
            (content_id,),
        )
        return [(start, end, heading) for start, end, heading in rows]

    def _with_words(self, rows: Iterable[Row], *, keep_texts: bool) -> Iterator[Passage]:
        by_content = sorted(rows, key=lambda row: (row[1], row[2]))
        content_ids = sorted({row[1] for row in by_content})
        titles = self._contents.titles(content_ids)
        for content_id, members in groupby(by_content, key=lambda row: row[1]):
            read = self._contents.text if keep_texts else self._contents.text_uncached
            text = read(content_id)
            if content_id in titles:
                yield from (_passage(row, titles[content_id], text) for row in members)


def index_title(title: str, heading: str) -> str:
    """Return what an index takes as a passage's title: the document's, then the headings.

    Examples
    --------
    >>> index_title("Lease", "Duties > Rent")
    'Lease > Duties > Rent'
    >>> index_title("Lease", "Lease > Rent")
    'Lease > Rent'
    """
    if not heading or heading == title or heading.startswith(f"{title} > "):
        return heading or title
    return f"{title} > {heading}" if title else heading


def _passage(row: Row, title: str, text: str) -> Passage:
    passage_id, content_id, ordinal, start, end, page, heading = row
    return Passage(
        passage_id, content_id, ordinal, start, end, page, title, heading, text[start:end]
    )
