# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from findling.storage import migrations
from findling.storage.database import bring_up_to_date, schema_version

if TYPE_CHECKING:
    from pathlib import Path


def _schema(path: Path) -> list[tuple[str, str]]:
    connection = sqlite3.connect(path)
    rows = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"
    ).fetchall()
    connection.close()
    return sorted(rows)


@pytest.mark.parametrize("start", range(migrations.LATEST))
def test_every_older_version_is_brought_to_the_schema_of_a_new_library(
    tmp_path: Path, start: int
) -> None:
    old, new = tmp_path / "old.db", tmp_path / "new.db"
    connection = sqlite3.connect(old, isolation_level=None)
    migrations.migrate(connection, target=start)
    connection.close()

    bring_up_to_date(old)
    bring_up_to_date(new)

    assert schema_version(old) == migrations.LATEST
    assert _schema(old) == _schema(new)


def test_a_step_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "library.db"
    bring_up_to_date(path)
    before = _schema(path)
    broken = (*migrations.STEPS, ("CREATE TABLE half (a)", "CREATE NONSENSE"))
    monkeypatch.setattr(migrations, "STEPS", broken)
    connection = sqlite3.connect(path, isolation_level=None)

    with pytest.raises(sqlite3.OperationalError):
        migrations.migrate(connection, target=len(broken))

    connection.close()
    assert _schema(path) == before
    assert schema_version(path) == migrations.LATEST


def test_documents_keep_their_keys_when_members_get_a_place(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    connection = sqlite3.connect(path, isolation_level=None)
    migrations.migrate(connection, target=3)
    connection.execute("INSERT INTO sources (id, path, kind) VALUES (1, x'2f', 'folder')")
    for key in (4, 9):
        connection.execute(
            "INSERT INTO documents (id, source_id, path, size, mtime_ns, file_id, state, reason) "
            "VALUES (?, 1, ?, 10, 20, 'f', 'failed', 'Why.')",
            (key, b"/%d" % key),
        )
    connection.execute("DELETE FROM documents WHERE id = 9")
    migrations.migrate(connection)
    new = connection.execute(
        "INSERT INTO documents (source_id, path, size, mtime_ns, file_id, state) "
        "VALUES (1, x'2f61', 1, 1, '', 'pending') RETURNING id"
    ).fetchone()
    rows = connection.execute("SELECT id, path, place, names, size, state, reason FROM documents")

    assert rows.fetchone() == (4, b"/4", "", "[]", 10, "failed", "Why.")
    assert new == (10,)
    connection.close()
