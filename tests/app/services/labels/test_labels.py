# SPDX-License-Identifier: Apache-2.0
"""From an empty set to labels for all letters, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from findling.bolt import Retriever
from findling.errors import AppError
from findling.services.labels.autolabel import AutoLabeler
from findling.services.labels.desk import LabelDesk
from findling.services.labels.model import LabelTrainer
from findling.services.labels.quality import evaluate, wilson
from findling.services.labels.queue import TeachQueue
from findling.storage.labels.records import Origin, Verdict

if TYPE_CHECKING:
    from findling.services.labels.items import Items
    from findling.services.labels.keeper import LabelKeeper
    from findling.services.labels.types import LabelSetRow
    from findling.services.library import Library
    from findling.storage.labels.records import ItemKey
    from tests.app.services.labels.conftest import User


def test_copies_are_one_item(items: Items) -> None:
    assert len(items) == 60
    assert all(text.count("\n") and "." in text for text in items.texts(list(items)))


def test_sets_and_labels_are_kept_and_named_once(keeper: LabelKeeper, kinds: LabelSetRow) -> None:
    assert [label.name for label in kinds.labels] == ["bill", "lease", "mail"]
    assert keeper.find("Kinds") == kinds
    with pytest.raises(AppError, match="'Kinds' already"):
        keeper.create(" Kinds ")
    with pytest.raises(AppError, match="at least one character"):
        keeper.create("  ")
    with pytest.raises(AppError, match="'mail' already"):
        keeper.add_label(kinds.id, "mail")
    with pytest.raises(AppError, match="no label set 'None'"):
        keeper.find("None")
    keeper.rename(kinds.id, "Sorts")
    assert [row.name for row in keeper.all()] == ["Sorts"]
    keeper.delete(kinds.id)
    assert keeper.all() == []


def test_answers_are_taken_back_and_given_again(
    keeper: LabelKeeper, kinds: LabelSetRow, user: User, items: Items, every: list[ItemKey]
) -> None:
    first, second, *_ = every
    keys = user.answer(first, second)
    assert keeper.find(kinds.id).n_answered == 2
    assert keeper.take_back(keys[:1]) == 1
    assert list(keeper.known(kinds.id)) == [second]
    assert keeper.restore(keys[:1]) == 1
    assert list(keeper.known(kinds.id)) == [first, second]
    with pytest.raises(AppError, match="no such label"):
        keeper.answer(kinds.id, [(first, 999, Verdict.YES)])


def test_too_little_is_said_in_words(
    library: Library, kinds: LabelSetRow, user: User, every: list[ItemKey]
) -> None:
    trainer = LabelTrainer(library)
    user.answer(*every[:4])
    assert trainer.missing(kinds.id) == [
        "“lease” needs 1 example more.",
        "“mail” needs 1 example more.",
    ]
    with pytest.raises(AppError, match="cannot be learned yet") as caught:
        trainer.train(kinds.id)
    assert "“mail” needs 1 example more." in caught.value.hint


def test_a_model_knows_the_others_and_is_kept_until_an_answer_changes(
    library: Library, kinds: LabelSetRow, user: User, items: Items, every: list[ItemKey]
) -> None:
    trainer = LabelTrainer(library)
    assert trainer.open(kinds.id) is None
    user.answer(*every[:18])
    trainer.train(kinds.id)
    model = trainer.open(kinds.id)
    assert model is not None
    assert model.note.n_examples == 18
    guesses = model.guesses(items, every[18:])
    right = [guess.label_id == user.label(guess.item) for guess in guesses]
    assert sum(right) / len(right) > 0.9
    user.answer(every[20])
    assert trainer.open(kinds.id) is None


def test_a_deleted_label_is_forgotten_at_once(
    library: Library,
    keeper: LabelKeeper,
    kinds: LabelSetRow,
    user: User,
    items: Items,
    every: list[ItemKey],
) -> None:
    user.answer(*every[:18])
    trainer = LabelTrainer(library)
    trainer.train(kinds.id)
    keeper.delete_label(kinds.labels[0].id)
    assert trainer.open(kinds.id) is None
    assert {t for truth in keeper.known(kinds.id).values() for t in truth.yes} == {
        label.id for label in kinds.labels[1:]
    }


def test_labels_are_merged_and_split(
    keeper: LabelKeeper, kinds: LabelSetRow, user: User, items: Items, every: list[ItemKey]
) -> None:
    bill, lease, mail = kinds.labels
    user.answer(*every[:6])
    keeper.merge_labels(lease.id, mail.id)
    assert [(label.name, label.n_yes) for label in keeper.find(kinds.id).labels] == [
        ("bill", 2),
        ("mail", 4),
    ]
    new = keeper.split_label(bill.id, "reminder", every[:1])
    assert keeper.known(kinds.id)[every[0]].yes == {new}


@pytest.mark.parametrize("with_model", [False, True])
def test_the_queue_says_why_and_never_asks_twice(
    library: Library,
    kinds: LabelSetRow,
    user: User,
    items: Items,
    with_model: bool,
    every: list[ItemKey],
) -> None:
    answered = every[:18]
    user.answer(*answered)
    trainer = LabelTrainer(library)
    model = trainer.train(kinds.id) if with_model else None
    seen = list(answered)
    origins: list[Origin] = []
    while cards := TeachQueue(items, model).next(seen, n=5):
        for card in cards:
            assert card.item not in seen
            assert card.text
            assert (card.guess is not None) == with_model
            seen.append(card.item)
            origins.append(card.origin)
    assert len(seen) == len(items)
    expected = {Origin.UNCERTAIN, Origin.UNCOVERED, Origin.AUDIT, Origin.RANDOM}
    assert set(origins) == (expected if with_model else {Origin.UNCOVERED, Origin.RANDOM})


def test_cards_mark_what_spoke_for_the_guess(
    library: Library, kinds: LabelSetRow, user: User, items: Items, every: list[ItemKey]
) -> None:
    answered = every[:18]
    user.answer(*answered)
    (card,) = TeachQueue(items, LabelTrainer(library).train(kinds.id)).next(answered)
    assert card.guess is not None
    assert card.marks
    assert all(0 <= begin < end <= len(card.text) for begin, end in card.marks)
    assert card.document.path.name.endswith(".txt")


def test_search_finds_the_first_examples(
    library: Library, kinds: LabelSetRow, user: User, items: Items
) -> None:
    passages = library.passages(library.passage_ids().tolist())
    retriever = Retriever(epochs=0).fit([p.text for p in passages], ids=[p.id for p in passages])
    desk = LabelDesk(library, lambda text: [int(hit.id) for hit in retriever.search(text, k=50)])
    asked: list[int] = []
    put_off: list[ItemKey] = []
    for _ in range(4):
        card = desk.card(kinds.id, put_off)
        assert card is not None
        put_off.append(card.item)
        if card.origin is Origin.SEED:
            asked.append(user.label(card.item))
    assert len(set(asked)) >= 2


def test_the_desk_says_how_a_set_stands(
    library: Library, kinds: LabelSetRow, user: User, every: list[ItemKey]
) -> None:
    desk = LabelDesk(library)
    assert [row.name for row in desk.sets()] == ["Kinds"]
    before = desk.state(kinds.id)
    assert (before.n_examples, before.is_fresh, before.n_items) == (0, False, 60)
    assert len(before.missing) == 3
    assert desk.quality(kinds.id) is None
    assert desk.dry_run(kinds.id) is None
    user.answer(*every[:18])
    LabelTrainer(library).train(kinds.id)
    after = desk.state(kinds.id)
    assert (after.n_examples, after.is_fresh, after.missing) == (18, True, ())
    run = desk.dry_run(kinds.id)
    assert run is not None
    assert len(run.rows) == run.proposal.n_items == 42
    user.answer(every[20])
    assert not desk.state(kinds.id).is_fresh
    assert desk.quality(kinds.id) is not None


def test_quality_is_told_from_random_items_with_an_interval(
    library: Library, kinds: LabelSetRow, user: User, items: Items, every: list[ItemKey]
) -> None:
    user.answer(*every[:18])
    user.answer(*every[18:48], origin=Origin.RANDOM)
    wrong = next(label.id for label in kinds.labels if label.id != user.label(every[50]))
    keeper = user.keeper
    keeper.answer(kinds.id, [(every[50], wrong, Verdict.YES)])
    trainer = LabelTrainer(library)
    quality = evaluate(trainer.examples(kinds, items), items, is_multi=False)
    assert quality.n_tested == 30
    assert not quality.is_thin
    assert quality.accuracy > 0.9
    assert (quality.low, quality.high) == wilson(round(quality.accuracy * 30), 30)
    assert [guess.item for guess in quality.suspects] == [every[50]]
    assert sum(len(cell.items) for cell in quality.confusion) == 49
    assert quality.curve[0][0] < quality.curve[-1][0]
    assert quality.curve[-1][1] >= 0.9


def test_many_are_labelled_in_one_step_and_back(
    library: Library,
    keeper: LabelKeeper,
    kinds: LabelSetRow,
    user: User,
    items: Items,
    every: list[ItemKey],
) -> None:
    user.answer(*every[:18])
    model = LabelTrainer(library).train(kinds.id)
    labeler = AutoLabeler(library)
    proposal = labeler.propose(kinds, model)
    assert proposal.n_items == 42
    counts = [len(proposal.sure(threshold)) for threshold in (0.0, 0.5, 0.9, 1.1)]
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] == 0
    assert proposal.expected_right(0.9) >= 0.9
    with pytest.raises(AppError, match="that sure"):
        labeler.apply(proposal, 1.1)

    run = labeler.apply(proposal, 0.5)
    assert sum(label.n_guessed for label in keeper.find(kinds.id).labels) == counts[1]
    assert labeler.runs(kinds.id)[0].n_items == counts[1]
    assert labeler.undo(run)
    assert sum(label.n_guessed for label in keeper.find(kinds.id).labels) == 0
    assert labeler.redo(run)
    assert keeper.find(kinds.id).n_answered == 18


def test_only_answers_teach(
    library: Library, kinds: LabelSetRow, user: User, items: Items, every: list[ItemKey]
) -> None:
    user.answer(*every[:18])
    trainer, labeler = LabelTrainer(library), AutoLabeler(library)
    model = trainer.train(kinds.id)
    labeler.apply(labeler.propose(kinds, model), 0.0)
    assert len(trainer.examples(kinds, items)) == 18
    assert trainer.open(kinds.id) is not None


def test_a_rule_labels_new_files_of_its_folder(
    library: Library,
    keeper: LabelKeeper,
    kinds: LabelSetRow,
    user: User,
    items: Items,
    every: list[ItemKey],
) -> None:
    labeler = AutoLabeler(library)
    source = library.sources()[0].id
    keeper.put_rule(source, kinds.id, 0.4)
    user.answer(*every[:18])
    assert labeler.follow_rules() == 0  # there is no model yet
    LabelTrainer(library).train(kinds.id)
    n = labeler.follow_rules()
    assert n > 30
    assert labeler.follow_rules() == 0
    with pytest.raises(AppError, match="between 0 and 1"):
        keeper.put_rule(source, kinds.id, 1.5)


def test_who_else_fits(
    library: Library, kinds: LabelSetRow, user: User, items: Items, every: list[ItemKey]
) -> None:
    user.answer(*every[:18])
    desk, label = LabelDesk(library), kinds.labels[2]
    assert desk.likely(kinds.id, label.id) == []  # nothing to search by, and no model
    LabelTrainer(library).train(kinds.id)
    found = desk.likely(kinds.id, label.id, n=5)
    assert [user.label(key) for key in found] == [label.id] * 5
    assert not set(found) & set(every[:18])
    with pytest.raises(AppError, match="no such label"):
        desk.likely(kinds.id, 999)
