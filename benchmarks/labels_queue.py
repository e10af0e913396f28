# SPDX-License-Identifier: Apache-2.0
"""How many answers the teach queue saves beside answering in random order.

``python3 dev.py bench labels_queue [--quick] [--json] [--data DIR]``; DIR holds ``textcls/``. A
simulated user gives the right label to each card. After every forty answers a model is made, and
its macro-F1 is taken on the test set; what counts is the first number of answers with which it
reaches 90 % of the macro-F1 that the whole training set gives. The texts are those of a
library: an encoder learns from them without labels, and queue and models read its vectors, as in
the app.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np

from classify import Split, read
from common import Repeated, Row, options, report
from findling.bolt import Retriever, TextClassifier
from findling.services.labels.model import LabelModel
from findling.services.labels.queue import TeachQueue
from findling.services.labels.vectors import TextEncoder
from findling.services.types import DocumentRow, DocumentState
from findling.storage.labels.models import ModelNote
from findling.storage.labels.records import ItemKey

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

SETS = ("trec6", "tweeteval_emotion", "banking77")
STEP = 40
SHARE = 0.9
MOST = 4000


class Memory:
    """Texts as the queue asks for items; the same interface as `Items`, without a library."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = {ItemKey(i.to_bytes(32, "big")): text for i, text in enumerate(texts)}

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._texts)

    def __contains__(self, key: ItemKey) -> bool:
        """Tell whether an item is there."""
        return key in self._texts

    def __iter__(self) -> Iterator[ItemKey]:
        """Yield all items."""
        return iter(self._texts)

    def item(self, key: ItemKey) -> None:
        """Return nothing: items are no passages."""

    def texts(self, keys: Sequence[ItemKey]) -> list[str]:
        """Return what a model reads."""
        return [self._texts[key] for key in keys]

    def body(self, key: ItemKey) -> str:
        """Return the words."""
        return self._texts[key]

    def documents(self, keys: Iterable[ItemKey]) -> dict[ItemKey, DocumentRow]:
        """Return a row for each item."""
        from pathlib import Path

        read_state = DocumentState.READ
        return {
            key: DocumentRow(1, Path("/x"), "x", "txt", read_state, "", 1, 1.0, 0, 1)
            for key in keys
        }


class Bench(NamedTuple):
    """One set: items with right answers, test, and what the whole set reaches."""

    split: Split
    items: Memory
    retriever: Retriever
    encoder: TextEncoder
    asked: np.ndarray[Any, Any]
    whole: float


def prepare(folder: Path, seed: int) -> Bench:
    """Return a set with an encoder that learned from its texts."""
    split = read(folder)
    some = np.random.default_rng(seed).permutation(len(split.texts))
    split = Split(
        [split.texts[i] for i in some], [split.labels[i] for i in some], split.asked, split.right
    )
    retriever = Retriever(seed=seed).fit(split.texts)
    encoder = TextEncoder("bench", retriever)
    asked = retriever.encode(split.asked)
    model = TextClassifier(calibrate=False).fit(
        split.texts, split.labels, vectors=retriever.encode(split.texts)
    )
    predicted = model.predict(split.asked, vectors=asked)
    whole = macro_f1(split.right, predicted)
    return Bench(split, Memory(split.texts), retriever, encoder, asked, whole)


def macro_f1(right: np.ndarray[Any, Any], said: Any) -> float:  # noqa: ANN401  array or list
    """Return the mean over classes of the harmonic mean of precision and recall."""
    said = np.asarray(said)
    scores = []
    for name in np.unique(right):
        hits = float(np.sum((right == name) & (said == name)))
        scores.append(2 * hits / max(1.0, float(np.sum(right == name) + np.sum(said == name))))
    return float(np.mean(scores))


def answers_needed(bench: Bench, seed: int, *, by_queue: bool) -> int:
    """Return with how many answers the goal is reached first; `MOST` where it is not."""
    keys = list(bench.items)
    order = [keys[i] for i in np.random.default_rng(seed + 1000).permutation(len(keys))]
    labels = dict(zip(keys, bench.split.labels, strict=True))
    names = sorted(set(bench.split.labels))
    known: list[ItemKey] = []
    seeds = found_by_names(bench, names)
    model: LabelModel | None = None
    while len(known) < MOST:
        if by_queue:
            counts = Counter(names.index(labels[key]) for key in known)
            queue = TeachQueue(bench.items, model, seed, lambda: seeds, counts)  # type: ignore[arg-type]
            known += [card.item for card in queue.next(known, STEP)]
        else:
            known = order[: len(known) + STEP]
        if len({labels[key] for key in known}) < 2:
            continue
        texts = bench.items.texts(known)
        numbers = [str(names.index(labels[key])) for key in known]
        classifier = TextClassifier(calibrate=False)
        classifier.fit(texts, numbers, vectors=bench.encoder.vectors(texts))
        note = ModelNote(0, 0, len(known), 0.0, 0.0, bench.encoder.name)
        model = LabelModel(classifier, note, is_multi=False, encoder=bench.encoder)
        said = classifier.predict(bench.split.asked, vectors=bench.asked)
        found = np.array([names[int(str(name))] for name in said])
        if macro_f1(bench.split.right, found) >= SHARE * bench.whole:
            return len(known)
    return MOST


def found_by_names(bench: Bench, names: Sequence[str]) -> list[ItemKey]:
    """Return items that the labels' names find, as in an empty set, in turns."""
    keys = list(bench.items)
    hits = [bench.retriever.search(re.sub(r"[_.]", " ", name), k=5) for name in names]
    longest = max(map(len, hits))
    return [
        keys[cast("int", found[at].id)]
        for at in range(longest)
        for found in hits
        if at < len(found)
    ]


def rows(data: Path, n_seeds: int) -> list[Row]:
    """Measure all sets."""
    result: list[Row] = []
    ratios: list[float] = []
    for name in SETS:
        mine, random = [], []
        for seed in range(n_seeds):
            bench = prepare(data / "textcls" / name, seed)
            mine.append(answers_needed(bench, seed, by_queue=True))
            random.append(answers_needed(bench, seed, by_queue=False))
            print(f"{name} {seed}: {mine[-1]} / {random[-1]}", file=sys.stderr)
        ours, peer = Repeated(mine), Repeated(random)
        ratios.append(ours.median / peer.median)
        result.append(
            Row(
                f"{name}: answers to 90 % of macro-F1",
                ours.median,
                None,
                peer.median,
                f"random order ({peer.spread})",
                lower_is_better=True,
                spread=ours.spread,
            )
        )
    mean = float(np.mean(ratios))
    result.append(Row("answers, share of random order", mean, 0.6, lower_is_better=True))
    return result


def main() -> int:
    """Read the arguments, run, and report."""
    chosen = options(__doc__ or "").parse_args()
    found = rows(chosen.data, 1 if chosen.quick else 5)
    return report(found, [], as_json=chosen.json, judge=not chosen.quick)


if __name__ == "__main__":
    sys.exit(main())
