# SPDX-License-Identifier: Apache-2.0
"""Find phrases in text: the same words in the same order, whatever stands between them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Range = tuple[int, int]

# Scripts without spaces between words: there a phrase may begin and end inside of what looks like
# one word.
_NO_SPACES = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


def find_phrase(phrase: str, text: str) -> list[Range]:
    """Return where a phrase stands in a text.

    Parameters
    ----------
    phrase, text : str

    Returns
    -------
    list of (int, int)
        Code-point ranges of ``text``, ascending. Case, punctuation and white space between the
        words do not matter.
    """
    pattern = _pattern(phrase)
    return [match.span() for match in pattern.finditer(text)] if pattern else []


def holds(text: str, phrases: Iterable[str], without: Iterable[str]) -> bool:
    """Tell whether a text holds all of some phrases and none of others."""
    return all(find_phrase(phrase, text) for phrase in phrases) and not any(
        find_phrase(phrase, text) for phrase in without
    )


def add_ranges(ranges: Sequence[Range], others: Iterable[Range]) -> list[Range]:
    """Return ranges and others, ascending, those that overlap joined."""
    joined: list[Range] = []
    for start, end in sorted([*ranges, *others]):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


@lru_cache(256)
def _pattern(phrase: str) -> re.Pattern[str] | None:
    words = re.findall(r"\w+", phrase)
    if not words:
        return None
    body = r"[\W_]{1,40}".join(re.escape(word) for word in words)
    if not _NO_SPACES.search(phrase):
        body = rf"(?<!\w){body}(?!\w)"
    return re.compile(body, re.IGNORECASE)
