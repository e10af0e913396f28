# SPDX-License-Identifier: Apache-2.0
r"""Plain text and source code: the text is the file, with ``\n`` line ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from findling.extract.decode import read_text
from findling.extract.limits import MAX_PLAIN_FILE
from findling.extract.types import ExtractedDocument

if TYPE_CHECKING:
    from findling.extract.memberfile import ReadableFile

READER = "plain/1"


def read_plain(path: ReadableFile) -> ExtractedDocument:
    """Read a text file.

    Raises
    ------
    ReadError
        If the file is too large, empty, or not text.
    """
    decoded = read_text(path, MAX_PLAIN_FILE)
    return ExtractedDocument(
        decoded.text,
        "txt",
        READER,
        metadata={"encoding": decoded.encoding},
        warnings=decoded.warnings,
    )
