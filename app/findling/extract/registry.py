# SPDX-License-Identifier: Apache-2.0
"""Which reader reads what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import cast

from findling.extract.errors import ReadError, ReadFailure
from findling.extract.kinds import FORMATS, UNREADABLE
from findling.extract.sniff import Sniffed, sniff
from findling.extract.types import ExtractedDocument

Reader = Callable[[Path], ExtractedDocument]

_READERS: dict[str, tuple[str, str]] = {
    "pdf": ("findling.extract.pdf", "read_pdf"),
    "docx": ("findling.extract.docx", "read_docx"),
    "html": ("findling.extract.html", "read_html"),
    "md": ("findling.extract.markdown", "read_markdown"),
    "rst": ("findling.extract.rst", "read_rst"),
    "csv": ("findling.extract.csvrows", "read_csv"),
    "txt": ("findling.extract.plain", "read_plain"),
}
"""Module and function by format, imported on first use: a child loads the parsers it needs."""

_NAMES = {"pdf": "PDF", "docx": "newer Word document (.docx)", "html": "web page"}


def supported_formats() -> tuple[str, ...]:
    """Return the short names of all formats that can be read."""
    return tuple(_READERS)


def supported_extensions() -> tuple[str, ...]:
    """Return the file name extensions of all formats that can be read, with their dots."""
    return tuple(FORMATS)


def unsupported_reason(path: Path) -> str | None:
    """Say why no reader is for a file, or return None where one is.

    Notes
    -----
    Looks at the name and at the first bytes only and parses nothing, so it is safe outside a child
    process. A file that cannot be opened is left to `read`, which says why.
    """
    try:
        found = sniff(path)
    except OSError:
        return None
    return None if found.format or found.protected else _unsupported(found, path).message


def read(path: Path) -> ExtractedDocument:
    """Read a file with the reader for its content.

    Raises
    ------
    ReadError
        With the reason, whatever it is that stands in the way.
    """
    try:
        found = sniff(path)
        reader = _reader_for(found, path)
        document = reader(path)
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
    return _with_name_warning(document, path)


def _reader_for(found: Sniffed, path: Path) -> Reader:
    if found.protected:
        raise ReadError(
            ReadFailure.PASSWORD,
            "The document needs a password.",
            hint="Save a copy without a password and add that.",
        )
    if not found.format:
        raise _unsupported(found, path)
    module, function = _READERS[found.format]
    return cast("Reader", getattr(import_module(module), function))


def _unsupported(found: Sniffed, path: Path) -> ReadError:
    extension = path.suffix.lower()
    message = f"{found.family} cannot be read yet."
    if found.family != UNREADABLE.get(extension, found.family) or extension in FORMATS:
        message = f"The name ends in {extension}, but the content is of another kind: {message}"
    return ReadError(ReadFailure.UNSUPPORTED, message)


def _with_name_warning(document: ExtractedDocument, path: Path) -> ExtractedDocument:
    """Warn where the content is of another kind than the name says."""
    extension = path.suffix.lower()
    expected = FORMATS.get(extension)
    if expected in (document.format, "txt") or extension not in (FORMATS | UNREADABLE):
        return document  # HTML in a .php or .xml file is no surprise worth a warning
    kind = _NAMES.get(document.format, document.format)
    warning = f"The name ends in {extension}, but the file is a {kind}; it was read as one."
    return replace(document, warnings=(*document.warnings, warning))
