# SPDX-License-Identifier: Apache-2.0
"""ZIP archives: the files in them as members.

Members are only ever inflated into memory, one at a time and within limits; their names are shown
and nothing else, so none can lead out of the archive.
"""

from __future__ import annotations

import contextlib
import io
import zipfile
import zlib
from typing import IO, TYPE_CHECKING

from findling.extract.charsets import decode_charset
from findling.extract.errors import ReadError, ReadFailure, damaged, no_text, too_large
from findling.extract.limits import MAX_MEMBER, MAX_MEMBER_BYTES, MAX_MEMBERS, MAX_ZIP_RATIO
from findling.extract.member_listing import list_member, listing, unreadable
from findling.extract.memberfile import MemberFile, shown_name
from findling.extract.registry import unsupported_name
from findling.extract.types import ExtractedDocument

if TYPE_CHECKING:
    from findling.extract.memberfile import ReadableFile
    from findling.extract.types import Member

READER = "zip/1"

_CHUNK = 1 << 18
_FREE_SIZE = 1_000_000
_UTF8 = 0x800
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_MAX_ENTRIES = 1_000_000
_NO_FILES = frozenset(("__macosx", "thumbs.db", "desktop.ini"))
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError),
    *(ValueError, IndexError, OverflowError, OSError),
)
"""What `zipfile` raises for archives that are damaged or packed in an unknown way."""


def read_zip(path: ReadableFile) -> ExtractedDocument:
    """List what is in an archive.

    Raises
    ------
    ReadError
        If the archive is damaged or empty.
    """
    return Archive(path).document()


class Archive:
    """A ZIP archive.

    Parameters
    ----------
    path : Path or MemberFile
        The archive. It is opened for each access and not held open, so that it can be removed.

    Raises
    ------
    ReadError
        If it is damaged.
    """

    def __init__(self, path: ReadableFile) -> None:
        with path.open("rb"):
            pass  # a file that cannot be opened is none that is damaged
        try:
            self._zip = zipfile.ZipFile(io.BufferedReader(_Reopened(path), _CHUNK))
        except (*_BROKEN, RuntimeError) as error:
            raise damaged("archive", repr(error)) from error
        infos = self._zip.infolist()
        self._infos = [info for info in infos[:_MAX_ENTRIES] if _is_file(info)]

    def document(self) -> ExtractedDocument:
        """Return the names of what is inside, and what there is to know before it is read.

        Raises
        ------
        ReadError
            If there is nothing in the archive.
        """
        members, warnings = self._members()
        if not members:
            raise no_text("There are no files in the archive.")
        text = listing(members)
        return ExtractedDocument(
            text, "zip", READER, warnings=warnings, members=members, is_listing=True
        )

    def _members(self) -> tuple[tuple[Member, ...], tuple[str, ...]]:
        members: list[Member] = []
        room = MAX_MEMBER_BYTES
        for index in range(min(len(self._infos), MAX_MEMBERS)):
            member = self._listed(index)
            room -= self._infos[index].file_size if member.size else 0
            if room < 0:
                break
            members.append(member)
        if len(members) == len(self._infos):
            return tuple(members), ()
        cut = f"Only the first {len(members):,} of {len(self._infos):,} files in it were read."
        return tuple(members), (cut,)

    def _listed(self, index: int) -> Member:
        name = shown_name(_name_of(self._infos[index]), "(no name)")
        reason = unsupported_name(name)
        if reason is not None:
            return unreadable(name, ReadError(ReadFailure.UNSUPPORTED, reason))
        try:
            return list_member(self.member(index))
        except ReadError as error:
            return unreadable(name, error)

    def member(self, index: int) -> MemberFile:
        """Return a file of the archive; an `IndexError` when there is none of this number.

        Raises
        ------
        ReadError
            If it needs a password, is damaged, or expands over a limit.
        """
        info = self._infos[index]
        if info.flag_bits & _ENCRYPTED:
            raise ReadError(
                ReadFailure.PASSWORD,
                "The file needs a password.",
                hint="Unpack the archive and add the folder.",
            )
        if info.compress_type not in _METHODS:  # others may ask for gigabytes of memory
            raise ReadError(
                ReadFailure.UNSUPPORTED, "The file is packed in a way that cannot be read."
            )
        if info.file_size > MAX_MEMBER:
            raise too_large("The file", info.file_size, MAX_MEMBER)
        try:
            with self._zip.open(info) as stream:
                data = _inflated(stream, info)
        except (*_BROKEN, RuntimeError) as error:
            raise damaged("file in the archive", repr(error)) from error
        return MemberFile(data, shown_name(_name_of(info)))


class _Reopened(io.RawIOBase):
    """Reads a file without holding it open: on Windows nobody could remove it meanwhile."""

    def __init__(self, path: ReadableFile) -> None:
        super().__init__()
        self._path = path
        self._size = path.stat().st_size
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = (0, self._at, self._size)[whence]
        if base + offset < 0:
            msg = "a place before the start of the archive"
            raise OSError(msg)
        self._at = base + offset
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: bytearray | memoryview) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]  typeshed's Buffer is not in 3.10
        with self._path.open("rb") as stream:
            stream.seek(self._at)
            data = stream.read(len(buffer))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)


def _inflated(stream: IO[bytes], info: zipfile.ZipInfo) -> bytes:
    """Read a member, counting real bytes: the sizes in its header may lie."""
    most = min(MAX_MEMBER, max(_FREE_SIZE, info.compress_size * MAX_ZIP_RATIO))
    parts: list[bytes] = []
    size = 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > most:
            raise ReadError(
                ReadFailure.TOO_LARGE,
                "The file expands to far more than documents do.",
                f"over {MAX_ZIP_RATIO}:1 or {MAX_MEMBER} bytes",
            )
        parts.append(chunk)
    return b"".join(parts)


def _is_file(info: zipfile.ZipInfo) -> bool:
    """Say whether an entry is a file of a person, and neither hidden nor made by a program."""
    if not info.filename or info.filename.endswith("/"):  # is_dir fails for a name of no letters
        return False
    parts = info.filename.replace("\\", "/").split("/")
    return not any(
        (part.startswith((".", "~$")) and part not in (".", "..")) or part.lower() in _NO_FILES
        for part in parts
    )


def _name_of(info: zipfile.ZipInfo) -> str:
    """Return a member's name; without the mark for UTF-8 its encoding is that of any old system."""
    name = info.filename
    if not info.flag_bits & _UTF8 and not name.isascii():
        with contextlib.suppress(UnicodeEncodeError):
            name = decode_charset(name.encode("cp437"), "")
    return name.replace("\\", "/").lstrip("/")
