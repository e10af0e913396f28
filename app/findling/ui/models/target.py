# SPDX-License-Identifier: Apache-2.0
"""What a row stands for: a document, with the passages of it that were found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from findling.services.types import DocumentRow, PassageHit, ResultGroup, SearchResults


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


def target_of(group: ResultGroup, hit: PassageHit, found: SearchResults | None) -> Target:
    """Return what a row of an answer stands for.

    Parameters
    ----------
    group : ResultGroup
        May be one passage of its document.
    hit : PassageHit
        The passage of the row.
    found : SearchResults, optional
        The answer, with all that was found in the document.

    Returns
    -------
    Target
        With hits in reading order: "next" then goes on in the document.
    """
    groups = found.groups if found is not None else ()
    whole = next((one for one in groups if one.document.id == group.document.id), group)
    hits = tuple(sorted(whole.hits, key=lambda one: one.start))
    ids = [one.passage_id for one in hits]
    return Target(whole.document, hits, ids.index(hit.passage_id))
