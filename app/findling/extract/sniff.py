# SPDX-License-Identifier: Apache-2.0
"""What a file is, by its name and by its first bytes."""

from __future__ import annotations

import re
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from findling.extract.decode import looks_binary
from findling.extract.kinds import FORMATS, UNREADABLE

if TYPE_CHECKING:
    from pathlib import Path

_HEAD_BYTES = 8192
_TAIL_BYTES = 1 << 18
_OLE_BYTES = 4_000_000

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "Rich Text files"),
    (b"\x89PNG\r\n\x1a\n", "Pictures"),
    (b"\xff\xd8\xff", "Pictures"),
    (b"GIF8", "Pictures"),
    (b"\x7fELF", "Programs"),
    (b"MZ\x90", "Programs"),
    (b"SQLite format 3\0", "Databases"),
    (b"\x1f\x8b", "Archives"),
    (b"7z\xbc\xaf\x27\x1c", "Archives"),
    (b"Rar!\x1a", "Archives"),
    (b"\xfd7zXZ", "Archives"),
)
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    ("WordDocument", "Old Word files (.doc)"),
    ("PowerPoint Document", "PowerPoint files"),
    ("Workbook", "Excel files"),
    ("Book", "Excel files"),
    ("__substg1.0_", "E-mails"),
)
_ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_ZIP_NAMES = (
    (b"mimetypeapplication/epub", "E-books"),
    (b"mimetypeapplication/vnd.oasis", "OpenDocument files"),
    (b"ppt/", "PowerPoint files"),
    (b"xl/", "Excel files"),
)
_HTML = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html[\s>])",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Sniffed:
    """What a file is.

    Attributes
    ----------
    format : str
        A format with a reader, or empty.
    family : str
        Its kind in words ("PowerPoint files") when no reader knows it.
    protected : bool
        True for a Word document inside an encrypted container.
    """

    format: str = ""
    family: str = ""
    protected: bool = False


def sniff(path: Path) -> Sniffed:
    """Say what a file is: its content decides where it is unmistakable, else its name.

    Raises
    ------
    OSError
        If the file cannot be opened.

    Notes
    -----
    Compares bytes and parses nothing, so that it is safe in any process.
    """
    extension = path.suffix.lower()
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        return Sniffed(family="Pipes and devices")  # opening one may wait for ever
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
        if head.startswith(_ZIP_MAGIC):
            return _zip(head + _tail(stream), extension)
        if head.startswith(_OLE_MAGIC):
            return _ole(head + stream.read(_OLE_BYTES), extension)
    if head.startswith(b"%PDF-") or (b"%PDF-" in head[:1024] and extension in ("", ".pdf")):
        return Sniffed("pdf")
    for magic, family in _MAGIC:
        if head.startswith(magic):
            return Sniffed(family=family)
    return _by_name(extension, head)


def _by_name(extension: str, head: bytes) -> Sniffed:
    by_name = FORMATS.get(extension, "")
    is_html = _HTML.match(head) is not None
    if extension in UNREADABLE:
        return Sniffed(family=UNREADABLE[extension])
    if is_html and by_name in ("", "txt", "pdf", "docx"):
        return Sniffed("html")  # a page saved under another name, such as an error page
    if by_name:
        return Sniffed(by_name)
    if head and looks_binary(head):
        return Sniffed(family=f"Files of this kind ({extension or 'no extension'})")
    return Sniffed("txt")


def _tail(stream: BinaryIO) -> bytes:
    """Return the last bytes of a file, where a zip keeps the names of its members."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _TAIL_BYTES))
    return stream.read(_TAIL_BYTES)


def _zip(data: bytes, extension: str) -> Sniffed:
    """Tell the formats that are zip files apart, by the names of their members."""
    if b"word/" in data or b"word\\" in data:
        return Sniffed("docx")
    for name, family in _ZIP_NAMES:
        if name in data:
            return Sniffed(family=family)
    if FORMATS.get(extension) == "docx":
        return Sniffed("docx")  # let the reader say what is wrong with it
    return Sniffed(family=UNREADABLE.get(extension, "Archives"))


def _ole(data: bytes, extension: str) -> Sniffed:
    """Tell old Office files, and new ones that are encrypted, apart by names of streams."""
    if "EncryptedPackage".encode("utf-16-le") in data and FORMATS.get(extension) == "docx":
        return Sniffed("docx", protected=True)
    by_name = UNREADABLE.get(extension, "")
    found = [family for name, family in _OLE_STREAMS if name.encode("utf-16-le") in data]
    if by_name and (not found or by_name in found):
        return Sniffed(family=by_name)  # a document may hold another one inside
    return Sniffed(family=found[0] if found else "Old Office files")
