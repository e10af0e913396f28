# SPDX-License-Identifier: Apache-2.0
"""Label sets and what the user says of them: all of it can be listed and taken back."""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING

from findling.errors import AppError
from findling.services.labels.truth import truths
from findling.services.labels.types import LabelRow, LabelSetRow
from findling.storage.labels.records import ItemKey, Origin, StoredRule, Unit, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from findling.services.labels.truth import Truth
    from findling.services.library import Library
    from findling.storage.labels.records import StoredLabel, StoredLabelSet

MAX_NAME = 100
MAX_DESCRIPTION = 1000
MAX_SETS = 200
MAX_LABELS = 1000


class LabelKeeper:
    """Takes what the user says of labels.

    Parameters
    ----------
    library : Library
        Open for writing, but for what only returns something.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._store = library.store
        self._sets = library.store.label_sets

    # -- sets and labels -------------------------------------------------------------------------

    def all(self) -> list[LabelSetRow]:
        """Return all sets, by name."""
        return [self._row(found) for found in self._sets.all()]

    def find(self, name_or_key: str | int) -> LabelSetRow:
        """Return a set by its name or key.

        Raises
        ------
        AppError
            If there is none.
        """
        for found in self._sets.all():
            if name_or_key in (found.id, found.name):
                return self._row(found)
        known = ", ".join(found.name for found in self._sets.all())
        raise AppError(
            f"There is no label set {name_or_key!r}.",
            hint=f"There are: {known}." if known else "Make one first.",
        )

    def create(
        self, name: str, *, of_passages: bool = False, is_multi: bool = False
    ) -> LabelSetRow:
        """Make a set without labels.

        Raises
        ------
        AppError
            If the name is empty or taken, or there are `MAX_SETS` sets.
        """
        if len(self._sets.all()) >= MAX_SETS:
            raise AppError(f"A library holds {MAX_SETS} label sets.", hint="Delete one first.")
        unit = Unit.PASSAGE if of_passages else Unit.DOCUMENT
        with self._store.database.transaction(durable=True):
            key = self._sets.add(_name(name), unit, is_multi=is_multi)
        if key is None:
            raise _taken(name)
        self._store.back_up()
        return self.find(key)

    def rename(self, set_id: int, name: str) -> None:
        """Give a set another name.

        Raises
        ------
        AppError
            If the name is empty or taken, or there is no such set.
        """
        self.find(set_id)
        with self._store.database.transaction(durable=True):
            done = self._sets.rename(set_id, _name(name))
        if not done:
            raise _taken(name)
        self._store.back_up()

    def delete(self, set_id: int) -> None:
        """Remove a set with everything that was said of it, and its model.

        Raises
        ------
        AppError
            If there is no such set.
        """
        self.find(set_id)
        with self._store.database.transaction(durable=True):
            self._sets.delete(set_id)
        self._store.label_models.remove(set_id)
        self._store.back_up()

    def add_label(self, set_id: int, name: str, description: str = "") -> int:
        """Add a label and return its key.

        Raises
        ------
        AppError
            If the name is empty or taken, or there is no such set.
        """
        if len(self.find(set_id).labels) >= MAX_LABELS:
            raise AppError(f"A set holds {MAX_LABELS} labels.", hint="Make another set.")
        text = " ".join(description.split())[:MAX_DESCRIPTION]
        with self._store.database.transaction(durable=True):
            key = self._sets.add_label(set_id, _name(name), text)
        if key is None:
            raise _taken(name)
        self._store.back_up()
        return key

    def change_label(self, label_id: int, name: str, description: str) -> None:
        """Give a label another name and description.

        Raises
        ------
        AppError
            If the name is empty or taken, or there is no such label.
        """
        self._label(label_id)
        text = " ".join(description.split())[:MAX_DESCRIPTION]
        with self._store.database.transaction(durable=True):
            done = self._sets.change_label(label_id, _name(name), text)
        if not done:
            raise _taken(name)
        self._store.back_up()

    def merge_labels(self, label_id: int, into: int) -> None:
        """Have one label stand for two.

        Raises
        ------
        AppError
            If they are the same, of different sets, or gone.
        """
        one, other = self._label(label_id), self._label(into)
        if one.set_id != other.set_id or one.id == other.id:
            raise AppError("Two labels of one set can be merged.", f"{label_id} and {into}")
        with self._store.database.transaction(durable=True):
            self._sets.merge_labels(label_id, into)
        self._forget_model(one.set_id)

    def split_label(self, label_id: int, name: str, items: Iterable[ItemKey]) -> int:
        """Give some items of a label a new one instead, and return its key.

        Raises
        ------
        AppError
            If the name is empty or taken, or there is no such label.
        """
        label = self._label(label_id)
        new = self.add_label(label.set_id, name)
        self.answer(label.set_id, ((item, label_id, Verdict.NO) for item in items))
        self.answer(label.set_id, ((item, new, Verdict.YES) for item in items))
        return new

    def delete_label(self, label_id: int) -> None:
        """Remove a label and what was said of it; the model forgets it at once.

        Raises
        ------
        AppError
            If there is no such label.
        """
        label = self._label(label_id)
        with self._store.database.transaction(durable=True):
            self._sets.delete_label(label_id)
        self._forget_model(label.set_id)

    # -- answers ---------------------------------------------------------------------------------

    def answer(
        self,
        set_id: int,
        answers: Iterable[tuple[ItemKey, int | None, Verdict]],
        origin: Origin = Origin.CHOSEN,
    ) -> list[int]:
        """Take answers about items, all or none, and return their keys, for `take_back`.

        Parameters
        ----------
        set_id : int
        answers : iterable of (ItemKey, int or None, Verdict)
            Label and verdict; no label for an item of which the user is unsure altogether.
        origin : Origin
            How the items came before the user.

        Raises
        ------
        AppError
            If a label is not of this set.
        """
        labels = {label.id for label in self.find(set_id).labels}
        keys: list[int] = []
        now = time.time()
        with self._store.database.transaction(durable=True):
            for item, label_id, verdict in answers:
                if label_id is not None and label_id not in labels:
                    raise AppError("There is no such label in this set.", str(label_id))
                keys.append(self._store.answers.add(set_id, label_id, item, verdict, origin, now))
        self._store.back_up()
        return keys

    def said_with(self, answer_id: int) -> list[int]:
        """Return the keys of what was answered in one call, of which one key is given."""
        return self._store.answers.said_with(answer_id)

    def take_back(self, answer_ids: Iterable[int]) -> int:
        """Let answers not count any more; return how many that were."""
        with self._store.database.transaction(durable=True):
            n = self._store.answers.take_back(answer_ids)
        self._store.back_up()
        return n

    def restore(self, answer_ids: Iterable[int]) -> int:
        """Let answers count again; return how many that were."""
        with self._store.database.transaction(durable=True):
            n = self._store.answers.restore(answer_ids)
        self._store.back_up()
        return n

    def known(self, set_id: int) -> dict[ItemKey, Truth]:
        """Return what was said of each item, in the order in which they were first answered.

        Raises
        ------
        AppError
            If there is no such set.
        """
        found = self.find(set_id)
        return truths(self._store.answers.all(set_id), is_multi=found.is_multi)

    # -- rules -----------------------------------------------------------------------------------

    def rules(self) -> list[StoredRule]:
        """Return which folders' new files get labels by themselves."""
        return self._sets.rules()

    def put_rule(self, source_id: int, set_id: int, threshold: float) -> None:
        """Give new files of a source labels of a set from a probability on.

        Raises
        ------
        AppError
            If there is no such source or set, or the probability is not between 0 and 1.
        """
        self.find(set_id)
        if self._store.sources.get(source_id) is None:
            raise AppError("This folder is not in the library.", str(source_id))
        if not 0.0 <= threshold <= 1.0:
            raise AppError("A threshold is between 0 and 1.", str(threshold))
        with self._store.database.transaction(durable=True):
            self._sets.put_rule(StoredRule(source_id, set_id, threshold))
        self._store.back_up()

    def delete_rule(self, source_id: int, set_id: int) -> bool:
        """Remove a rule; return whether there was one."""
        with self._store.database.transaction(durable=True):
            was_there = self._sets.delete_rule(source_id, set_id)
        self._store.back_up()
        return was_there

    # -- inside ----------------------------------------------------------------------------------

    def _row(self, found: StoredLabelSet) -> LabelSetRow:
        known = truths(self._store.answers.all(found.id), is_multi=found.is_multi)
        guessed = Counter(
            guess.label_id
            for guess in self._store.guesses.of_set(found.id)
            if not is_settled(known, guess.item, guess.label_id)
        )
        yes = Counter(label for truth in known.values() for label in truth.yes)
        no = Counter(label for truth in known.values() for label in truth.no)
        labels = tuple(
            LabelRow(
                label.id,
                label.name,
                label.description,
                yes[label.id],
                no[label.id],
                guessed[label.id],
            )
            for label in self._sets.labels(found.id)
        )
        of_passages = found.unit is Unit.PASSAGE
        return LabelSetRow(found.id, found.name, of_passages, found.is_multi, labels, len(known))

    def _label(self, label_id: int) -> StoredLabel:
        label = self._sets.label(label_id)
        if label is None:
            raise AppError("This label is no longer there.", str(label_id))
        return label

    def _forget_model(self, set_id: int) -> None:
        self._store.label_models.remove(set_id)
        self._store.back_up()


def is_settled(known: Mapping[ItemKey, Truth], item: ItemKey, label_id: int) -> bool:
    """Tell whether what a person said of an item leaves nothing of a guess."""
    truth = known.get(item)
    return truth is not None and (bool(truth.yes) or label_id in truth.no)


def _name(name: str) -> str:
    text = " ".join(name.split())[:MAX_NAME]
    if not text:
        raise AppError("A name has at least one character.")
    return text


def _taken(name: str) -> AppError:
    return AppError(f"There is {name.strip()!r} already.", hint="Choose another name.")
