# SPDX-License-Identifier: Apache-2.0
"""Cut the telling part out of a passage and mark the words that matched.

Everything here works on the *folded* text of a passage, as `words_to_show` gives it: one line,
single spaces, words that a line's end had split put together. It is folded first and matched
afterwards, so marks never have to be carried from one text to another.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from findling.extract.clean import clean_for_index
from findling.extract.markup import without_markup
from findling.services.types import MarkRange

if TYPE_CHECKING:
    from collections.abc import Sequence

SNIPPET_LENGTH = 300
"""Longest snippet in code points, ellipses included: about three lines in a list."""

_ELLIPSIS = "…"
_WORD_REACH = 24
"""How far a cut moves to reach a space; text without spaces is cut where the limit falls."""

_MOST_REPEATS = 4
_SLACK = 1e-9

_SENTENCE_START = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A line of text to show and the ranges of it to emphasise."""

    text: str
    marks: tuple[MarkRange, ...]


def cut_snippet(
    folded: str, matches: Sequence[tuple[int, int]], limit: int = SNIPPET_LENGTH
) -> Snippet:
    """Return the part of a passage that holds the most different matched words.

    Parameters
    ----------
    folded : str
        The passage as one line.
    matches : sequence of (int, int)
        Code-point ranges of ``folded`` that matched, in order, end exclusive.
    limit : int
        Longest snippet in code points, ellipses included.

    Returns
    -------
    Snippet
        Whole words where the script has spaces, with ellipses where text was cut off.
    """
    if len(folded) <= limit:
        return Snippet(folded, _clip_marks(matches, 0, len(folded), 0))
    room = limit - 2 * len(_ELLIPSIS)
    first, last = _best_window(folded, matches, room)
    start = _choose_start(folded, first, last, room)
    end = _word_end(folded, min(start + room, len(folded)), last)
    lead = _ELLIPSIS if start > 0 else ""
    tail = _ELLIPSIS if end < len(folded) else ""
    marks = _clip_marks(matches, start, end, len(lead) - start)
    return Snippet(lead + folded[start:end] + tail, marks)


def _best_window(folded: str, matches: Sequence[tuple[int, int]], room: int) -> tuple[int, int]:
    """Return the range of matches that fits into ``room`` and says the most; (0, 0) without any.

    Of equals the first wins. Two indices walk over the matches, so the cost is linear.
    """
    if not matches:
        return 0, 0
    if matches[-1][1] - matches[0][0] <= room:
        return matches[0][0], matches[-1][1]
    best, best_value = (0, 0), 0.0
    words = [folded[start:end].casefold() for start, end in matches]
    counts: Counter[str] = Counter()
    left, value = 0, 0.0
    for right, (_, end) in enumerate(matches):
        value += _gain(counts[words[right]])
        counts[words[right]] += 1
        while left < right and end - matches[left][0] > room:
            counts[words[left]] -= 1
            value -= _gain(counts[words[left]])
            left += 1
        if value > best_value + _SLACK:
            best, best_value = (matches[left][0], end), value
    return best


def _gain(n_before: int) -> float:
    """Return what one more of a word is worth: a different word 1, a repetition a little."""
    return 1.0 if n_before == 0 else 0.1 if n_before < _MOST_REPEATS else 0.0


def _choose_start(folded: str, first: int, last: int, room: int) -> int:
    """Return where to begin so that ``first:last`` stands inside, best where a sentence begins."""
    if last <= room:
        return 0
    earliest = max(0, last - room)
    sentences = [m.end() for m in _SENTENCE_START.finditer(folded, earliest, first + 1)]
    fitting = [at for at in sentences if earliest <= at <= first]
    if fitting:
        return fitting[-1] if first - fitting[-1] > room // 6 else fitting[0]
    wanted = max(earliest, min(first, (first + last - room) // 2))
    wanted = min(wanted, len(folded) - room)
    return _word_start(folded, max(0, wanted), first)


def _word_start(folded: str, at: int, stop: int) -> int:
    """Move a cut to the right until a word begins, never over ``stop``."""
    if at == 0:
        return 0
    space = folded.find(" ", at - 1, min(stop, at + _WORD_REACH))
    return at if space < 0 else space + 1


def _word_end(folded: str, at: int, stop: int) -> int:
    """Move a cut to the left until a word has ended, never before ``stop``."""
    if at >= len(folded):
        return len(folded)
    space = folded.rfind(" ", max(stop, at - _WORD_REACH), at + 1)
    return at if space < 0 else space


def _clip_marks(
    matches: Sequence[tuple[int, int]], start: int, end: int, shift: int
) -> tuple[MarkRange, ...]:
    """Return the matches inside ``start:end``, moved by ``shift``; those that touch become one."""
    marks: list[MarkRange] = []
    for a, b in matches:
        if a >= end:
            break
        low, high = max(a, start) + shift, min(b, end) + shift
        if low >= high:
            continue
        if marks and marks[-1].end >= low:
            marks[-1] = MarkRange(marks[-1].start, max(high, marks[-1].end))
        else:
            marks.append(MarkRange(low, high))
    return tuple(marks)


def matched_words(folded: str, matches: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """Return the different words that matched, as they stand in the passage, most frequent first.

    Words that differ only in case or in a short ending ("tenant", "tenants") are named once.
    """
    counts: Counter[str] = Counter()
    spelling: dict[str, str] = {}
    for word, n in Counter(folded[start:end] for start, end in matches).items():
        key = _stem_of(word.casefold(), spelling)
        counts[key] += n
        spelling.setdefault(key, word)
    return tuple(spelling[key] for key, _ in counts.most_common())


def _stem_of(word: str, known: dict[str, str]) -> str:
    """Return the key of a known word of which this is a form, else the word itself."""
    for key in known:
        shared = min(len(word), len(key))
        if shared >= 4 and word[:shared] == key[:shared] and abs(len(word) - len(key)) <= 3:
            return key
    return word


def words_to_show(text: str, form: str, folded: str = "") -> str:
    """Return a passage as one line for a list.

    Parameters
    ----------
    text : str
        As it stands in its document.
    form : str
        What the document was read as, ``"md"`` and the like.
    folded : str
        The text as it is indexed, where that is known.
    """
    if form == "md":
        return clean_for_index(without_markup(text))
    return folded or clean_for_index(text)


def plain_words(text: str) -> str:
    """Return a piece of a document's text as one line that can be read out or pasted.

    Words that a line's end has split are put together, and white space is folded.
    """
    return clean_for_index(text)
