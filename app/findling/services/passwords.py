# SPDX-License-Identifier: Apache-2.0
"""Passwords of documents: kept in memory while the program runs, never written anywhere."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Protocol

from findling.errors import AppError
from findling.extract.errors import PDF_LOCKED, ReadError, ReadFailure
from findling.services.types import DocumentState

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from findling.extract.types import ExtractedDocument
    from findling.services.library import Library
    from findling.services.types import DocumentRow

MAX_PASSWORDS = 20
"""Passwords kept for one folder: each is tried on each locked file of it."""

MAX_LENGTH = 1000
"""Longest password, in code points; PDF's own limit is 127 bytes."""


class PdfOpener(Protocol):
    """Reads files and opens PDFs with a password; `findling.services.reading.ReaderPool` does."""

    def read(
        self,
        path: Path,
        *,
        place: Sequence[int] = (),
        password: str = "",
        is_cancelled: Callable[[], bool],
    ) -> ExtractedDocument:
        """Read a file or a member, or raise `ReadError` with the reason why not."""
        ...

    def pdf_info(
        self, path: Path, *, place: Sequence[int] = (), password: str = ""
    ) -> tuple[tuple[float, float], ...]:
        """Return the sizes of a PDF's pages, or raise `ReadError`."""
        ...


class Keyring:
    """The passwords that opened something, by folder, newest first; safe from any thread."""

    def __init__(self) -> None:
        self._by_folder: dict[Path, tuple[str, ...]] = {}
        self._lock = threading.Lock()

    def add(self, folder: Path, password: str) -> None:
        """Keep a password for the files of a folder; the oldest of too many is dropped."""
        with self._lock:
            others = [known for known in self._by_folder.get(folder, ()) if known != password]
            self._by_folder[folder] = (password, *others)[:MAX_PASSWORDS]

    def passwords_for(self, path: Path) -> tuple[str, ...]:
        """Return what may open a file: the passwords of its folder."""
        with self._lock:
            return self._by_folder.get(path.parent, ())


class KeyringReader:
    """Reads files, and locked ones with the passwords of their folder.

    Parameters
    ----------
    reader : PdfOpener
        A `ReaderPool`.
    keyring : Keyring
        Shared with the `Unlocker` that fills it.
    """

    def __init__(self, reader: PdfOpener, keyring: Keyring) -> None:
        self._reader = reader
        self._keyring = keyring

    def read(
        self, path: Path, *, place: Sequence[int] = (), is_cancelled: Callable[[], bool]
    ) -> ExtractedDocument:
        """Read a file or a member; as `ReaderPool.read`."""
        passwords = ("", *self._keyring.passwords_for(path))
        for password in passwords[:-1]:
            try:
                return self._read(path, place, password, is_cancelled)
            except ReadError as error:
                if error.kind is not ReadFailure.PASSWORD:
                    raise
        return self._read(path, place, passwords[-1], is_cancelled)

    def _read(
        self, path: Path, place: Sequence[int], password: str, is_cancelled: Callable[[], bool]
    ) -> ExtractedDocument:
        return self._reader.read(path, place=place, password=password, is_cancelled=is_cancelled)


class Unlocker:
    """Opens documents that need a password.

    Parameters
    ----------
    library : Library
        Open for writing.
    opener : PdfOpener
        To try a password with.
    keyring : Keyring
        Takes the passwords that open something.
    """

    def __init__(self, library: Library, opener: PdfOpener, keyring: Keyring) -> None:
        self._library = library
        self._opener = opener
        self._keyring = keyring

    def unlock(self, document_id: int, password: str) -> tuple[int, ...]:
        """Keep a password that opens a document, and queue what it may open for reading.

        The next run of an indexer that reads with the same keyring reads the document and the
        other locked ones of its folder; those that stay locked keep their reason.

        Parameters
        ----------
        document_id : int
            A document that failed for want of a password.
        password : str

        Returns
        -------
        tuple of int
            Keys of the documents that may be open now, this one included.

        Raises
        ------
        AppError
            If the document is not locked or no longer there, is of a format that cannot be
            unlocked, or the password does not open it.
        """
        row = self._library.document(document_id)
        _check(row, password)
        try:
            self._opener.pdf_info(row.path, place=row.place, password=password)
        except ReadError as error:
            raise _refused(error) from error
        self._keyring.add(row.path.parent, password)
        ids = tuple(other.id for other in locked(self._library, row.path.parent))
        documents = self._library.store.documents
        with self._library.store.database.transaction():
            documents.mark_pending(documents.failed_ids(ids))
        return ids


def locked(library: Library, folder: Path) -> list[DocumentRow]:
    """Return the documents directly in a folder, or inside of its files, that can be unlocked."""
    rows = library.needs_attention()
    return [row for row in rows if row.path.parent == folder and is_locked(row)]


def is_locked(row: DocumentRow) -> bool:
    """Say whether a password would open a document."""
    return row.state is DocumentState.FAILED and row.reason.startswith(PDF_LOCKED)


def _check(row: DocumentRow, password: str) -> None:
    if row.state is DocumentState.FAILED and "needs a password" in row.reason:
        if not is_locked(row):
            hint = "Save a copy without a password and add that."
            raise AppError("Only PDFs can be unlocked with their password.", row.format, hint)
    elif not is_locked(row):
        raise AppError("The document does not wait for a password.", row.state.value)
    if not 0 < len(password) <= MAX_LENGTH:
        raise AppError(f"A password has 1 to {MAX_LENGTH} characters.")


def _refused(error: ReadError) -> AppError:
    if error.kind is not ReadFailure.PASSWORD:
        return error
    hint = "Check capital letters and the layout of the keyboard, then try again."
    return AppError("The password does not open this document.", "", hint)
