# SPDX-License-Identifier: Apache-2.0
"""Write a library into one file that another computer can take in."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any

from findling import __version__
from findling.errors import AppError
from findling.services.exchange import layout
from findling.services.types import Stage
from findling.storage.atomic import sync_file, sync_folder
from findling.storage.codec import teaching_to_plain
from findling.storage.labels.portable import portable_sets
from findling.storage.transfer import Transfer

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator
    from pathlib import Path

    from findling.jobs.context import JobContext
    from findling.services.library import Library

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class ExchangeSummary:
    """What was written into an export or taken in from one, and where it is now."""

    path: Path
    documents: int
    contents: int
    passages: int
    bytes: int


def export_library(
    library: Library, target: Path, context: JobContext, *, with_index: bool = True
) -> ExchangeSummary:
    """Write a library into a zip: sources, documents, texts, and what was taught and learned.

    Parameters
    ----------
    library : Library
        It may be read by others meanwhile, and written to.
    target : Path
        The file; replaced when it is there. It appears whole or not at all.
    context : JobContext
        To report to, and to be stopped by.
    with_index : bool
        Whether to put in the search index, so that meaning is there at once where it is taken in.

    Returns
    -------
    ExchangeSummary

    Raises
    ------
    AppError
        If the file cannot be written or the library cannot be read.
    CancelledError
        If the job was cancelled; there is no file then.

    Notes
    -----
    No absolute path goes into the file: documents are named from the folder the user added.
    """
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with zipfile.ZipFile(temporary, "x", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
            summary = _Exporter(library, target, archive, context).run(with_index=with_index)
        sync_file(temporary)
        temporary.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        raise AppError(
            f"{target} cannot be written.",
            repr(error),
            "Check that its folder exists, is yours, and has room.",
        ) from error
    finally:
        temporary.unlink(missing_ok=True)
    return summary


@dataclass(slots=True)
class _Exporter:
    library: Library
    target: Path
    archive: zipfile.ZipFile
    context: JobContext
    files: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    n_documents: int = 0
    n_passages: int = 0

    def run(self, *, with_index: bool) -> ExchangeSummary:
        self.context.begin(Stage.SAVING.value)
        transfer = Transfer(self.library.store.database)
        with self.library.store.database.snapshot():
            self._write_lines(layout.SOURCES, self._sources())
            self._write_lines(layout.DOCUMENTS, self._documents(transfer))
            self._write_lines(layout.TEACHINGS, self._teachings())
            sets = portable_sets(self.library.store.database)
            self._write_lines(layout.LABEL_SETS, iter(sets))
            self._write_lines(layout.SEARCHES, self._searches())
            self._write_lines(layout.GROUPS, self._groups())
            content_ids = transfer.content_ids()
            self._write_contents(transfer, content_ids)
            last_keys = transfer.last_keys()
        if with_index:
            self._copy_index()
        n_bytes = sum(entry["bytes"] for entry in self.files.values())
        header = {
            "format": layout.FORMAT,
            "version": layout.VERSION,
            "created": time.time(),
            "engine": __version__,
            "last_keys": last_keys,
            "documents": self.n_documents,
            "contents": len(content_ids),
            "passages": self.n_passages,
            "files": self.files,
        }
        self.archive.writestr(layout.HEADER, json.dumps(header, indent=1))
        return ExchangeSummary(
            self.target, self.n_documents, len(content_ids), self.n_passages, n_bytes
        )

    def _sources(self) -> Iterator[dict[str, Any]]:
        for source in self.library.store.sources.all():
            yield {"id": source.id, "name": source.path.name or "disk", "kind": source.kind.value}

    def _documents(self, transfer: Transfer) -> Iterator[dict[str, Any]]:
        for source in self.library.store.sources.all():
            for document in transfer.documents(source.id):
                self.n_documents += 1
                yield layout.document_to_json(document, source.path)

    def _teachings(self) -> Iterator[dict[str, Any]]:
        for teaching in self.library.store.teachings.all():
            yield teaching_to_plain(teaching)

    def _searches(self) -> Iterator[dict[str, Any]]:
        for row in self.library.store.saved_searches.all():
            yield {"name": row.name, "query": row.query, "mode": row.mode}

    def _groups(self) -> Iterator[dict[str, Any]]:
        store = self.library.store
        roots = {source.id: source.path for source in store.sources.all()}
        for group in store.groups.all():
            yield layout.group_to_json(group, store.groups.members(group.id), roots)

    def _write_contents(self, transfer: Transfer, content_ids: list[int]) -> None:
        contents = transfer.contents(content_ids)
        done = 0
        for number in range(1, len(content_ids) + 1):
            if done == len(content_ids):
                return
            with self._file(f"{layout.CONTENTS}{number:06d}.jsonl") as stream:
                room = layout.SHARD_CHARS
                for content in contents:
                    stream.write(layout.to_line(layout.content_to_json(content)))
                    self.n_passages += len(content.passages)
                    room -= len(content.text)
                    done += 1
                    self.context.raise_if_cancelled()
                    self.context.progress(done, len(content_ids), content.name)
                    if room <= 0:
                        break

    def _copy_index(self) -> None:
        generation = self.library.store.generations.current()
        if generation is None:
            return
        for name, source in (
            (layout.INDEX, generation.index_file),
            (layout.MANIFEST, generation.manifest_file),
        ):
            with source.open("rb") as original, self._file(name) as stream:
                shutil.copyfileobj(original, stream, _CHUNK)

    def _write_lines(self, name: str, values: Iterable[dict[str, Any]]) -> None:
        with self._file(name) as stream:
            for value in values:
                stream.write(layout.to_line(value))

    @contextmanager
    def _file(self, name: str) -> Generator[_Hashing]:
        """Open a file inside the zip; its length and checksum go into the header."""
        with self.archive.open(name, "w", force_zip64=True) as stream:
            hashing = _Hashing(stream)
            yield hashing
        self.files[name] = {"bytes": hashing.n_bytes, "sha256": hashing.digest.hexdigest()}


class _Hashing:
    """A stream that takes the checksum of what is written to it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.digest = hashlib.sha256()
        self.n_bytes = 0

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        self.n_bytes += len(data)
        return self._stream.write(data)
