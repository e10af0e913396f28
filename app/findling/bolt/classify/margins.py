# SPDX-License-Identifier: Apache-2.0
"""Margins of classes: what the engine learns, for any kind of labels and for long texts.

Shapes: ``n`` texts, ``L`` classes, ``D`` columns of vectors.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from findling import _core
from findling.bolt.errors import InputValueError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from findling.bolt.classify.samples import TextSamples

ClassWeight: TypeAlias = "Mapping[Any, float] | Literal['balanced'] | None"

_WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class MarginPlan:
    """How margins are learned.

    Attributes
    ----------
    config : TextModelConfig
        The engine's settings.
    classes : list
        The classes, sorted.
    many : bool
        Whether a text may have any number of classes. Two that exclude each other are one question.
    class_costs : mapping
        How much a text of a class counts; 1 where nothing is said.
    passage_words : int or None
        Longer texts are cut into passages of about so many words.
    n_threads : int
        Threads that learn and answer.
    """

    config: _core.TextModelConfig
    classes: list[Any]
    many: bool
    class_costs: Mapping[Any, float]
    passage_words: int | None
    n_threads: int

    @property
    def one_question(self) -> bool:
        """Whether one margin tells both classes."""
        return not self.many and len(self.classes) == 2

    def learn(self, samples: TextSamples, cancel: _core.CancelToken) -> _core.TextModel:
        """Learn a margin for each class."""
        asked = self.classes[1:] if self.one_question else self.classes
        numbers = {label: i for i, label in enumerate(asked)}
        texts, owners = cut(samples.texts, self.passage_words)
        lists: list[list[int]] = [
            [numbers[label] for label in row if label in numbers] for row in samples.labels
        ]
        passages = np.bincount(owners, minlength=len(samples))
        costs = samples.costs / passages
        if self.one_question:  # else both classes' costs are their own question's
            no = float(self.class_costs.get(self.classes[0], 1.0))
            costs *= np.array([1.0 if row else no for row in lists])
        given: list[list[int]] = [lists[int(i)] for i in owners]
        return _core.TextModel.learn(
            texts,
            np.ascontiguousarray(samples.vectors[owners]),
            np.concatenate(([0], np.cumsum([len(row) for row in given]))).astype(np.uint64),
            np.array([number for row in given for number in row], np.uint32),
            len(asked),
            costs[owners].astype(np.float32),
            self._yes_costs(asked),
            self.config,
            self.n_threads,
            cancel,
        )

    def _yes_costs(self, asked: Sequence[Any]) -> NDArray[np.float32]:
        return np.array([self.class_costs.get(label, 1.0) for label in asked], np.float32)

    def margins(
        self,
        model: _core.TextModel,
        texts: list[str],
        vectors: NDArray[np.float32],
        cancel: _core.CancelToken,
    ) -> NDArray[np.float32]:
        """Return a margin for each text and class, [n, L]; of passages their mean."""
        passages, owners = cut(texts, self.passage_words)
        if len(passages) == len(texts):
            found = model.margins(passages, vectors, cancel)
        else:
            parts = model.margins(passages, np.ascontiguousarray(vectors[owners]), cancel)
            starts = np.searchsorted(owners, np.arange(len(texts)))
            counts = np.bincount(owners, minlength=len(texts)).astype(np.float32)
            found = (np.add.reduceat(parts, starts, axis=0) / counts[:, None]).astype(np.float32)
        return np.hstack([-found, found]) if self.one_question else found


def cut(texts: list[str], words: int | None) -> tuple[list[str], NDArray[np.int64]]:
    """Cut long texts into passages of about so many words, of equal length.

    Returns
    -------
    tuple
        All passages, and the number of the text of each; every text has one or more.
    """
    if words is None:
        return texts, np.arange(len(texts))
    passages: list[str] = []
    owners: list[int] = []
    for i, text in enumerate(texts):
        places = passage_places(text, words)
        passages += [text[begin:end] for begin, end in places]
        owners += [i] * len(places)
    return passages, np.array(owners, np.int64)


def passage_places(text: str, words: int | None) -> list[tuple[int, int]]:
    """Return where the passages of a text are, in characters; all of it for None."""
    if words is None:
        return [(0, len(text))]
    found = [match.start() for match in _WORD.finditer(text)]
    n_passages = max(1, round(len(found) / words))
    firsts = [found[len(found) * i // n_passages] for i in range(1, n_passages)]
    return list(zip([0, *firsts], [*firsts, len(text)], strict=True))


def class_costs(
    weight: ClassWeight, samples: TextSamples, classes: list[Any]
) -> Mapping[Any, float]:
    """Return how much a text of each class counts; 1 where nothing is said.

    Raises
    ------
    InputValueError
        For anything but "balanced", or weights of classes that there are.
    """
    if weight is None:
        return {}
    if isinstance(weight, str):
        if weight != "balanced":
            msg = (
                "[classifier] expected class_weight to be a mapping, 'balanced' or None, got "
                f"{weight!r}"
            )
            raise InputValueError(msg)
        counts = Counter(label for row in samples.labels for label in row)
        return {name: len(samples) / (len(classes) * counts[name]) for name in classes}
    if unknown := set(weight) - set(classes):
        msg = f"[classifier] expected weights of classes that there are, got {sorted(unknown)}"
        raise InputValueError(msg)
    return weight
