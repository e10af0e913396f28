# SPDX-License-Identifier: Apache-2.0
"""Where sentences end, well enough to cut long paragraphs at."""

from __future__ import annotations

import re

_END = re.compile(
    r"[.!?\u2026][\"'\u201d\u2019\u00bb)\]]*(?=\s)|[\u3002\uff01\uff1f][\u300d\u300f\u201d]*"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Za-z]|Mr|Mrs|Ms|Dr|Prof|Sr|Jr|St|vs|etc|cf|al|eq|Eq|fig|Fig|Figs|No|no|pp|ed|eds|vol|Vol|Sec|sec|"
    r"Ch|ch|approx|Inc|Ltd|Co|Corp|Nr|Abs|Art|bzw|ca|usw|vgl|Str)|\be\.g|\bi\.e|\bz\.B|\bd\.h|\bu\.a)\.$"
)
_SPACES = re.compile(r"\s+")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_LOOK_BACK = 12


def count_words(text: str) -> int:
    """Return the number of words; two characters of a script without spaces count as one.

    Examples
    --------
    >>> count_words("Rent is due.")
    3
    """
    words = len(text.split())
    if text.isascii():
        return words
    return words + len(_CJK.findall(text)) // 2


def cut_points(text: str, start: int, end: int) -> list[int]:
    """Return offsets in ``start:end`` at which a sentence begins, ``start`` left out.

    A point, question or exclamation mark ends a sentence when white space follows, the next
    character is no small letter, and no common abbreviation stands before it.
    """
    points: list[int] = []
    for match in _END.finditer(text, start, end):
        gap = _SPACES.match(text, match.end(), end)
        next_start = gap.end() if gap else match.end()
        if next_start >= end or text[next_start].islower():
            continue
        before = text[max(start, match.end() - _LOOK_BACK) : match.end()]
        if not _ABBREVIATION.search(before):
            points.append(next_start)
    return points
