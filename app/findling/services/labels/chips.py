# SPDX-License-Identifier: Apache-2.0
"""Labels beside the results of a search: what a person said, and what a model guesses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from findling.services.labels.keeper import is_settled
from findling.services.labels.truth import truths
from findling.services.types import LabelChip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from findling.services.library import Library

MOST_ASKED = 500
"""Contents that are looked up at once."""


def label_chips(library: Library, content_ids: Sequence[int]) -> dict[int, tuple[LabelChip, ...]]:
    """Return the labels of some contents and of their passages; those that were said first.

    Parameters
    ----------
    library : Library
    content_ids : sequence of int
        The first `MOST_ASKED` count.
    """
    store = library.store
    sets = store.label_sets.all()
    if not sets or not content_ids:
        return {}
    digests = store.label_items.digests_of_contents(content_ids[:MOST_ASKED])
    wanted = sorted(set(digests.values()))
    answers, guesses = store.answers.about(wanted), store.guesses.about(wanted)
    said: dict[bytes, set[str]] = {}
    guessed: dict[bytes, set[str]] = {}
    for row in sets:
        names = {label.id: label.name for label in store.label_sets.labels(row.id)}
        known = truths((a for a in answers if a.set_id == row.id), is_multi=row.is_multi)
        for key, truth in known.items():
            said.setdefault(key.digest, set()).update(names[label] for label in truth.yes)
        for guess in guesses:
            if guess.label_id in names and not is_settled(known, guess.item, guess.label_id):
                guessed.setdefault(guess.item.digest, set()).add(names[guess.label_id])
    return {
        content_id: chips
        for content_id, digest in digests.items()
        if (chips := _chips(said.get(digest, set()), guessed.get(digest, set())))
    }


def _chips(said: set[str], guessed: set[str]) -> tuple[LabelChip, ...]:
    return (
        *(LabelChip(name, is_confirmed=True) for name in sorted(said)),
        *(LabelChip(name, is_confirmed=False) for name in sorted(guessed - said)),
    )
