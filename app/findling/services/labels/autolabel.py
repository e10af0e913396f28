# SPDX-License-Identifier: Apache-2.0
"""Labels for many items at once: looked at first, given in one step, taken back in one step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from findling.errors import AppError
from findling.services.labels.model import LabelTrainer
from findling.services.labels.types import Guess
from findling.storage.labels.records import StoredGuess

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from findling.services.labels.items import Items
    from findling.services.labels.model import LabelModel
    from findling.services.labels.types import LabelSetRow
    from findling.services.library import Library
    from findling.storage.labels.records import ItemKey, StoredRun

_ONCE = 512
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Proposal:
    """What auto-labelling would do; nothing is stored.

    Attributes
    ----------
    set_id : int
    guesses : tuple of Guess
        A label an item, or several in a multi-label set; surest first.
    n_items : int
        Items that were looked at.
    """

    set_id: int
    guesses: tuple[Guess, ...]
    n_items: int

    def sure(self, threshold: float) -> tuple[Guess, ...]:
        """Return the guesses of at least a probability: what `AutoLabeler.apply` would store."""
        return tuple(guess for guess in self.guesses if guess.probability >= threshold)

    def expected_right(self, threshold: float) -> float:
        """Return which share of `sure` is probably right, 0 to 1; 0 when there is none."""
        sure = [guess.probability for guess in self.sure(threshold)]
        return float(np.mean(sure)) if sure else 0.0


class AutoLabeler:
    """Gives labels by a set's model.

    Parameters
    ----------
    library : Library
        Open for writing to `apply`, `undo`, `redo` and `follow_rules`.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._store = library.store
        self._trainer = LabelTrainer(library)

    def propose(
        self, row: LabelSetRow, model: LabelModel, scope: Sequence[ItemKey] | None = None
    ) -> Proposal:
        """Return what the model says of items that the user said nothing of.

        Parameters
        ----------
        row : LabelSetRow
        model : LabelModel
        scope : sequence of ItemKey, optional
            Only these; without, all.
        """
        items = self._trainer.items(row)
        answered = {answer.item for answer in self._store.answers.all(row.id)}
        wanted = list(items) if scope is None else scope
        keys = [key for key in wanted if key not in answered and key in items]
        found = [g for part in _parts(keys) for g in _labels(model, items, part)]
        found.sort(key=lambda guess: (-guess.probability, guess.item))
        return Proposal(row.id, tuple(found), len(keys))

    def apply(self, proposal: Proposal, threshold: float) -> int:
        """Store the guesses from a probability on, as one step, and return its key.

        Raises
        ------
        AppError
            If there is none.
        """
        sure = proposal.sure(threshold)
        if not sure:
            raise AppError(
                "Nothing is that sure.", f"threshold {threshold}", "Choose a lower threshold."
            )
        rows = [
            StoredGuess(0, guess.label_id, guess.item, guess.probability)
            for guess in sure
            if guess.label_id is not None
        ]
        with self._store.database.transaction(durable=True):
            return self._store.guesses.add_run(proposal.set_id, threshold, rows)

    def runs(self, set_id: int) -> list[StoredRun]:
        """Return what was labelled at once, newest first."""
        return self._store.guesses.runs(set_id)

    def undo(self, run_id: int) -> bool:
        """Take back a step as a whole; return whether that changed anything."""
        with self._store.database.transaction(durable=True):
            return self._store.guesses.set_undone(run_id, is_undone=True)

    def redo(self, run_id: int) -> bool:
        """Have a step count again; return whether that changed anything."""
        with self._store.database.transaction(durable=True):
            return self._store.guesses.set_undone(run_id, is_undone=False)

    def follow_rules(self) -> int:
        """Label files of folders with a rule that have no label yet; return how many were.

        A set whose model is out of date waits until it has been learned again.
        """
        n = 0
        for rule in self._store.label_sets.rules():
            n += self._follow(rule.source_id, rule.set_id, rule.threshold)
        return n

    def _follow(self, source_id: int, set_id: int, threshold: float) -> int:
        model = self._trainer.open(set_id)
        if model is None:
            return 0
        row = self._trainer.row(set_id)
        guessed = {guess.item for guess in self._store.guesses.of_set(set_id)}
        ids = self._store.documents.ids_of_source(source_id)
        scope = [key for key in self._trainer.items(row).of_documents(ids) if key not in guessed]
        proposal = self.propose(row, model, scope)
        sure = proposal.sure(threshold)
        if sure:
            self.apply(proposal, threshold)
        return len(sure)


def _labels(model: LabelModel, items: Items, keys: Sequence[ItemKey]) -> Iterable[Guess]:
    """Yield the labels of items: the likeliest of each, or all that are likelier than not."""
    if not model.is_multi:
        yield from (g for g in model.guesses(items, keys) if g.label_id is not None)
        return
    chances = model.probabilities(items.texts(keys))
    for key, row in zip(keys, chances, strict=True):
        for label, share in zip(model.label_ids, row.tolist(), strict=True):
            if label is not None and share > _HALF:
                yield Guess(key, label, share, share)


def _parts(keys: Sequence[ItemKey]) -> Iterable[Sequence[ItemKey]]:
    for first in range(0, len(keys), _ONCE):
        yield keys[first : first + _ONCE]
