# SPDX-License-Identifier: Apache-2.0
"""Take out of a damaged database what can still be read, and make a sound one of it."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from findling.storage.backups import Backups
from findling.storage.codec import unpack_text
from findling.storage.database import Database, bring_up_to_date
from findling.storage.errors import StorageError
from findling.storage.groups import put_portable_group
from findling.storage.labels.portable import put_portable_set
from findling.storage.lock import WriterLock
from findling.storage.saved_searches import SavedSearches
from findling.storage.settings import Settings
from findling.storage.sources import Sources
from findling.storage.teachings import StoredTeachings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from findling.storage.backups import Precious
    from findling.storage.paths import LibraryPaths

_TABLES = {
    "settings": ("name", "value"),
    "teachings": (
        *("id", "kind", "query", "meaning", "digest", "start", "end"),
        *("excerpt", "passage_id", "enabled", "created"),
    ),
    "sources": ("id", "path", "kind", "device", "missing"),
    "contents": (
        *("id", "digest", "format", "reader", "title", "name", "n_chars"),
        *("n_pages", "n_passages", "warnings", "metadata", "pages"),
    ),
    "texts": ("content_id", "packed"),
    "scanned_pages": ("digest", "page", "languages", "text", "is_lost"),
    "passages": ("id", "content_id", "ordinal", "start", "end", "page", "heading"),
    "documents": (
        *("id", "source_id", "path", "place", "names", "size", "mtime_ns", "file_id"),
        *("state", "reason", "content_id"),
    ),
    "label_sets": ("id", "name", "unit", "is_multi", "created"),
    "labels": ("id", "set_id", "name", "description", "position"),
    "answers": (
        *("id", "set_id", "label_id", "digest", "start", "end"),
        *("verdict", "origin", "created", "is_undone"),
    ),
    "label_runs": ("id", "set_id", "threshold", "created", "is_undone"),
    "guesses": ("run_id", "label_id", "digest", "start", "end", "probability"),
    "label_rules": ("source_id", "set_id", "threshold"),
    "saved_searches": ("id", "name", "query", "mode", "created"),
    "document_groups": ("id", "kind", "name", "created"),
    "group_members": ("group_id", "path", "place", "digest"),
}
"""What is taken over, in an order in which every row finds what it points to."""

_RANGE = 512
"""Keys read at a time. A range that fails is halved until the unreadable rows are alone."""

_MOST_FAILURES = 200_000
_MOST_KEYS = 1 << 32
_NUMBERED = ("contents", "passages", "documents", "answers")
_DEPENDENT = (
    ("labels", "set_id", "label_sets"),
    ("answers", "set_id", "label_sets"),
    ("answers", "label_id", "labels"),
    ("label_runs", "set_id", "label_sets"),
    ("guesses", "run_id", "label_runs"),
    ("guesses", "label_id", "labels"),
    ("label_rules", "set_id", "label_sets"),
    ("label_rules", "source_id", "sources"),
    ("group_members", "group_id", "document_groups"),
)
"""Rows that mean nothing without the row that they name."""

_PRECIOUS = (
    *("sources", "settings", "teachings", "label_sets", "labels", "answers"),
    *("label_rules", "saved_searches", "document_groups", "group_members"),
)


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What became of a damaged database.

    Attributes
    ----------
    kept_at : Path
        Where the damaged file is now.
    documents, lost_texts : int
        Files that are known still, and those among them that have to be read again.
    from_backup : bool
        Whether something that the user added, set or taught had to be taken from a backup.
    """

    kept_at: Path
    documents: int
    lost_texts: int
    from_backup: bool


def is_damaged(path: Path) -> bool:
    """Say whether a database is damaged or no database at all. Reads all of it."""
    try:
        database = Database(path)
    except StorageError:
        return True
    try:
        return bool(database.problems())
    except StorageError:
        return True
    finally:
        database.close()


