# SPDX-License-Identifier: Apache-2.0
"""Cut Rich Text into control words, symbols, braces and runs of bytes; and name its code pages."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(
    rb"\\(?:'([0-9a-fA-F]{2})"  # a byte
    rb"|([a-zA-Z]{1,32})(-?[0-9]{1,10})?\x20?"  # a word, its number, the space that ends it
    rb"|(.))"  # a symbol
    rb"|([{}])"
    rb"|([^\\{}\r\n]+)",
    re.DOTALL,
)
_WESTERN = "cp1252"
_CHARSETS = {
    0: _WESTERN,
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gbk",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
_ODD_PAGES = {1361: "johab", 10000: "mac_roman", 65001: "utf-8"}


class Token(NamedTuple):
    """A piece of a Rich Text file.

    Attributes
    ----------
    word : str
        The name of a control word, a symbol or a brace; empty for text.
    number : int or None
        What stands behind a control word.
    data : bytes
        Bytes of text.
    """

    word: str
    number: int | None = None
    data: bytes = b""


def tokens(data: bytes) -> Iterator[Token]:
    """Yield the tokens of a file; raw binary data and line ends are passed over."""
    position = 0
    while match := _TOKEN.search(data, position):
        position = match.end()
        hexed, word, number, symbol, brace, text = match.groups()
        if text is not None:
            yield Token("", None, text)
        elif brace is not None:
            yield Token(brace.decode())
        elif word is not None:
            value = int(number) if number is not None else None
            if word == b"bin":
                position += max(0, value or 0)
            else:
                yield Token(word.decode(), value)
        elif hexed is not None:
            yield Token("", None, bytes.fromhex(hexed.decode()))
        elif symbol in (b"\\", b"{", b"}"):
            yield Token("", None, symbol)
        else:
            yield Token(symbol.decode("latin-1"))


def charset_codec(charset: int, default: str) -> str:
    """Return Python's name of the encoding of a font's character set."""
    return _CHARSETS.get(charset, default)


def page_codec(page: int) -> str:
    """Return Python's name of a Windows code page; the western one for those it does not know."""
    name = _ODD_PAGES.get(page, f"cp{page}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return _WESTERN
