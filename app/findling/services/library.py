# SPDX-License-Identifier: Apache-2.0
"""A library: the user's files and folders, their texts and their passages."""

from __future__ import annotations

from itertools import starmap
from typing import TYPE_CHECKING, NamedTuple

from findling.errors import AppError
from findling.extract.clean import clean_for_index
from findling.services.document_details import DocumentDetails, document_details
from findling.services.exclusions import SETTING as EXCLUSIONS
from findling.services.exclusions import Exclusions
from findling.services.groups import GroupKeeper, GroupRow
from findling.services.job_settings import SETTING as JOBS
from findling.services.job_settings import JobSettings
from findling.services.ocr_settings import SETTING as OCR
from findling.services.ocr_settings import OcrSettings
from findling.services.outline import Trail, outline_of
from findling.services.rows import document_row, source_row
from findling.services.saved_searches import SavedSearchKeeper, SavedSearchRow
from findling.services.scanning import covers, facts_of
from findling.services.types import SLIDES, AddedSources, DocumentText, LibraryStatus
from findling.storage.passages import index_title
from findling.storage.paths import default_library_folder
from findling.storage.records import FileState, SourceKind
from findling.storage.store import LibraryStore

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

    import numpy as np
    from numpy.typing import NDArray

    from findling.services.types import DocumentRow, SourceRow
    from findling.storage.records import Document, FileFacts, PageRange, Passage

ATTENTION_LIMIT = 10_000
"""Most files that `Library.needs_attention` lists."""


class IndexPassage(NamedTuple):
    """What an index takes of a passage: its key, its words and its title."""

    id: int
    text: str
    title: str


