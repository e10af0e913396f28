# SPDX-License-Identifier: Apache-2.0
"""One connection to a library's database: who may do what, and transactions."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from typing import TYPE_CHECKING, Any

from findling.storage.errors import DamagedLibraryError, NotALibraryError, storage_error
from findling.storage.migrations import APPLICATION_ID, LATEST, migrate

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable
    from pathlib import Path

Row = tuple[Any, ...]

SQLITE_VERSION = sqlite3.sqlite_version
"""Of the library that Python was built with."""

_BUSY_MS = 5000
_MMAP_BYTES = 256 << 20


class Database:
    """A connection with its lock; every method may be called from any thread.

    Parameters
    ----------
    path : Path
        The database file.
    writable : bool
        Whether it may change anything. The caller holds the library's `WriterLock` then.

    Raises
    ------
    NotALibraryError
        If the file is missing, foreign, damaged or made by a newer version.

    Notes
    -----
    A write-ahead log and ``synchronous=NORMAL``: what is committed survives a killed process; a
    power cut may take the
    last transactions but never tears one. Reads fetch all their rows at once, so that no cursor
    outlives the lock.
    """

    def __init__(self, path: Path, *, writable: bool = False) -> None:
        self._lock = threading.RLock()
        self._connection = _connect(path)
        try:
            self._prepare(path, writable)
        except sqlite3.Error as error:
            self._connection.close()
            raise storage_error(error) from error
        except BaseException:
            self._connection.close()
            raise

    def _prepare(self, path: Path, writable: bool) -> None:
        version = _check_identity(self._connection, path)
        if version < LATEST:
            raise NotALibraryError(
                f"{path.parent} has to be brought up to date before it is opened."
            )
        self._connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
        self._connection.execute("PRAGMA foreign_keys = ON")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.execute("PRAGMA temp_store = MEMORY")
        self._connection.execute(f"PRAGMA mmap_size = {_MMAP_BYTES}")
        if writable:
            self._connection.execute("PRAGMA secure_delete = ON")  # a forgotten text is overwritten
        else:
            self._connection.execute("PRAGMA query_only = ON")

    def rows(self, sql: str, parameters: Iterable[object] = ()) -> list[Row]:
        """Run a query and return all its rows."""
        with self._lock:
            try:
                return self._connection.execute(sql, tuple(parameters)).fetchall()
            except sqlite3.Error as error:
                raise storage_error(error) from error

    def row(self, sql: str, parameters: Iterable[object] = ()) -> Row | None:
        """Run a query and return its first row, if any."""
        return next(iter(self.rows(sql, parameters)), None)

    def number(self, sql: str, parameters: Iterable[object] = ()) -> int | None:
        """Run a query for one integer and return it; None without a row."""
        row = self.row(sql, parameters)
        return int(row[0]) if row else None

    def execute(self, sql: str, parameters: Iterable[object] = ()) -> int:
        """Run a statement inside a transaction and return how many rows it changed."""
        with self._lock:
            try:
                return self._connection.execute(sql, tuple(parameters)).rowcount
            except sqlite3.Error as error:
                raise storage_error(error) from error

    def insert(self, sql: str, parameters: Iterable[object]) -> int:
        """Run an INSERT inside a transaction and return the new row's key."""
        with self._lock:
            try:
                return int(self._connection.execute(sql, tuple(parameters)).lastrowid or 0)
            except sqlite3.Error as error:
                raise storage_error(error) from error

    def execute_many(self, sql: str, rows: Iterable[Iterable[object]]) -> None:
        """Run a statement for each row of parameters, inside a transaction."""
        with self._lock:
            try:
                self._connection.executemany(sql, (tuple(row) for row in rows))
            except sqlite3.Error as error:
                raise storage_error(error) from error

    @contextlib.contextmanager
    def transaction(self, *, durable: bool = False) -> Generator[None]:
        """Make all statements inside happen together or not at all.

        Parameters
        ----------
        durable : bool
            Wait until the disk has it, for what only the user could tell us again.
        """
        with self._lock:
            self.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            self.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._rollback()
                raise
            try:
                self.execute("COMMIT")
            except BaseException:
                self._rollback()
                raise

    @contextlib.contextmanager
    def snapshot(self) -> Generator[None]:
        """Make all queries inside see the library as it was at one moment."""
        with self._lock:
            self.execute("BEGIN")
            try:
                yield
            finally:
                self._rollback()

    def change_counter(self) -> int:
        """Return a number that grows with every change, made through this connection or another."""
        with self._lock:
            return (self.number("PRAGMA data_version") or 0) + self._connection.total_changes

    def truncate_log(self) -> None:
        """Move the write-ahead log into the database and empty it, if no reader is in the way."""
        self.rows("PRAGMA wal_checkpoint(TRUNCATE)")

    def problems(self) -> list[str]:
        """Return what SQLite finds wrong with the file; empty when it is sound. Reads all of it."""
        found = [str(row[0]) for row in self.rows("PRAGMA integrity_check(20)") if row[0] != "ok"]
        broken = self.rows("PRAGMA foreign_key_check")
        return found + [f"{row[0]}: row {row[1]} points nowhere" for row in broken[:20]]

    def close(self) -> None:
        """Close the connection; safe to call twice."""
        with self._lock:
            self._connection.close()

    def _rollback(self) -> None:
        # SQLite has already rolled back by itself after a full disk; then this fails and changes
        # nothing.
        with contextlib.suppress(sqlite3.Error):
            self._connection.execute("ROLLBACK")


