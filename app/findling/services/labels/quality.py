# SPDX-License-Identifier: Apache-2.0
"""How good a label set's model is, by asking it about answered items that it did not learn from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from findling.services.labels.model import guesses_of, learned
from findling.services.labels.truth import NONE_OF_THESE
from findling.services.labels.vectors import NO_ENCODER
from findling.storage.labels.records import Origin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from findling.services.labels.drift import Drift
    from findling.services.labels.items import Items
    from findling.services.labels.truth import Example
    from findling.services.labels.types import Guess
    from findling.services.labels.vectors import TextEncoder
    from findling.storage.labels.records import ItemKey

FEWEST_TESTED = 20
"""With fewer random items an accuracy is hardly worth telling."""

_FOLDS = 5
_CURVE = (0.25, 0.5, 0.75, 1.0)
_SUSPECT = 0.8
_Z95 = 1.959964


@dataclass(frozen=True, slots=True)
class LabelScore:
    """Precision and recall of one label, 0 to 1, and how many answered items have it."""

    label_id: int | None
    precision: float
    recall: float
    n: int


@dataclass(frozen=True, slots=True)
class Confusion:
    """Items of one label that were taken for another; a right answer has the same twice."""

    said: int | None
    guessed: int | None
    items: tuple[ItemKey, ...]


@dataclass(frozen=True, slots=True)
class Quality:
    """What cross-validation says.

    Attributes
    ----------
    n_tested : int
        Items that came before the user at random: of these are the next three.
    accuracy, low, high : float
        Share of right answers, and its 95 % interval (Wilson 1927).
    macro_f1 : float
        Of all answered items; mean over labels of the harmonic mean of precision and recall.
    labels : tuple of LabelScore
    confusion : tuple of Confusion
        Most items first.
    suspects : tuple of Guess
        Items whose label the model would not give, and is 80 % sure of another; surest first.
    curve : tuple of (int, float)
        Answered items that a model learned from, and how many of the others it got right.
    drift : Drift or None
        New items of which the set's model is less sure than of the others, if so.
    """

    n_tested: int
    accuracy: float
    low: float
    high: float
    macro_f1: float
    labels: tuple[LabelScore, ...]
    confusion: tuple[Confusion, ...]
    suspects: tuple[Guess, ...]
    curve: tuple[tuple[int, float], ...]
    drift: Drift | None = None

    @property
    def is_thin(self) -> bool:
        """Whether there are too few random items to believe the accuracy."""
        return self.n_tested < FEWEST_TESTED


def evaluate(
    known: Sequence[Example], items: Items, *, is_multi: bool, encoder: TextEncoder = NO_ENCODER
) -> Quality:
    """Measure what models learn from answers: each item is asked of one that did not see it.

    Near-identical items are never on both sides. In a multi-label set, an item counts as right when
    its likeliest label is one that it has.

    Parameters
    ----------
    known : sequence of Example
        Enough to learn from (`findling.services.labels.model.missing`).
    items : Items
    is_multi : bool
    encoder : TextEncoder
        Whose vectors the models read.

    Raises
    ------
    AppError
        If the models cannot be made.
    """
    folds = _folds(known, items)
    guesses: list[Guess | None] = [None] * len(known)
    curve: dict[float, list[float]] = {share: [] for share in _CURVE}
    sizes: dict[float, list[int]] = {share: [] for share in _CURVE}
    for fold in range(max(folds, default=-1) + 1):
        train = [example for example, at in zip(known, folds, strict=True) if at != fold]
        test = [i for i, at in enumerate(folds) if at == fold]
        for share in _CURVE:
            part = train[: max(2, round(share * len(train)))]
            if len({name for example in part for name in example.classes}) < (1 if is_multi else 2):
                continue
            asked = [known[i] for i in test]
            found = _ask(part, asked, items, is_multi=is_multi, encoder=encoder)
            sizes[share].append(len(part))
            curve[share].append(_share_right(asked, found))
            if share == 1.0:
                for i, guess in zip(test, found, strict=True):
                    guesses[i] = guess
    pairs = [(example, guess) for example, guess in zip(known, guesses, strict=True) if guess]
    return _summary(
        pairs,
        tuple(
            (round(float(np.mean(sizes[share]))), float(np.mean(curve[share])))
            for share in _CURVE
            if curve[share]
        ),
    )


def wilson(n_right: int, n: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson 1927).

    Parameters
    ----------
    n_right, n : int
        ``n`` may be 0: then nothing is known.

    Examples
    --------
    >>> [round(bound, 3) for bound in wilson(18, 20)]
    [0.699, 0.972]
    """
    if n == 0:
        return 0.0, 1.0
    p, zz = n_right / n, _Z95 * _Z95
    middle = (p + zz / (2 * n)) / (1 + zz / n)
    half = _Z95 * math.sqrt(p * (1 - p) / n + zz / (4 * n * n)) / (1 + zz / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def _folds(known: Sequence[Example], items: Items) -> list[int]:
    """Return the fold of each example: groups of near-identical ones in turns, class by class."""
    from findling.bolt.classify import near_duplicates  # not while a window opens

    groups = near_duplicates(items.texts([example.item for example in known]))
    counts: dict[tuple[str, ...], int] = {}
    fold_of: dict[int, int] = {}
    for group, example in zip(groups, known, strict=True):
        if group not in fold_of:
            turn = counts.get(example.classes, 0)
            counts[example.classes] = turn + 1
            fold_of[group] = turn % _FOLDS
    return [fold_of[group] for group in groups]


def _ask(
    train: Sequence[Example],
    test: Sequence[Example],
    items: Items,
    *,
    is_multi: bool,
    encoder: TextEncoder,
) -> list[Guess]:
    model = learned(train, items, is_multi=is_multi, encoder=encoder, calibrated=False)
    keys = [example.item for example in test]
    labels = [int(name) if name else None for name in model.classes_]
    texts = items.texts(keys)
    return guesses_of(keys, model.predict_proba(texts, vectors=encoder.vectors(texts)), labels)


def _is_right(example: Example, guess: Guess) -> bool:
    name = NONE_OF_THESE if guess.label_id is None else str(guess.label_id)
    return name in example.classes


def _share_right(test: Sequence[Example], found: Sequence[Guess]) -> float:
    return float(np.mean([_is_right(e, g) for e, g in zip(test, found, strict=True)]))


def _said(example: Example, guess: Guess) -> int | None:
    """Return the label that was said: of several the guessed one, if it is among them."""
    if _is_right(example, guess):
        return guess.label_id
    return int(example.classes[0]) if example.classes and example.classes[0] else None


def _summary(
    pairs: Sequence[tuple[Example, Guess]], curve: tuple[tuple[int, float], ...]
) -> Quality:
    random = [_is_right(example, guess) for example, guess in pairs if _is_random(example)]
    cells: dict[tuple[int | None, int | None], list[ItemKey]] = {}
    for example, guess in pairs:
        cells.setdefault((_said(example, guess), guess.label_id), []).append(example.item)
    scores = [_score(label, cells) for label in sorted({k for c in cells for k in c}, key=str)]
    f1 = [2 * s.precision * s.recall / max(1e-9, s.precision + s.recall) for s in scores if s.n]
    suspects = [g for e, g in pairs if not _is_right(e, g) and g.probability >= _SUSPECT]
    low, high = wilson(sum(random), len(random))
    return Quality(
        n_tested=len(random),
        accuracy=sum(random) / len(random) if random else 0.0,
        low=low,
        high=high,
        macro_f1=float(np.mean(f1)) if f1 else 0.0,
        labels=tuple(scores),
        confusion=tuple(
            Confusion(said, guessed, tuple(keys))
            for (said, guessed), keys in sorted(cells.items(), key=lambda cell: -len(cell[1]))
        ),
        suspects=tuple(sorted(suspects, key=lambda guess: -guess.probability)),
        curve=curve,
    )


def _is_random(example: Example) -> bool:
    return example.origin is Origin.RANDOM


def _score(
    label: int | None, cells: dict[tuple[int | None, int | None], list[ItemKey]]
) -> LabelScore:
    right = len(cells.get((label, label), ()))
    n_said = sum(len(keys) for (said, _), keys in cells.items() if said == label)
    n_guessed = sum(len(keys) for (_, guessed), keys in cells.items() if guessed == label)
    return LabelScore(label, right / max(1, n_guessed), right / max(1, n_said), n_said)
