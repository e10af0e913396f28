# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import copy
import json
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from findling.storage.labels.portable import portable_sets, put_portable_set
from findling.storage.labels.records import ItemKey, Origin, Unit, Verdict
from findling.storage.records import SourceKind
from findling.storage.store import LibraryStore

if TYPE_CHECKING:
    from pathlib import Path

ITEM = ItemKey(b"d" * 32, 3, 9)


@pytest.fixture
def sets(store: LibraryStore) -> list[dict[str, Any]]:
    """Return a set with two labels and three answers, of which one was taken back."""
    with store.database.transaction():
        set_id = store.label_sets.add("Kinds", Unit.PASSAGE, is_multi=True)
        assert set_id is not None
        bill = store.label_sets.add_label(set_id, "bill", "to be paid")
        mail = store.label_sets.add_label(set_id, "mail")
        for label, verdict in ((mail, Verdict.YES), (bill, Verdict.NO), (None, Verdict.UNSURE)):
            key = store.answers.add(set_id, label, ITEM, verdict, Origin.RANDOM, 12.5)
        store.answers.take_back([key])
    return portable_sets(store.database)


def test_sets_come_back_as_they_were(sets: list[dict[str, Any]], tmp_path: Path) -> None:
    plain = json.loads(json.dumps(sets))
    with closing(LibraryStore(tmp_path / "other", create=True, writable=True)) as other:
        with other.database.transaction():
            put_portable_set(other.database, plain[0])
            put_portable_set(other.database, plain[0])
        assert portable_sets(other.database) == sets
        (row,) = other.label_sets.all()
        answers = other.answers.all(row.id)
    assert (row.name, row.unit, row.is_multi) == ("Kinds", Unit.PASSAGE, True)
    assert [(a.item, a.verdict, a.origin, a.created) for a in answers] == [
        (ITEM, Verdict.YES, Origin.RANDOM, 12.5),
        (ITEM, Verdict.NO, Origin.RANDOM, 12.5),
    ]


def test_a_set_that_lost_something_is_completed(
    store: LibraryStore, sets: list[dict[str, Any]]
) -> None:
    (row,) = store.label_sets.all()
    mail = store.label_sets.labels(row.id)[1]
    later = ItemKey(b"e" * 32)
    with store.database.transaction():
        store.label_sets.delete_label(mail.id)
        bill = store.label_sets.labels(row.id)[0].id
        store.answers.add(row.id, bill, later, Verdict.YES, Origin.CHOSEN, 99.0)
        undone = store.answers.add(row.id, bill, later, Verdict.NO, Origin.CHOSEN, 5.0)
        store.answers.take_back([undone])
        put_portable_set(store.database, sets[0])
    labels = {label.id: label.name for label in store.label_sets.labels(row.id)}
    said = [(labels[a.label_id or 0], a.item, a.created) for a in store.answers.all(row.id)]
    assert said == [("bill", ITEM, 12.5), ("mail", ITEM, 12.5), ("bill", later, 99.0)]


def test_rules_go_by_the_keys_that_sources_have_here(
    store: LibraryStore, sets: list[dict[str, Any]], tmp_path: Path
) -> None:
    with store.database.transaction():
        here = store.sources.add(tmp_path, SourceKind.FOLDER)
        other = store.sources.add(tmp_path / "other", SourceKind.FOLDER)
        told = sets[0] | {"rules": [[7, 0.5], [8, 0.6], [9, 0.7]]}
        put_portable_set(store.database, told, {7: here, 8: other})
        put_portable_set(store.database, told | {"rules": [[7, 0.9]]}, {7: here})
    rules = store.label_sets.rules()
    assert [(rule.source_id, rule.threshold) for rule in rules] == [(here, 0.5), (other, 0.6)]
    (kinds,) = portable_sets(store.database)
    assert kinds["rules"] == [[here, 0.5], [other, 0.6]]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("name", 7),
        ("unit", "book"),
        ("labels", [["bill"]]),
        ("labels", [["bill", None], ["mail", ""]]),
        ("answers", [[2, "64" * 32, 0, 0, "yes", "random", 1]]),
        ("answers", [[-1, "64" * 32, 0, 0, "yes", "random", 1]]),
        ("answers", [[0, "64", 0, 0, "yes", "random", 1]]),
        ("answers", [[0, "64" * 32, 0, 0, "perhaps", "random", 1]]),
        ("answers", [[0]]),
        ("rules", [[1]]),
        ("rules", [[1, "often"]]),
    ],
)
def test_what_is_no_set_is_refused(
    store: LibraryStore, sets: list[dict[str, Any]], key: str, value: object
) -> None:
    broken = copy.deepcopy(sets[0]) | {"name": "Other", key: value}
    with pytest.raises((ValueError, TypeError, KeyError)), store.database.transaction():
        put_portable_set(store.database, broken, {1: 1})
    assert [row.name for row in store.label_sets.all()] == ["Kinds"]
