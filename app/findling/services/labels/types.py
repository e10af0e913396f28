# SPDX-License-Identifier: Apache-2.0
"""Plain values about labels, for the window and the command line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from findling.storage.labels.records import ItemKey, Origin, StoredRun, Verdict

if TYPE_CHECKING:
    from findling.services.types import DocumentRow

__all__ = [
    "Card",
    "Guess",
    "ItemKey",
    "LabelRow",
    "LabelSetRow",
    "Origin",
    "StoredRun",
    "Verdict",
]


@dataclass(frozen=True, slots=True)
class LabelRow:
    """A label as lists show it.

    Attributes
    ----------
    id : int
    name, description : str
    n_yes, n_no : int
        Items that the user said have it, or have it not.
    n_guessed : int
        Items that only a model gave it.
    """

    id: int
    name: str
    description: str
    n_yes: int
    n_no: int
    n_guessed: int


@dataclass(frozen=True, slots=True)
class LabelSetRow:
    """A set with its labels.

    Attributes
    ----------
    id : int
    name : str
    of_passages : bool
        Whether passages carry its labels; else documents do.
    is_multi : bool
    labels : tuple of LabelRow
    n_answered : int
        Items of which anything was said.
    """

    id: int
    name: str
    of_passages: bool
    is_multi: bool
    labels: tuple[LabelRow, ...]
    n_answered: int

    def label(self, label_id: int) -> LabelRow | None:
        """Return one of its labels."""
        return next((label for label in self.labels if label.id == label_id), None)


@dataclass(frozen=True, slots=True)
class Guess:
    """What a model says of an item.

    Attributes
    ----------
    item : ItemKey
    label_id : int or None
        The likeliest label; None when most likely none fits.
    probability : float
        Of that.
    margin : float
        How far the second likeliest is behind.
    """

    item: ItemKey
    label_id: int | None
    probability: float
    margin: float


@dataclass(frozen=True, slots=True)
class Card:
    """An item that the user is asked about.

    Attributes
    ----------
    item : ItemKey
    document : DocumentRow
    passage_id : int
        0 for a document.
    text : str
        The beginning of its text, or of the part that spoke loudest.
    marks : tuple of (int, int)
        Ranges of ``text`` that spoke for the guess.
    guess : Guess or None
        None before there is a model.
    origin : Origin
        Why this one.
    said : tuple of int
        Labels that the user gave it before.
    """

    item: ItemKey
    document: DocumentRow
    passage_id: int
    text: str
    marks: tuple[tuple[int, int], ...]
    guess: Guess | None
    origin: Origin
    said: tuple[int, ...] = ()
