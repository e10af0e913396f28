# SPDX-License-Identifier: Apache-2.0
"""Parts of a query in words, and conditions as they are typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale

from findling.services.filters import Field
from findling.services.query_language import ChipKind

if TYPE_CHECKING:
    from findling.services.query_language import Chip

_PLAIN = re.compile(r"[\w.-]+")


def _tr(text: str) -> str:
    return QCoreApplication.translate("conditions", text)


def chip(part: Chip) -> str:
    """Return what a chip reads."""
    if part.kind is ChipKind.NEAR:
        is_passage = ":p" in part.text.casefold()
        return _tr("similar to a passage") if is_passage else _tr("similar to a document")
    return part.text


def field(name: Field) -> str:
    """Return what a list of a field's values is called."""
    names = {
        Field.FOLDER: _tr("Folder"),
        Field.TYPE: _tr("Type"),
        Field.LANGUAGE: _tr("Language"),
        Field.AUTHOR: _tr("Author"),
        Field.DATE: _tr("Year"),
        Field.SINCE: _tr("Changed"),
        Field.SIZE: _tr("Size"),
        Field.LABEL: _tr("Label"),
        Field.TAG: _tr("Tag"),
        Field.COLLECTION: _tr("Collection"),
    }
    return names[name]


def facet_value(name: Field, value: str) -> str:
    """Return a value as a menu shows it."""
    if name is Field.TYPE:
        return value.upper()
    if name is Field.SIZE:
        return _size(value)
    if name is Field.SINCE:
        return _time(value)
    if name is Field.LANGUAGE:
        language = QLocale(value).language()
        known = language not in (QLocale.Language.C, QLocale.Language.AnyLanguage)
        return QLocale.languageToString(language) if known else value
    return value.replace("&", "&&")


def _time(value: str) -> str:
    names = {
        "today": _tr("Today"),
        "7d": _tr("In the last 7 days"),
        "30d": _tr("In the last 30 days"),
        "1y": _tr("In the last 12 months"),
    }
    return names.get(value, value)


def _size(value: str) -> str:
    names = {
        "<100kb": _tr("Under 100 kB"),
        "100kb..1mb": _tr("100 kB to 1 MB"),
        "1mb..10mb": _tr("1 to 10 MB"),
        ">10mb": _tr("Over 10 MB"),
    }
    return names.get(value, value)


def condition(name: Field, value: str) -> str:
    """Return a condition as it is typed.

    Examples
    --------
    >>> condition(Field.FOLDER, "My Papers")
    'folder:"My Papers"'
    """
    if name is Field.SIZE or _PLAIN.fullmatch(value):
        return f"{_TYPED[name]}:{value}"
    plain = re.sub('["“”„«»]', " ", value).strip()
    return f'{_TYPED[name]}:"{plain}"'


_TYPED = {
    Field.FOLDER: "folder",
    Field.TYPE: "type",
    Field.LANGUAGE: "lang",
    Field.AUTHOR: "author",
    Field.DATE: "date",
    Field.LABEL: "label",
    Field.TAG: "tag",
    Field.COLLECTION: "collection",
    Field.SIZE: "size",
    Field.SINCE: "after",
}