def salvage(paths: LibraryPaths) -> Salvaged:
    """Replace the database of a library by a sound one with what could still be read.

    The damaged file is kept beside it. The caller has no connection to it.

    Raises
    ------
    LibraryBusyError
        If another process writes to the library.
    StorageError
        If the disk is full or cannot be written; the old file stays where it is then.
    """
    with WriterLock(paths.lock):
        fresh = paths.database.with_name("library.db.new")
        for path in _with_logs(fresh):
            path.unlink(missing_ok=True)
        bring_up_to_date(fresh)
        lost = _fill(fresh, paths.database, Backups(paths.backups))
        return _exchange(paths.database, fresh, lost)


@dataclass(slots=True)
class _Lost:
    documents: int = 0
    texts: int = 0
    from_backup: bool = False


def _fill(fresh: Path, damaged: Path, backups: Backups) -> _Lost:
    database = Database(fresh, writable=True)
    try:
        with database.transaction(durable=True):
            database.execute("PRAGMA defer_foreign_keys = ON")  # rows may come without their peers
            with contextlib.closing(_open(damaged)) as old:
                for table, columns in _TABLES.items():
                    _copy(old, database, table, columns)
                _copy_last_keys(old, database)
            lost = _make_consistent(database)
            lost.from_backup = _take_backup(database, backups)
        database.truncate_log()
        return lost
    finally:
        database.close()


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    with contextlib.suppress(sqlite3.DatabaseError):
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA query_only = ON")
    return connection


def _copy(
    old: sqlite3.Connection, database: Database, table: str, columns: tuple[str, ...]
) -> None:
    columns = _present(old, table, columns)
    marks = ",".join("?" * len(columns))
    names = ",".join(columns)
    sql = f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})"
    for row in _readable(old, table, columns):
        with contextlib.suppress(StorageError):  # a row whose values cannot be right
            database.execute(sql, row)


def _present(old: sqlite3.Connection, table: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    """Return those columns that an older table has; all when that cannot be told."""
    with contextlib.suppress(sqlite3.DatabaseError):
        found = {row[1] for row in old.execute(f"PRAGMA table_info({table})").fetchall()}
        return tuple(column for column in columns if column in found) or columns
    return columns


def _readable(
    old: sqlite3.Connection, table: str, columns: tuple[str, ...]
) -> Iterator[tuple[object, ...]]:
    """Yield the rows of a table that can be read, by key."""
    query = f"SELECT {','.join(columns)} FROM {table} WHERE rowid BETWEEN ? AND ?"
    last = _last_key(old, table)
    waiting = [(first, first + _RANGE - 1) for first in range(1, last + 1, _RANGE)][::-1]
    failures = 0
    while waiting and failures < _MOST_FAILURES:
        first, end = waiting.pop()
        try:
            yield from old.execute(query, (first, end)).fetchall()
        except sqlite3.DatabaseError:
            failures += 1
            if first < end:
                middle = (first + end) // 2
                waiting += [(middle + 1, end), (first, middle)]


def _last_key(old: sqlite3.Connection, table: str) -> int:
    """Return a key that none is greater than, as far as the damaged file can tell."""
    greatest = 0
    for query in (
        f"SELECT max(rowid) FROM {table}",
        f"SELECT seq FROM sqlite_sequence WHERE name = '{table}'",
    ):
        with contextlib.suppress(sqlite3.DatabaseError):
            row = old.execute(query).fetchone()
            if row and isinstance(row[0], int):
                greatest = max(greatest, row[0])
    return min(greatest, _MOST_KEYS)


def _copy_last_keys(old: sqlite3.Connection, database: Database) -> None:
    """Let no key be given twice: an index may still know the rows that were lost."""
    for table in _NUMBERED:
        last = _last_key(old, table)
        database.execute("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
        database.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, last))


