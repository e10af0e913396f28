# SPDX-License-Identifier: Apache-2.0
"""Makes the map of a library, and keeps it beside the index that it was made from."""

from __future__ import annotations

import io
import logging
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from findling.extract.clean import clean_for_index
from findling.services.labels.reports import labels_of_documents
from findling.services.labels.vectors import newest_encoder
from findling.services.library_map.layout import lay_out
from findling.services.library_map.regions import MOST_REGIONS, find_regions, name_regions
from findling.services.rows import document_row
from findling.storage.atomic import write_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from findling.services.library import Library
    from findling.services.types import DocumentRow

MOST_POINTS = 100_000
"""Documents that get a place; of more a random part."""

_LAYOUT = 1
_FILE = "map.npz"
_LARGEST_FILE = 64 << 20
_LETTERS = 3000
"""Code points of a document that it is placed by."""

_ONCE = 256
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LibraryMap:
    """Where the documents of a library lie.

    Attributes
    ----------
    contents : ndarray of int64, shape (n,)
        Keys of texts, ascending.
    places : ndarray of float32, shape (n, 2)
        In the square from -1 to 1; the second grows upwards.
    regions : ndarray of int64, shape (n,)
        Numbers of `names`.
    names : tuple of str
        Words that tell a region from the others; may be empty.
    """

    contents: NDArray[np.int64]
    places: NDArray[np.float32]
    regions: NDArray[np.int64]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MappedDocuments:
    """What is known of the points of a map, in their order.

    Attributes
    ----------
    documents : ndarray of int64, shape (n,)
        A document that holds each text.
    titles, folders, formats : tuple of str
        [n]
    labels : tuple of str
        [n], the first label of each; empty without one.
    """

    documents: NDArray[np.int64]
    titles: tuple[str, ...]
    folders: tuple[str, ...]
    formats: tuple[str, ...]
    labels: tuple[str, ...]


class MapMaker:
    """Makes maps of one library; for one thread.

    Parameters
    ----------
    library : Library
    """

    def __init__(self, library: Library) -> None:
        self._library = library

    @property
    def can_be_made(self) -> bool:
        """Whether anything was learned that documents can be placed by."""
        return bool(newest_encoder(self._library).name)

    def kept(self) -> tuple[LibraryMap | None, bool]:
        """Return the map that was made last, and whether it shows the library as it is now."""
        path = self._file()
        found = None if path is None else _load(path)
        return found, found is not None and np.array_equal(found.contents, self._wanted())

    def make(self, report: Callable[[float], None] = lambda _: None, seed: int = 0) -> LibraryMap:
        """Make the map anew, and keep it.

        Parameters
        ----------
        report : callable
            Called with the share that is done; what it raises stops the work.
        seed : int
            What chance depends on: the same library and seed give the same map.
        """
        encoder, contents = newest_encoder(self._library), self._wanted()
        parts: list[NDArray[np.float32]] = []
        for begin in range(0, len(contents), _ONCE):
            keys = contents[begin : begin + _ONCE].tolist()
            vectors = encoder.vectors(self._texts(keys))
            if vectors is not None:
                parts.append(vectors)
            report(0.6 * (begin + len(keys)) / len(contents))
        vectors = np.concatenate(parts) if parts else np.zeros((0, 1), np.float32)
        contents = contents[: len(vectors)]
        places = lay_out(vectors, seed, lambda share: report(0.6 + 0.35 * share))
        regions = find_regions(places, seed) if len(places) else np.zeros(0, np.int64)
        names = name_regions(
            places, regions, lambda points: self._texts([int(contents[i]) for i in points])
        )
        made = LibraryMap(contents, places, regions, tuple(names))
        self._keep(made)
        report(1.0)
        return made

    def describe(self, made: LibraryMap) -> MappedDocuments:
        """Return what is known of the points of a map; a text that is gone has document 0."""
        found = self._library.documents_of(made.contents.tolist())
        labels = labels_of_documents(self._library)
        rows = [found.get(int(key), [None])[0] for key in made.contents]
        return MappedDocuments(
            np.array([row.id if row else 0 for row in rows], np.int64),
            tuple(row.title or row.name if row else "" for row in rows),
            tuple(row.path.parent.name if row else "" for row in rows),
            tuple(row.format.upper() if row else "" for row in rows),
            tuple(next(iter(labels.get(row.id, ())), "") if row else "" for row in rows),
        )

    def rows(self, document_ids: Sequence[int]) -> list[DocumentRow]:
        """Return rows of documents that are there, in the order given."""
        found = (self._library.store.documents.get(key) for key in document_ids)
        return [document_row(document) for document in found if document is not None]

    def _wanted(self) -> NDArray[np.int64]:
        """Return the texts that get a place, ascending."""
        ids = np.array(sorted(self._library.store.contents.ids()), np.int64)
        if len(ids) <= MOST_POINTS:
            return ids
        return np.sort(np.random.default_rng(0).permutation(ids)[:MOST_POINTS])

    def _texts(self, keys: Sequence[int]) -> list[str]:
        contents = self._library.store.contents
        titles = contents.titles(keys)
        return [
            f"{titles.get(key, '')}\n{clean_for_index(contents.text_uncached(key)[:_LETTERS])}"
            for key in keys
        ]

    def _file(self) -> Path | None:
        generation = self._library.store.generations.current()
        return None if generation is None else generation.folder / _FILE

    def _keep(self, made: LibraryMap) -> None:
        path = self._file()
        if path is None:
            return
        stream = io.BytesIO()
        np.savez(
            stream,
            layout=np.array([_LAYOUT]),
            contents=made.contents,
            places=made.places,
            regions=made.regions.astype(np.uint8),
            names=np.array(made.names, np.str_),
        )
        try:
            write_bytes(path, stream.getvalue())
        except OSError as error:  # it can be made again
            _log.warning("the map was not kept: %r", error)


def _load(path: Path) -> LibraryMap | None:
    """Return a map that was kept; None when there is none, or it cannot be used."""
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(member.file_size for member in archive.infolist()) > _LARGEST_FILE:
                return None
        with np.load(path, allow_pickle=False) as found:
            made = LibraryMap(
                np.asarray(found["contents"], np.int64),
                np.asarray(found["places"], np.float32),
                np.asarray(found["regions"], np.int64),
                tuple(str(name) for name in found["names"]),
            )
            is_known = found["layout"].tolist() == [_LAYOUT]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    return made if is_known and _is_sound(made) else None


def _is_sound(made: LibraryMap) -> bool:
    n = len(made.contents)
    shapes = [array.shape for array in (made.contents, made.regions, made.places)]
    if shapes != [(n,), (n,), (n, 2)] or n > MOST_POINTS or len(made.names) > MOST_REGIONS:
        return False
    is_ascending = bool(np.all(made.contents[1:] > made.contents[:-1]))
    is_named = bool(np.all((made.regions >= 0) & (made.regions < len(made.names))))
    return is_ascending and is_named and bool(np.all(np.isfinite(made.places)))
