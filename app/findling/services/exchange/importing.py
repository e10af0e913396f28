# SPDX-License-Identifier: Apache-2.0
"""Make a library from an exported one. The file may come from a stranger."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from findling.bolt import EngineError, Retriever
from findling.errors import AppError
from findling.services.exchange import layout
from findling.services.exchange.exporting import ExchangeSummary
from findling.services.library import Library
from findling.services.types import Stage
from findling.storage.codec import teaching_from_plain
from findling.storage.errors import ConflictError
from findling.storage.generations import INDEX_FILE, read_manifest
from findling.storage.labels.portable import put_portable_set
from findling.storage.paths import default_library_folder
from findling.storage.records import SourceKind
from findling.storage.transfer import Transfer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from findling.jobs.context import JobContext

_MAX_HEADER_BYTES = 64 << 20
_MAX_FILES = 200_000
_MAX_SOURCES = 100_000
_FREE_SIZE = 1 << 30
_MAX_RATIO = 200
"""A file of this size may always unpack to a gigabyte, a larger one to 200 times its length: texts
shrink to a fifth."""

_CHUNK = 1 << 20
_UNREADABLE = (KeyError, zipfile.BadZipFile, zlib.error, OSError, RuntimeError, EOFError)
"""What `zipfile` raises for members that are damaged, locked or of an unknown kind."""

ELSEWHERE = "elsewhere"
"""Where sources seem to be as long as nobody says where they are on this computer."""


def import_library(
    archive: Path,
    folder: Path | None,
    context: JobContext,
    *,
    places: Mapping[str, Path] | None = None,
) -> ExchangeSummary:
    """Make a new library from an exported one.

    Parameters
    ----------
    archive : Path
        What `export_library` wrote, here or elsewhere.
    folder : Path or None
        The new library; missing or empty until now. None for the user's default one.
    context : JobContext
        To report to, and to be stopped by.
    places : mapping of str to Path, optional
        Where the sources are on this computer, by the names they have in the archive. Others can
        be searched and read, and are listed as not connected.

    Returns
    -------
    ExchangeSummary

    Raises
    ------
    ArchiveError
        If the file is no export, is damaged, or tries to do harm.
    AppError
        If the library cannot be made.
    CancelledError
        If the job was cancelled.

    Notes
    -----
    Nothing is unpacked by the names in the zip. Whatever goes wrong, no library is left behind.
    """
    folder = (folder or default_library_folder()).expanduser().absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise AppError(f"{folder} is not empty.", hint="Choose a new folder for the library.")
    was_there = folder.exists()
    try:
        with _open(archive) as opened:
            return _Importer(opened, context, dict(places or {})).run(folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        if was_there:
            folder.mkdir()
        raise


def _open(path: Path) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(path)
    except FileNotFoundError as error:
        raise AppError(f"{path} does not exist.") from error
    except OSError as error:
        raise AppError(f"{path} cannot be read.", repr(error)) from error
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise layout.broken(repr(error)) from error
    try:
        _check_sizes(archive, path.stat().st_size)
    except BaseException:
        archive.close()
        raise
    return archive


def _check_sizes(archive: zipfile.ZipFile, size: int) -> None:
    members = archive.infolist()
    if len(members) > _MAX_FILES or len({member.filename for member in members}) != len(members):
        raise layout.broken(f"{len(members)} files")
    if sum(member.file_size for member in members) > max(_FREE_SIZE, _MAX_RATIO * size):
        raise layout.broken("it would unpack to far more than any library")


@dataclass(slots=True)
class _Importer:
    archive: zipfile.ZipFile
    context: JobContext
    places: dict[str, Path]

    def run(self, folder: Path) -> ExchangeSummary:
        header = self._header()
        files = _files_of(header)
        self._check_files(files)
        self.context.begin(Stage.SAVING.value)
        with Library.open(folder, writable=True) as library:
            summary = self._fill(library, header, files)
            library.store.back_up()
            if layout.INDEX in files:
                self._take_index(library, files)
        return summary

    def _header(self) -> dict[str, Any]:
        try:
            with self.archive.open(layout.HEADER) as stream:
                data = stream.read(_MAX_HEADER_BYTES)
        except _UNREADABLE as error:
            raise layout.broken(repr(error)) from error
        header = layout.from_line(data)
        if header.get("format") != layout.FORMAT:
            raise layout.broken("findling.json names another format")
        version = layout.whole(header, "version", least=1)
        if version > layout.VERSION:
            raise layout.ArchiveError(
                "This library was exported by a newer version of Findling.",
                f"layout {version}, known up to {layout.VERSION}",
                "Update Findling to import it.",
            )
        return header

    def _check_files(self, files: dict[str, dict[str, Any]]) -> None:
        """Refuse an archive whose files are not exactly those that its header promises."""
        found = {member.filename: member.file_size for member in self.archive.infolist()}
        found.pop(layout.HEADER)
        fixed = {layout.SOURCES, layout.DOCUMENTS, layout.TEACHINGS}
        if not fixed <= files.keys():
            raise layout.broken("sources, documents or teachings are missing")
        may_be = {layout.INDEX, layout.MANIFEST, layout.LABEL_SETS, layout.SEARCHES, layout.GROUPS}
        for name in files.keys() - fixed - may_be:
            if not layout.CONTENT_NAME.fullmatch(name):
                raise layout.broken(f"a file that has no business here: {name[:100]!r}")
        promised = {name: layout.whole(entry, "bytes") for name, entry in files.items()}
        if found != promised:
            raise layout.broken("the files are not those that findling.json lists")

    def _fill(
        self, library: Library, header: dict[str, Any], files: dict[str, dict[str, Any]]
    ) -> ExchangeSummary:
        transfer = Transfer(library.store.database)
        try:
            with library.store.database.transaction(durable=True):
                roots = self._take_sources(transfer, library.path, files)
                n_contents, n_passages = self._take_contents(transfer, files)
                n_documents = self._take_documents(transfer, roots, files)
                self._take_teachings(library, files)
                self._take_labels_and_searches(library, roots, files)
                self._take_groups(library, roots, files)
                transfer.raise_last_keys(_last_keys(header))
        except ConflictError as error:
            raise layout.broken(error.detail) from error
        n_bytes = sum(entry["bytes"] for entry in files.values())
        return ExchangeSummary(library.path, n_documents, n_contents, n_passages, n_bytes)

    def _take_sources(
        self, transfer: Transfer, folder: Path, files: dict[str, dict[str, Any]]
    ) -> dict[int, Path]:
        """Add the sources and return where each is, by its key."""
        roots: dict[int, Path] = {}
        for value in self._lines(layout.SOURCES, files):
            source_id, name = layout.whole(value, "id", least=1), layout.text(value, "name")
            place = self.places.get(name)
            if place is None:
                place = folder / ELSEWHERE / str(source_id) / layout.inner_path(name)
            place = place.expanduser().absolute()
            if source_id in roots or place in roots.values() or len(roots) == _MAX_SOURCES:
                raise layout.broken(f"source {source_id} or its place comes twice")
            try:
                kind = SourceKind(layout.text(value, "kind"))
            except ValueError as error:
                raise layout.broken(repr(error)) from error
            transfer.add_source(source_id, place, kind)
            roots[source_id] = place
        return roots

    def _take_contents(
        self, transfer: Transfer, files: dict[str, dict[str, Any]]
    ) -> tuple[int, int]:
        n_contents = n_passages = 0
        for name in sorted(name for name in files if layout.CONTENT_NAME.fullmatch(name)):
            for value in self._lines(name, files):
                content = layout.content_from_json(value)
                transfer.add_content(content)
                n_contents += 1
                n_passages += len(content.passages)
                self.context.progress(n_contents, 0, content.name)
        return n_contents, n_passages

    def _take_documents(
        self, transfer: Transfer, roots: dict[int, Path], files: dict[str, dict[str, Any]]
    ) -> int:
        n_documents = 0
        for value in self._lines(layout.DOCUMENTS, files):
            transfer.add_document(layout.document_from_json(value, roots))
            n_documents += 1
        return n_documents

    def _take_teachings(self, library: Library, files: dict[str, dict[str, Any]]) -> None:
        teachings = library.store.teachings
        for value in self._lines(layout.TEACHINGS, files):
            try:
                teachings.put(teaching_from_plain(value))
            except (KeyError, TypeError, ValueError) as error:
                raise layout.broken(repr(error)) from error
        teachings.find_again(teachings.lost())

    def _take_labels_and_searches(
        self, library: Library, roots: dict[int, Path], files: dict[str, dict[str, Any]]
    ) -> None:
        try:
            if layout.LABEL_SETS in files:
                for value in self._lines(layout.LABEL_SETS, files):
                    put_portable_set(library.store.database, value, {key: key for key in roots})
            if layout.SEARCHES in files:
                for value in self._lines(layout.SEARCHES, files):
                    name, query = layout.text(value, "name"), layout.text(value, "query")
                    library.store.saved_searches.put(name, query, layout.text(value, "mode"))
        except (KeyError, TypeError, ValueError, IndexError) as error:
            raise layout.broken(repr(error)) from error

    def _take_groups(
        self, library: Library, roots: dict[int, Path], files: dict[str, dict[str, Any]]
    ) -> None:
        if layout.GROUPS in files:
            for value in self._lines(layout.GROUPS, files):
                kind, name, members = layout.group_from_json(value, roots)
                library.store.groups.put_members(library.store.groups.add(kind, name), members)

    def _take_index(self, library: Library, files: dict[str, dict[str, Any]]) -> None:
        """Put the index beside the texts; one that does not open is left out and made anew."""
        generations = library.store.generations
        draft = generations.begin()
        for name, target in (
            (layout.INDEX, draft / INDEX_FILE),
            (layout.MANIFEST, draft / "received.json"),
        ):
            with target.open("xb") as stream:
                for data in self._chunks(name, files):
                    stream.write(data)
        manifest = read_manifest(draft / "received.json")
        (draft / "received.json").unlink()
        try:
            Retriever.load(draft / INDEX_FILE)
        except (EngineError, OSError):
            manifest = None
        if manifest is None:
            generations.sweep()
        else:
            generations.publish(draft, manifest)

    def _lines(self, name: str, files: dict[str, dict[str, Any]]) -> Iterator[dict[str, Any]]:
        rest = b""
        for data in self._chunks(name, files):
            *lines, rest = (rest + data).split(b"\n")
            for line in lines:
                yield layout.from_line(line)
            if len(rest) > layout.MAX_LINE_BYTES:
                raise layout.broken(f"an endless line in {name}")
        if rest:
            raise layout.broken(f"{name} ends early")

    def _chunks(self, name: str, files: dict[str, dict[str, Any]]) -> Iterator[bytes]:
        """Yield the bytes of a file, and refuse it at the end if they are not those promised."""
        digest = hashlib.sha256()
        try:
            with self.archive.open(name) as stream:
                while data := stream.read(_CHUNK):
                    self.context.raise_if_cancelled()
                    digest.update(data)
                    yield data
        except _UNREADABLE as error:
            raise layout.broken(f"{name}: {error!r}") from error
        if digest.hexdigest() != files[name].get("sha256"):
            raise layout.broken(f"{name} has another checksum than findling.json says")


def _files_of(header: dict[str, Any]) -> dict[str, dict[str, Any]]:
    files = header.get("files")
    if not isinstance(files, dict):
        raise layout.broken("findling.json lists no files")
    entries = cast("dict[str, object]", files)
    if not all(isinstance(entry, dict) for entry in entries.values()):
        raise layout.broken("findling.json lists files in an unknown way")
    return cast("dict[str, dict[str, Any]]", entries)


def _last_keys(header: dict[str, Any]) -> dict[str, int]:
    keys = header.get("last_keys")
    if not isinstance(keys, dict):
        raise layout.broken("findling.json has no last keys")
    values = cast("dict[str, Any]", keys)
    return {name: layout.whole(values, name) for name in values}
