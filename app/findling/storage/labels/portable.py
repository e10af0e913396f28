# SPDX-License-Identifier: Apache-2.0
"""Label sets as plain values, for backups and exports: what people said, and nothing guessed.

Items are named by the digest of their content, so they mean the same in every library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from findling.storage.labels.answers import Answers
from findling.storage.labels.records import (
    ItemKey,
    Origin,
    StoredAnswer,
    StoredRule,
    Unit,
    Verdict,
)
from findling.storage.labels.sets import LabelSets

if TYPE_CHECKING:
    from collections.abc import Mapping

    from findling.storage.database import Database

_DIGEST_BYTES = 32


def portable_sets(database: Database) -> list[dict[str, Any]]:
    """Return all sets with labels, answers that count and rules, JSON's own types only.

    A rule names its source by the key that it has in this library.
    """
    sets, answers = LabelSets(database), Answers(database)
    rules = sets.rules()
    return [
        {
            "name": row.name,
            "unit": row.unit.value,
            "is_multi": row.is_multi,
            "labels": [[label.name, label.description] for label in sets.labels(row.id)],
            "answers": _answers(sets, answers, row.id),
            "rules": [[rule.source_id, rule.threshold] for rule in rules if rule.set_id == row.id],
        }
        for row in sets.all()
    ]


def put_portable_set(
    database: Database, value: dict[str, Any], sources: Mapping[int, int] | None = None
) -> None:
    """Add a set as `portable_sets` returns it, or what one of its name has not.

    Answers that were taken back stay so.

    Parameters
    ----------
    database : Database
    value : dict
        One set.
    sources : mapping of int to int, optional
        Keys here of the sources that its rules name; rules of others are left out.

    Raises
    ------
    ValueError, KeyError, TypeError
        If the value is none of those; call it inside a transaction.
    """
    sets, answers = LabelSets(database), Answers(database)
    name, unit = _text(value["name"]), Unit(value["unit"])
    set_id = sets.add(name, unit, is_multi=bool(value["is_multi"]))
    if set_id is None:
        set_id = next(row.id for row in sets.all() if row.name == name)
    ids = {label.name: label.id for label in sets.labels(set_id)}
    names = [_text(label) for label, _ in value["labels"]]
    for label, hint in value["labels"]:
        if label not in ids:
            ids[label] = sets.add_label(set_id, label, _text(hint)) or 0
    told = [_answer(row, set_id, [ids[label] for label in names]) for row in value["answers"]]
    answers.complete(set_id, told)
    _put_rules(sets, set_id, value.get("rules", []), sources or {})


def _put_rules(
    sets: LabelSets, set_id: int, rows: list[list[Any]], sources: Mapping[int, int]
) -> None:
    known = {rule.source_id for rule in sets.rules() if rule.set_id == set_id}
    for source, threshold in rows:
        key = sources.get(int(source))
        if key is not None and key not in known:
            sets.put_rule(StoredRule(key, set_id, float(threshold)))


def _answer(row: list[Any], set_id: int, label_ids: list[int]) -> StoredAnswer:
    label: int | None = row[0]
    digest, start, end, verdict, origin, created = row[1:]
    key = ItemKey(bytes.fromhex(digest), int(start), int(end))
    if len(key.digest) != _DIGEST_BYTES or (label is not None and not 0 <= label < len(label_ids)):
        raise ValueError(f"no answer: {digest[:80]!r}, label {label!r}")
    label_id: int | None = None if label is None else label_ids[label]
    return StoredAnswer(0, set_id, label_id, key, Verdict(verdict), Origin(origin), float(created))


def _answers(sets: LabelSets, answers: Answers, set_id: int) -> list[list[Any]]:
    position = {label.id: at for at, label in enumerate(sets.labels(set_id))}
    return [
        [
            None if answer.label_id is None else position[answer.label_id],
            answer.item.digest.hex(),
            answer.item.start,
            answer.item.end,
            answer.verdict.value,
            answer.origin.value,
            answer.created,
        ]
        for answer in answers.all(set_id)
    ]


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"expected text, got {type(value).__name__}")
    return value
