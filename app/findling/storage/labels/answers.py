# SPDX-License-Identifier: Apache-2.0
"""What the user said of labels, answer by answer: models are made from these alone."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from findling.storage.labels.records import ItemKey, Origin, StoredAnswer, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from findling.storage.database import Database, Row

_COLUMNS = "id, set_id, label_id, digest, start, end, verdict, origin, created"


class Answers:
    """Rows of ``answers``; changes inside a transaction."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(
        self,
        set_id: int,
        label_id: int | None,
        item: ItemKey,
        verdict: Verdict,
        origin: Origin,
        created: float | None = None,
    ) -> int:
        """Add an answer and return its key; ``created`` is now unless it is given."""
        return self._db.insert(
            """
            INSERT INTO answers (set_id, label_id, digest, start, end, verdict, origin, created)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            (
                set_id,
                label_id,
                *item,
                verdict.value,
                origin.value,
                time.time() if created is None else created,
            ),
        )

    def take_back(self, answer_ids: Iterable[int]) -> int:
        """Let answers not count any more; return how many did until now."""
        return self._set_undone(answer_ids, is_undone=True)

    def restore(self, answer_ids: Iterable[int]) -> int:
        """Let answers that were taken back count again; return how many."""
        return self._set_undone(answer_ids, is_undone=False)

    def complete(self, set_id: int, answers: Iterable[StoredAnswer]) -> None:
        """Add those answers that are not there, counted or taken back, in the order of time."""
        rows = self._db.rows(
            f"SELECT {_COLUMNS}, is_undone FROM answers WHERE set_id = ? ORDER BY id", (set_id,)
        )
        known = [(_answer(row), bool(row[-1])) for row in rows]
        there = {_content(answer) for answer, _ in known}
        new = [(answer, False) for answer in answers if _content(answer) not in there]
        if not new:
            return
        self._db.execute("DELETE FROM answers WHERE set_id = ?", (set_id,))
        for answer, is_undone in sorted([*known, *new], key=lambda pair: pair[0].created):
            key = self.add(set_id, *_content(answer))
            if is_undone:
                self.take_back([key])

    def said_with(self, answer_id: int) -> list[int]:
        """Return the keys of all answers of a set that have the same time as one, in order."""
        rows = self._db.rows(
            "SELECT b.id FROM answers a JOIN answers b USING (set_id, created) WHERE a.id = ?"
            " ORDER BY b.id",
            (answer_id,),
        )
        return [row[0] for row in rows]

    def all(self, set_id: int) -> list[StoredAnswer]:
        """Return what was said and not taken back, oldest first."""
        rows = self._db.rows(
            f"SELECT {_COLUMNS} FROM answers WHERE set_id = ? AND NOT is_undone ORDER BY id",
            (set_id,),
        )
        return [_answer(row) for row in rows]

    def about(self, digests: Sequence[bytes]) -> list[StoredAnswer]:
        """Return what was said of some files and their passages, oldest first; of all sets."""
        marks = ", ".join("?" * len(digests))
        rows = self._db.rows(
            f"SELECT {_COLUMNS} FROM answers WHERE digest IN ({marks}) AND NOT is_undone"
            " ORDER BY id",
            tuple(digests),
        )
        return [_answer(row) for row in rows]

    def last_key(self, set_id: int) -> tuple[int, int]:
        """Return the greatest key and the number of answers that count.

        A model that was made with other ones is out of date.
        """
        row = self._db.row(
            "SELECT coalesce(max(id), 0), count(*) FROM answers WHERE set_id = ? AND NOT is_undone",
            (set_id,),
        )
        return (row[0], row[1]) if row else (0, 0)

    def _set_undone(self, answer_ids: Iterable[int], *, is_undone: bool) -> int:
        return sum(
            self._db.execute(
                "UPDATE answers SET is_undone = ? WHERE id = ? AND is_undone = ?",
                (int(is_undone), answer_id, int(not is_undone)),
            )
            for answer_id in answer_ids
        )


def _content(
    answer: StoredAnswer,
) -> tuple[int | None, ItemKey, Verdict, Origin, float]:
    return answer.label_id, answer.item, answer.verdict, answer.origin, answer.created


def _answer(row: Row) -> StoredAnswer:
    return StoredAnswer(
        id=row[0],
        set_id=row[1],
        label_id=row[2],
        item=ItemKey(row[3], row[4], row[5]),
        verdict=Verdict(row[6]),
        origin=Origin(row[7]),
        created=row[8],
    )
