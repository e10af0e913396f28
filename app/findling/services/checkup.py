# SPDX-License-Identifier: Apache-2.0
"""Look whether a library is sound, all of it, and put right what is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from findling.bolt import EngineError, Retriever
from findling.services.library import Library
from findling.services.types import Stage
from findling.storage.errors import DamagedLibraryError, NotALibraryError, StorageError
from findling.storage.paths import LibraryPaths, default_library_folder
from findling.storage.salvage import is_damaged, salvage

if TYPE_CHECKING:
    from pathlib import Path

    from findling.jobs.context import JobContext
    from findling.storage.salvage import Salvaged


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong with a library: a sentence, and facts for the log."""

    sentence: str
    detail: str


@dataclass(frozen=True, slots=True)
class Checkup:
    """What a look at all of a library came to; sound when there are no problems."""

    texts: int
    passages: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Repair:
    """What was put right.

    Attributes
    ----------
    problems : tuple of Problem
        What was found.
    database : Salvaged or None
        What became of a damaged database.
    reread : int
        Files that wait to be read again; the next run of the indexer reads them.
    index_removed : bool
        Whether a damaged search index was removed; the next run makes it anew.
    """

    problems: tuple[Problem, ...]
    database: Salvaged | None
    reread: int
    index_removed: bool


def check(folder: Path | None, context: JobContext) -> Checkup:
    """Read all of a library and tell what is wrong with it.

    Parameters
    ----------
    folder : Path or None
        The library; None for the default one.
    context : JobContext
        To report to, and to be stopped by.

    Raises
    ------
    StorageError
        If there is no library.
    CancelledError
        If the job was cancelled.
    """
    paths = _paths(folder)
    context.begin(Stage.SCANNING.value)
    if is_damaged(paths.database):
        return Checkup(0, 0, (Problem("The library's database is damaged.", str(paths.database)),))
    with Library.open(paths.folder, create=False) as library:
        bad = _bad_contents(library, context)
        problems = [
            Problem("The text of a document is damaged.", f"content {content_id}: {detail}")
            for content_id, detail in bad.items()
        ]
        problems += _index_problems(library)
        counts = library.status()
        n_texts = len(library.store.contents.ids())
        return Checkup(n_texts, counts.passages, tuple(problems))


def is_repairable(folder: Path, error: Exception) -> bool:
    """Say whether `repair` helps with a library that cannot be opened.

    Only where the error tells of damage, and where other parts of a library lie beside the
    database: a file of the same name may be another program's.
    """
    paths = LibraryPaths(folder)
    is_library = paths.index.is_dir() and paths.backups.is_dir()
    return is_library and isinstance(error, DamagedLibraryError)


def repair(folder: Path | None, context: JobContext) -> Repair:
    """Put right what `check` finds: nothing that can still be read is lost.

    A damaged database is kept beside the mended one. Texts that are lost are read again from their
    files, and a damaged index is learned anew, by the next run of the indexer.

    Parameters
    ----------
    folder : Path or None
        The library; None for the default one. No other process writes to it.
    context : JobContext
        To report to, and to be stopped by.

    Raises
    ------
    StorageError
        If there is no library, or its disk is full or cannot be written.
    CancelledError
        If the job was cancelled.
    """
    paths = _paths(folder)
    context.begin(Stage.SCANNING.value)
    found: list[Problem] = []
    salvaged = None
    if is_damaged(paths.database):
        found.append(Problem("The library's database was damaged.", str(paths.database)))
        salvaged = salvage(paths)
    with Library.open(paths.folder, create=False, writable=True) as library:
        bad = _bad_contents(library, context)
        found += [Problem("The text of a document was damaged.", d) for d in bad.values()]
        n_lost = _forget(library, list(bad)) + (salvaged.lost_texts if salvaged else 0)
        index_problems = _index_problems(library)
        if index_problems:
            library.store.generations.clear()
        library.store.back_up()
    return Repair((*found, *index_problems), salvaged, n_lost, bool(index_problems))


def _paths(folder: Path | None) -> LibraryPaths:
    paths = LibraryPaths((folder or default_library_folder()).expanduser().absolute())
    if not paths.database.is_file():
        raise NotALibraryError(f"There is no library in {paths.folder}.")
    return paths


def _bad_contents(library: Library, context: JobContext) -> dict[int, str]:
    """Return the contents that are not whole, each with what is wrong."""
    contents = library.store.contents
    ids = contents.ids()
    bad: dict[int, str] = dict.fromkeys(contents.incomplete(ids), "passages or text are missing")
    for done, content_id in enumerate(ids, 1):
        context.raise_if_cancelled()
        context.progress(done, len(ids))
        try:
            length = len(contents.text_uncached(content_id))
        except StorageError as error:
            bad[content_id] = error.detail
            continue
        expected, end = contents.extent(content_id)
        if length != expected or end > length:
            bad[content_id] = f"{length} characters instead of {expected}, passages up to {end}"
    return bad


def _forget(library: Library, content_ids: list[int]) -> int:
    """Drop damaged texts; their files wait to be read again. Return how many files."""
    documents = [
        document.id for held in library.documents_of(content_ids).values() for document in held
    ]
    with library.store.database.transaction():
        library.store.documents.forget_content(documents)
        library.store.contents.remove_orphans()
    return len(documents)


def _index_problems(library: Library) -> list[Problem]:
    path = library.current_generation()
    if path is None:
        return []
    try:
        Retriever.load(path)
    except (EngineError, OSError) as error:
        return [Problem("The search index is damaged.", repr(error))]
    return []
