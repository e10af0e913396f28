# SPDX-License-Identifier: Apache-2.0
"""Markdown: the text is the source, its headings are found line by line."""

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

READER = "md/1"

_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))??(?:[ \t]+#+)?[ \t]*$")
_SETEXT = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_FRONT_TITLE = re.compile(r"title:[ \t]*[\"']?(.*?)[\"']?[ \t]*$", re.IGNORECASE)
_NOT_A_PARAGRAPH = re.compile(r"\s*(?:[-*+>|#]|\d+[.)]|$)")
_MARKUP = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|[*_`]+")
_FRONT_MATTER_LINES = 100
_LONGEST_HEADING = 1000
"""Longer lines are never headings; also keeps hostile lines away from the patterns above."""


def read_markdown(path: ReadableFile) -> ExtractedDocument:
    """Read a Markdown file.

    Raises
    ------
    ReadError
        If the file is too large, empty, or not text.
    """
    decoded = read_text(path, MAX_PLAIN_FILE)
    lines = decoded.text.split("\n")
    n_front = _front_matter_length(lines)
    headings = tuple(find_headings(lines, n_front))
    front_title = next((m[1] for line in lines[:n_front] if (m := _FRONT_TITLE.match(line))), "")
    return ExtractedDocument(
        decoded.text,
        "md",
        READER,
        title=front_title or title_from_headings(decoded.text, headings),
        headings=headings,
        metadata={"encoding": decoded.encoding},
        warnings=decoded.warnings,
    )


def find_headings(lines: Sequence[str], n_front: int = 0) -> list[Heading]:
    """Return the headings of Markdown lines, with offsets into the text that the lines came from.

    Parameters
    ----------
    lines : sequence of str
        The whole text, split at newlines.
    n_front : int
        Lines of front matter to leave out at the start.
    """
    headings: list[Heading] = []
    fence = ""
    offset = previous_offset = 0
    for number, line in enumerate(lines):
        found = None
        if number >= n_front:
            fence, in_code = _follow_fence(fence, line)
            if not in_code:
                previous = lines[number - 1] if number > n_front else ""
                found = _heading_at(line, offset, previous, previous_offset)
        if found is not None and found.title and len(headings) < MAX_HEADINGS:
            headings.append(found)
        previous_offset, offset = offset, offset + len(line) + 1
    return headings


def _heading_at(line: str, offset: int, previous: str, previous_offset: int) -> Heading | None:
    if len(line) > _LONGEST_HEADING or len(previous) > _LONGEST_HEADING:
        return None
    if match := _ATX.match(line):
        return Heading(offset, len(match[1]), _plain(match[2] or ""))
    if (match := _SETEXT.match(line)) and not _NOT_A_PARAGRAPH.match(previous):
        return Heading(previous_offset, 1 if match[1][0] == "=" else 2, _plain(previous))
    return None


def _follow_fence(fence: str, line: str) -> tuple[str, bool]:
    """Return the fence that is open after a line, and whether the line is code or a fence."""
    match = _FENCE.match(line)
    if not fence:
        return (match[1], True) if match else ("", False)
    closes = match is not None and match[1].startswith(fence) and not line.strip().strip(fence[0])
    return ("" if closes else fence), True


def _front_matter_length(lines: list[str]) -> int:
    if lines[0].strip() != "---":
        return 0
    for number, line in enumerate(lines[1:_FRONT_MATTER_LINES], start=1):
        if line.strip() in ("---", "..."):
            return number + 1
    return 0


def _plain(title: str) -> str:
    return " ".join(_MARKUP.sub(lambda match: match[1] or "", title).split())[:200]
