# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from findling.storage.errors import StorageError
from findling.storage.labels.records import ItemKey, Origin, StoredGuess, Unit, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from findling.storage.store import LibraryStore

FIRST, SECOND = ItemKey(b"a" * 32), ItemKey(b"b" * 32, 10, 20)


@pytest.fixture
def bill(store: LibraryStore) -> Iterator[tuple[int, int]]:
    """Yield a set with a label, inside a transaction."""
    with store.database.transaction():
        papers = store.label_sets.add("Papers", Unit.DOCUMENT, is_multi=False) or 0
        yield papers, store.label_sets.add_label(papers, "Bill") or 0


def test_answers_come_in_order_and_can_be_taken_back(
    store: LibraryStore, bill: tuple[int, int]
) -> None:
    first = store.answers.add(*bill, FIRST, Verdict.YES, Origin.SEED)
    second = store.answers.add(*bill, SECOND, Verdict.NO, Origin.RANDOM, created=5.0)
    found = store.answers.all(bill[0])
    assert [(a.item, a.verdict, a.origin) for a in found] == [
        (FIRST, Verdict.YES, Origin.SEED),
        (SECOND, Verdict.NO, Origin.RANDOM),
    ]
    assert found[1].created == 5.0
    assert store.answers.last_key(bill[0]) == (second, 2)

    assert store.answers.take_back([second, 999]) == 1
    assert store.answers.take_back([second]) == 0
    assert [a.id for a in store.answers.all(bill[0])] == [first]
    assert store.answers.last_key(bill[0]) == (first, 1)
    assert store.answers.restore([second]) == 1
    assert store.answers.all(bill[0]) == found


def test_what_cannot_be_right_is_refused(store: LibraryStore, bill: tuple[int, int]) -> None:
    papers, label = bill
    with pytest.raises(StorageError):
        store.answers.add(papers, None, FIRST, Verdict.YES, Origin.SEED)
    with pytest.raises(StorageError):
        store.answers.add(papers, label, ItemKey(b"short"), Verdict.YES, Origin.SEED)


def test_of_each_item_the_guesses_of_the_latest_run_are_in_force(
    store: LibraryStore, bill: tuple[int, int]
) -> None:
    papers, label = bill
    letter = store.label_sets.add_label(papers, "Letter") or 0
    guesses = [StoredGuess(0, label, FIRST, 0.6), StoredGuess(0, label, SECOND, 0.7)]
    old = store.guesses.add_run(papers, 0.5, guesses)
    new = store.guesses.add_run(papers, 0.9, [StoredGuess(0, letter, FIRST, 0.95)])
    assert [(g.run_id, g.label_id, g.item) for g in store.guesses.of_set(papers)] == [
        (old, label, SECOND),
        (new, letter, FIRST),
    ]
    assert [(run.id, run.threshold, run.n_items) for run in store.guesses.runs(papers)] == [
        (new, 0.9, 1),
        (old, 0.5, 2),
    ]


def test_a_run_is_undone_as_a_whole(store: LibraryStore, bill: tuple[int, int]) -> None:
    papers, label = bill
    run = store.guesses.add_run(papers, 0.5, [StoredGuess(0, label, FIRST, 0.6)])
    assert store.guesses.set_undone(run, is_undone=True)
    assert not store.guesses.set_undone(run, is_undone=True)
    assert store.guesses.of_set(papers) == []
    assert store.guesses.runs(papers)[0].is_undone
    assert store.guesses.set_undone(run, is_undone=False)
    assert len(store.guesses.of_set(papers)) == 1