class Library:
    """An open library; use `Library.open`.

    Parameters
    ----------
    store : LibraryStore
        What is on disk.

    Notes
    -----
    Every method may be called from any thread, but a long one holds up the others: a window opens
    one library for its lists and another for its search thread.
    """

    def __init__(self, store: LibraryStore) -> None:
        self.store = store

    @staticmethod
    def open(
        path: Path | None = None,
        *,
        create: bool = True,
        writable: bool = False,
        wait_seconds: float = 0.0,
    ) -> Library:
        """Open a library.

        Parameters
        ----------
        path : Path, optional
            Its folder; the user's default library when not given.
        create : bool
            Whether to create it when there is none.
        writable : bool
            Whether to take the writer's lock: one process may have it at a time.
        wait_seconds : float
            How long to wait for that lock.

        Raises
        ------
        StorageError
            If it is missing, damaged, foreign, too new, busy, or its disk cannot be used.
        """
        folder = (path or default_library_folder()).expanduser().absolute()
        return Library(
            LibraryStore(folder, create=create, writable=writable, wait_seconds=wait_seconds)
        )

    @property
    def path(self) -> Path:
        """The library's folder."""
        return self.store.paths.folder

    # -- what the user added ---------------------------------------------------------------------

    def sources(self) -> list[SourceRow]:
        """Return the files and folders that the user added, by path."""
        counts = self.store.documents.count_by_source()
        return [source_row(s, counts.get(s.id, 0)) for s in self.store.sources.all()]

    def add_sources(self, paths: Iterable[Path]) -> AddedSources:
        """Add files and folders; what they hold is found by the next run of the indexer.

        A path inside a folder that was added before is found with that folder; a folder takes the
        place of everything in it that was added before.

        Raises
        ------
        AppError
            If a path is the library's own folder or inside it.
        StorageError
            If the library was not opened for writing or its disk is full.
        """
        resolved = [_resolved(path) for path in paths]
        for path in resolved:
            if path.is_relative_to(self.path.resolve()):
                raise AppError("A library cannot contain itself.", str(path))
        present = [path for path in resolved if path.exists()]
        with self.store.database.transaction(durable=True):
            known = self.store.sources.all()
            folders = {s.id: s.path for s in known if s.kind is SourceKind.FOLDER}
            ids = [self._add_source(path, folders) for path in dict.fromkeys(present)]
            remaining = {source.id for source in self.store.sources.all()}
        self.store.back_up()
        missing = tuple(path for path in resolved if path not in set(present))
        return AddedSources(tuple(i for i in dict.fromkeys(ids) if i in remaining), missing)

    def remove_source(self, source_id: int) -> None:
        """Remove a source; its documents, their texts and passages go with it.

        Raises
        ------
        AppError
            If there is no such source.
        StorageError
            If the library was not opened for writing.
        """
        if self.store.sources.get(source_id) is None:
            raise AppError("This folder or file is no longer in the library.", str(source_id))
        with self.store.database.transaction(durable=True):
            members = self.store.groups.rows_in_source(source_id)
            self.store.sources.remove(source_id)
            self.store.contents.remove_orphans()
            self.store.groups.drop_absent(members)
        self.store.back_up()
        self.store.database.truncate_log()

    def ocr_settings(self) -> OcrSettings:
        """Return whether scans are read, and in which languages."""
        return OcrSettings.from_text(self.store.settings.get(OCR))

    def set_ocr_settings(self, settings: OcrSettings) -> None:
        """Have scans read or not; what was recognised stays.

        Raises
        ------
        StorageError
            If the library was not opened for writing or its disk is full.
        """
        with self.store.database.transaction(durable=True):
            self.store.settings.put(OCR, settings.to_text())
        self.store.back_up()

    def saved_searches(self) -> list[SavedSearchRow]:
        """Return the searches that have a name, by it."""
        return SavedSearchKeeper(self).all()

    def groups(self) -> list[GroupRow]:
        """Return tags and collections, by name."""
        return GroupKeeper(self).all()

    def exclusions(self) -> Exclusions:
        """Return which files of the added folders are left out."""
        return Exclusions.from_text(self.store.settings.get(EXCLUSIONS))

    def set_exclusions(self, exclusions: Exclusions) -> None:
        """Leave out other files; the next run of the indexer removes and finds what that changes.

        Raises
        ------
        StorageError
            If the library was not opened for writing or its disk is full.
        """
        with self.store.database.transaction(durable=True):
            self.store.settings.put(EXCLUSIONS, exclusions.to_text())
        self.store.back_up()

    def job_settings(self) -> JobSettings:
        """Return how hard the work on the library may press the computer."""
        return JobSettings.from_text(self.store.settings.get(JOBS))

    def set_job_settings(self, settings: JobSettings) -> None:
        """Set how hard the work may press the computer; heeded from the next run on.

        Raises
        ------
        StorageError
            If the library was not opened for writing or its disk is full.
        """
        with self.store.database.transaction(durable=True):
            self.store.settings.put(JOBS, settings.to_text())
        self.store.back_up()

    def _add_source(self, path: Path, folders: dict[int, Path]) -> int:
        """Add one path; ``folders`` are the sources that are folders, kept up to date."""
        around = next((key for key, folder in folders.items() if covers(folder, path)), None)
        if around is not None:
            return around
        if not path.is_dir():
            return self.store.sources.add(path, SourceKind.FILE)
        new = self.store.sources.add(path, SourceKind.FOLDER)
        for source in self.store.sources.all():
            if source.id != new and covers(path, source.path):
                self.store.sources.merge(source.id, new)
                folders.pop(source.id, None)
        folders[new] = path
        return new

    # -- documents -------------------------------------------------------------------------------

    def documents(self) -> list[DocumentRow]:
        """Return all files, by path."""
        return [document_row(document) for document in self.store.documents.all()]

    def document(self, document_id: int) -> DocumentRow:
        """Return one file.

        Raises
        ------
        AppError
            If it is no longer in the library.
        """
        return document_row(self._document(document_id))

    def documents_of(self, content_ids: Sequence[int]) -> dict[int, list[DocumentRow]]:
        """Return the files that hold each content, by path: equal files share one."""
        found = self.store.documents.of_contents(content_ids)
        return {key: [document_row(d) for d in documents] for key, documents in found.items()}

    def needs_attention(self, limit: int = ATTENTION_LIMIT) -> list[DocumentRow]:
        """Return files that could not be read, with the reason.

        Failed ones, then unsupported ones.
        """
        return [document_row(document) for document in self.store.documents.without_text(limit)]

    def document_text(self, document_id: int) -> DocumentText:
        """Return the text of a file as it was read; empty when it could not be.

        Raises
        ------
        AppError
            If the file is no longer in the library.
        """
        document = self._document(document_id)
        row = document_row(document)
        text, starts, trails = "", (), ()
        if document.content_id is not None:
            text = self.store.contents.text(document.content_id)
            starts = tuple(page.start for page in self.store.contents.pages(document.content_id))
            trails = starmap(Trail, self.store.passages.headings(document.content_id))
        are_slides = row.format in SLIDES
        outline = outline_of(trails, text, starts, are_slides=are_slides)
        return DocumentText(row, text, starts, _has_changed(document), outline)

    def details(self, document_id: int) -> DocumentDetails:
        """Return all that is known of a file.

        Raises
        ------
        AppError
            If it is no longer in the library.
        """
        return document_details(self, document_id)

    def page_ranges(self, document_id: int) -> tuple[PageRange, ...]:
        """Return where the pages of a file stand in its text; empty for formats without pages."""
        content_id = self._document(document_id).content_id
        return () if content_id is None else self.store.contents.pages(content_id)

    def status(self) -> LibraryStatus:
        """Return the library's counts."""
        counts = self.store.documents.counts()
        generation = self.store.generations.current()
        manifest = generation.manifest if generation else None
        rows = (document_row(document) for document in self.store.documents.with_blank_pages())
        blank = [row.n_pages_without_text for row in rows if row.n_pages_without_text]
        return LibraryStatus(
            path=self.path,
            documents=counts.documents,
            read=counts.read,
            failed=counts.failed,
            unsupported=counts.unsupported,
            pending=counts.pending,
            passages=counts.passages,
            trained_passages=manifest.trained_passages if manifest else 0,
            bytes_on_disk=self.store.paths.bytes_on_disk(),
            trained_at=manifest.trained_at if manifest else None,
            jobs=self.job_settings(),
            pages_without_text=sum(blank),
            documents_without_text=len(blank),
        )

    # -- passages --------------------------------------------------------------------------------

    def passage_ids(self, after: int = 0) -> NDArray[np.int64]:
        """Return the keys of all passages greater than ``after``, ascending, int64.

        Keys only grow and are never used again.
        """
        return self.store.passages.ids(after)

    def passages(self, ids: Iterable[int]) -> list[IndexPassage]:
        """Return what an index takes of some passages, by key; those that are gone are left out."""
        return list(self.walk_passages(ids))

    def walk_passages(self, ids: Iterable[int]) -> Iterator[IndexPassage]:
        """Yield what `passages` returns, with few texts in memory at a time."""
        for passage in self.store.passages.walk(sorted({int(i) for i in ids})):
            title = index_title(passage.title, passage.heading)
            yield IndexPassage(passage.id, clean_for_index(passage.text), title)

    def passage_records(self, ids: Iterable[int]) -> list[Passage]:
        """Return passages with their raw words and places, in the order asked for."""
        return self.store.passages.fetch(ids)

    # -- changes ---------------------------------------------------------------------------------

    def data_version(self) -> int:
        """Return a number that grows when anything in the library changes: a cheap question."""
        return self.store.database.change_counter()

    def current_generation(self) -> Path | None:
        """Return the index file to open with `bolt.Retriever.load`; None when there is none yet."""
        generation = self.store.generations.current()
        return generation.index_file if generation else None

    def generations(self) -> list[Path]:
        """Return all index files, newest first.

        An older one answers while the newest is damaged.
        """
        return [generation.index_file for generation in self.store.generations.all()]

    def retire_old_generations(self) -> None:
        """Remove the generations before the current one.

        Call it once that has been opened and answered.
        """
        self.store.generations.retire()

    def problems(self) -> list[str]:
        """Return what is wrong with the database's file.

        Empty when it is sound. Reads all of it.
        """
        return self.store.database.problems()

    def close(self) -> None:
        """Close the library; safe to call twice."""
        self.store.close()

    def __enter__(self) -> Library:
        """Return the library, to be closed at the end of a block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the library."""
        self.close()

    def _document(self, document_id: int) -> Document:
        document = self.store.documents.get(document_id)
        if document is None:
            raise AppError("This document is no longer in the library.", str(document_id))
        return document


def _resolved(path: Path) -> Path:
    """Return an absolute path without links in its folders.

    Its last part stays as it was chosen.
    """
    absolute = path.expanduser().absolute()
    if absolute.name in ("", ".."):
        return absolute.resolve()
    return absolute.parent.resolve() / absolute.name


def _has_changed(document: Document) -> bool:
    if document.state is FileState.PENDING:
        return True
    try:
        facts = facts_of(document.path)
    except OSError:
        return False  # cannot be told
    return facts is not None and not _same(facts, document.facts)


def _same(a: FileFacts, b: FileFacts) -> bool:
    return (a.size, a.mtime_ns) == (b.size, b.mtime_ns)
