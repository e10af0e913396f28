# SPDX-License-Identifier: Apache-2.0
"""Cut a document's text into blocks: headings, paragraphs, rows.

Passages are made of whole blocks where possible.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from findling.extract.pageflow import paragraph_breaks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from findling.extract.types import ExtractedDocument

_BLANK_LINE = re.compile(r"\n[ \t\r\f\v]*(?:\n[ \t\r\f\v]*)*\n")
_LINE = re.compile(r"[^\n]*\n?")
_LINE_FORMATS = frozenset(
    {"docx", "xlsx", "pptx", "odt", "ods", "odp", "rtf", "epub", "html", "csv"}
)
"""Formats whose readers end every paragraph with a newline."""

_LIST_ITEM = re.compile(r"[ \t]*(?:[-*+\u2022]|\d{1,3}[.)])[ \t]+\S")


@dataclass(frozen=True, slots=True)
class Block:
    """A range of the text that belongs together, trimmed of white space.

    Attributes
    ----------
    start, end : int
        Code-point offsets, end exclusive.
    level : int
        1 to 9 for a heading, 0 for anything else.
    """

    start: int
    end: int
    level: int = 0


def find_blocks(document: ExtractedDocument) -> list[Block]:
    """Return all blocks of a document in order; every character outside of them is white space."""
    text = document.text
    cuts = _heading_lines(document)
    blocks: list[Block] = []
    for start, end, level in cuts:
        if level:
            blocks.extend(trimmed(text, start, end, level))
        else:
            blocks.extend(_paragraphs(document, start, end))
    return blocks


def _heading_lines(document: ExtractedDocument) -> list[tuple[int, int, int]]:
    """Return (start, end, level) ranges that cover the text; level 0 is what is no heading."""
    text = document.text
    ranges: list[tuple[int, int, int]] = []
    position = 0
    for heading in document.headings:
        start = heading.offset
        if start < position or start >= len(text):
            continue
        end = _heading_end(document, start, heading.title)
        ranges += [(position, start, 0), (start, end, heading.level)]
        position = end
    ranges.append((position, len(text), 0))
    return [item for item in ranges if item[0] < item[1]]


def _heading_end(document: ExtractedDocument, start: int, title: str) -> int:
    """Return where a heading ends: with its line or, in a PDF, with its words.

    An outline entry whose words are not on the page has no line of its own: the heading is empty
    there.
    """
    text = document.text
    if document.format == "pdf":
        words = title.split()
        pattern = r"\s+".join(re.escape(word) for word in words[:12])
        match = re.compile(pattern, re.IGNORECASE).match(text, start)
        return match.end() if match else start
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _paragraphs(document: ExtractedDocument, start: int, end: int) -> Iterator[Block]:
    text = document.text
    if document.format in _LINE_FORMATS:
        breaks = [match.end() for match in re.compile("\n").finditer(text, start, end)]
    elif document.format == "pdf":
        breaks = paragraph_breaks(document, start, end)
    else:
        breaks = _text_breaks(text, start, end)
    for stop in [*breaks, end]:
        yield from trimmed(text, start, stop)
        start = stop


def _text_breaks(text: str, start: int, end: int) -> list[int]:
    """Break at blank lines and before list items."""
    breaks = [match.end() for match in _BLANK_LINE.finditer(text, start, end)]
    items = [
        match.start() for match in _LINE.finditer(text, start, end) if _LIST_ITEM.match(match[0])
    ]
    return sorted({*breaks, *items} - {start, end})


def trimmed(text: str, start: int, end: int, level: int = 0) -> Iterator[Block]:
    """Yield a range without white space at its ends, or nothing when nothing is left."""
    part = text[start:end]
    lead = len(part) - len(part.lstrip())
    kept = len(part.strip())
    if kept:
        yield Block(start + lead, start + lead + kept, level)
