# SPDX-License-Identifier: Apache-2.0
"""What a window shows about labels; it only reads, and long answers can be had off its thread."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from findling.errors import AppError
from findling.services.labels.autolabel import AutoLabeler, Proposal
from findling.services.labels.drift import drift_of
from findling.services.labels.keeper import LabelKeeper
from findling.services.labels.model import LabelTrainer, missing
from findling.services.labels.quality import Quality, evaluate
from findling.services.labels.queue import TeachQueue
from findling.services.labels.vectors import in_line

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from findling.services.labels.types import Card, Guess, LabelRow, LabelSetRow
    from findling.services.library import Library
    from findling.services.types import DocumentRow
    from findling.storage.labels.records import ItemKey, StoredRun

MOST_LIKELY = 20
"""Items that are shown when it is asked who else fits."""

_ONCE = 512

MOST_SHOWN = 2000
"""Guesses of a proposal that get a row."""


@dataclass(frozen=True, slots=True)
class DeskState:
    """A label set as it is now.

    Attributes
    ----------
    row : LabelSetRow
    missing : tuple of str
        What has to be answered before there can be a model, a sentence each.
    n_examples : int
        What the model was made from; 0 without one.
    is_fresh : bool
        Whether it knows all answers.
    last_answer : int
        Key of the latest answer; 0 without one.
    runs : tuple of StoredRun
        What was labelled at once, newest first.
    n_items : int
        Items of the library.
    """

    row: LabelSetRow
    missing: tuple[str, ...]
    n_examples: int
    is_fresh: bool
    last_answer: int
    runs: tuple[StoredRun, ...]
    n_items: int


@dataclass(frozen=True, slots=True)
class DryRun:
    """What labelling at once would do, with a document for each guess that gets a row."""

    proposal: Proposal
    rows: tuple[tuple[Guess, DocumentRow], ...]


class LabelDesk:
    """Looks at the label sets of a library; for one thread.

    Parameters
    ----------
    library : Library
    find : callable, optional
        Returns the keys of passages that a text finds, best first: for the first examples.
    """

    def __init__(
        self, library: Library, find: Callable[[str], Sequence[int]] = lambda _: ()
    ) -> None:
        self._library = library
        self._find = find
        self._keeper = LabelKeeper(library)
        self._trainer = LabelTrainer(library)
        self._labeler = AutoLabeler(library)

    def sets(self) -> list[LabelSetRow]:
        """Return all label sets, by name."""
        return self._keeper.all()

    def state(self, set_id: int) -> DeskState:
        """Return a set as it is now.

        Raises
        ------
        AppError
            If there is none.
        """
        row = self._keeper.find(set_id)
        items = self._trainer.items(row)
        model = self._trainer.open(set_id, may_be_old=True)
        last, _ = self._library.store.answers.last_key(set_id)
        note = None if model is None else model.note
        return DeskState(
            row=row,
            missing=tuple(missing(row, self._trainer.examples(row, items))),
            n_examples=0 if note is None else note.n_examples,
            is_fresh=note is not None and self._trainer.is_fresh(set_id, note),
            last_answer=last,
            runs=tuple(self._labeler.runs(set_id)),
            n_items=len(items),
        )

    def card(
        self,
        set_id: int,
        put_off: Collection[ItemKey] = (),
        only: Sequence[ItemKey] = (),
    ) -> Card | None:
        """Return what to ask next; None when everything was answered or put off.

        Parameters
        ----------
        set_id : int
        put_off : collection of ItemKey
            Items not to ask about now.
        only : sequence of ItemKey
            Ask about these, in this order, answered or not; about any when there are none.

        Raises
        ------
        AppError
            If there is no such set.
        """
        row = self._keeper.find(set_id)
        items = self._trainer.items(row)
        model = self._trainer.open(set_id, may_be_old=True)
        n_yes = {label.id: label.n_yes for label in row.labels}
        queue = TeachQueue(items, model, seeds=lambda: self._seeds(row), n_yes=n_yes)
        if only:
            return self._again(set_id, queue, [key for key in only if key not in put_off])
        answered = [*self._keeper.known(set_id), *put_off]
        cards = queue.next(list(dict.fromkeys(answered)))
        return cards[0] if cards else None

    def _again(self, set_id: int, queue: TeachQueue, keys: Sequence[ItemKey]) -> Card | None:
        """Return a card for the first item that is still there, with what was said of it."""
        for card in filter(None, map(queue.about, keys)):
            truth = self._keeper.known(set_id).get(card.item)
            return replace(card, said=tuple(sorted(truth.yes)) if truth else ())
        return None

    def likely(self, set_id: int, label_id: int, n: int = MOST_LIKELY) -> list[ItemKey]:
        """Return items that probably have a label and were not answered, likeliest first.

        By the set's model; before there is one, by what the label's name and description find.

        Raises
        ------
        AppError
            If there is no such set or label.
        """
        row = self._keeper.find(set_id)
        label = row.label(label_id)
        if label is None:
            raise AppError(f"There is no such label in {row.name}.", str(label_id))
        items = self._trainer.items(row)
        known = self._keeper.known(set_id)
        model = self._trainer.open(set_id, may_be_old=True)
        if model is None or label_id not in model.label_ids:
            found = items.of_passages(self._find(_words_of(label)))
            return [key for key in found if key not in known][:n]
        left = [key for key in items if key not in known]
        shares = [
            model.probabilities(items.texts(left[at : at + _ONCE]))
            for at in range(0, len(left), _ONCE)
        ]
        if not shares:
            return []
        share = np.concatenate(shares)[:, model.label_ids.index(label_id)]
        return [left[at] for at in np.argsort(-share, kind="stable")[:n]]

    def quality(self, set_id: int) -> Quality | None:
        """Return how good the model is; None while too little was answered.

        Raises
        ------
        AppError
            If there is no such set.
        """
        row = self._keeper.find(set_id)
        items = self._trainer.items(row)
        known = self._trainer.examples(row, items)
        if missing(row, known):
            return None
        model = self._trainer.open(set_id, may_be_old=True)
        encoder = self._trainer.encoder() if model is None else model.encoder
        quality = evaluate(known, items, is_multi=row.is_multi, encoder=encoder)
        if model is None:
            return quality
        return replace(quality, drift=drift_of(model, items, self._keeper.known(set_id)))

    def answered(self, set_id: int, label_id: int) -> list[ItemKey]:
        """Return the items that the user gave a label, those alike beside each other.

        They are put along what tells them apart most: so whoever makes two labels of one meets
        first those of one kind, and then those of the other.

        Raises
        ------
        AppError
            If there is no such set.
        """
        items = self._trainer.items(self._keeper.find(set_id))
        known = self._keeper.known(set_id)
        keys = [key for key in items if key in known and label_id in known[key].yes]
        return in_line(keys, self._trainer.encoder().vectors(items.texts(keys)))

    def dry_run(self, set_id: int) -> DryRun | None:
        """Return what labelling at once would do; None without a model.

        Raises
        ------
        AppError
            If there is no such set.
        """
        row = self._keeper.find(set_id)
        model = self._trainer.open(set_id, may_be_old=True)
        if model is None:
            return None
        proposal = self._labeler.propose(row, model)
        shown = proposal.guesses[:MOST_SHOWN]
        documents = self._trainer.items(row).documents({guess.item for guess in shown})
        rows = tuple((g, documents[g.item]) for g in shown if g.item in documents)
        return DryRun(proposal, rows)

    def documents(self, set_id: int, keys: Sequence[ItemKey]) -> dict[ItemKey, DocumentRow]:
        """Return a document for each item that is there."""
        return self._trainer.items(self._keeper.find(set_id)).documents(keys)

    def _seeds(self, row: LabelSetRow) -> list[ItemKey]:
        """Return items that the names of labels find, those of the least answered labels first."""
        items = self._trainer.items(row)
        labels = sorted(row.labels, key=lambda label: (label.n_yes, label.id))
        texts = [_words_of(label) for label in labels]
        lists = [items.of_passages(self._find(text)) for text in texts]
        longest = max(map(len, lists), default=0)
        turns = (found[at] for at in range(longest) for found in lists if at < len(found))
        return list(dict.fromkeys(turns))


def _words_of(label: LabelRow) -> str:
    return f"{label.name}. {label.description}".strip()
