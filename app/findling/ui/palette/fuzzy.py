# SPDX-License-Identifier: Apache-2.0
"""How well a few letters fit a name: "afo" is for "Add folder"."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_LETTERS = 64
MAX_NAME = 300

_START = 8.0
_WORD_START = 6.0
_NEXT = 5.0
_GAP = 0.3
_LENGTH = 0.02
"""Points: for the first letter of a name and of a word, for a letter right after the last one; less
for letters in between and for what is left over. Chosen so that initials beat scattered letters and
a run of letters beats both, as people expect."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How letters fit a name.

    Attributes
    ----------
    score : float
        The higher, the better.
    places : tuple of int
        Indices of the letters in the name.
    """

    score: float
    places: tuple[int, ...] = ()


def folded(text: str) -> str:
    """Return a text without case and accents, letter by letter: its length stays."""
    return "".join(_plain(letter) for letter in text[:MAX_NAME])


def may_fit(letters: str) -> Callable[[str], object]:
    """Return a quick test for names, folded ones, that letters may fit at all."""
    wanted = folded(letters[:MAX_LETTERS]).replace(" ", "")
    return re.compile(".*?".join(map(re.escape, wanted)), re.DOTALL).search


def fit(letters: str, name: str) -> Fit | None:
    """Return how letters fit a name; None when they are not all in it, in their order.

    Parameters
    ----------
    letters : str
        What was typed; blanks do not count.
    name : str
        At most `MAX_NAME` letters of it count.

    Notes
    -----
    Of all ways to place the letters the best one is taken, by dynamic programming over (letter,
    place): O(len(letters) * len(name)).
    """
    wanted, text = folded(letters[:MAX_LETTERS]).replace(" ", ""), folded(name)
    if not wanted:
        return Fit(0.0)
    rows = _scores(wanted, text)
    if rows is None:
        return None
    last = max(rows[-1], key=lambda at: (rows[-1][at][0], -at))
    places = [last]
    for row in reversed(rows):
        before = row[places[-1]][1]
        if before < 0:
            break
        places.append(before)
    return Fit(rows[-1][last][0] - _LENGTH * len(text), tuple(reversed(places)))


def _scores(wanted: str, text: str) -> list[dict[int, tuple[float, int]]] | None:
    """Return for each letter its places, with the best score there and the place before it."""
    rows: list[dict[int, tuple[float, int]]] = []
    for n, letter in enumerate(wanted):
        row: dict[int, tuple[float, int]] = {}
        at = text.find(letter, n)
        while at >= 0:
            best = _best_before(rows[-1], at) if rows else (0.0, -1)
            if best is not None:
                row[at] = (best[0] + _worth(text, at), best[1])
            at = text.find(letter, at + 1)
        if not row:
            return None
        rows.append(row)
    return rows


def _best_before(row: dict[int, tuple[float, int]], at: int) -> tuple[float, int] | None:
    """Return the best score of the letter before, with what the way to here costs or earns."""
    best: tuple[float, int] | None = None
    for place, (score, _) in row.items():
        if place >= at:
            break
        reached = score + (_NEXT if place == at - 1 else -_GAP * min(at - place - 1, 10))
        if best is None or reached > best[0]:
            best = (reached, place)
    return best


def _worth(text: str, at: int) -> float:
    if at == 0:
        return _START
    return _WORD_START if not text[at - 1].isalnum() and text[at].isalnum() else 1.0


def _plain(letter: str) -> str:
    """Return a letter without case and accent; always one."""
    bare = unicodedata.normalize("NFD", letter)[0].casefold()
    return bare if len(bare) == 1 else letter
