# SPDX-License-Identifier: Apache-2.0
"""Which reader reads what."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, cast

from findling.extract.errors import ReadError, ReadFailure, needs_password
from findling.extract.kinds import FORMATS, HINTS, UNREADABLE, WITHOUT_TEXT
from findling.extract.sniff import Sniffed, sniff
from findling.extract.types import ExtractedDocument

if TYPE_CHECKING:
    from findling.extract.memberfile import ReadableFile

Reader = Callable[..., ExtractedDocument]

_READERS: dict[str, tuple[str, str]] = {
    "pdf": ("findling.extract.pdf", "read_pdf"),
    "docx": ("findling.extract.docx", "read_docx"),
    "xlsx": ("findling.extract.xlsx", "read_xlsx"),
    "pptx": ("findling.extract.pptx", "read_pptx"),
    "odt": ("findling.extract.odt", "read_odt"),
    "ods": ("findling.extract.ods", "read_ods"),
    "odp": ("findling.extract.odp", "read_odp"),
    "rtf": ("findling.extract.rtf", "read_rtf"),
    "epub": ("findling.extract.epub", "read_epub"),
    "html": ("findling.extract.html", "read_html"),
    "md": ("findling.extract.markdown", "read_markdown"),
    "rst": ("findling.extract.rst", "read_rst"),
    "csv": ("findling.extract.csvrows", "read_csv"),
    "eml": ("findling.extract.eml", "read_eml"),
    "mbox": ("findling.extract.mbox", "read_mbox"),
    "msg": ("findling.extract.msg", "read_msg"),
    "mhtml": ("findling.extract.mhtml", "read_mhtml"),
    "zip": ("findling.extract.ziparchive", "read_zip"),
    "txt": ("findling.extract.plain", "read_plain"),
}
"""Module and function by format, imported on first use: a child loads the parsers it needs."""

_WITH_PASSWORD = frozenset({"pdf"})
"""Formats whose reader takes a password beside the file."""

_NAMES = {
    "pdf": "a PDF",
    "docx": "a newer Word document (.docx)",
    "xlsx": "a newer Excel workbook (.xlsx)",
    "pptx": "a newer PowerPoint presentation (.pptx)",
    "odt": "an OpenDocument text (.odt)",
    "ods": "an OpenDocument spreadsheet (.ods)",
    "odp": "an OpenDocument presentation (.odp)",
    "rtf": "a Rich Text file (.rtf)",
    "epub": "an e-book (.epub)",
    "html": "a web page",
    "eml": "a message",
    "msg": "an Outlook message",
    "zip": "a ZIP archive",
}


def supported_formats() -> tuple[str, ...]:
    """Return the short names of all formats that can be read."""
    return tuple(_READERS)


def supported_extensions() -> tuple[str, ...]:
    """Return the file name extensions of all formats that can be read, with their dots."""
    return tuple(FORMATS)


def unsupported_reason(path: ReadableFile) -> str | None:
    """Say why no reader is for a file or a member, or return None where one is.

    Notes
    -----
    Looks at the name and at the first bytes only and parses nothing, so it is safe outside a child
    process. A file that cannot be opened is left to `read`, which says why.
    """
    try:
        found = sniff(path)
    except OSError:
        return None
    return None if found.format or found.protected else str(_unsupported(found, path))


def read(path: ReadableFile, password: str = "") -> ExtractedDocument:
    """Read a file, or a member of one, with the reader for its content.

    Parameters
    ----------
    path : Path or MemberFile
        The file.
    password : str, optional
        For a PDF that asks for one.

    Raises
    ------
    ReadError
        With the reason, whatever it is that stands in the way.
    """
    with files_as_reasons():
        found = sniff(path)
        reader = _reader_for(found, path)
        is_asked = password and found.format in _WITH_PASSWORD
        document = reader(path, password) if is_asked else reader(path)
    return _with_name_warning(document, path)


@contextmanager
def files_as_reasons() -> Generator[None, None, None]:
    """Turn what the system says of a file that cannot be opened into a `ReadError`."""
    try:
        yield
    except FileNotFoundError as error:
        raise ReadError(ReadFailure.MISSING, "The file is no longer there.") from error
    except PermissionError as error:
        raise ReadError(
            ReadFailure.MISSING, "You have no permission to read the file.", repr(error)
        ) from error
    except IsADirectoryError as error:
        raise ReadError(ReadFailure.UNSUPPORTED, "This is a folder, not a file.") from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ReadError(
            ReadFailure.MISSING, f"The file could not be opened: {reason}.", repr(error)
        ) from error


def _reader_for(found: Sniffed, path: ReadableFile) -> Reader:
    if found.protected:
        raise needs_password()
    if not found.format:
        raise _unsupported(found, path)
    module, function = _READERS[found.format]
    return cast("Reader", getattr(import_module(module), function))


def unsupported_name(name: str) -> str | None:
    """Say why no reader is for a file whose name alone tells that it holds no text, else None."""
    family = UNREADABLE.get(PurePosixPath(name).suffix.lower(), "")
    return f"{family} cannot be read yet." if family in WITHOUT_TEXT else None


def _unsupported(found: Sniffed, path: ReadableFile) -> ReadError:
    extension = path.suffix.lower()
    message = f"{found.family} cannot be read yet."
    if found.family != UNREADABLE.get(extension, found.family) or extension in FORMATS:
        message = f"The name ends in {extension}, but the content is of another kind: {message}"
    return ReadError(ReadFailure.UNSUPPORTED, message, hint=HINTS.get(found.family, ""))


def _with_name_warning(document: ExtractedDocument, path: ReadableFile) -> ExtractedDocument:
    """Warn where the content is of another kind than the name says."""
    extension = path.suffix.lower()
    expected = FORMATS.get(extension)
    if expected in (document.format, "txt") or extension not in (FORMATS | UNREADABLE):
        return document  # HTML in a .php or .xml file is no surprise worth a warning
    kind = _NAMES.get(document.format, f"a file of the kind {document.format}")
    warning = f"The name ends in {extension}, but the file is {kind}; it was read as one."
    return replace(document, warnings=(*document.warnings, warning))
