# SPDX-License-Identifier: Apache-2.0
"""Bytes with a stated character set, as mails have them: the statement is often wrong."""

from __future__ import annotations

from findling.extract.decode import decode
from findling.extract.errors import ReadError

_BETTER = {
    "ascii": "",
    "us-ascii": "",
    "unknown-8bit": "",
    "x-unknown": "",
    "default": "",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "x-sjis": "cp932",
    "shift_jis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "unicode-1-1-utf-7": "utf-7",
    "tis-620": "cp874",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
}
"""What writers mean by a name: nothing where empty, else a larger set of the same letters."""

_NO_CHARSETS = frozenset(
    ("idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem")
)
"""Encodings of Python that are none of text, or need time that grows with the square of it."""


def decode_charset(data: bytes, charset: str) -> str:
    r"""Return bytes as text with ``\n`` line ends.

    Parameters
    ----------
    data : bytes
        The text.
    charset : str
        As its writer names it, may be empty or nonsense.

    Notes
    -----
    UTF-8 is nearly never met by chance, so it is tried first wherever the statement fails. What
    fits nothing comes out with replacement characters rather than not at all.
    """
    name = charset.strip().strip("'\"").lower()
    name = _BETTER.get(name, name)
    text = _strictly(data, name) if name else None
    if text is None:
        text = _strictly(data, "utf-8")
    if text is None and _is_known(name):
        text = _mostly(data, name)
    if text is None:
        text = _guessed(data)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _strictly(data: bytes, name: str) -> str | None:
    if name.replace("-", "_") in _NO_CHARSETS:
        return None
    try:
        return data.decode(name)
    except (LookupError, ValueError):  # UnicodeError is a ValueError; so is a NUL in a name
        return None


def _mostly(data: bytes, name: str) -> str | None:
    """Return a damaged text; None where more letters are damaged than not: it is in another set."""
    text = data.decode(name, "replace")
    n_damaged = text.count("\ufffd")
    n_others = sum(char > "\x7f" for char in text)
    return text if 2 * n_damaged <= n_others else None


def _is_known(name: str) -> bool:
    # Not by decoding nothing: Python then does not even look for the encoding.
    return bool(name) and _strictly(b"a", name) is not None


def _guessed(data: bytes) -> str:
    try:
        return decode(data).text
    except ReadError:
        return data.decode("cp1252", "replace")
