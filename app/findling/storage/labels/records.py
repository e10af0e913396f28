# SPDX-License-Identifier: Apache-2.0
"""Rows about labels as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple


class Unit(str, Enum):
    """What carries labels."""

    DOCUMENT = "document"
    PASSAGE = "passage"


class Verdict(str, Enum):
    """What the user said of an item and a label."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class Origin(str, Enum):
    """How an item came before the user; only RANDOM ones are a fair sample."""

    CHOSEN = "chosen"
    SEED = "seed"
    UNCERTAIN = "uncertain"
    UNCOVERED = "uncovered"
    AUDIT = "audit"
    RANDOM = "random"
    SUSPECT = "suspect"
    IMPORTED = "imported"


class ItemKey(NamedTuple):
    """What carries labels, named so that it outlives reading its file again.

    Attributes
    ----------
    digest : bytes
        Of the file's bytes: copies are one item.
    start, end : int
        Code-point range in its text; both 0 for a whole document.
    """

    digest: bytes
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class StoredLabelSet:
    """A set of labels.

    Attributes
    ----------
    id : int
    name : str
    unit : Unit
    is_multi : bool
        Whether an item may have several labels of it.
    created : float
        Seconds since the epoch.
    """

    id: int
    name: str
    unit: Unit
    is_multi: bool
    created: float


@dataclass(frozen=True, slots=True)
class StoredLabel:
    """A label of a set; ``description`` is a sentence that says what belongs to it, or empty."""

    id: int
    set_id: int
    name: str
    description: str
    position: int


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """What the user said once. Answers are never changed, only taken back.

    Attributes
    ----------
    id : int
        Grows with time.
    set_id : int
    label_id : int or None
        None for UNSURE about the item as a whole.
    item : ItemKey
    verdict : Verdict
    origin : Origin
    created : float
        Seconds since the epoch.
    """

    id: int
    set_id: int
    label_id: int | None
    item: ItemKey
    verdict: Verdict
    origin: Origin
    created: float


@dataclass(frozen=True, slots=True)
class StoredRun:
    """One time that labels were guessed for many items: it is undone as a whole.

    Attributes
    ----------
    id, set_id : int
    threshold : float
        Least probability.
    created : float
        Seconds since the epoch.
    n_items : int
    is_undone : bool
    """

    id: int
    set_id: int
    threshold: float
    created: float
    n_items: int
    is_undone: bool


class StoredGuess(NamedTuple):
    """A label that the model gave an item, with its probability."""

    run_id: int
    label_id: int
    item: ItemKey
    probability: float


class StoredRule(NamedTuple):
    """New files of a source get labels of a set when the model is this sure."""

    source_id: int
    set_id: int
    threshold: float
