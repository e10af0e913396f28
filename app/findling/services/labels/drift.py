# SPDX-License-Identifier: Apache-2.0
"""Whether what came into the library since a model was made is unlike what it was made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from findling.services.labels.items import Items
    from findling.services.labels.model import LabelModel
    from findling.storage.labels.records import ItemKey

FEWEST_NEW = 20
"""With fewer new items a mean says nothing."""

MOST_ASKED = 300
"""Items of each side that the model is asked about, spread evenly."""

_LEAST_LOSS = 0.05
_Z99 = 2.326348  # one-sided: a false alarm in a hundred
_MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Drift:
    """New items of which a model is less sure than of those that it was made among.

    Attributes
    ----------
    n_new : int
        Items that came since, and were not answered.
    sure_new, sure_old : float
        Mean probability of the likeliest label, of new and of old items.
    least_sure : tuple of ItemKey
        The new items that would teach most.
    """

    n_new: int
    sure_new: float
    sure_old: float
    least_sure: tuple[ItemKey, ...]


def drift_of(model: LabelModel, items: Items, answered: Collection[ItemKey]) -> Drift | None:
    """Compare new items with old ones; None where nothing speaks for a difference.

    The means of both are compared by Welch's test (1947), as answers to new items are not there.

    Parameters
    ----------
    model : LabelModel
    items : Items
        Of the kind that the model labels.
    answered : collection of ItemKey
        Left out on both sides: the model has learned from them.
    """
    new: list[ItemKey] = []
    old: list[ItemKey] = []
    for key in items:
        item = items.item(key)
        if item is not None and key not in answered:
            (new if item.content_id > model.note.last_content else old).append(key)
    if model.note.last_content == 0 or min(len(new), len(old)) < FEWEST_NEW:
        return None
    asked = _spread(new)
    sure_new, sure_old = _sureness(model, items, asked), _sureness(model, items, _spread(old))
    loss = float(sure_old.mean() - sure_new.mean())
    error = float(np.sqrt(sure_new.var() / len(sure_new) + sure_old.var() / len(sure_old)))
    if loss < max(_LEAST_LOSS, _Z99 * error):
        return None
    order = np.argsort(sure_new, kind="stable")[:_MOST_NAMED]
    least_sure = tuple(asked[int(at)] for at in order)
    return Drift(len(new), float(sure_new.mean()), float(sure_old.mean()), least_sure)


def _spread(keys: Sequence[ItemKey]) -> list[ItemKey]:
    step = max(1.0, len(keys) / MOST_ASKED)
    return [keys[int(i * step)] for i in range(min(MOST_ASKED, len(keys)))]


def _sureness(model: LabelModel, items: Items, keys: Sequence[ItemKey]) -> NDArray[np.float32]:
    return np.asarray(model.probabilities(items.texts(keys)).max(axis=1), np.float32)
