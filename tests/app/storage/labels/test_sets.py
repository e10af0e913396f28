# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from findling.storage.labels.records import ItemKey, Origin, StoredGuess, StoredRule, Unit, Verdict
from findling.storage.records import SourceKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from findling.storage.store import LibraryStore

ITEM = ItemKey(b"a" * 32)


@pytest.fixture
def papers(store: LibraryStore) -> Iterator[int]:
    """Yield a set inside a transaction."""
    with store.database.transaction():
        yield store.label_sets.add("Papers", Unit.DOCUMENT, is_multi=False) or 0


def test_names_of_sets_are_taken_once(store: LibraryStore, papers: int) -> None:
    sets = store.label_sets
    assert sets.add("Papers", Unit.PASSAGE, is_multi=True) is None
    mails = sets.add("Mails", Unit.PASSAGE, is_multi=True)
    assert mails is not None
    assert not sets.rename(mails, "Papers")
    assert sets.rename(mails, "Letters")
    assert sets.rename(mails, "Letters")
    assert [(s.name, s.unit, s.is_multi) for s in sets.all()] == [
        ("Letters", Unit.PASSAGE, True),
        ("Papers", Unit.DOCUMENT, False),
    ]
    assert sets.get(papers) == sets.all()[1]
    assert sets.get(999) is None
    assert not sets.rename(999, "Other")


def test_labels_keep_their_order(store: LibraryStore, papers: int) -> None:
    sets = store.label_sets
    invoice = sets.add_label(papers, "Invoice", "Somebody wants money.")
    letter = sets.add_label(papers, "Letter")
    assert sets.add_label(papers, "Letter") is None
    assert invoice is not None
    assert letter is not None
    assert not sets.change_label(letter, "Invoice", "")
    assert sets.change_label(invoice, "Bill", "Pay it.")
    assert [(label.name, label.description) for label in sets.labels(papers)] == [
        ("Bill", "Pay it."),
        ("Letter", ""),
    ]
    assert sets.label(letter) == sets.labels(papers)[1]
    assert sets.label(999) is None


def test_merged_labels_count_as_one(store: LibraryStore, papers: int) -> None:
    sets = store.label_sets
    bill = sets.add_label(papers, "Bill") or 0
    invoice = sets.add_label(papers, "Invoice") or 0
    store.answers.add(papers, bill, ITEM, Verdict.YES, Origin.CHOSEN)
    store.answers.add(papers, invoice, ITEM, Verdict.NO, Origin.RANDOM)
    store.guesses.add_run(papers, 0.5, [StoredGuess(0, bill, ITEM, 0.8)])
    sets.merge_labels(bill, invoice)
    assert [label.id for label in sets.labels(papers)] == [invoice]
    assert {answer.label_id for answer in store.answers.all(papers)} == {invoice}
    assert [guess.label_id for guess in store.guesses.of_set(papers)] == [invoice]


def test_deleting_takes_what_was_said_along(store: LibraryStore, papers: int) -> None:
    sets = store.label_sets
    bill = sets.add_label(papers, "Bill") or 0
    store.answers.add(papers, bill, ITEM, Verdict.YES, Origin.CHOSEN)
    store.answers.add(papers, None, ITEM, Verdict.UNSURE, Origin.CHOSEN)
    assert sets.delete_label(bill)
    assert not sets.delete_label(bill)
    assert [answer.verdict for answer in store.answers.all(papers)] == [Verdict.UNSURE]
    assert sets.delete(papers)
    assert store.answers.all(papers) == []


def test_a_rule_goes_with_its_folder(store: LibraryStore, papers: int) -> None:
    sets = store.label_sets
    folder = store.sources.add(Path("/d"), SourceKind.FOLDER)
    sets.put_rule(StoredRule(folder, papers, 0.8))
    sets.put_rule(StoredRule(folder, papers, 0.95))
    assert sets.rules() == [StoredRule(folder, papers, 0.95)]
    assert sets.delete_rule(folder, papers)
    assert not sets.delete_rule(folder, papers)
    sets.put_rule(StoredRule(folder, papers, 0.8))
    store.database.execute("DELETE FROM sources WHERE id = ?", (folder,))
    assert sets.rules() == []
