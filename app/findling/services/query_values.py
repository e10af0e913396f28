# SPDX-License-Identifier: Apache-2.0
"""Dates, sizes and types as people write them in a query."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta

from findling.services.filters import Span

_UNITS = {"b": 1, "kb": 1e3, "mb": 1e6, "gb": 1e9, "k": 1e3, "m": 1e6, "g": 1e9, "": 1}
_SIZE = re.compile(r"(\d+(?:[.,]\d+)?)\s*([kmg]?b?)", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")
_DAY_FIRST = re.compile(r"(?:(\d{1,2})\.)?(\d{1,2})\.(\d{4})")
_AGO = re.compile(r"(\d{1,4})([dwmyt])")
_DAYS_AGO = {"today": 0, "heute": 0, "yesterday": 1, "gestern": 1}
_DAYS_IN = {"d": 1, "t": 1, "w": 7, "m": 30, "y": 365}

_TYPES = {
    "word": ("docx", "odt", "rtf"),
    "excel": ("xlsx", "ods", "csv"),
    "table": ("xlsx", "ods", "csv"),
    "tabelle": ("xlsx", "ods", "csv"),
    "powerpoint": ("pptx", "odp"),
    "slides": ("pptx", "odp"),
    "folien": ("pptx", "odp"),
    "mail": ("eml", "msg", "mbox"),
    "email": ("eml", "msg", "mbox"),
    "web": ("html", "mhtml"),
    "book": ("epub",),
    "buch": ("epub",),
    "markdown": ("md",),
    "text": ("txt", "md", "rst"),
    "htm": ("html",),
}
_LANGUAGES = {
    **dict.fromkeys(("english", "englisch"), "en"),
    **dict.fromkeys(("german", "deutsch"), "de"),
    **dict.fromkeys(("french", "französisch"), "fr"),
    **dict.fromkeys(("spanish", "spanisch"), "es"),
    **dict.fromkeys(("italian", "italienisch"), "it"),
}


def read_types(value: str) -> tuple[str, ...]:
    """Return the formats that a word for a type stands for: ``"mail"``, ``"pdf,docx"``."""
    found: list[str] = []
    for part in value.casefold().split(","):
        name = part.strip().lstrip(".")
        found.extend(_TYPES.get(name, (name,)) if name else ())
    return tuple(dict.fromkeys(found))


def read_languages(value: str) -> tuple[str, ...]:
    """Return language codes: ``"german"`` and ``"de"`` are ``("de",)``."""
    names = (part.strip().casefold() for part in value.split(","))
    return tuple(_LANGUAGES.get(name, name) for name in names if name)


def read_dates(value: str, now: datetime) -> Span | None:
    """Return the time that a date, or a range ``FROM..TO`` of them, stands for.

    Parameters
    ----------
    value : str
        ``2024``, ``2024-03``, ``2024-03-15``, ``3.2024``, ``15.3.2024``, ``today``, ``yesterday``,
        ``14d``, ``2w``, ``3m``, ``1y`` (that long ago until now); either end of a range may be
        left out.
    now : datetime
        Without time zone: times are the user's own.

    Returns
    -------
    Span or None
        None when it is no date.
    """
    first, dots, last = value.strip().casefold().partition("..")
    if not dots:
        return _date(first, now)
    low = _date(first, now) if first else Span(-math.inf, -math.inf)
    high = _date(last, now) if last else Span(math.inf, math.inf)
    if low is None or high is None or not (first or last):
        return None
    return Span(low.low, high.high)


def read_sizes(value: str) -> Span | None:
    """Return the sizes that ``>1mb``, ``<10kb``, ``1mb..5mb`` or ``2mb`` (about that) stand for."""
    value = value.strip().casefold().removeprefix("=")
    if value[:1] in {">", "<"}:
        size = _size(value[1:].lstrip("="))
        if size is None:
            return None
        return Span(size, math.inf) if value[0] == ">" else Span(0, size)
    first, dots, last = value.partition("..")
    low, high = _size(first), _size(last)
    if dots and (low is not None or high is not None):
        return Span(low or 0.0, math.inf if high is None else high + 1)
    return None if dots or low is None else Span(0.9 * low, 1.1 * low + 1)


def _size(text: str) -> float | None:
    found = _SIZE.fullmatch(text.strip())
    if found is None:
        return None
    return float(found[1].replace(",", ".")) * _UNITS[found[2].casefold()]


def _date(text: str, now: datetime) -> Span | None:
    """Return the day, month or year that a date names, or the time since so long ago."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if text in _DAYS_AGO:
        day = today - timedelta(days=_DAYS_AGO[text])
        return Span(day.timestamp(), (day + timedelta(days=1)).timestamp())
    if ago := _AGO.fullmatch(text):
        start = today - timedelta(days=int(ago[1]) * _DAYS_IN[ago[2]])
        return Span(start.timestamp(), math.inf)
    if iso := _ISO.fullmatch(text):
        return _calendar(iso[1], iso[2], iso[3])
    if german := _DAY_FIRST.fullmatch(text):
        return _calendar(german[3], german[2], german[1])
    return None


def _calendar(year: str, month: str | None, day: str | None) -> Span | None:
    try:
        start = datetime(int(year), int(month or 1), int(day or 1))
        if day:
            end = start + timedelta(days=1)
        elif month:
            end = (start + timedelta(days=31)).replace(day=1)
        else:
            end = start.replace(year=start.year + 1)
        return Span(start.timestamp(), end.timestamp())
    except (ValueError, OverflowError, OSError):  # a day that no calendar or clock has
        return None
