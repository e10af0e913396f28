# SPDX-License-Identifier: Apache-2.0
"""Properties of an Outlook message, of its attachments and of its recipients ([MS-OXMSG])."""

from __future__ import annotations

import struct
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

from findling.extract.charsets import decode_charset

if TYPE_CHECKING:
    from findling.extract.ole_storage import OleStorage

_TABLE = "__properties_version1.0"
_ROW = struct.Struct("<HHI8s")
_EPOCH = datetime(1601, 1, 1, tzinfo=timezone.utc)
_INTEGER, _BOOLEAN, _TIME = 0x0003, 0x000B, 0x0040
_STRING_8, _STRING, _BINARY = "001E", "001F", "0102"

_CODE_PAGES = {
    1200: "utf-16-le",
    10000: "mac-roman",
    20127: "",
    20866: "koi8-r",
    20932: "euc-jp",
    21866: "koi8-u",
    50220: "iso-2022-jp",
    50221: "iso-2022-jp",
    50222: "iso-2022-jp",
    51932: "euc-jp",
    51936: "gb18030",
    51949: "euc-kr",
    52936: "hz",
    54936: "gb18030",
    65000: "utf-7",
    65001: "utf-8",
}
_ISO_8859 = range(28591, 28606)
_PAGES_OF_LANGUAGES = {
    874: (0x1E,),
    932: (0x11,),
    936: (0x04,),
    949: (0x12,),
    1250: (0x05, 0x0E, 0x15, 0x18, 0x1A, 0x1B, 0x1C, 0x24),
    1251: (0x02, 0x19, 0x22, 0x23, 0x28, 0x2F, 0x3F, 0x40, 0x44, 0x50),
    1253: (0x08,),
    1254: (0x1F, 0x2C, 0x43),
    1255: (0x0D,),
    1256: (0x01, 0x20, 0x29),
    1257: (0x25, 0x26, 0x27),
    1258: (0x2A,),
}
"""Windows' code pages and the languages, by the low ten bits of a locale, that they are for."""

_LANGUAGES = {lang: page for page, langs in _PAGES_OF_LANGUAGES.items() for lang in langs}
_TRADITIONAL_CHINESE = (0x0404, 0x0C04, 0x1404)


class Properties:
    """Properties of one storage.

    Parameters
    ----------
    ole : OleStorage
        A message.
    inside : str
        Name of a storage in it, such as that of an attachment; empty for the message.
    code_page : str
        Character set of texts that are not in Unicode.
    """

    def __init__(self, ole: OleStorage, inside: str = "", code_page: str = "") -> None:
        self._ole = ole
        self._prefix = f"{inside}/" if inside else ""
        self.code_page = code_page
        self._fixed = _fixed(ole.read(self._prefix + _TABLE) or b"", is_message=not inside)

    def text(self, *tags: int) -> str:
        """Return the first of some texts that is there and not empty."""
        for tag in tags:
            data = self._stream(tag, _STRING)
            text = decode_utf16(data) if data else ""
            if not text and (data := self._stream(tag, _STRING_8)):
                text = decode_charset(data.rstrip(b"\0"), self.code_page)
            if text.strip():
                return text
        return ""

    def binary(self, tag: int) -> bytes:
        """Return a run of bytes; empty without one."""
        return self._stream(tag, _BINARY) or b""

    def integer(self, tag: int) -> int:
        """Return a number or a truth value; 0 without one."""
        for kind in (_INTEGER, _BOOLEAN):
            if (tag, kind) in self._fixed:
                return int.from_bytes(self._fixed[tag, kind][:4], "little")
        return 0

    def time(self, *tags: int) -> datetime | None:
        """Return the first of some times that is there, in UTC."""
        for tag in tags:
            ticks = int.from_bytes(self._fixed.get((tag, _TIME), b""), "little")
            try:
                if ticks:
                    return _EPOCH + timedelta(microseconds=ticks // 10)
            except OverflowError:
                continue
        return None

    def _stream(self, tag: int, kind: str) -> bytes | None:
        return self._ole.read(f"{self._prefix}__substg1.0_{tag:04X}{kind}")


def _fixed(table: bytes, *, is_message: bool) -> dict[tuple[int, int], bytes]:
    """Return the values of fixed length by tag and type.

    The table's head is 8 bytes long in attachments and recipients, 32 in the outermost message, and
    24 in messages inside of it: the length of all tells these apart, as a row has 16 bytes.
    """
    head = 8 if not is_message else 32 if len(table) % _ROW.size == 0 else 24
    end = len(table) - (len(table) - head) % _ROW.size
    rows = _ROW.iter_unpack(table[head:end]) if end > head else ()
    return {(tag, kind): value for kind, tag, _flags, value in rows}


def code_page_of(number: int) -> str:
    """Return the character set of a Windows code page; empty for none.

    Examples
    --------
    >>> code_page_of(28592), code_page_of(1251), code_page_of(0)
    ('iso-8859-2', 'cp1251', '')
    """
    if number in _ISO_8859:
        return f"iso-8859-{number - 28590}"
    return _CODE_PAGES.get(number, f"cp{number}" if number else "")


def code_page_of_locale(locale: int) -> int:
    """Return the number of the code page that Windows uses in a place; 0 for no place.

    Examples
    --------
    >>> code_page_of_locale(1031), code_page_of_locale(1049), code_page_of_locale(0)
    (1252, 1251, 0)
    """
    if locale in _TRADITIONAL_CHINESE:
        return 950
    return _LANGUAGES.get(locale & 0x3FF, 1252) if locale else 0


def decode_utf16(data: bytes) -> str:
    r"""Return a Unicode text with ``\n`` line ends, without the zeros after it."""
    text = data.decode("utf-16-le", "replace").rstrip("\0")
    return text.replace("\r\n", "\n").replace("\r", "\n")
