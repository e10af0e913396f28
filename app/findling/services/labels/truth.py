# SPDX-License-Identifier: Apache-2.0
"""From answers, which are events, to what holds now."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from findling.storage.labels.records import ItemKey, Origin, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from findling.storage.labels.records import StoredAnswer

NONE_OF_THESE = ""
"""The class of items that have no label of their set."""


@dataclass(slots=True)
class Truth:
    """What the user said of an item.

    Attributes
    ----------
    item : ItemKey
    yes, no : set of int
        Labels that it has, and that it has not.
    is_unsure : bool
        The user could not tell; cleared by a later answer.
    origin : Origin
        How it came before the user first: only then it was a surprise to the model.
    answer_ids : list of int
        All answers about it.
    """

    item: ItemKey
    origin: Origin
    yes: set[int] = field(default_factory=set[int])
    no: set[int] = field(default_factory=set[int])
    is_unsure: bool = False
    answer_ids: list[int] = field(default_factory=list[int])


def truths(answers: Iterable[StoredAnswer], *, is_multi: bool) -> dict[ItemKey, Truth]:
    """Return what holds of each item that was answered; later answers count before earlier ones.

    Parameters
    ----------
    answers : iterable of StoredAnswer
        Oldest first.
    is_multi : bool
        Whether an item may have several labels; else a YES takes the place of another.
    """
    found: dict[ItemKey, Truth] = {}
    for answer in answers:
        truth = found.setdefault(answer.item, Truth(answer.item, answer.origin))
        truth.answer_ids.append(answer.id)
        truth.is_unsure = answer.verdict is Verdict.UNSURE
        if answer.label_id is None:
            truth.yes.clear()
            truth.no.clear()
        elif answer.verdict is Verdict.YES:
            if not is_multi:
                truth.yes.clear()
            truth.yes.add(answer.label_id)
            truth.no.discard(answer.label_id)
        else:
            truth.yes.discard(answer.label_id)
            if answer.verdict is Verdict.NO:
                truth.no.add(answer.label_id)
    return found


@dataclass(frozen=True, slots=True)
class Example:
    """An item to learn from; ``classes`` are names, one of them unless a set is multi-label."""

    item: ItemKey
    classes: tuple[str, ...]
    origin: Origin


def examples(
    known: Mapping[ItemKey, Truth], label_ids: Sequence[int], *, is_multi: bool
) -> list[Example]:
    """Return what a model can learn from, in the order in which items were first answered.

    Classes are the keys of labels as text. An item of a single-label set that has none of its
    labels for sure is of the class `NONE_OF_THESE`; one that only lacks some is left out. In a
    multi-label set, labels that nothing was said of count as not given once something was said.
    """
    every = set(label_ids)
    found: list[Example] = []
    for item, truth in known.items():
        yes = sorted(truth.yes & every)
        if truth.is_unsure or not (yes or truth.no & every):
            continue
        classes = tuple(str(label) for label in yes)
        if is_multi or yes:
            found.append(Example(item, classes, truth.origin))
        elif truth.no >= every:
            found.append(Example(item, (NONE_OF_THESE,), truth.origin))
    return found
