# SPDX-License-Identifier: Apache-2.0
"""Compare the disk with the library, and note in the library what has changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from findling.services.exclusions import SETTING, Exclusions, Matcher
from findling.services.scanning import (
    FoundFile,
    UnreadFolder,
    device_of,
    facts_of,
    is_empty_folder,
    walk_folder,
)
from findling.storage.codec import pack_path
from findling.storage.records import FileState, KnownFile, Source, SourceKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from findling.jobs.context import JobContext
    from findling.storage.store import LibraryStore

T = TypeVar("T")

_BATCH = 500
"""Files noted in one transaction: a scan can always be repeated, so it need not be one a file."""


@dataclass(slots=True)
class SurveyResult:
    """What a scan came across.

    Attributes
    ----------
    found : int
        Files on disk, and members of those that are unchanged.
    unchanged : Counter
        Those that are as they were when they were read, by their state.
    removed : int
        Files of the library that are gone.
    """

    found: int = 0
    unchanged: Counter[FileState] = field(default_factory=Counter[FileState])
    removed: int = 0


class Survey:
    """Scans sources.

    Parameters
    ----------
    store : LibraryStore
        Open for writing.
    context : JobContext
        To report to, and to be stopped by.

    Attributes
    ----------
    result : SurveyResult
        What was come across until now.
    """

    def __init__(self, store: LibraryStore, context: JobContext) -> None:
        self._store = store
        self._exclusions = Exclusions.from_text(store.settings.get(SETTING))
        self._context = context
        self.result = SurveyResult()

    def run(self, sources: Iterable[Source]) -> None:
        """Scan sources; new and changed files are pending afterwards, files that are gone are out.

        A source that cannot be reached keeps its documents, and so does a folder inside one that
        cannot be looked into.

        Raises
        ------
        CancelledError
            If the job was cancelled; what was noted until then is right.
        """
        for source in sources:
            self._context.raise_if_cancelled()
            if source.kind is SourceKind.FILE:
                self._survey_file(source)
            else:
                self._survey_folder(source)

    def _survey_file(self, source: Source) -> None:
        known = self._store.documents.known(source.id)
        try:
            facts = facts_of(source.path)
        except OSError:
            facts = None
        if facts is None:
            if source.path.parent.is_dir():
                self._remove(known.values())
            self._note_missing(source)
            return
        self._note_reached(source, "")
        self._note_batch(source, [FoundFile(source.path, facts)], known)
        self._count_members(source)

    def _survey_folder(self, source: Source) -> None:
        device = device_of(source.path)
        was_elsewhere = bool(source.device) and device != source.device
        if not source.path.is_dir() or (was_elsewhere and is_empty_folder(source.path)):
            self._note_missing(source)
            return
        known = self._store.documents.known(source.id)
        unread: list[Path] = []
        for batch in batched(self._walk(source, unread), _BATCH):
            self._note_batch(source, batch, known)
            self._context.progress(self.result.found, 0, batch[-1].path.parent.name)
        if source.path in unread:
            self._note_missing(source)
            return
        self._note_reached(source, device)
        gone = [
            file
            for file in known.values()
            if not any(file.path.is_relative_to(folder) for folder in unread)
        ]
        self._remove(gone)
        self._count_members(source)

    def _count_members(self, source: Source) -> None:
        """Count what is inside of files that need not be read again."""
        members = self._store.documents.count_members(source.id)
        self.result.unchanged.update(members)
        self.result.found += sum(members.values())

    def _walk(self, source: Source, unread: list[Path]) -> Iterator[FoundFile]:
        skip = self._store.paths.folder
        matcher = Matcher(self._exclusions, source.path)
        for found in walk_folder(source.path, skip, matcher, self._context.raise_if_cancelled):
            if isinstance(found, UnreadFolder):
                unread.append(found.path)
            else:
                yield found

    def _note_batch(
        self, source: Source, batch: list[FoundFile], known: dict[bytes, KnownFile]
    ) -> None:
        """Note new and changed files; what is met is taken out of ``known``."""
        documents = self._store.documents
        new: list[FoundFile] = []
        changed: list[int] = []
        for found in batch:
            before = known.pop(pack_path(found.path), None)
            if before is None:
                new.append(found)
            elif before.state is not FileState.PENDING:
                if before.facts == found.facts:
                    self.result.unchanged[before.state] += 1
                else:
                    changed.append(before.id)
        self.result.found += len(batch)
        if not new and not changed:
            return
        with self._store.database.transaction():
            for found in new:
                documents.add_pending(source.id, found.path, found.facts)
            documents.mark_pending(changed)

    def _remove(self, files: Iterable[KnownFile]) -> None:
        ids = [file.id for file in files]
        for batch in batched(ids, _BATCH):
            with self._store.database.transaction():
                self._store.documents.remove(batch)
        self.result.removed += len(ids)

    def _note_missing(self, source: Source) -> None:
        if not source.missing:
            with self._store.database.transaction():
                self._store.sources.set_missing(source.id)

    def _note_reached(self, source: Source, device: str) -> None:
        if source.missing or source.device != device:
            with self._store.database.transaction():
                self._store.sources.set_reached(source.id, device)


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield the items in lists of ``size``, the last one shorter."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
