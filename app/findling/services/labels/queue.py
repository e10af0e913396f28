# SPDX-License-Identifier: Apache-2.0
"""What to ask the user next: mostly what the model is least sure of."""

from __future__ import annotations

import random
import zlib
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from findling.services.labels.types import Card, Guess
from findling.storage.labels.records import Origin

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from numpy.typing import NDArray

    from findling.services.labels.items import Items
    from findling.services.labels.model import LabelModel
    from findling.services.types import DocumentRow
    from findling.storage.labels.records import ItemKey

MIX = (
    *(Origin.UNCERTAIN, Origin.UNCERTAIN, Origin.UNCOVERED, Origin.UNCERTAIN, Origin.RANDOM),
    *(Origin.UNCERTAIN, Origin.UNCERTAIN, Origin.UNCERTAIN, Origin.UNCERTAIN, Origin.UNCERTAIN),
    *(Origin.UNCERTAIN, Origin.UNCERTAIN, Origin.AUDIT, Origin.UNCERTAIN, Origin.RANDOM),
    *(Origin.UNCERTAIN, Origin.UNCERTAIN, Origin.UNCERTAIN, Origin.UNCERTAIN, Origin.UNCERTAIN),
)
"""Why an item is asked about, in turns: of twenty, sixteen are uncertain, one is like nothing
answered so far, one is a check of a sure guess, and two are drawn at random: only from those
quality is estimated."""

MOST_LOOKED_AT = 3000
"""Items that the model is asked about for one card; of more, a random part."""

_TEXT_CHARS = 700
_CONTEXT_CHARS = 120
_MOST_MARKS = 8
_MOST_COMPARED = 400
_HASHED = 4096


class TeachQueue:
    """Chooses items to ask about; for one thread.

    Parameters
    ----------
    items : Items
    model : LabelModel or None
        None before there is one.
    seed : int
        What chance depends on.
    seeds : callable, optional
        Items that are likely to have some label, while there is no model.
    n_yes : mapping, optional
        How many answered items have each label: of those with fewest more is asked.
    """

    def __init__(
        self,
        items: Items,
        model: LabelModel | None,
        seed: int = 0,
        seeds: Callable[[], Sequence[ItemKey]] = tuple,
        n_yes: Mapping[int, int] | None = None,
    ) -> None:
        self._items = items
        self._model = model
        self._seed = seed
        self._seeds = seeds
        self._n_yes = Counter[int | None](dict(n_yes or {}))

    def next(self, answered: Collection[ItemKey], n: int = 1) -> list[Card]:
        """Return cards for items that were not answered.

        Parameters
        ----------
        answered : collection of ItemKey
            What was answered or put off, in order of time; it decides whose turn it is.
        n : int
            Most cards.
        """
        done = set(answered)
        left = [key for key in self._items if key not in done]
        if not left:
            return []
        rng = random.Random(self._seed * 1_000_003 + len(done))
        some = rng.sample(left, MOST_LOOKED_AT) if len(left) > MOST_LOOKED_AT else left
        guesses = self._model.guesses(self._items, some) if self._model else []
        chosen: list[tuple[ItemKey, Origin, Guess | None]] = []
        by_key = {guess.item: guess for guess in guesses}
        for at in range(min(n, len(some))):
            taken = {key for key, _, _ in chosen}
            open_ = [key for key in some if key not in taken]
            origin = MIX[(len(done) + at) % len(MIX)]
            key, origin = self._choose(origin, open_, by_key, list(done | taken), rng)
            chosen.append((key, origin, by_key.get(key)))
        documents = self._items.documents([key for key, _, _ in chosen])
        return [
            self._card(key, origin, guess, documents[key])
            for key, origin, guess in chosen
            if key in documents
        ]

    def about(self, key: ItemKey) -> Card | None:
        """Return a card for one item, answered or not; None when it is gone."""
        document = self._items.documents([key]).get(key)
        if document is None:
            return None
        guesses = self._model.guesses(self._items, [key]) if self._model else []
        return self._card(key, Origin.CHOSEN, guesses[0] if guesses else None, document)

    def _choose(
        self,
        origin: Origin,
        some: list[ItemKey],
        guesses: dict[ItemKey, Guess],
        answered: list[ItemKey],
        rng: random.Random,
    ) -> tuple[ItemKey, Origin]:
        if origin is Origin.RANDOM:
            return rng.choice(some), origin
        if origin is Origin.UNCOVERED and answered:
            return self._uncovered(some, answered), origin
        if not guesses:
            likely = set(some)
            seeds = [key for key in self._seeds() if key in likely]
            return (seeds[0], Origin.SEED) if seeds else (rng.choice(some), Origin.RANDOM)
        known = [guesses[key] for key in some]
        if origin is Origin.AUDIT:
            return max(known, key=lambda guess: guess.probability).item, origin
        return self._uncertain(known), Origin.UNCERTAIN

    def _uncertain(self, guesses: list[Guess]) -> ItemKey:
        """Return the item that the model can least tell, among those of the least answered label.

        Without the second half, labels that are rare are found late: a macro-F1 took a sixth more
        answers on questions of six kinds, one of which is one in sixty.
        """
        labels = {guess.label_id for guess in guesses}
        rarest = min(labels, key=lambda label: (self._n_yes[label], str(label)))
        self._n_yes[rarest] += 1
        of_it = (guess for guess in guesses if guess.label_id == rarest)
        return min(of_it, key=lambda guess: guess.margin).item

    def _uncovered(self, some: list[ItemKey], answered: list[ItemKey]) -> ItemKey:
        """Return the item whose likest answered one is least like it."""
        there = [key for key in answered if key in self._items][-MOST_LOOKED_AT:]
        if not there:
            return some[0]
        few = some[:: 1 + len(some) // _MOST_COMPARED]
        near = _rows(self._items.texts(there[-_MOST_COMPARED:]))
        likest = [float(np.max(near @ row)) for row in _rows(self._items.texts(few))]
        return few[int(np.argmin(likest))]

    def _card(
        self, key: ItemKey, origin: Origin, guess: Guess | None, document: DocumentRow
    ) -> Card:
        body = self._items.body(key)
        item = self._items.item(key)
        start = 0
        spoke: list[tuple[int, int]] = []
        if guess is not None and self._model is not None:
            tokens = self._model.explain(body, guess.label_id).top(_MOST_MARKS)
            spoke = sorted((token.begin, token.end) for token in tokens)
            if spoke and spoke[0][0] > _TEXT_CHARS - _CONTEXT_CHARS:
                start = spoke[0][0] - _CONTEXT_CHARS
        text = body[start : start + _TEXT_CHARS]
        marks = tuple(
            (begin - start, end - start)
            for begin, end in spoke
            if begin >= start and end <= start + len(text)
        )
        if start + len(text) < len(body):
            text = f"{text.rpartition(' ')[0] or text} …"
        if start:
            text = f"…{text[1:]}"
        passage_id = item.passage_id if item else 0
        return Card(key, document, passage_id, text, marks, guess, origin)


def _rows(texts: list[str]) -> NDArray[np.float32]:
    """Return words of texts hashed into rows of unit length, [n, 4096]."""
    rows = np.zeros((len(texts), _HASHED), np.float32)
    for i, text in enumerate(texts):
        for word in set(text.casefold().split()):
            rows[i, zlib.crc32(word.encode("utf-8", "surrogatepass")) % _HASHED] = 1.0
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1.0), np.float32)
