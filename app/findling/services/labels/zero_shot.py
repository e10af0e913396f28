# SPDX-License-Identifier: Apache-2.0
"""A start without examples: what search finds for a label's name and description."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from findling.bolt import Retriever
    from findling.services.labels.items import Items
    from findling.services.labels.types import LabelRow, LabelSetRow
    from findling.storage.labels.records import ItemKey

_PASSAGES = 200


def likely_items(retriever: Retriever, items: Items, label: LabelRow, n: int = 20) -> list[ItemKey]:
    """Return the items that a label's name and description find, best first.

    Parameters
    ----------
    retriever : Retriever
        Of the library.
    items : Items
    label : LabelRow
    n : int
        Most items.
    """
    hits = retriever.search(f"{label.name}. {label.description}".strip(), k=_PASSAGES)
    return items.of_passages(int(hit.id) for hit in hits)[:n]


def seeds(retriever: Retriever, items: Items, row: LabelSetRow) -> list[ItemKey]:
    """Return likely items of all labels in turns, those of the least answered labels first."""
    labels = sorted(row.labels, key=lambda label: (label.n_yes, label.id))
    lists = [likely_items(retriever, items, label) for label in labels]
    longest = max((len(found) for found in lists), default=0)
    turns = (found[at] for at in range(longest) for found in lists if at < len(found))
    return list(dict.fromkeys(turns))
