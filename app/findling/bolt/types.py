# SPDX-License-Identifier: Apache-2.0
"""Plain values that go into the estimators and come out of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from findling.bolt.ids import Id

Progress = Callable[[str, int, int], object]
"""Told about finished work as (stage, done, total); its result is ignored."""

Mode = Literal["best", "meaning", "words"]
"""What a search goes by: both, the meaning alone, or the words alone."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A found passage. All numbers are from 0 to 1 and relative to the other passages.

    Attributes
    ----------
    id : int or str
        The id that the passage was added with.
    score : float
        What hits are ordered by, best first.
    word : float
        How well the passage's words fit those of the query; 1 is the best passage.
    meaning : float
        How near the passage is to the query as the encoder sees it; 1 is the nearest passage.
    neighbours : float
        The mean of what the passages most like this one score.
    taught : float
        What people taught of this passage and like queries: from -1, down, to 1, to the top.
    teachings : tuple of int
        Numbers of the teachings that say so.
    """

    id: Id
    score: float
    word: float
    meaning: float
    neighbours: float
    taught: float = 0.0
    teachings: tuple[int, ...] = ()
