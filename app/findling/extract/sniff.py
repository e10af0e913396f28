# SPDX-License-Identifier: Apache-2.0
"""What a file is, by its name and by its first bytes."""

from __future__ import annotations

import re
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from findling.extract.decode import looks_binary
from findling.extract.kinds import FORMATS, UNREADABLE
from findling.extract.memberfile import MemberFile

if TYPE_CHECKING:
    from findling.extract.memberfile import ReadableFile

_HEAD_BYTES = 8192
_TAIL_BYTES = 1 << 18
_OLE_BYTES = 4_000_000

_MAGIC: tuple[tuple[bytes, str], ...] = (
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
_MESSAGES = "E-mails"
_OLE_STREAMS = (
    ("WordDocument", "Old Word files (.doc)"),
    ("PowerPoint Document", "Old PowerPoint files (.ppt)"),
    ("Workbook", "Old Excel files (.xls)"),
    ("Book", "Old Excel files (.xls)"),
    ("__substg1.0_", _MESSAGES),
)
_LEADING = b"\xef\xbb\xbf \t\r\n"
_ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_OPEN_DOCUMENT = {
    b"text": "odt",
    b"spreadsheet": "ods",
    b"presentation": "odp",
    b"graphics": "odp",
}
_ZIP_TYPE = re.compile(
    rb"mimetypeapplication/(?:(epub)|vnd\.oasis\.opendocument\."
    rb"(text|spreadsheet|presentation|graphics)?)"
)
_FLAT_TYPE = re.compile(
    rb"office:mimetype=[\"']application/vnd\.oasis\.opendocument\."
    rb"(text|spreadsheet|presentation|graphics)"
)
_OFFICE_FOLDERS = (
    (b"word/", "docx"),
    (b"word\\", "docx"),
    (b"xl/", "xlsx"),
    (b"xl\\", "xlsx"),
    (b"ppt/", "pptx"),
    (b"ppt\\", "pptx"),
)
_OFFICE = frozenset({"docx", "xlsx", "pptx"})
_ZIPPED = _OFFICE | {"odt", "ods", "odp", "epub"}
_MAY_BE_HTML = frozenset({"", "txt", "pdf", "rtf", *_ZIPPED})
_SAVED_AS_HTML = frozenset({".doc", ".xls", ".ppt"})
"""Endings under which web sites like to offer what is really a page with a table."""
_DOCUMENT_START = re.compile(
    rb"\[Content_Types\]\.xml$|mimetype$|_rels[/\\]\.rels$|docProps[/\\]|customXml[/\\]"
    rb"|(?:word|ppt|xl)[/\\](?:document|presentation|workbook|_rels|theme|styles)",
    re.IGNORECASE,
)
_MESSAGE = re.compile(
    rb"(?:From [^\n]{1,200}\n)?(?:(?:Return-Path|Received|Delivered-To|X-[A-Za-z-]+|Message-ID)"
    rb":[ \t][^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){2}",
    re.IGNORECASE,
)
"""Two headers of the kind that mail programs write first, one after the other."""

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
        Its kind in words ("Old Word files (.doc)") when no reader knows it.
    protected : bool
        True for an Office document inside an encrypted container.
    """

    format: str = ""
    family: str = ""
    protected: bool = False


def sniff(path: ReadableFile) -> Sniffed:
    """Say what a file or a member is: its content decides where it is unmistakable, else its name.

    Raises
    ------
    OSError
        If the file cannot be opened.

    Notes
    -----
    Compares bytes and parses nothing, so that it is safe in any process.
    """
    if isinstance(path, MemberFile) and path.format:
        return Sniffed(path.format)
    extension = path.suffix.lower()
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        return Sniffed(family="Pipes and devices")  # opening one may wait for ever
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
        if head.startswith(_ZIP_MAGIC) and _is_archive(head, extension):
            return Sniffed("zip")
        if head.startswith(_ZIP_MAGIC):
            return _zip(head + _tail(stream), extension)
        if head.startswith(_OLE_MAGIC):
            return _ole(head + stream.read(_OLE_BYTES), extension)
    if head.startswith(b"%PDF-") or (b"%PDF-" in head[:1024] and extension in ("", ".pdf")):
        return Sniffed("pdf")
    if head.lstrip(_LEADING).startswith(b"{\\rtf"):
        return Sniffed("rtf")
    if match := _FLAT_TYPE.search(head):
        return Sniffed(_OPEN_DOCUMENT[match[1]])
    for magic, family in _MAGIC:
        if head.startswith(magic):
            return Sniffed(family=family)
    return _by_name(extension, head)


def _by_name(extension: str, head: bytes) -> Sniffed:
    by_name = FORMATS.get(extension, "")
    is_html = _HTML.match(head) is not None
    if is_html and extension in _SAVED_AS_HTML:
        return Sniffed("html")
    if extension in UNREADABLE:
        return Sniffed(family=UNREADABLE[extension])
    if is_html and by_name in _MAY_BE_HTML:
        return Sniffed("html")  # a page saved under another name, such as an error page
    if by_name:
        return Sniffed(by_name)
    if _MESSAGE.match(head):
        return Sniffed("eml")  # as folders of the Maildir kind keep them
    if head and looks_binary(head):
        return Sniffed(family=f"Files of this kind ({extension or 'no extension'})")
    return Sniffed("txt")


def _tail(stream: BinaryIO) -> bytes:
    """Return the last bytes of a file, where a zip keeps the names of its members."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _TAIL_BYTES))
    return stream.read(_TAIL_BYTES)


def _is_archive(head: bytes, extension: str) -> bool:
    """Say whether a zip is an archive of files and not a document in the form of one.

    Documents begin with a member that no archive of a person begins with; deeper inside, an archive
    of documents looks like one.
    """
    if FORMATS.get(extension) != "zip" and (extension in FORMATS or extension in UNREADABLE):
        return False
    length = int.from_bytes(head[26:28], "little")
    return not _DOCUMENT_START.match(head[30 : 30 + length])


def _zip(data: bytes, extension: str) -> Sniffed:
    """Tell the formats that are zip files apart, by the names of their members."""
    by_name = FORMATS.get(extension, "")
    if match := _ZIP_TYPE.search(data):
        form = "epub" if match[1] else _OPEN_DOCUMENT.get(match[2], "")
        return Sniffed(form, "" if form else "OpenDocument files of this kind")
    if b"xl/workbook.bin" in data:
        return Sniffed(family="Binary Excel files (.xlsb)")
    if found := [form for folder, form in _OFFICE_FOLDERS if folder in data]:
        return Sniffed(by_name if by_name in found else found[0])
    if by_name in _ZIPPED:
        return Sniffed(by_name)  # let the reader say what is wrong with it
    return Sniffed(family=UNREADABLE.get(extension, "Archives"))


def _ole(data: bytes, extension: str) -> Sniffed:
    """Tell old Office files, and new ones that are encrypted, apart by names of streams."""
    if "EncryptedPackage".encode("utf-16-le") in data and FORMATS.get(extension) in _OFFICE:
        return Sniffed(FORMATS[extension], protected=True)
    if FORMATS.get(extension) == "msg":
        return Sniffed("msg")
    by_name = UNREADABLE.get(extension, "")
    found = [family for name, family in _OLE_STREAMS if name.encode("utf-16-le") in data]
    if by_name and (not found or by_name in found):
        return Sniffed(family=by_name)  # a document may hold another one inside
    if found and found[0] == _MESSAGES:
        return Sniffed("msg")
    return Sniffed(family=found[0] if found else "Old Office files")
