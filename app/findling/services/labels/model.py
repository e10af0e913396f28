# SPDX-License-Identifier: Apache-2.0
"""The model of a label set: made from answers in a second or two, thrown away at any time."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from findling.bolt import EngineError
from findling.errors import AppError
from findling.services.labels.items import Items
from findling.services.labels.keeper import LabelKeeper
from findling.services.labels.truth import NONE_OF_THESE, Example, examples
from findling.services.labels.types import Guess
from findling.services.labels.vectors import (
    NO_ENCODER,
    TextEncoder,
    encoder_named,
    newest_encoder,
)
from findling.storage.labels.models import ModelNote
from findling.storage.labels.records import Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from findling.bolt.classify import Explanation, TextClassifier
    from findling.services.labels.types import LabelSetRow
    from findling.services.library import Library
    from findling.storage.labels.records import ItemKey

LEAST_EXAMPLES = 2
"""Items a label needs before a model is made: with fewer, probabilities mean nothing."""


@dataclass(frozen=True, slots=True)
class LabelModel:
    """A model and what it was made from.

    Attributes
    ----------
    classifier : TextClassifier
        Its classes are keys of labels as text, and `NONE_OF_THESE`.
    note : ModelNote
    is_multi : bool
    encoder : TextEncoder
        Whose vectors it reads beside the words; none where words alone were better.
    """

    classifier: TextClassifier
    note: ModelNote
    is_multi: bool
    encoder: TextEncoder = NO_ENCODER

    @property
    def label_ids(self) -> list[int | None]:
        """The label of each column of `probabilities`; None for no label."""
        return [int(name) if name else None for name in self.classifier.classes_]

    def probabilities(self, texts: list[str]) -> NDArray[np.float32]:
        """Return the probability of each class, [n, L].

        As if there had been one example more that spoke for all classes evenly (Laplace's rule):
        after thirty answers nothing is certain.
        """
        shares = self.classifier.predict_proba(texts, vectors=self.encoder.vectors(texts))
        n = self.note.n_examples
        even = 0.5 if self.is_multi else 1.0 / shares.shape[1]
        return np.asarray((n * shares + even) / (n + 1), np.float32)

    def guesses(self, items: Items, keys: Sequence[ItemKey]) -> list[Guess]:
        """Return what the model says of items, the likeliest label each."""
        if not keys:
            return []
        return guesses_of(keys, self.probabilities(items.texts(keys)), self.label_ids)

    def explain(self, text: str, label_id: int | None) -> Explanation:
        """Return which words of a text spoke for a label."""
        vectors = self.encoder.vectors([text])
        return self.classifier.explain(
            text,
            NONE_OF_THESE if label_id is None else str(label_id),
            vector=None if vectors is None else vectors[0],
        )


def guesses_of(
    keys: Sequence[ItemKey], shares: NDArray[np.float32], labels: Sequence[int | None]
) -> list[Guess]:
    """Return the likeliest label of each item.

    Parameters
    ----------
    keys : sequence of ItemKey
        [n]
    shares : ndarray of float32
        [n, L], probabilities.
    labels : sequence of int or None
        [L]
    """
    order = np.argsort(-shares, axis=1, kind="stable")
    rows = np.arange(len(shares))
    best = shares[rows, order[:, 0]]
    second = shares[rows, order[:, 1]] if shares.shape[1] > 1 else np.zeros_like(best)
    return [
        Guess(key, labels[int(at)], float(p), float(p - q))
        for key, at, p, q in zip(keys, order[:, 0], best, second, strict=True)
    ]


class LabelTrainer:
    """Makes and opens the models of a library's label sets.

    Parameters
    ----------
    library : Library
        Open for writing to `train`.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._keeper = LabelKeeper(library)

    def row(self, set_id: int) -> LabelSetRow:
        """Return a set.

        Raises
        ------
        AppError
            If there is none.
        """
        return self._keeper.find(set_id)

    def items(self, set_row: LabelSetRow) -> Items:
        """Return the items that a set is about."""
        return Items(self._library, Unit.PASSAGE if set_row.of_passages else Unit.DOCUMENT)

    def examples(self, set_row: LabelSetRow, items: Items) -> list[Example]:
        """Return what can be learned from: answered items that are in the library."""
        ids = [label.id for label in set_row.labels]
        known = self._keeper.known(set_row.id)
        found = examples(known, ids, is_multi=set_row.is_multi)
        return [example for example in found if example.item in items]

    def missing(self, set_id: int) -> list[str]:
        """Return what has to be answered before a model can be made, a sentence each."""
        row = self._keeper.find(set_id)
        return missing(row, self.examples(row, self.items(row)))

    def open(self, set_id: int, *, may_be_old: bool = False) -> LabelModel | None:
        """Return the model of a set; None without one.

        Parameters
        ----------
        set_id : int
        may_be_old : bool
            Whether answers may have come since it was made, or the library learned anew; else it
            is none then. What concerns deleted labels is gone in any case.
        """
        found = self._library.store.label_models.find(set_id)
        if found is None:
            return None
        path, note = found
        if not may_be_old and not self.is_fresh(set_id, note):
            return None
        encoder = encoder_named(self._library, note.encoder)
        if encoder is None:
            return None
        try:
            from findling.bolt.classify import TextClassifier  # not while a window opens

            classifier = TextClassifier.load(path)
        except EngineError:
            return None  # it can be made again
        is_multi = self._keeper.find(set_id).is_multi
        return _model(classifier, note, encoder, is_multi=is_multi)

    def is_fresh(self, set_id: int, note: ModelNote) -> bool:
        """Tell whether a model knows all answers, and the encoder that the library has now."""
        last = self._library.store.answers.last_key(set_id)
        return (note.last_answer, note.n_answers) == last and note.encoder == self.encoder().name

    def encoder(self) -> TextEncoder:
        """Return the encoder that the library has now."""
        return newest_encoder(self._library)

    def renew(self) -> int:
        """Make those models anew that read vectors of an encoder before; return how many."""
        name, n = self.encoder().name, 0
        for row in self._keeper.all():
            found = self._library.store.label_models.find(row.id)
            if found is not None and found[1].encoder != name and not self.missing(row.id):
                self.train(row.id)
                n += 1
        return n

    def train(self, set_id: int) -> LabelModel:
        """Make the model of a set from what was answered, and keep it.

        Raises
        ------
        AppError
            If too little was answered, or the model cannot be made.
        StorageError
            If it cannot be saved.
        """
        row = self._keeper.find(set_id)
        items = self.items(row)
        # Before the examples: an answer that comes in meanwhile makes this model an old one.
        last, n = self._library.store.answers.last_key(set_id)
        known = self.examples(row, items)
        if reasons := missing(row, known):
            raise AppError(f"{row.name} cannot be learned yet.", hint=" ".join(reasons))
        start = time.monotonic()
        encoder = self.encoder()
        classifier = better_learned(known, items, is_multi=row.is_multi, encoder=encoder)
        seconds = time.monotonic() - start
        newest = max((item.content_id for item in map(items.item, items) if item), default=0)
        note = ModelNote(last, n, len(known), time.time(), seconds, encoder.name, newest)
        self._library.store.label_models.put(set_id, note, classifier.save)
        return _model(classifier, note, encoder, is_multi=row.is_multi)


def learned(
    known: Sequence[Example],
    items: Items,
    *,
    is_multi: bool,
    encoder: TextEncoder = NO_ENCODER,
    calibrated: bool = True,
) -> TextClassifier:
    """Return a classifier that learned from examples: their words, and vectors if there are any.

    Raises
    ------
    AppError
        If that failed.
    """
    texts = items.texts([example.item for example in known])
    classes = [example.classes if is_multi else example.classes[0] for example in known]
    try:
        from findling.bolt.classify import TextClassifier  # not while a window opens

        classifier = TextClassifier(calibrate=calibrated)
        return classifier.fit(texts, classes, vectors=encoder.vectors(texts))
    except EngineError as error:
        raise AppError("These labels could not be learned.", repr(error)) from error


def better_learned(
    known: Sequence[Example], items: Items, *, is_multi: bool, encoder: TextEncoder
) -> TextClassifier:
    """Return the classifier, with or without vectors, that foretells examples kept from it better.

    Vectors know words that no example has shown, which is most of them in long texts; in questions
    of ten words an encoder has hardly anything to learn from, and words alone are better.

    Raises
    ------
    AppError
        If that failed.
    """
    words = learned(known, items, is_multi=is_multi)
    if encoder.name == NO_ENCODER.name:
        return words
    both = learned(known, items, is_multi=is_multi, encoder=encoder)
    return words if words.held_out_loss_ < both.held_out_loss_ else both


def _model(
    classifier: TextClassifier, note: ModelNote, encoder: TextEncoder, *, is_multi: bool
) -> LabelModel:
    reads = encoder if classifier.vector_dim_ else NO_ENCODER
    return LabelModel(classifier, note, is_multi, reads)


def missing(row: LabelSetRow, known: Sequence[Example]) -> list[str]:
    """Return what has to be answered before a model can be made of examples."""
    counts = {
        label.id: sum(str(label.id) in example.classes for example in known) for label in row.labels
    }
    reasons = [
        f"“{label.name}” needs {_examples(LEAST_EXAMPLES - counts[label.id])} more."
        for label in row.labels
        if counts[label.id] < LEAST_EXAMPLES
    ]
    if not row.labels:
        return ["It has no labels yet."]
    others = sum(not any(example.classes) for example in known)
    if len(row.labels) == 1 and others < LEAST_EXAMPLES:
        reasons.append(
            f"{_examples(LEAST_EXAMPLES - others).capitalize()} of what is not "
            f"“{row.labels[0].name}” needed."
        )
    return reasons


def _examples(n: int) -> str:
    return f"{n} example" if n == 1 else f"{n} examples"
