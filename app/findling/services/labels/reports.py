# SPDX-License-Identifier: Apache-2.0
"""Labels as rows of a table: which document has which, and who said so."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from findling.services.labels.items import Items
from findling.services.labels.keeper import LabelKeeper, is_settled
from findling.storage.labels.records import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from findling.services.library import Library

CONFIRMED, SUGGESTED = "confirmed", "suggested"
"""Said by a person; given by a model."""


class LabelledRow(NamedTuple):
    """One label of one item.

    Attributes
    ----------
    path : Path
        Of a file that holds the item.
    start, end : int
        Code points of a passage; 0 and 0 for a document.
    label : str
    by : str
        `CONFIRMED` or `SUGGESTED`.
    probability : float
        1 where a person said it.
    """

    path: Path
    start: int
    end: int
    label: str
    by: str
    probability: float


def labelled_rows(library: Library, name_or_key: str | int) -> Iterator[LabelledRow]:
    """Yield the labels of a set: what people said first, then what a model guessed beside that.

    Items that are not in the library now are passed over.

    Raises
    ------
    AppError
        If there is no such set.
    """
    keeper = LabelKeeper(library)
    row = keeper.find(name_or_key)
    names = {label.id: label.name for label in row.labels}
    items = Items(library, Unit.PASSAGE if row.of_passages else Unit.DOCUMENT)
    known = keeper.known(row.id)
    guesses = library.store.guesses.of_set(row.id)
    documents = items.documents({*known, *(guess.item for guess in guesses)})
    for key, truth in known.items():
        for label_id in sorted(truth.yes):
            if key in documents:
                path = documents[key].path
                yield LabelledRow(path, key.start, key.end, names[label_id], CONFIRMED, 1.0)
    for guess in guesses:
        key = guess.item
        if key in documents and not is_settled(known, key, guess.label_id):
            name, share = names[guess.label_id], guess.probability
            yield LabelledRow(documents[key].path, key.start, key.end, name, SUGGESTED, share)


def labels_of_documents(library: Library) -> dict[int, tuple[str, ...]]:
    """Return by document the labels of it and of its passages, each name once, in order."""
    store, keeper = library.store, LabelKeeper(library)
    by_digest: dict[bytes, set[str]] = {}
    for row in store.label_sets.all():
        names = {label.id: label.name for label in store.label_sets.labels(row.id)}
        known = keeper.known(row.id)
        said = [(key, label_id) for key, truth in known.items() for label_id in truth.yes]
        guessed = (
            (guess.item, guess.label_id)
            for guess in store.guesses.of_set(row.id)
            if not is_settled(known, guess.item, guess.label_id)
        )
        for key, label_id in [*said, *guessed]:
            by_digest.setdefault(key.digest, set()).add(names[label_id])
    if not by_digest:
        return {}
    digests = store.label_items.digests_of_documents()
    return {
        document: tuple(sorted(by_digest[digest]))
        for document, digest in digests.items()
        if digest in by_digest
    }
