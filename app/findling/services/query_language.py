# SPDX-License-Identifier: Apache-2.0
"""Read what people type: words, "phrases", -exclusions, field:values.

Any text is a query: what is not understood is searched for as words, so nothing that somebody is
in the middle of typing is ever an error.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

from findling.services.filters import Condition, Field, Span
from findling.services.query_values import read_dates, read_languages, read_sizes, read_types

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MAX_QUERY = 2000
"""Code points of a query that count; more is a pasted text."""

MAX_PARTS = 32
"""Phrases, exclusions and conditions that count; more are read as words."""

_FIELDS = {
    **dict.fromkeys(("folder", "in", "ordner"), "folder"),
    **dict.fromkeys(("type", "typ", "format"), "type"),
    **dict.fromkeys(("name", "file", "datei"), "name"),
    **dict.fromkeys(("title", "titel"), "title"),
    **dict.fromkeys(("author", "from", "autor", "von"), "author"),
    **dict.fromkeys(("lang", "language", "sprache"), "language"),
    **dict.fromkeys(("label", "etikett"), "label"),
    **dict.fromkeys(("tag", "tags", "schlagwort"), "tag"),
    **dict.fromkeys(("collection", "sammlung"), "collection"),
    **dict.fromkeys(("date", "datum"), "date"),
    **dict.fromkeys(("after", "since", "nach", "seit"), "after"),
    **dict.fromkeys(("before", "vor"), "before"),
    **dict.fromkeys(("size", "größe", "groesse"), "size"),
    **dict.fromkeys(("near", "wie"), "near"),
}
"""Names of fields, English and German, and what they stand for."""

_QUOTED = r'["“”„«»]([^"“”„«»]*)(?:["“”„«»]|$)'
_PART = re.compile(
    rf"(?<!\S)(?P<minus>-?)(?:(?P<field>[^\W\d_]+):(?:{_QUOTED}|(?P<value>\S*))"
    rf"|{_QUOTED}|(?P<word>(?<=-)[^\W\d_]\S*))"
)
_HARMLESS = re.compile(r'["“”„«»:]')
_SPARE = 8
"""Times as much of a text is looked at as is kept: it may be mostly spaces."""

_NEAR = re.compile(r"(p|d)?(\d{1,18})", re.IGNORECASE)


class ChipKind(str, Enum):
    """What a part of a query does."""

    PHRASE = "phrase"
    WITHOUT = "without"
    FILTER = "filter"
    NEAR = "near"


@dataclass(frozen=True, slots=True)
class Chip:
    """A part of a query that is more than a word, where it stands in it.

    Attributes
    ----------
    kind : ChipKind
    text : str
        As typed.
    start, end : int
        Code-point range of the query, end exclusive: without it the query has one part less.
    """

    kind: ChipKind
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Near:
    """What hits shall be like: a passage or a whole document."""

    id: int
    is_passage: bool


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """What a query asks for.

    Attributes
    ----------
    typed : str
        All of it.
    words : str
        What is neither a phrase, nor excluded, nor a condition.
    phrases : tuple of str
        Each has to stand in a passage.
    without : tuple of str
        Words and phrases, none of which may.
    conditions : tuple of Condition
    near : Near or None
    chips : tuple of Chip
        In the order of the query.
    """

    typed: str
    words: str
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    near: Near | None = None
    chips: tuple[Chip, ...] = ()

    @property
    def text(self) -> str:
        """What passages are ranked by: the words and the phrases."""
        return " ".join([self.words, *self.phrases]).strip()

    def without_chip(self, chip: Chip) -> str:
        """Return the query as it is typed without one part."""
        return " ".join((self.typed[: chip.start] + self.typed[chip.end :]).split())


@dataclass(frozen=True, slots=True)
class _Found:
    """What one part adds to a query."""

    kind: ChipKind
    phrase: str = ""
    without: str = ""
    condition: Condition | None = None
    near: Near | None = None


def parse(query: str, now: datetime | None = None) -> ParsedQuery:
    """Read a query.

    Parameters
    ----------
    query : str
        Any text.
    now : datetime, optional
        What "today" is.

    Examples
    --------
    >>> asked = parse('notice "by the tenant" -draft type:pdf')
    >>> asked.words, asked.phrases, asked.without
    ('notice', ('by the tenant',), ('draft',))
    >>> asked.conditions[0].values
    ('pdf',)
    """
    typed = query[:MAX_QUERY]
    found: list[tuple[_Found, Chip]] = []
    for match in _PART.finditer(typed):
        part = _read_part(match, now or datetime.now()) if len(found) < MAX_PARTS else None
        if part is not None:
            found.append((part, Chip(part.kind, match[0], *match.span())))
    parts, chips = [part for part, _ in found], [chip for _, chip in found]
    return ParsedQuery(
        typed=typed,
        words=_cut_out(typed, chips),
        phrases=tuple(part.phrase for part in parts if part.phrase),
        without=tuple(part.without for part in parts if part.without),
        conditions=tuple(part.condition for part in parts if part.condition),
        near=next((part.near for part in parts if part.near), None),
        chips=tuple(chips),
    )


def as_words(text: str, most: int = MAX_QUERY) -> str:
    """Return a text as a query in which nothing is more than a word.

    Parameters
    ----------
    text : str
        Such as somebody selected: with quotes, dashes, colons, lines.
    most : int
        Code points of the query, which ends with a whole word where it can.

    Examples
    --------
    >>> as_words('He said "no" - from: Ada -x')
    'He said no from Ada x'
    """
    plain = _HARMLESS.sub(" ", text[: _SPARE * most])
    words = " ".join(word for part in plain.split() if (word := part.lstrip("-")))
    if len(words) <= most:
        return words
    whole, _, _ = words[: most + 1].rpartition(" ")
    return whole or words[:most]


def _read_part(match: re.Match[str], now: datetime) -> _Found | None:
    """Return what a part means; None when it is words after all."""
    negated = bool(match["minus"])
    if match["field"] is None:
        quoted = match[5]
        if quoted is None:
            return _Found(ChipKind.WITHOUT, without=match["word"])
        if not re.search(r"\w", quoted):
            return None
        return (
            _Found(ChipKind.WITHOUT, without=quoted)
            if negated
            else _Found(ChipKind.PHRASE, phrase=quoted)
        )
    name = _FIELDS.get(match["field"].lower(), "")
    value = (match["value"] if match[3] is None else match[3]).strip()
    if name == "near":
        near = _NEAR.fullmatch(value)
        is_passage = near is not None and (near[1] or "d").casefold() == "p"
        return _Found(ChipKind.NEAR, near=Near(int(near[2]), is_passage)) if near else None
    condition = _READERS[name](value, now) if value and name in _READERS else None
    if condition is None:
        return None
    return _Found(ChipKind.FILTER, condition=replace(condition, negated=negated))


def _cut_out(typed: str, chips: Iterable[Chip]) -> str:
    """Return the text between the chips, single spaces."""
    words, at = list[str](), 0
    for chip in chips:
        words.append(typed[at : chip.start])
        at = chip.end
    return " ".join(" ".join([*words, typed[at:]]).split())


def _text(field: Field) -> Callable[[str, datetime], Condition]:
    return lambda value, _: Condition(field, (value,))


def _dates(value: str, now: datetime) -> Condition | None:
    span = read_dates(value, now)
    return Condition(Field.DATE, span=span) if span else None


def _after(value: str, now: datetime) -> Condition | None:
    span = read_dates(value, now)
    return Condition(Field.DATE, span=Span(span.low, math.inf)) if span else None


def _before(value: str, now: datetime) -> Condition | None:
    span = read_dates(value, now)
    return Condition(Field.DATE, span=Span(-math.inf, span.low)) if span else None


def _sizes(value: str, _: datetime) -> Condition | None:
    span = read_sizes(value)
    return Condition(Field.SIZE, span=span) if span else None


_READERS: dict[str, Callable[[str, datetime], Condition | None]] = {
    "folder": _text(Field.FOLDER),
    "name": _text(Field.NAME),
    "title": _text(Field.TITLE),
    "author": _text(Field.AUTHOR),
    "label": _text(Field.LABEL),
    "tag": _text(Field.TAG),
    "collection": _text(Field.COLLECTION),
    "type": lambda value, _: Condition(Field.TYPE, read_types(value)),
    "language": lambda value, _: Condition(Field.LANGUAGE, read_languages(value)),
    "date": _dates,
    "after": _after,
    "before": _before,
    "size": _sizes,
}
