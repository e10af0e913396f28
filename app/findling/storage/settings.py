# SPDX-License-Identifier: Apache-2.0
"""What the user has set for one library, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from findling.storage.database import Database


class Settings:
    """Rows of ``settings``."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def all(self) -> dict[str, str]:
        """Return all settings."""
        return {row[0]: row[1] for row in self._db.rows("SELECT name, value FROM settings")}

    def get(self, name: str, default: str = "") -> str:
        """Return one setting."""
        row = self._db.row("SELECT value FROM settings WHERE name = ?", (name,))
        return str(row[0]) if row else default

    def put(self, name: str, value: str) -> None:
        """Set one, inside a transaction."""
        self._db.execute(
            """
            INSERT INTO settings (name, value) VALUES (?, ?)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value
            """,
            (name, value),
        )

    def restore(self, values: Mapping[str, str]) -> None:
        """Set those that are not set yet, inside a transaction."""
        for name, value in values.items():
            self._db.execute(
                "INSERT OR IGNORE INTO settings (name, value) VALUES (?, ?)", (name, value)
            )
