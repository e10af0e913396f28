# SPDX-License-Identifier: Apache-2.0
"""Everything a library keeps on disk, opened together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from findling.storage.backups import Backups, Precious
from findling.storage.catalogue import Catalogue
from findling.storage.contents import Contents
from findling.storage.database import Database, bring_up_to_date, schema_version
from findling.storage.documents import Documents
from findling.storage.errors import NotALibraryError
from findling.storage.generations import Generations
from findling.storage.groups import Groups, portable_groups
from findling.storage.labels.answers import Answers
from findling.storage.labels.guesses import Guesses
from findling.storage.labels.items import LabelItems
from findling.storage.labels.models import LabelModels
from findling.storage.labels.portable import portable_sets
from findling.storage.labels.sets import LabelSets
from findling.storage.lock import WriterLock
from findling.storage.migrations import LATEST
from findling.storage.passages import Passages
from findling.storage.paths import LibraryPaths
from findling.storage.saved_searches import SavedSearches
from findling.storage.scans import ScannedPages
from findling.storage.settings import Settings
from findling.storage.sources import Sources
from findling.storage.teachings import StoredTeachings

if TYPE_CHECKING:
    from pathlib import Path

_CREATION_SECONDS = 10.0
"""How long to wait for another process that is just creating or converting the same library."""


class LibraryStore:
    """A library's repositories over one connection.

    Parameters
    ----------
    folder : Path
        The library.
    create : bool
        Whether to create it when there is none.
    writable : bool
        Whether to take the writer's lock and allow changes.
    wait_seconds : float
        How long to wait for the lock.

    Raises
    ------
    NotALibraryError
        If there is no library and ``create`` is false, or what is there is foreign, damaged or too
        new.
    LibraryBusyError
        If another process writes to it and ``writable`` is true.
    StorageError
        If the folder cannot be read or written.
    """

    def __init__(
        self, folder: Path, *, create: bool, writable: bool, wait_seconds: float = 0.0
    ) -> None:
        self.paths = LibraryPaths(folder)
        self._lock: WriterLock | None = None
        version = schema_version(self.paths.database)
        if version == 0 and not create:
            raise NotALibraryError(f"There is no library in {folder}.")
        self.paths.make_folders()
        try:
            if writable:
                self._lock = WriterLock(self.paths.lock, wait_seconds)
            if version < LATEST:
                self._bring_up_to_date()
            self.database = Database(self.paths.database, writable=writable)
        except BaseException:
            self._release()
            raise
        self.sources = Sources(self.database)
        self.settings = Settings(self.database)
        self.documents = Documents(self.database)
        self.teachings = StoredTeachings(self.database)
        self.contents = Contents(self.database)
        self.scanned_pages = ScannedPages(self.database)
        self.passages = Passages(self.database, self.contents)
        self.catalogue = Catalogue(self.database)
        self.label_sets = LabelSets(self.database)
        self.answers = Answers(self.database)
        self.label_items = LabelItems(self.database)
        self.label_models = LabelModels(self.paths.label_models)
        self.guesses = Guesses(self.database)
        self.saved_searches = SavedSearches(self.database)
        self.groups = Groups(self.database)
        self.generations = Generations(self.paths.index)
        self.backups = Backups(self.paths.backups)
        if writable:
            self.generations.sweep()

    def _bring_up_to_date(self) -> None:
        if self._lock is not None:
            bring_up_to_date(self.paths.database)
            return
        with WriterLock(self.paths.lock, _CREATION_SECONDS):
            bring_up_to_date(self.paths.database)

    def back_up(self) -> None:
        """Keep a copy of what only the user could tell again. Call it after such a change."""
        sources = self.sources.all()
        self.backups.save(
            Precious(
                tuple((source.path, source.kind) for source in sources),
                self.settings.all(),
                tuple(self.teachings.all()),
                tuple(portable_sets(self.database)),
                tuple((row.name, row.query, row.mode) for row in self.saved_searches.all()),
                tuple(source.id for source in sources),
                tuple(portable_groups(self.database)),
            )
        )

    def close(self) -> None:
        """Close the database, then let others write; safe to call twice."""
        self.database.close()
        self._release()

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.release()
            self._lock = None