def _make_consistent(database: Database) -> _Lost:
    """Drop what is not whole; files whose text is lost wait to be read again."""
    database.execute("DELETE FROM documents WHERE source_id NOT IN (SELECT id FROM sources)")
    for (content_id,) in database.rows("SELECT id FROM contents"):
        if not _is_whole(database, content_id):
            database.execute("DELETE FROM contents WHERE id = ?", (content_id,))
    database.execute("DELETE FROM texts WHERE content_id NOT IN (SELECT id FROM contents)")
    database.execute("DELETE FROM passages WHERE content_id NOT IN (SELECT id FROM contents)")
    for table, column, whole in _DEPENDENT:
        database.execute(
            f"DELETE FROM {table} WHERE {column} IS NOT NULL"
            f" AND {column} NOT IN (SELECT id FROM {whole})"
        )
    n_lost = _lose_texts(database)
    return _Lost(database.number("SELECT count(*) FROM documents") or 0, n_lost)


def _lose_texts(database: Database) -> int:
    """Queue files whose text is lost, or that of a member; return how many texts that are."""
    database.execute(
        """
        UPDATE documents SET state = 'pending', reason = '' WHERE place = '' AND path IN (
            SELECT path FROM documents WHERE content_id NOT IN (SELECT id FROM contents))
        """
    )
    n_members = database.execute(
        """
        DELETE FROM documents
        WHERE place != '' AND content_id NOT IN (SELECT id FROM contents)
        """
    )
    database.execute(
        """
        DELETE FROM documents
        WHERE place != '' AND path NOT IN (SELECT path FROM documents WHERE place = '')
        """
    )
    return n_members + database.execute(
        """
        UPDATE documents SET content_id = NULL, state = 'pending'
        WHERE content_id NOT IN (SELECT id FROM contents)
        """
    )


def _is_whole(database: Database, content_id: int) -> bool:
    row = database.row(
        """
        SELECT packed, n_chars,
               n_passages = (SELECT count(*) FROM passages WHERE content_id = c.id)
        FROM contents AS c JOIN texts ON texts.content_id = c.id WHERE c.id = ?
        """,
        (content_id,),
    )
    if row is None or not row[2]:
        return False
    try:
        return len(unpack_text(row[0])) == row[1]
    except StorageError:
        return False


def _take_backup(database: Database, backups: Backups) -> bool:
    """Add what the newest backup knows and the damaged file did not give; return whether it did."""
    backup = backups.newest()
    before = _precious_count(database)
    Settings(database).restore(backup.settings)
    for teaching in backup.teachings:
        StoredTeachings(database).put(teaching)
    keys = _take_sources(database, backup)
    for label_set in backup.label_sets:
        put_portable_set(database, label_set, keys)
    known = {row.name for row in SavedSearches(database).all()}
    for name, query, mode in backup.searches:
        if name not in known:
            SavedSearches(database).put(name, query, mode)
    for group in backup.groups:
        put_portable_group(database, group)
    return _precious_count(database) > before


def _take_sources(database: Database, backup: Precious) -> dict[int, int]:
    """Add the sources of a backup; return their keys here by those that they had then."""
    sources = Sources(database)
    keys = [sources.add(path, kind) for path, kind in backup.sources]
    return dict(zip(backup.source_ids, keys, strict=False))  # old backups have no keys


def _precious_count(database: Database) -> int:
    return sum(database.number(f"SELECT count(*) FROM {table}") or 0 for table in _PRECIOUS)


def _exchange(current: Path, fresh: Path, lost: _Lost) -> Salvaged:
    """Put the damaged file aside and the sound one into its place."""
    aside = current.with_name(f"library.db.damaged-{time.strftime('%Y%m%dT%H%M%S')}")
    try:
        _put_aside(current, aside)
        fresh.replace(current)
        for path in _with_logs(fresh):
            path.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(
            "The library's folder cannot be written.", repr(error), "Check the disk."
        ) from error
    return Salvaged(aside, lost.documents, lost.texts, lost.from_backup)


def _put_aside(current: Path, aside: Path) -> None:
    """Give the damaged file a second name, and its logs another: they must not meet a new file."""
    try:
        aside.hardlink_to(current)
    except OSError:  # a file system without links
        current.replace(aside)
    for log, other in zip(_with_logs(current)[1:], _with_logs(aside)[1:], strict=True):
        if log.exists():
            log.replace(other)


def _with_logs(database: Path) -> list[Path]:
    return [database.with_name(database.name + ending) for ending in ("", "-wal", "-shm")]
