# SPDX-License-Identifier: Apache-2.0
"""What the user teaches a library, and how searches come to know of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from findling.bolt.teaching import Kind, Teaching
from findling.bolt.teaching.teachings import MAX_TEXT
from findling.errors import AppError
from findling.services.types import TeachingRow

if TYPE_CHECKING:
    from findling.services.library import Library
    from findling.storage.records import StoredTeaching


class Teacher:
    """Takes what the user teaches. All of it can be listed, switched off and forgotten.

    Parameters
    ----------
    library : Library
        Open for writing, but for `all`.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._store = library.store

    def all(self) -> list[TeachingRow]:
        """Return everything that was taught, oldest first."""
        rows = self._store.teachings.all()
        found = {row.passage.passage_id for row in rows if row.passage}
        passages = self._library.passage_records(found)
        contents = {passage.id: passage.content_id for passage in passages}
        documents = self._library.documents_of(sorted(set(contents.values())))
        titles = {
            passage_id: documents[content_id][0].title
            for passage_id, content_id in contents.items()
            if content_id in documents
        }
        return [_row(row, titles) for row in rows]

    def judge(self, query: str, passage_id: int, *, good: bool) -> int:
        """Teach that a passage answers a query, or that it does not; return the teaching's key.

        Raises
        ------
        AppError
            If the passage is no longer in the library, or the query has no words.
        StorageError
            If the library was not opened for writing or its disk is full.
        """
        kind = Kind.GOOD if good else Kind.BAD
        with self._store.database.transaction(durable=True):
            key = self._store.teachings.add_judgement(kind.value, _text(query), passage_id)
        if key is None:
            raise AppError("This passage is no longer in the library.", str(passage_id))
        self._store.back_up()
        return key

    def associate(self, words: str, meaning: str) -> int:
        """Teach that words mean other words; return the teaching's key.

        Raises
        ------
        AppError
            If there are no words.
        StorageError
            If the library was not opened for writing or its disk is full.
        """
        with self._store.database.transaction(durable=True):
            key = self._store.teachings.add_meaning(_text(words), _text(meaning))
        self._store.back_up()
        return key

    def set_enabled(self, teaching_id: int, *, enabled: bool) -> None:
        """Have a teaching count, or not.

        Raises
        ------
        AppError
            If there is no such teaching.
        """
        with self._store.database.transaction(durable=True):
            is_there = self._store.teachings.set_enabled(teaching_id, enabled=enabled)
        self._changed(teaching_id, is_there=is_there)

    def forget(self, teaching_id: int) -> None:
        """Remove a teaching for good.

        Raises
        ------
        AppError
            If there is no such teaching.
        """
        with self._store.database.transaction(durable=True):
            was_there = self._store.teachings.delete(teaching_id)
        self._changed(teaching_id, is_there=was_there)

    def _changed(self, teaching_id: int, *, is_there: bool) -> None:
        if not is_there:
            raise AppError("There is no such teaching.", str(teaching_id))
        self._store.back_up()


def in_force(library: Library) -> list[Teaching]:
    """Return what the engine is to heed: teachings whose passage is there, by passage."""
    found: list[Teaching] = []
    for row in library.store.teachings.all():
        target = row.meaning if row.passage is None else row.passage.passage_id
        if target:
            found.append(Teaching(row.id, Kind(row.kind), row.query, target, row.enabled))
    return found


def _text(text: str) -> str:
    cut = " ".join(text.split())[:MAX_TEXT]
    if not any(character.isalnum() for character in cut):
        raise AppError("Nothing can be taught about a query without words.")
    return cut


def _row(row: StoredTeaching, titles: dict[int, str]) -> TeachingRow:
    passage = row.passage
    return TeachingRow(
        id=row.id,
        kind=row.kind,
        query=row.query,
        meaning=row.meaning,
        title="" if passage is None else titles.get(passage.passage_id, ""),
        excerpt="" if passage is None else " ".join(passage.excerpt.split()),
        is_lost=passage is not None and passage.passage_id not in titles,
        enabled=row.enabled,
        created=row.created,
        passage_id=0 if passage is None else passage.passage_id,
    )
