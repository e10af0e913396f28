# SPDX-License-Identifier: Apache-2.0
"""Label sets, their labels, and rules for folders."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from findling.storage.labels.records import StoredLabel, StoredLabelSet, StoredRule, Unit

if TYPE_CHECKING:
    from findling.storage.database import Database, Row

_SETS = "SELECT id, name, unit, is_multi, created FROM label_sets"
_LABELS = "SELECT id, set_id, name, description, position FROM labels"


class LabelSets:
    """Rows of ``label_sets``, ``labels`` and ``label_rules``; changes inside a transaction."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def all(self) -> list[StoredLabelSet]:
        """Return all sets by name."""
        return [_set(row) for row in self._db.rows(f"{_SETS} ORDER BY name")]

    def get(self, set_id: int) -> StoredLabelSet | None:
        """Return one set."""
        row = self._db.row(f"{_SETS} WHERE id = ?", (set_id,))
        return _set(row) if row else None

    def add(self, name: str, unit: Unit, *, is_multi: bool) -> int | None:
        """Add a set and return its key; None when the name is taken."""
        if self._db.number("SELECT id FROM label_sets WHERE name = ?", (name,)) is not None:
            return None
        return self._db.insert(
            "INSERT INTO label_sets (name, unit, is_multi, created) VALUES (?, ?, ?, ?)",
            (name, unit.value, int(is_multi), time.time()),
        )

    def rename(self, set_id: int, name: str) -> bool:
        """Give a set another name; False when it is taken or the set is gone."""
        return bool(
            self._db.execute(
                """
                UPDATE label_sets SET name = ?1 WHERE id = ?2 AND NOT EXISTS
                    (SELECT 1 FROM label_sets WHERE name = ?1 AND id != ?2)
                """,
                (name, set_id),
            )
        )

    def delete(self, set_id: int) -> bool:
        """Remove a set with its labels, answers and guesses; return whether it was there."""
        return bool(self._db.execute("DELETE FROM label_sets WHERE id = ?", (set_id,)))

    def labels(self, set_id: int) -> list[StoredLabel]:
        """Return the labels of a set in their order."""
        rows = self._db.rows(f"{_LABELS} WHERE set_id = ? ORDER BY position, id", (set_id,))
        return [StoredLabel(*row) for row in rows]

    def label(self, label_id: int) -> StoredLabel | None:
        """Return one label."""
        row = self._db.row(f"{_LABELS} WHERE id = ?", (label_id,))
        return StoredLabel(*row) if row else None

    def add_label(self, set_id: int, name: str, description: str = "") -> int | None:
        """Add a label at the end and return its key; None when the name is taken."""
        known = "SELECT id FROM labels WHERE set_id = ? AND name = ?"
        if self._db.number(known, (set_id, name)) is not None:
            return None
        return self._db.insert(
            """
            INSERT INTO labels (set_id, name, description, position) VALUES (?, ?, ?,
                (SELECT coalesce(max(position) + 1, 0) FROM labels WHERE set_id = ?))
            """,
            (set_id, name, description, set_id),
        )

    def change_label(self, label_id: int, name: str, description: str) -> bool:
        """Give a label another name and description; False when the name is taken or it is gone."""
        return bool(
            self._db.execute(
                """
                UPDATE labels SET name = ?1, description = ?2 WHERE id = ?3 AND NOT EXISTS
                    (SELECT 1 FROM labels AS o WHERE o.set_id = labels.set_id
                     AND o.name = ?1 AND o.id != ?3)
                """,
                (name, description, label_id),
            )
        )

    def merge_labels(self, label_id: int, into: int) -> None:
        """Have what was said and guessed of one label count for another, and remove the one."""
        self._db.execute("UPDATE answers SET label_id = ? WHERE label_id = ?", (into, label_id))
        self._db.execute(
            "UPDATE OR IGNORE guesses SET label_id = ? WHERE label_id = ?", (into, label_id)
        )
        self.delete_label(label_id)

    def delete_label(self, label_id: int) -> bool:
        """Remove a label, what was said of it and its guesses; return whether it was there."""
        return bool(self._db.execute("DELETE FROM labels WHERE id = ?", (label_id,)))

    def rules(self) -> list[StoredRule]:
        """Return all rules."""
        rows = self._db.rows("SELECT source_id, set_id, threshold FROM label_rules ORDER BY 1, 2")
        return [StoredRule(*row) for row in rows]

    def put_rule(self, rule: StoredRule) -> None:
        """Add a rule, or change its threshold."""
        self._db.execute(
            """
            INSERT INTO label_rules (source_id, set_id, threshold) VALUES (?, ?, ?)
            ON CONFLICT (source_id, set_id) DO UPDATE SET threshold = excluded.threshold
            """,
            tuple(rule),
        )

    def delete_rule(self, source_id: int, set_id: int) -> bool:
        """Remove a rule; return whether it was there."""
        return bool(
            self._db.execute(
                "DELETE FROM label_rules WHERE source_id = ? AND set_id = ?", (source_id, set_id)
            )
        )


def _set(row: Row) -> StoredLabelSet:
    return StoredLabelSet(row[0], row[1], Unit(row[2]), bool(row[3]), row[4])
