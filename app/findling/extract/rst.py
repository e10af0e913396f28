# SPDX-License-Identifier: Apache-2.0
"""reStructuredText: the text is the source; headings are adorned lines, ranked by first use."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from findling.extract.decode import read_text
from findling.extract.limits import MAX_HEADINGS, MAX_PLAIN_FILE
from findling.extract.titles import title_from_headings
from findling.extract.types import ExtractedDocument, Heading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from findling.extract.memberfile import ReadableFile

READER = "rst/1"

_ADORNMENT = re.compile(r"([=\-`:'\"~^_*+#<>.!$%&(),/;?@\[\\\]{|}])\1{2,}\s*$")
_ROLE = re.compile(r":[\w:+.-]+:`([^`<]*?)(?:\s*<[^`]*>)?`|`+([^`<]*?)(?:\s*<[^`]*>)?`+_{0,2}|\*+")
_LONGEST_HEADING = 1000


def read_rst(path: ReadableFile) -> ExtractedDocument:
    """Read a reStructuredText file.

    Raises
    ------
    ReadError
        If the file is too large, empty, or not text.
    """
    decoded = read_text(path, MAX_PLAIN_FILE)
    headings = tuple(find_headings(decoded.text.split("\n")))
    return ExtractedDocument(
        decoded.text,
        "rst",
        READER,
        title=title_from_headings(decoded.text, headings),
        headings=headings,
        metadata={"encoding": decoded.encoding},
        warnings=decoded.warnings,
    )


def find_headings(lines: Sequence[str]) -> list[Heading]:
    """Return the headings of reST lines, with offsets into the text that the lines came from."""
    levels: dict[str, int] = {}
    headings: list[Heading] = []
    offset = 0
    for number, line in enumerate(lines):
        adornment = _adornment_of(lines, number)
        if adornment and len(headings) < MAX_HEADINGS:
            level = levels.setdefault(adornment, len(levels) + 1)
            headings.append(Heading(offset, level, _plain(line)))
        offset += len(line) + 1
    return headings


def _adornment_of(lines: Sequence[str], number: int) -> str:
    """Return the style of the heading in a line ("=" or, with an overline, "=="), or nothing."""
    title = lines[number]
    if (
        not 0 < len(title.strip()) <= _LONGEST_HEADING
        or number + 1 >= len(lines)
        or _ADORNMENT.match(title)
    ):
        return ""
    under = _ADORNMENT.match(lines[number + 1])
    if under is None or len(lines[number + 1].rstrip()) < len(title.strip()):
        return ""
    above = lines[number - 1] if number else ""
    if over := _ADORNMENT.match(above):
        return under[1] * 2 if over[1] == under[1] else ""
    return under[1] if not above.strip() and not title[0].isspace() else ""


def _plain(title: str) -> str:
    return " ".join(_ROLE.sub(lambda match: match[1] or match[2] or "", title).split())[:200]
