# SPDX-License-Identifier: Apache-2.0
"""The schema of a library's database, one numbered step after the other.

A released step never changes.
"""

from __future__ import annotations

import contextlib
import sqlite3

APPLICATION_ID = 0x46444C42
"""Marks the file as a Findling library ("FDLB")."""

_STEP_1 = (
    """
    CREATE TABLE sources (
        id INTEGER PRIMARY KEY,
        path BLOB NOT NULL UNIQUE,
        kind TEXT NOT NULL CHECK (kind IN ('file', 'folder')),
        device TEXT NOT NULL DEFAULT '',
        missing INTEGER NOT NULL DEFAULT 0 CHECK (missing IN (0, 1))
    )
    """,
    # Equal files share one content. AUTOINCREMENT here and below: a key is never used twice, so
    # that an index which
    # still knows a removed passage can never take a new one for it.
    """
    CREATE TABLE contents (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        digest BLOB NOT NULL CHECK (length(digest) = 32),
        format TEXT NOT NULL,
        reader TEXT NOT NULL,
        title TEXT NOT NULL,
        name TEXT NOT NULL,
        n_chars INTEGER NOT NULL,
        n_pages INTEGER NOT NULL,
        n_passages INTEGER NOT NULL,
        warnings TEXT NOT NULL,
        metadata TEXT NOT NULL,
        pages BLOB NOT NULL,
        UNIQUE (digest, format, reader)
    )
    """,
    # Apart from its content's row, so that lists do not page through megabytes of text.
    """
    CREATE TABLE texts (
        content_id INTEGER PRIMARY KEY REFERENCES contents (id) ON DELETE CASCADE,
        packed BLOB NOT NULL
    )
    """,
    """
    CREATE TABLE passages (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        content_id INTEGER NOT NULL REFERENCES contents (id) ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        start INTEGER NOT NULL CHECK (start >= 0),
        end INTEGER NOT NULL CHECK (end > start),
        page INTEGER NOT NULL,
        heading TEXT NOT NULL,
        UNIQUE (content_id, ordinal)
    )
    """,
    """
    CREATE TABLE documents (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        source_id INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
        path BLOB NOT NULL UNIQUE,
        size INTEGER NOT NULL,
        mtime_ns INTEGER NOT NULL,
        file_id TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('pending', 'read', 'failed', 'unsupported')),
        reason TEXT NOT NULL DEFAULT '',
        content_id INTEGER REFERENCES contents (id),
        CHECK (state != 'read' OR content_id IS NOT NULL)
    )
    """,
    "CREATE INDEX documents_by_content ON documents (content_id)",
    "CREATE INDEX documents_by_source ON documents (source_id)",
    "CREATE INDEX documents_by_state ON documents (state, size)",
)

_STEP_2 = (
    """
    CREATE TABLE settings (
        name TEXT PRIMARY KEY,
        value TEXT NOT NULL
    )
    """,
)

# A judged passage is named by the bytes of its file and its place in the text, so that a teaching
# outlives reading the file again; `passage_id` is where it was found last.
_STEP_3 = (
    """
    CREATE TABLE teachings (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL CHECK (kind IN ('good', 'bad', 'means')),
        query TEXT NOT NULL,
        meaning TEXT NOT NULL DEFAULT '',
        digest BLOB NOT NULL DEFAULT x'',
        start INTEGER NOT NULL DEFAULT 0,
        end INTEGER NOT NULL DEFAULT 0,
        excerpt TEXT NOT NULL DEFAULT '',
        passage_id INTEGER NOT NULL DEFAULT 0,
        enabled INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
        created REAL NOT NULL,
        UNIQUE (kind, query, meaning, digest, start)
    )
    """,
)

# What lies inside of a file (an attachment, a message, a file of an archive) has a row of its own,
# with the path of the file that is on disk. A table's constraints cannot be changed, so it is
# copied; the greatest key ever given goes along.
_STEP_4 = (
    """
    CREATE TABLE documents_4 (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        source_id INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
        path BLOB NOT NULL,
        place TEXT NOT NULL DEFAULT '',
        names TEXT NOT NULL DEFAULT '[]',
        size INTEGER NOT NULL,
        mtime_ns INTEGER NOT NULL,
        file_id TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('pending', 'read', 'failed', 'unsupported')),
        reason TEXT NOT NULL DEFAULT '',
        content_id INTEGER REFERENCES contents (id),
        UNIQUE (path, place),
        CHECK (state != 'read' OR content_id IS NOT NULL),
        CHECK (state != 'pending' OR place = '')
    )
    """,
    """
    INSERT INTO documents_4
    (id, source_id, path, size, mtime_ns, file_id, state, reason, content_id)
    SELECT id, source_id, path, size, mtime_ns, file_id, state, reason, content_id FROM documents
    """,
    "DELETE FROM sqlite_sequence WHERE name = 'documents_4'",
    """
    INSERT INTO sqlite_sequence (name, seq)
    SELECT 'documents_4', seq FROM sqlite_sequence WHERE name = 'documents'
    """,
    "DROP TABLE documents",
    "ALTER TABLE documents_4 RENAME TO documents",
    "CREATE INDEX documents_by_content ON documents (content_id)",
    "CREATE INDEX documents_by_source ON documents (source_id)",
    "CREATE INDEX documents_by_state ON documents (state, size)",
)

