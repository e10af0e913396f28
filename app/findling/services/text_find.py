# SPDX-License-Identifier: Apache-2.0
"""Find what a reader types in one document: forgiving in how it is written, exact in where it is.

What a document writes otherwise than a keyboard does is found all the same: accents, ligatures,
curly quotes, words that a line's end has split, any white space between words.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from findling.services.marks import page_places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from findling.services.types import PagePlace

MAX_FOUND = 5000
"""Places kept; nobody steps through more."""

MAX_WORDS = 200
"""Code points of a query that count."""

_CHUNK = 32_000
"""Code points between two looks at ``should_stop``; the interpreter is held for about 1 ms."""

_REACH = 4096
"""Longest place: what begins in one chunk may end in the next."""

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class FoundWords:
    """Where words stand in one document.

    Attributes
    ----------
    words : str
        What was looked for.
    ranges : tuple of (int, int)
        Code-point ranges in the document's text, ascending, apart from each other.
    on_page : mapping of int to tuple of (int, PagePlace)
        For each page with any: number in ``ranges`` and place on the page.
    is_cut : bool
        True when there are more than `MAX_FOUND`.
    """

    words: str = ""
    ranges: tuple[Range, ...] = ()
    on_page: Mapping[int, tuple[tuple[int, PagePlace], ...]] = field(
        default_factory=dict[int, "tuple[tuple[int, PagePlace], ...]"]
    )
    is_cut: bool = False

    def __len__(self) -> int:
        """Return the number of places."""
        return len(self.ranges)

    def first_from(self, offset: int) -> int:
        """Return the number of the first place that begins at an offset or after it.

        Without one it goes on at the top: 0; -1 when there are no places at all.
        """
        if not self.ranges:
            return -1
        after = (number for number, (start, _) in enumerate(self.ranges) if start >= offset)
        return next(after, 0)


def find_words(
    words: str,
    text: str,
    page_starts: Sequence[int] = (),
    should_stop: Callable[[], bool] = lambda: False,
) -> FoundWords:
    r"""Find words in a document.

    Parameters
    ----------
    words : str
        What to look for, as it is typed; white space around it does not count, nor does case.
    text : str
        The document's text.
    page_starts : sequence of int
        Code-point offset at which each page starts; empty for formats without pages.
    should_stop : callable
        Asked about every millisecond; once it says so, what was found until then is returned.

    Returns
    -------
    FoundWords

    Examples
    --------
    >>> find_words("office hours", "The O\ufb03ce\nhours, the of\ufffe\r\nfice hours.").ranges
    ((4, 15), (21, 36))
    """
    pattern = _pattern(words)
    if pattern is None:
        return FoundWords(words)
    ranges: list[Range] = []
    for found in _walk(pattern, text, should_stop):
        ranges.append(found)
        if len(ranges) > MAX_FOUND:
            break
    kept = tuple(ranges[:MAX_FOUND])
    return FoundWords(words, kept, _by_page(kept, text, page_starts), len(ranges) > MAX_FOUND)


def _walk(pattern: re.Pattern[str], text: str, should_stop: Callable[[], bool]) -> Iterator[Range]:
    """Yield all places, a chunk at a time: a search holds the interpreter until it returns."""
    start = 0
    while start < len(text) and not should_stop():
        limit = min(start + _CHUNK, len(text))
        for match in pattern.finditer(text, start, limit + _REACH):
            if match.start() >= limit:
                break
            yield match.span()
            start = match.end()
        start = max(start, limit)


def _by_page(
    ranges: Sequence[Range], text: str, page_starts: Sequence[int]
) -> dict[int, tuple[tuple[int, PagePlace], ...]]:
    pages: dict[int, list[tuple[int, PagePlace]]] = {}
    for number, (start, end) in enumerate(ranges):
        for place in page_places(start, end, page_starts, len(text)):
            pages.setdefault(place.page, []).append((number, place))
    return {page: tuple(places) for page, places in pages.items()}


# -- what a typed letter stands for ----------------------------------------------------------------

_SPLIT = (
    "(?:[\u00ad\u200b-\u200d\u2060]|\ufffe\\s{0,8}"  # invisible, or QtPdf's hyphen at a line's end
    "|[-\u2010][ \\t]{0,8}\\r?\\n[ \\t]{0,80})?"  # or a hyphen that a new line follows
)
"""What may stand inside of a word without being typed."""

_GAP = "[\\s\u00a0]{1,80}"

_MARKS = "[\u0300-\u036f]{0,4}"
"""Accents that follow their letter as characters of their own."""

_SAME = {
    "'": "['\u2018\u2019\u02bc\u00b4`]",
    '"': '["\u201c\u201d\u201e\u00ab\u00bb]',
    "-": "[-\u2010-\u2014\u2212\u00ad]",
}
_LATIN = ((0xC0, 0x250), (0x1E00, 0x1F00))
"""Blocks of letters with accents."""

_LIGATURES = {"ff": "\ufb00", "fi": "\ufb01", "fl": "\ufb02", "st": "\ufb06"}
_LONG_LIGATURES = {"ffi": "\ufb03", "ffl": "\ufb04"}


@lru_cache(32)
def _pattern(words: str) -> re.Pattern[str] | None:
    typed = unicodedata.normalize("NFC", words[:MAX_WORDS]).split()
    if not typed:
        return None
    return re.compile(_GAP.join(_word(word) for word in typed), re.IGNORECASE)


def _word(word: str) -> str:
    """Return the pattern of a word: its letters, with what may split it between them."""
    parts: list[str] = []
    at = 0
    while at < len(word):
        run = next((n for n in (3, 2) if _is_ligature(word[at : at + n])), 1)
        parts.append(_letters(word[at : at + run]))
        at += run
    return _SPLIT.join(parts)


def _is_ligature(run: str) -> bool:
    return run.lower() in _LIGATURES or run.lower() in _LONG_LIGATURES


def _letters(run: str) -> str:
    """Return the pattern of a letter, or of a few that may be printed as one."""
    spelt = _SPLIT.join(_letter(char) for char in run)
    run = run.lower()
    if len(run) == 3:  # f and a ligature, a ligature and i or l, or all in one
        head, tail = _LIGATURES["ff"] + _SPLIT + _letter(run[2]), _LIGATURES[run[1:]]
        return f"(?:{_LONG_LIGATURES[run]}|{head}|{_letter('f')}{_SPLIT}{tail}|{spelt})"
    return f"(?:{_LIGATURES[run]}|{spelt})" if len(run) == 2 else spelt


def _letter(char: str) -> str:
    """Return the pattern of one letter: without an accent it stands for those with one too."""
    if char in _SAME:
        return _SAME[char]
    base = char.lower()
    if base in _accented():
        return f"[{base}{_accented()[base]}]{_MARKS}"
    apart = unicodedata.normalize("NFD", char)
    return f"(?:{re.escape(char)}|{re.escape(apart)})" if apart != char else re.escape(char)


@lru_cache(1)
def _accented() -> dict[str, str]:
    """Return for each plain Latin letter all of those that are made of it and an accent."""
    found: dict[str, str] = dict.fromkeys("abcdefghijklmnopqrstuvwxyz", "")
    for first, last in _LATIN:
        for code in range(first, last):
            base = unicodedata.normalize("NFD", chr(code))[0].lower()
            if base in found and chr(code) != base:
                found[base] += chr(code)
    return found
