# SPDX-License-Identifier: Apache-2.0
"""Show a passage once that several documents hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from findling.bolt.repeats import find_repeats

if TYPE_CHECKING:
    from collections.abc import Sequence

    from findling.bolt import Hit
    from findling.services.passage_cache import KnownPassage


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A hit to show, and who else says it.

    Attributes
    ----------
    hit : Hit
    known : KnownPassage
    also_in : tuple of int
        Keys of the other contents whose passages say the same, or nearly, in the order in which
        they were found, each once; its own content is not among them.
    """

    hit: Hit
    known: KnownPassage
    also_in: tuple[int, ...] = ()


def collapse(found: Sequence[tuple[Hit, KnownPassage]]) -> list[ShownPassage]:
    """Leave out hits that say what a better one says.

    Parameters
    ----------
    found : sequence of (Hit, KnownPassage)
        Best first.

    Returns
    -------
    list of ShownPassage
        Those that say something new, in the same order.

    Notes
    -----
    What counts as the same is told by `findling.bolt.repeats.find_repeats`. Documents with equal
    content are one content, and so one hit, before they come here.
    """
    original_of = find_repeats([known.folded for _, known in found]).tolist()
    contents: dict[int, dict[int, None]] = {}
    for (_, known), original in zip(found, original_of, strict=True):
        contents.setdefault(original, {})[known.passage.content_id] = None
    shown: list[ShownPassage] = []
    for place, others in contents.items():
        hit, known = found[place]
        own = known.passage.content_id
        shown.append(ShownPassage(hit, known, tuple(key for key in others if key != own)))
    return shown