# Items of label sets are named as judged passages are. Answers are events: one is never changed,
# only taken back, so that any model can be made again. Guesses are what models said; nothing learns
# from them.
_STEP_5 = (
    """
    CREATE TABLE label_sets (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE,
        unit TEXT NOT NULL CHECK (unit IN ('document', 'passage')),
        is_multi INTEGER NOT NULL CHECK (is_multi IN (0, 1)),
        created REAL NOT NULL
    )
    """,
    """
    CREATE TABLE labels (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        set_id INTEGER NOT NULL REFERENCES label_sets (id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        description TEXT NOT NULL DEFAULT '',
        position INTEGER NOT NULL,
        UNIQUE (set_id, name)
    )
    """,
    """
    CREATE TABLE answers (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        set_id INTEGER NOT NULL REFERENCES label_sets (id) ON DELETE CASCADE,
        label_id INTEGER REFERENCES labels (id) ON DELETE CASCADE,
        digest BLOB NOT NULL CHECK (length(digest) = 32),
        start INTEGER NOT NULL,
        end INTEGER NOT NULL,
        verdict TEXT NOT NULL CHECK (verdict IN ('yes', 'no', 'unsure')),
        origin TEXT NOT NULL,
        created REAL NOT NULL,
        is_undone INTEGER NOT NULL DEFAULT 0 CHECK (is_undone IN (0, 1)),
        CHECK (label_id IS NOT NULL OR verdict = 'unsure')
    )
    """,
    "CREATE INDEX answers_by_set ON answers (set_id, is_undone)",
    "CREATE INDEX answers_by_label ON answers (label_id)",
    """
    CREATE TABLE label_runs (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        set_id INTEGER NOT NULL REFERENCES label_sets (id) ON DELETE CASCADE,
        threshold REAL NOT NULL,
        created REAL NOT NULL,
        is_undone INTEGER NOT NULL DEFAULT 0 CHECK (is_undone IN (0, 1))
    )
    """,
    """
    CREATE TABLE guesses (
        run_id INTEGER NOT NULL REFERENCES label_runs (id) ON DELETE CASCADE,
        label_id INTEGER NOT NULL REFERENCES labels (id) ON DELETE CASCADE,
        digest BLOB NOT NULL,
        start INTEGER NOT NULL,
        end INTEGER NOT NULL,
        probability REAL NOT NULL,
        PRIMARY KEY (run_id, label_id, digest, start)
    )
    """,
    "CREATE INDEX guesses_by_item ON guesses (digest, start)",
    "CREATE INDEX guesses_by_label ON guesses (label_id)",
    """
    CREATE TABLE label_rules (
        source_id INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
        set_id INTEGER NOT NULL REFERENCES label_sets (id) ON DELETE CASCADE,
        threshold REAL NOT NULL CHECK (threshold BETWEEN 0 AND 1),
        PRIMARY KEY (source_id, set_id)
    )
    """,
    """
    CREATE TABLE saved_searches (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE,
        query TEXT NOT NULL,
        mode TEXT NOT NULL,
        created REAL NOT NULL
    )
    """,
)

# What was recognised on pictures of pages, by the bytes of the file: a page takes seconds.
_STEP_6 = (
    """
    CREATE TABLE scanned_pages (
        digest BLOB NOT NULL CHECK (length(digest) = 32),
        page INTEGER NOT NULL,
        languages TEXT NOT NULL,
        text TEXT NOT NULL,
        is_lost INTEGER NOT NULL CHECK (is_lost IN (0, 1)),
        PRIMARY KEY (digest, page)
    )
    """,
)

# Tags and collections. A member is named by its place on disk and by its bytes: whichever is still
# there tells which document it is, so that it outlives being edited as well as being moved.
_STEP_7 = (
    """
    CREATE TABLE document_groups (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL CHECK (kind IN ('tag', 'collection')),
        name TEXT NOT NULL,
        created REAL NOT NULL,
        UNIQUE (kind, name)
    )
    """,
    """
    CREATE TABLE group_members (
        group_id INTEGER NOT NULL REFERENCES document_groups (id) ON DELETE CASCADE,
        path BLOB NOT NULL,
        place TEXT NOT NULL DEFAULT '',
        digest BLOB NOT NULL DEFAULT x'',
        PRIMARY KEY (group_id, path, place)
    )
    """,
    "CREATE INDEX group_members_by_digest ON group_members (digest)",
    "CREATE INDEX group_members_by_path ON group_members (path, place)",
)

STEPS: tuple[tuple[str, ...], ...] = (
    *(_STEP_1, _STEP_2, _STEP_3, _STEP_4, _STEP_5, _STEP_6, _STEP_7),
)
"""Step ``i`` leads from version ``i`` to ``i + 1``."""

LATEST = len(STEPS)
"""The version this program reads and writes."""


def migrate(connection: sqlite3.Connection, target: int = LATEST) -> None:
    """Bring a database up to a version, one transaction a step.

    Parameters
    ----------
    connection : sqlite3.Connection
        In autocommit mode; the caller holds the library's writer lock.
    target : int
        Version to stop at; tests of later steps use it.
    """
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    for number in range(version, target):
        connection.execute("BEGIN IMMEDIATE")
        try:
            for statement in STEPS[number]:
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {number + 1}")
            connection.execute("COMMIT")
        except BaseException:
            # After a full disk SQLite has rolled back by itself; what was wrong must come through.
            with contextlib.suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            raise
