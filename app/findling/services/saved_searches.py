# SPDX-License-Identifier: Apache-2.0
"""Searches with a name: kept with the library, and run again by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from findling.errors import AppError
from findling.services.types import SearchMode

if TYPE_CHECKING:
    from findling.services.library import Library

MAX_SAVED = 500
MAX_NAME = 100
MAX_QUERY = 4000


@dataclass(frozen=True, slots=True)
class SavedSearchRow:
    """A search with a name.

    Attributes
    ----------
    id : int
    name : str
    query : str
        As it was typed, conditions included.
    mode : SearchMode
    """

    id: int
    name: str
    query: str
    mode: SearchMode


class SavedSearchKeeper:
    """Keeps searches of a library.

    Parameters
    ----------
    library : Library
        Open for writing, but for `all` and `find`.
    """

    def __init__(self, library: Library) -> None:
        self._store = library.store
        self._rows = library.store.saved_searches

    def all(self) -> list[SavedSearchRow]:
        """Return all, by name."""
        modes = {mode.value: mode for mode in SearchMode}
        return [
            SavedSearchRow(row.id, row.name, row.query, modes.get(row.mode, SearchMode.BEST))
            for row in self._rows.all()
        ]

    def find(self, name_or_key: str | int) -> SavedSearchRow:
        """Return one by its name or key.

        Raises
        ------
        AppError
            If there is none.
        """
        rows = self.all()
        found = next((row for row in rows if name_or_key in (row.id, row.name)), None)
        if found is None:
            names = ", ".join(row.name for row in rows)
            raise AppError(
                f"There is no saved search {name_or_key!r}.",
                hint=f"There are: {names}." if names else "Save one first.",
            )
        return found

    def save(self, name: str, query: str, mode: SearchMode = SearchMode.BEST) -> int:
        """Keep a search, in place of one of the same name, and return its key.

        Raises
        ------
        AppError
            If the name or the query is empty or too long, or there are `MAX_SAVED` already.
        """
        title, asked = _name(name), query.strip()
        if not asked or len(asked) > MAX_QUERY:
            raise AppError(f"A saved search asks for something, in up to {MAX_QUERY} characters.")
        rows = self._rows.all()
        if len(rows) >= MAX_SAVED and title not in (row.name for row in rows):
            raise AppError(f"A library keeps {MAX_SAVED} searches.", hint="Delete one first.")
        with self._store.database.transaction(durable=True):
            key = self._rows.put(title, asked, mode.value)
        self._store.back_up()
        return key

    def rename(self, search_id: int, name: str) -> None:
        """Give a search another name.

        Raises
        ------
        AppError
            If the name is empty or taken, or there is no such search.
        """
        self.find(search_id)
        with self._store.database.transaction(durable=True):
            is_done = self._rows.rename(search_id, _name(name))
        if not is_done:
            raise AppError(f"There is {name.strip()!r} already.", hint="Choose another name.")
        self._store.back_up()

    def delete(self, search_id: int) -> bool:
        """Remove a search; return whether it was there."""
        with self._store.database.transaction(durable=True):
            was_there = self._rows.delete(search_id)
        self._store.back_up()
        return was_there


def _name(name: str) -> str:
    text = " ".join(name.split())
    if not text or len(text) > MAX_NAME:
        raise AppError(f"A name has 1 to {MAX_NAME} characters.")
    return text
