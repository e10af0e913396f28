# SPDX-License-Identifier: Apache-2.0
"""What the cells of an Excel sheet say: shared texts, numbers, dates by their number format."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from findling.extract.xml_stream import local, stream_xml

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

    from findling.extract.zip_package import ZipPackage

NAMESPACES = (
    "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}",
    "{http://purl.oclc.org/ooxml/spreadsheetml/main}",  # ISO "strict" files
)
"""What stands before every tag of a workbook's parts."""

MAX_COLUMNS = 16_384
"""Columns of a sheet, as in Excel."""

_T = TypeVar("_T")

_LETTERS = re.compile("[A-Z]{1,3}")
_DIGITS = "0123456789"
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
_DAY_SECONDS = 86_400
_LAST_DAY = 2_958_466  # the day after 9999-12-31
_LEAP_BUG = 60  # Excel counts a February 29, 1900
_LONG_NUMBER = 15


class Moment(Enum):
    """What a number format makes of a number."""

    DATE = "date"
    TIME = "time"
    DURATION = "duration"


_BUILT_IN = {
    **dict.fromkeys((*range(14, 18), 22, *range(27, 32), 36, *range(50, 59)), Moment.DATE),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 47), Moment.TIME),
    46: Moment.DURATION,
}


class Cells:
    """Turns cells into text.

    Parameters
    ----------
    texts : list of str
        The workbook's shared texts.
    formats : list of (Moment or None)
        What each cell style does to numbers.
    is_1904 : bool
        True where days count from 1904-01-01, as on old Macs.
    """

    def __init__(self, texts: list[str], formats: list[Moment | None], *, is_1904: bool) -> None:
        self._texts = texts
        self._formats = formats
        self._is_1904 = is_1904

    def text(self, kind: str, style: str, value: str) -> str:
        """Return what a cell shows.

        Parameters
        ----------
        kind : str
            Its type: ``s`` for a shared text, ``n`` for a number, ...
        style : str
            Number of its style.
        value : str
            What is written in the file; of a formula, the value that it had when saved.
        """
        if kind == "s":
            return _item(self._texts, value, "")
        if kind == "n":
            return self._number(value, style)
        if kind == "b":
            return "TRUE" if value.strip() == "1" else "FALSE"
        return unescape(value)

    def _number(self, text: str, style: str) -> str:
        moment = _item(self._formats, style, None) if style else None
        try:
            if moment is not None:
                return moment_text(float(text), moment, is_1904=self._is_1904)
            if len(text) > _LONG_NUMBER and "." in text:
                return f"{float(text):.15g}"  # what binary fractions add is not shown by Excel
        except ValueError:
            pass  # not a number after all: shown as it stands
        return text.strip()


def column_of(reference: str, default: int) -> int:
    """Return the column, from 0, of a cell's name, or the default where it has none.

    Examples
    --------
    >>> column_of("AB12", 0), column_of("", 7)
    (27, 7)
    """
    column = _column(reference.rstrip(_DIGITS))
    return default if column < 0 else column


@lru_cache(maxsize=MAX_COLUMNS)
def _column(letters: str) -> int:
    """Return the column that has a name, from 0; -1 for what is no such name."""
    if not _LETTERS.fullmatch(letters):
        return -1
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def rich_text(element: Element) -> str:
    """Return the text of an item or a comment, without the reading aids of Asian scripts."""
    parts: list[str] = []
    for child in element:
        name = local(child.tag)
        if name == "t":
            parts.append(child.text or "")
        elif name == "r":
            parts.extend(run.text or "" for run in child if local(run.tag) == "t")
    return unescape("".join(parts))


def unescape(text: str) -> str:
    """Return text with Excel's escapes of characters that XML does not allow resolved."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def shared_texts(package: ZipPackage, parts: Iterable[str]) -> list[str]:
    """Return the texts that cells refer to by number."""
    items = [f"{namespace}si" for namespace in NAMESPACES]
    return [
        rich_text(item)
        for part in parts
        for item in stream_xml(package.chunks(part), package.what, items)
    ]


def cell_formats(package: ZipPackage, parts: Iterable[str]) -> list[Moment | None]:
    """Return what each cell style does to numbers: None leaves them as they are."""
    tags = [namespace + name for namespace in NAMESPACES for name in ("numFmts", "cellXfs")]
    own: dict[str, Moment | None] = {}
    formats: list[Moment | None] = []
    for part in parts:
        for element in stream_xml(package.chunks(part), package.what, tags):
            if local(element.tag) == "numFmts":
                own = {f.get("numFmtId", ""): moment_of(f.get("formatCode", "")) for f in element}
            else:
                formats = [_format(xf.get("numFmtId", ""), own) for xf in element]
    return formats


def moment_of(code: str) -> Moment | None:
    r"""Say what a number format shows; None for numbers and text.

    Examples
    --------
    >>> moment_of("dd\\.mm\\.yyyy"), moment_of("[h]:mm"), moment_of('0.0 "days"')
    (<Moment.DATE: 'date'>, <Moment.DURATION: 'duration'>, None)
    """
    shown = _NOT_SHOWN.sub("", code[:1000].partition(";")[0]).lower().replace("general", "")
    if re.search(r"\[[hms]+\]", shown):
        return Moment.DURATION
    if re.search("[yd]|mmm|^m+$", shown):
        return Moment.DATE
    return Moment.TIME if re.search("[hs]", shown) else None


def moment_text(serial: float, moment: Moment, *, is_1904: bool) -> str:
    """Return a number of days as an ISO date, time, or both.

    Raises
    ------
    ValueError
        If it is out of the range of dates.
    """
    if not 0 <= serial < _LAST_DAY:
        msg = f"{serial} is no date"
        raise ValueError(msg)
    seconds = round(serial * _DAY_SECONDS)
    if moment is Moment.DURATION or (moment is Moment.TIME and seconds < _DAY_SECONDS):
        hours, rest = divmod(seconds, 3600)
        return f"{hours:02d}:{rest // 60:02d}:{rest % 60:02d}"
    first = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 30)
    if not is_1904 and serial < _LEAP_BUG:
        first += timedelta(days=1)
    found = first + timedelta(seconds=seconds)
    return found.isoformat(" ") if seconds % _DAY_SECONDS else found.date().isoformat()


def _format(number: str, own: dict[str, Moment | None]) -> Moment | None:
    if number in own:
        return own[number]
    return _BUILT_IN.get(int(number)) if number.isdecimal() and len(number) < 5 else None


def _item(items: list[_T], index: str, default: _T) -> _T:
    """Return an item by its number as text, or the default for a number out of range."""
    index = index.strip()
    if not index.isascii() or not index.isdigit() or len(index) > 9 or int(index) >= len(items):
        return default
    return items[int(index)]
