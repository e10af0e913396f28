# SPDX-License-Identifier: Apache-2.0
"""From bytes to text: byte order mark, then UTF-8, then an educated guess that is said aloud."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from charset_normalizer import from_bytes

from findling.extract.errors import ReadError, ReadFailure, no_text, too_large

if TYPE_CHECKING:
    from findling.extract.memberfile import ReadableFile

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FEW = 100
_HIGH_BYTES = bytes(range(128, 256))
_LETTER = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e"
_NOT_WESTERN = re.compile(
    f"[\u00c0-\u00ff]{{3}}|(?<=[{_LETTER}])[\u00a1-\u00b6\u00b8-\u00bf\u00d7\u00f7](?=[{_LETTER}])"
)
"""Three accented letters in a row, or a sign such as a raised 3 inside of a word."""

_SAMPLE = 64_000
"""Bytes shown to the guesser: its time grows with them, its answer hardly changes."""


@dataclass(frozen=True, slots=True)
class Decoded:
    r"""Text with ``\n`` line ends, the encoding it came in, and a warning when that was a guess."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def read_text(path: ReadableFile, limit: int) -> Decoded:
    """Read a whole text file.

    Parameters
    ----------
    path : Path or MemberFile
        The file.
    limit : int
        Largest size to read, in bytes.

    Raises
    ------
    ReadError
        If the file is too large, empty, or not text.
    """
    size = path.stat().st_size
    if size > limit:
        raise too_large("The file", size, limit)
    with path.open("rb") as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:  # it grew while we read
        raise too_large("The file", len(data), limit)
    if not data.strip():
        raise no_text("The file is empty.")
    return decode(data)


def decode(data: bytes) -> Decoded:
    """Turn bytes into text.

    Raises
    ------
    ReadError
        If the bytes are not text in any usual encoding.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return Decoded(_unix_lines(data.decode(encoding, errors="replace")), encoding)
    if looks_binary(data[:_SAMPLE]):
        raise ReadError(
            ReadFailure.UNSUPPORTED, "The file is not text, although its name suggests so."
        )
    try:
        return Decoded(_unix_lines(data.decode("utf-8")), "utf-8")
    except UnicodeDecodeError:
        return _guess(data)


def looks_binary(head: bytes) -> bool:
    """Say whether the first bytes of a file belong to something other than text.

    A NUL byte never occurs in text of an 8-bit encoding or UTF-8; text in UTF-16 is known by its
    mark. Other control characters are rare in text: more than 2 % of them is binary data.
    """
    if any(head.startswith(bom) for bom, _ in _BOMS):
        return False
    if b"\0" in head:
        return True
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls * 50 > len(head)


_CONTROLS = bytes(c for c in range(32) if c not in b"\t\n\r\f\v\b\x1b")


def _guess(data: bytes) -> Decoded:
    encoding = "cp1252"
    if not _looks_western(data[:_SAMPLE]):
        best = from_bytes(data[:_SAMPLE]).best()
        encoding = best.encoding if best is not None else encoding
    text = data.decode(encoding, errors="replace")
    shown = encoding.replace("_", "-")
    warning = f"The encoding of the text is a guess ({shown}); some letters may be wrong."
    return Decoded(_unix_lines(text), encoding, (warning,))


def _looks_western(sample: bytes) -> bool:
    """Say whether a text with few letters beyond ASCII reads well in Windows' western encoding.

    The guesser needs a good many of such letters; on a German letter with two umlauts it errs.
    """
    if len(sample) - len(sample.translate(None, _HIGH_BYTES)) > _FEW:
        return False
    try:
        return _NOT_WESTERN.search(sample.decode("cp1252")) is None
    except UnicodeDecodeError:
        return False


def _unix_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
