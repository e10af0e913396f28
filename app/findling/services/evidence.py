# SPDX-License-Identifier: Apache-2.0
"""How strong a hit is and why it is one, in terms that a person can check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from findling.services.types import Evidence

if TYPE_CHECKING:
    from collections.abc import Sequence

_STEPS = (0.25, 0.42, 0.6, 0.8)
"""Least evidence for a strength of 2, 3, 4 and 5."""

# Parts are relative to the best passage of the query: half of it is reached by chance.
_MEANS_THE_SAME = 0.7
_LIKE_NEIGHBOURS = 0.5
_TAUGHT = 0.05  # weighs as much as a fifth of the best score


def strength(score: float, coverage: float, taught: float = 0.0) -> int:
    """Return how strong a hit is: 1 (weak) to 5 (strong).

    Parameters
    ----------
    score : float
        0 to 1, relative to the best hit of the same query: says nothing of how good that one is.
    coverage : float
        Share of the query's words that stand in the passage, 0 to 1: the same for all queries.
    taught : float
        What the user taught about it and like queries, -1 to 1.

    Notes
    -----
    Half and half: without one word of the query a hit is never more than good (3), with all of them
    never less.
    """
    evidence = max(0.5 * score + 0.5 * coverage, taught)
    return 1 + sum(evidence >= step for step in _STEPS)


def evidence(
    words: Sequence[str],
    meaning: float,
    neighbours: float,
    taught: float = 0.0,
    *,
    from_scan: bool = False,
) -> Evidence:
    """Return why a passage was found: what of its score is worth telling."""
    is_taught, is_meant = taught > _TAUGHT, meaning >= _MEANS_THE_SAME
    is_bare = not (words or is_taught or is_meant)
    is_near = not is_meant and (neighbours >= _LIKE_NEIGHBOURS or is_bare)
    return Evidence(tuple(words), is_taught, is_meant, is_near, from_scan)


def reason(found: Evidence) -> str:
    """Return why a passage was found, in English.

    Examples
    --------
    >>> reason(evidence(("notice", "tenant"), 0.9, 0.2))
    'words "notice", "tenant" and similar meaning'
    """
    parts: list[str] = []
    if found.taught:  # first: the end of a long reason may not be in sight
        parts.append("what you taught")
    if found.words:
        noun = "word" if len(found.words) == 1 else "words"
        parts.append(noun + " " + ", ".join(f'"{word}"' for word in found.words))
    if found.meaning:
        parts.append("similar meaning")
    elif found.neighbours:
        parts.append("like its neighbours")
    sentence = " and ".join(parts)
    return ", ".join(filter(None, (sentence, "in a scan" if found.from_scan else "")))
