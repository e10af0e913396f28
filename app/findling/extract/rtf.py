# SPDX-License-Identifier: Apache-2.0
"""Rich Text files: paragraphs, headings, tables, notes, comments, then headers and footers.

Groups nest, and most of them hold no text: fonts, colours, pictures, embedded objects. The first
word of a group names what it holds. Groups of unknown kinds that say they may be ignored are.
"""

from __future__ import annotations

import locale
from typing import TYPE_CHECKING

from findling.extract.errors import ReadError, ReadFailure, no_text, too_large
from findling.extract.limits import MAX_RTF_FILE
from findling.extract.rtf_parser import RtfParser
from findling.extract.textbuild import TextBuilder
from findling.extract.titles import title_from_headings
from findling.extract.types import ExtractedDocument

if TYPE_CHECKING:
    from findling.extract.memberfile import ReadableFile

READER = "rtf/1"

_MAGIC = b"{\\rtf"


def read_rtf(path: ReadableFile) -> ExtractedDocument:
    """Read a Rich Text file; hidden and deleted text is left out.

    Raises
    ------
    ReadError
        If the file is of another kind, too large, nested too deeply, or holds no text.
    """
    parser = RtfParser()
    parser.parse(_load(path))
    builder = TextBuilder()
    for line in parser.body.finish():
        if line.level:
            builder.add_heading(line.text, line.level)
        else:
            builder.add_paragraph(line.text)
    for text in dict.fromkeys(line.text for line in parser.margins):
        if any(char.isalpha() for char in text):
            builder.add_paragraph(text)
    text = builder.text()
    if not text:
        raise no_text("The document has no text in it (pictures only, or empty).")
    metadata = parser.metadata
    title = metadata.pop("title", "") or title_from_headings(text, builder.headings)
    if spoken := locale.windows_locale.get(parser.language):
        metadata["language"] = spoken.replace("_", "-")
    return ExtractedDocument(
        text, "rtf", READER, title, headings=tuple(builder.headings), metadata=metadata
    )


def _load(path: ReadableFile) -> bytes:
    size = path.stat().st_size
    if size > MAX_RTF_FILE:
        raise too_large("The file", size, MAX_RTF_FILE)
    data = path.read_bytes()
    if not data.strip():
        raise no_text("The file is empty.")
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_MAGIC):
        message = "The file is not a Rich Text file, although its name says so."
        raise ReadError(ReadFailure.DAMAGED, message)
    return data