def bring_up_to_date(path: Path) -> None:
    """Create the database, readable for its owner only, or bring an older one to this version.

    The caller holds the library's `WriterLock`.
    """
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    connection = _connect(path)
    try:
        if _check_identity(connection, path) == 0:
            connection.execute("PRAGMA journal_mode = WAL")
        migrate(connection)
    except sqlite3.Error as error:
        raise storage_error(error) from error
    finally:
        connection.close()


def schema_version(path: Path) -> int:
    """Return the version of the database's schema; 0 when it is missing or empty.

    Raises
    ------
    NotALibraryError
        If the file is foreign, damaged or made by a newer version.
    """
    if not path.is_file() or path.stat().st_size == 0:
        return 0
    connection = _connect(path)
    try:
        return _check_identity(connection, path)
    finally:
        connection.close()


def _connect(path: Path) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?{_access(path)}"
    try:
        return sqlite3.connect(
            uri, uri=True, isolation_level=None, check_same_thread=False, timeout=_BUSY_MS / 1000
        )
    except sqlite3.Error as error:
        raise NotALibraryError(
            f"There is no library that can be opened in {path.parent}.", repr(error)
        ) from error


def _access(path: Path) -> str:
    """Return how the file is opened.

    For writing, even where only reads are allowed (query_only): the first to come after a crash has
    to replay the write-ahead log. mode=rw does not create the file. On a disk that cannot be
    written, nobody can change it: SQLite then needs no files beside it.

    Raises
    ------
    NotALibraryError
        If a log would have to be replayed on such a disk.
    """
    if not path.is_file() or (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        return "mode=rw"
    log = path.with_name(f"{path.name}-wal")
    if log.is_file() and log.stat().st_size:
        raise NotALibraryError(
            f"{path.parent} is on a disk that cannot be written, and was not closed in good order.",
            f"{log.name} has {log.stat().st_size} bytes",
            "Copy the folder to another disk, and open it there.",
        )
    return "mode=ro&immutable=1"


def _check_identity(connection: sqlite3.Connection, path: Path) -> int:
    try:
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        n_objects = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    except sqlite3.DatabaseError as error:
        if "locked" in str(error):
            raise storage_error(error) from error
        raise DamagedLibraryError(
            f"{path} is damaged or not a Findling library.",
            repr(error),
            "Restore a backup, or choose another folder.",
        ) from error
    if application == 0 and n_objects == 0:
        return 0  # created a moment ago, or killed while it was
    if application != APPLICATION_ID:
        raise NotALibraryError(
            f"{path} is not a Findling library.", f"application id {application}"
        )
    if version > LATEST:
        raise NotALibraryError(
            f"{path.parent} was made by a newer version of Findling.",
            f"schema {version}, known up to {LATEST}",
            "Update Findling to open it.",
        )
    return version
