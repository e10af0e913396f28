# SPDX-License-Identifier: Apache-2.0
"""Conditions that documents have to meet to be found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from fnmatch import translate
from functools import partial
from operator import attrgetter
from re import compile as compile_pattern
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import PurePath

    Test = Callable[["DocumentFacts"], bool]


class Field(str, Enum):
    """What a condition is about."""

    FOLDER = "folder"
    TYPE = "type"
    NAME = "name"
    TITLE = "title"
    AUTHOR = "author"
    LANGUAGE = "language"
    DATE = "date"
    SINCE = "since"
    """How lately; documents are counted by it, conditions about it are ones about DATE."""
    SIZE = "size"
    LABEL = "label"
    TAG = "tag"
    COLLECTION = "collection"


@dataclass(frozen=True, slots=True)
class Span:
    """A range of dates (seconds since the epoch) or sizes (bytes); ``high`` is not in it."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition.

    Attributes
    ----------
    field : Field
    values : tuple of str
        One of them has to fit: the first letters of a folder on the way to the file, or several
        folders with "/" between them; a format (``pdf``); a part of the name, title or author, in a
        name with ``*`` for anything; a language (``de``); the first letters of a label; the name of
        a tag or collection. Case does not matter.
    span : Span or None
        For DATE and SIZE.
    negated : bool
        True when it must not be so.
    """

    field: Field
    values: tuple[str, ...] = ()
    span: Span | None = None
    negated: bool = False


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What conditions look at.

    Attributes
    ----------
    id, content_id : int
    folders : tuple of str
        Names of the folders on the way to the file, outermost first.
    format, name, title, author, language : str
        Empty where unknown.
    date : float
        When it was sent or changed, as the document says, else as its file does; seconds since the
        epoch.
    size : int
        Bytes of the file on disk.
    labels : tuple of str
        That people or models gave it, or passages of it.
    tags, collections : tuple of str
        That the user put it in.
    """

    id: int
    content_id: int
    folders: tuple[str, ...]
    format: str
    name: str
    title: str
    author: str
    language: str
    date: float
    size: int
    labels: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()


def named(conditions: Iterable[Condition], field: Field, names: Iterable[str]) -> list[Condition]:
    """Have conditions about a field name whole values, where only first letters are known.

    Parameters
    ----------
    conditions : iterable of Condition
    field : Field
        Others stay as they are.
    names : iterable of str
        All values there are. A condition that names one means that one alone.
    """
    known = {name.casefold() for name in names}

    def whole(value: str) -> list[str]:
        given = value.casefold()
        return [given] if given in known else [name for name in known if name.startswith(given)]

    return [
        replace(one, values=tuple(name for value in one.values for name in whole(value)))
        if one.field is field
        else one
        for one in conditions
    ]


def fits_all(conditions: Iterable[Condition]) -> Test:
    """Return what tells whether a document meets all conditions.

    Of several about one field any is enough; those that are negated have to be met each. The
    conditions are read once, not for each of many thousand documents.
    """
    refused: list[Test] = []
    wanted: dict[Field, list[Test]] = {}
    for condition in conditions:
        tests = refused if condition.negated else wanted.setdefault(condition.field, [])
        tests.append(_any_of([_text_test(condition.field, value) for value in condition.values]))
        if condition.field is Field.DATE or condition.field is Field.SIZE:
            tests[-1] = _span_test(condition)
    fields = [_any_of(tests) for tests in wanted.values()]
    return lambda facts: (
        not any(test(facts) for test in refused) and all(test(facts) for test in fields)
    )


def folders_of(path: PurePath) -> tuple[str, ...]:
    """Return the names of the folders on the way to a file."""
    return tuple(part for part in path.parent.parts if part != path.anchor)


def _any_of(tests: list[Test]) -> Test:
    if len(tests) == 1:
        return tests[0]
    return lambda facts: any(test(facts) for test in tests)


def _span_test(condition: Condition) -> Test:
    span, field = condition.span, condition.field
    if span is None:
        return lambda _: False
    if field is Field.DATE:
        return lambda facts: span.low <= facts.date < span.high
    return lambda facts: span.low <= facts.size < span.high


def _text_test(field: Field, value: str) -> Test:
    value = value.casefold()
    if field is Field.FOLDER:
        wanted = tuple(value.replace("\\", "/").strip("/").split("/"))
        return lambda facts: _in_folder(tuple(map(str.casefold, facts.folders)), wanted)
    if field is Field.TYPE:
        return lambda facts: facts.format == value
    if field is Field.LABEL:
        return lambda facts: any(label.casefold().startswith(value) for label in facts.labels)
    if field is Field.TAG:
        return lambda facts: value in map(str.casefold, facts.tags)
    if field is Field.COLLECTION:
        return lambda facts: value in map(str.casefold, facts.collections)
    if field is Field.LANGUAGE:
        return lambda facts: f"{facts.language.casefold()}-".startswith(f"{value}-")
    if field is Field.NAME and "*" in value:
        fits = compile_pattern(translate(value)).match
        return lambda facts: fits(facts.name.casefold()) is not None
    return partial(_has_text, attrgetter(field.value), value)


def _has_text(read: Callable[[DocumentFacts], str], value: str, facts: DocumentFacts) -> bool:
    return value in read(facts).casefold()


def _in_folder(folders: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Tell whether the wanted folders are on the way, the last one by its first letters."""
    n = len(wanted)
    return any(
        folders[at : at + n - 1] == wanted[:-1] and folders[at + n - 1].startswith(wanted[-1])
        for at in range(len(folders) - n + 1)
    )
