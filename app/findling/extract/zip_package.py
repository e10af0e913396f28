# SPDX-License-Identifier: Apache-2.0
"""Open a document that is a zip of parts, within bounds: no bomb gets further than this file.

Word, Excel, PowerPoint, OpenDocument and EPUB files are such zips. Parts are only ever read into
memory, by a name looked up in the zip itself: nothing is unpacked, so no name leads anywhere.
"""

from __future__ import annotations

import errno
import zipfile
import zlib
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from findling.extract.errors import ReadError, ReadFailure, damaged, needs_password, no_text
from findling.extract.errors import too_large as over_limit
from findling.extract.limits import MAX_ZIP_ENTRIES, MAX_ZIP_RATIO, MAX_ZIP_XML
from findling.extract.xml_stream import sound_xml

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from findling.extract.memberfile import ReadableFile

_CHUNK = 1 << 16
_FREE_BYTES = 1_000_000
"""A part up to this size may be packed as tightly as it likes."""

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1


class ZipPackage:
    """The parts of a container file by name; made by `open_zip`.

    Names are compared without regard to case, slashes or a leading slash: some writers differ.

    Parameters
    ----------
    archive : zipfile.ZipFile
        Open for reading.
    what : str
        What the file is in words, for errors: "Word document".
    """

    def __init__(self, archive: zipfile.ZipFile, what: str) -> None:
        members = archive.infolist()
        if len(members) > MAX_ZIP_ENTRIES:
            raise damaged(what, f"{len(members)} members")
        self.what = what
        self._archive = archive
        self._members = {normal_name(info.filename): info for info in members}
        self._budget = MAX_ZIP_XML

    def __contains__(self, name: str) -> bool:
        """Say whether there is a part of this name."""
        return normal_name(name) in self._members

    def names(self) -> list[str]:
        """Return the names of all parts, normalised, in the order of the zip."""
        return list(self._members)

    def read(self, name: str) -> bytes:
        """Return a part whole.

        Raises
        ------
        ReadError
            If there is no such part, it is encrypted, or it expands over a limit.
        """
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield a part piece by piece, so that one larger than memory can be parsed.

        Notes
        -----
        Counts the bytes that really come out: the sizes in a zip's headers may lie. All parts of a
        package share one budget.

        Raises
        ------
        ReadError
            As `read`.
        """
        info = self._members.get(normal_name(name))
        if info is None:
            raise damaged(self.what, f"no {name}")
        if info.flag_bits & _ENCRYPTED:
            raise needs_password(f"{name} is encrypted")
        if info.compress_type not in _METHODS:
            raise damaged(self.what, f"{name} is packed by method {info.compress_type}")
        most = max(_FREE_BYTES, info.compress_size * MAX_ZIP_RATIO)
        size = 0
        with self._open(info) as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                self._budget -= len(chunk)
                if self._budget < 0:
                    raise over_limit("The document", 0, MAX_ZIP_XML)
                if size > most:
                    raise damaged(self.what, f"{name} expands over {MAX_ZIP_RATIO}:1")
                yield chunk

    def _open(self, info: zipfile.ZipInfo) -> IO[bytes]:
        try:
            return self._archive.open(info)
        except ValueError as error:  # its place is before the beginning of the file
            raise damaged(self.what, repr(error)) from error


@contextmanager
def open_zip(path: ReadableFile, what: str) -> Generator[ZipPackage, None, None]:
    """Open a container file; whatever is found broken inside of the block becomes a `ReadError`.

    Parameters
    ----------
    path : Path or MemberFile
        The file.
    what : str
        What it should be, in words: "Word document".

    Raises
    ------
    ReadError
        If the file is not a sound zip of sound XML, or is over one of the limits.
    """
    try:
        # the file is opened here, so that it is closed while a part is still half read
        with path.open("rb") as file, zipfile.ZipFile(file) as archive, sound_xml(what):
            yield ZipPackage(archive, what)
    except zipfile.BadZipFile as error:
        raise _no_zip(path, what, error) from error
    except (zlib.error, EOFError, NotImplementedError, UnicodeError) as error:
        raise damaged(what, repr(error)) from error
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        raise damaged(what, "a part lies outside of the file") from error


def normal_name(name: str) -> str:
    """Return a part's name as it is compared: some writers differ in case and slashes."""
    return name.replace("\\", "/").lstrip("/").lower()


def _no_zip(path: ReadableFile, what: str, error: zipfile.BadZipFile) -> ReadError:
    """Tell what was never a zip from one whose end, with its table of members, is missing."""
    with path.open("rb") as stream:
        head = stream.read(4)
    if not head.strip():
        return no_text("The file is empty.")
    if head != b"PK\x03\x04":
        article = "an" if what[0] in "AEIOUaeiou" else "a"
        message = f"The file is not {article} {what}, although its name says so."
        return ReadError(ReadFailure.DAMAGED, message, repr(error))
    hint = "It may be an unfinished download or copy."
    return ReadError(
        ReadFailure.DAMAGED, f"The {what} is damaged and cannot be opened.", repr(error), hint
    )
