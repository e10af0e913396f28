# SPDX-License-Identifier: Apache-2.0
"""Conditions that documents have to meet to be found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from fnmatch import translate
from functools import lru_cache
from re import compile as compile_pattern
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import PurePath
    from re import Pattern


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


def meets(facts: DocumentFacts, conditions: Iterable[Condition]) -> bool:
    """Tell whether a document meets all conditions; of several about one field any is enough.

    Those that are negated have to be met each.
    """
    wanted: dict[Field, bool] = {}
    for condition in conditions:
        fits = _fits(facts, condition)
        if condition.negated and fits:
            return False
        if not condition.negated:
            wanted[condition.field] = wanted.get(condition.field, False) or fits
    return all(wanted.values())


def folders_of(path: PurePath) -> tuple[str, ...]:
    """Return the names of the folders on the way to a file."""
    return tuple(part for part in path.parent.parts if part != path.anchor)


def _fits(facts: DocumentFacts, condition: Condition) -> bool:
    if condition.field is Field.DATE or condition.field is Field.SIZE:
        value = facts.date if condition.field is Field.DATE else facts.size
        return condition.span is not None and condition.span.low <= value < condition.span.high
    return any(_fits_text(facts, condition.field, value) for value in condition.values)


def _fits_text(facts: DocumentFacts, field: Field, value: str) -> bool:
    value = value.casefold()
    if field is Field.FOLDER:
        wanted = tuple(value.replace("\\", "/").strip("/").split("/"))
        return _in_folder(tuple(folder.casefold() for folder in facts.folders), wanted)
    if field is Field.TYPE:
        return facts.format == value
    if field is Field.LABEL:
        return any(label.casefold().startswith(value) for label in facts.labels)
    if field in (Field.TAG, Field.COLLECTION):
        groups = facts.tags if field is Field.TAG else facts.collections
        return any(group.casefold() == value for group in groups)
    if field is Field.LANGUAGE:
        spoken = facts.language.casefold()
        return spoken == value or spoken.startswith(f"{value}-")
    has = str(getattr(facts, field.value)).casefold()
    if field is Field.NAME and "*" in value:
        return _pattern(value).match(has) is not None
    return value in has


def _in_folder(folders: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Tell whether the wanted folders are on the way, the last one by its first letters."""
    n = len(wanted)
    return any(
        folders[at : at + n - 1] == wanted[:-1] and folders[at + n - 1].startswith(wanted[-1])
        for at in range(len(folders) - n + 1)
    )


@lru_cache(64)
def _pattern(value: str) -> Pattern[str]:
    return compile_pattern(translate(value))
