# SPDX-License-Identifier: Apache-2.0
"""What a row stands for: a document, with the passages of it that were found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from findling.services.types import DocumentRow, PassageHit, ResultGroup


@dataclass(frozen=True, slots=True)
class Target:
    """What the preview shall show.

    Attributes
    ----------
    document : DocumentRow
    hits : tuple of PassageHit
        In the order of the document; empty when it was not searched for.
    current : int
        Index of the one that was chosen, -1 without hits.
    """

    document: DocumentRow
    hits: tuple[PassageHit, ...] = ()
    current: int = -1


def target_of(group: ResultGroup, hit: PassageHit) -> Target:
    """Return hits in reading order: "next" then goes on in the document."""
    hits = tuple(sorted(group.hits, key=lambda one: one.start))
    ids = [one.passage_id for one in hits]
    return Target(group.document, hits, ids.index(hit.passage_id))
