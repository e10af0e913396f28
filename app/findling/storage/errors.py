# SPDX-License-Identifier: Apache-2.0
"""What can go wrong with a library on disk, in words for the person who owns it."""

from __future__ import annotations

import sqlite3

from findling.errors import AppError


class StorageError(AppError):
    """The library cannot be read or written."""


class LibraryBusyError(StorageError):
    """Another process writes to the library."""


class NotALibraryError(StorageError):
    """There is no library, or what is there is foreign, damaged or too new."""


class DamagedLibraryError(NotALibraryError):
    """What is there was a library, or is none at all: its database cannot be read."""


class ConflictError(StorageError):
    """Rows contradict each other: a key comes twice or points nowhere."""


_DAMAGED = "The library's database is damaged."

_SENTENCES = (
    (
        "database or disk is full",
        "The disk is full: nothing more can be stored.",
        "Free some space and try again.",
    ),
    (
        "malformed",
        _DAMAGED,
        "Restore a backup, or add the folders to a new library.",
    ),
    (
        "not a database",
        _DAMAGED,
        "Restore a backup, or add the folders to a new library.",
    ),
    ("locked", "The library is busy.", "Close other programs that use it and try again."),
    ("readonly", "The library is on a disk that cannot be written.", ""),
    (
        "unable to open",
        "The library's database cannot be opened.",
        "Check that the folder exists and is yours.",
    ),
)


def storage_error(error: sqlite3.Error) -> StorageError:
    """Return the sentence for what SQLite said.

    Notes
    -----
    By text, because Python 3.10 does not tell SQLite's error code; the texts have been the same
    for many years.
    """
    detail = f"{type(error).__name__}: {error}"
    if isinstance(error, sqlite3.IntegrityError):
        return ConflictError("The library's database refused rows that contradict it.", detail)
    for words, message, hint in _SENTENCES:
        if words in str(error):
            kind = DamagedLibraryError if message == _DAMAGED else StorageError
            return kind(message, detail, hint)
    return StorageError("The library's database cannot be used.", detail)
