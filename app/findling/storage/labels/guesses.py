# SPDX-License-Identifier: Apache-2.0
"""Labels that a model gave: shown as suggestions, never learned from."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from findling.storage.labels.records import ItemKey, StoredGuess, StoredRun

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from findling.storage.database import Database

_GUESSES = "SELECT run_id, label_id, digest, start, end, probability FROM guesses"


class Guesses:
    """Rows of ``label_runs`` and ``guesses``; changes inside a transaction."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add_run(self, set_id: int, threshold: float, guesses: Iterable[StoredGuess]) -> int:
        """Add a run with its guesses, whose ``run_id`` is not looked at, and return its key."""
        run_id = self._db.insert(
            "INSERT INTO label_runs (set_id, threshold, created) VALUES (?, ?, ?)",
            (set_id, threshold, time.time()),
        )
        self._db.execute_many(
            """
            INSERT OR REPLACE INTO guesses (run_id, label_id, digest, start, end, probability)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            ((run_id, guess.label_id, *guess.item, guess.probability) for guess in guesses),
        )
        return run_id

    def runs(self, set_id: int) -> list[StoredRun]:
        """Return the runs of a set, newest first."""
        rows = self._db.rows(
            """
            SELECT id, set_id, threshold, created,
                   (SELECT count(*) FROM guesses WHERE run_id = label_runs.id), is_undone
            FROM label_runs WHERE set_id = ? ORDER BY id DESC
            """,
            (set_id,),
        )
        return [StoredRun(row[0], row[1], row[2], row[3], row[4], bool(row[5])) for row in rows]

    def set_undone(self, run_id: int, *, is_undone: bool) -> bool:
        """Take a run back as a whole, or have it count again; return whether that changed it."""
        return bool(
            self._db.execute(
                "UPDATE label_runs SET is_undone = ? WHERE id = ? AND is_undone = ?",
                (int(is_undone), run_id, int(not is_undone)),
            )
        )

    def of_set(self, set_id: int) -> list[StoredGuess]:
        """Return the guesses in force: of each item those of the latest run that gave it one."""
        rows = self._db.rows(
            f"""
            {_GUESSES} AS g WHERE run_id IN
                (SELECT id FROM label_runs WHERE set_id = ? AND NOT is_undone)
            AND run_id = (SELECT max(o.run_id) FROM guesses AS o JOIN label_runs AS r
                ON r.id = o.run_id WHERE r.set_id = ? AND NOT r.is_undone
                AND o.digest = g.digest AND o.start = g.start)
            ORDER BY run_id, label_id, digest, start
            """,
            (set_id, set_id),
        )
        return [StoredGuess(row[0], row[1], ItemKey(*row[2:5]), row[5]) for row in rows]

    def about(self, digests: Sequence[bytes]) -> list[StoredGuess]:
        """Return the guesses in force about some files and their passages; of all sets."""
        marks = ", ".join("?" * len(digests))
        rows = self._db.rows(
            f"""
            SELECT g.run_id, g.label_id, g.digest, g.start, g.end, g.probability
            FROM guesses AS g JOIN label_runs AS r ON r.id = g.run_id
            WHERE g.digest IN ({marks}) AND NOT r.is_undone
            AND g.run_id = (SELECT max(o.run_id) FROM guesses AS o JOIN label_runs AS s
                ON s.id = o.run_id WHERE s.set_id = r.set_id AND NOT s.is_undone
                AND o.digest = g.digest AND o.start = g.start)
            ORDER BY g.run_id, g.label_id, g.digest, g.start
            """,
            tuple(digests),
        )
        return [StoredGuess(row[0], row[1], ItemKey(*row[2:5]), row[5]) for row in rows]
