# SPDX-License-Identifier: Apache-2.0
"""Whole words and whole lines around a range of a text."""

from __future__ import annotations

import re

_WORD = re.compile(r"\w+(?:['\u2019\u00ad.@&-]\w+)*|\S")
_LINE_ENDS = "\r\n\u2028\u2029"

_MAX_WORD = 200
"""Code points looked at to either side of a place: nobody's word is longer."""


def widened(text: str, start: int, end: int, grain: str) -> tuple[int, int]:
    """Return a range that covers whole words or lines.

    Parameters
    ----------
    text : str
        The text.
    start, end : int
        Code-point range, may be empty.
    grain : str
        "char" leaves the range as it is, "word" and "line" widen it to whole ones.

    Raises
    ------
    ValueError
        If the grain is none of them.

    Examples
    --------
    >>> widened("one two three", 5, 9, "word")
    (4, 13)
    """
    if grain == "char":
        return start, end
    if grain not in _AROUND:
        raise ValueError(grain)
    around = _AROUND[grain]
    return around(text, start)[0], around(text, end)[1]


def _word(text: str, at: int) -> tuple[int, int]:
    """Return the word at a place, also one that ends there; else the sign; else nothing."""
    low = max(0, at - _MAX_WORD)
    for match in _WORD.finditer(text, low, min(len(text), at + _MAX_WORD)):
        is_inside = match.start() <= at < match.end()
        if is_inside or (match.end() == at and match[0][-1].isalnum()):
            return match.span()
    return at, at


def _line(text: str, at: int) -> tuple[int, int]:
    start = max(text.rfind(char, 0, at) for char in _LINE_ENDS) + 1
    ends = (text.find(char, at) for char in _LINE_ENDS)
    return start, min((end for end in ends if end >= 0), default=len(text))


_AROUND = {"word": _word, "line": _line}
