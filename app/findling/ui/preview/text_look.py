# SPDX-License-Identifier: Apache-2.0
"""How the lines of a text look by what they are: headings, labels, emphasis, code; no widgets.

Looks are laid over the text as it was read, letter for letter, so that marks stay exact. Nothing of
a document is interpreted but its own characters: there is nothing to load, to run or to follow.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from findling.services.table_text import FORMATS as TABLES
from findling.services.types import SLIDES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from findling.services.outline import OutlineEntry


class Style(Enum):
    """What a piece of a line is."""

    TITLE = "title"
    """A heading of the first level, or the subject of a mail."""
    HEADING = "heading"
    LABEL = "label"
    """What stands before a value, and signs that only shape the text: steps back."""
    BOLD = "bold"
    ITALIC = "italic"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line, in code points of the line, end exclusive."""

    start: int
    end: int
    style: Style


MAILS = frozenset({"eml", "msg"})
MARKDOWN = "md"

_MAX_LINE = 4000
"""Longer lines keep their plain look: they are data, and would take long to look through."""

_MAIL_FIELD = re.compile(r"(From|To|Cc|Bcc|Date|Subject|Reply-To): ")
_LABEL = re.compile(r"(?:^|(?<=; ))[^:;]{1,60}: ")
_HASHES = re.compile(r"(#{1,6})[ \t]+\S")
_FENCE = re.compile(r"[ \t]{0,3}(?:```|~~~)")
_BULLET = re.compile(r"[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]|[ \t]{0,3}(?:>[ \t]?)+")
_INLINE = re.compile(
    r"(?P<code>`[^`\n]{1,300}`)"
    r"|(?P<bold>\*\*[^*\n]{1,300}\*\*|__[^_\n]{1,300}__)"
    r"|(?P<italic>(?<![\w*])\*[^*\s][^*\n]{0,300}\*(?![\w*])|(?<![\w_])_[^_\s][^_\n]{0,300}_(?![\w_]))"
    r"|(?P<link>\]\([^()\s]{1,500}\))"
)
_INLINE_STYLES = {
    "code": Style.CODE,
    "bold": Style.BOLD,
    "italic": Style.ITALIC,
    "link": Style.LABEL,
}


class TextLook:
    """Knows how the lines of one document look.

    Parameters
    ----------
    format : str
        Short name of the document's format.
    outline : sequence of OutlineEntry
        Its headings.
    """

    def __init__(self, format: str = "", outline: Sequence[OutlineEntry] = ()) -> None:
        self._format = format
        self._levels = {entry.offset: entry.level for entry in outline}

    @property
    def is_plain(self) -> bool:
        """Whether no line looks other than plain."""
        return not self._levels and self._format not in {*MAILS, *TABLES, MARKDOWN}

    @property
    def has_slides(self) -> bool:
        """Whether lines are drawn between its parts."""
        return self._format in SLIDES

    def is_slide(self, offset: int) -> bool:
        """Say whether a slide begins at an offset of the text, and not the first one."""
        return self.has_slides and offset > 0 and self._levels.get(offset) == 1

    def spans(self, lines: Iterable[str], start: int) -> Iterator[tuple[Span, ...]]:
        """Yield the pieces of each line that do not look plain.

        Parameters
        ----------
        lines : iterable of str
            Lines that follow each other, without their newlines.
        start : int
            Code-point offset of the first of them in the text.
        """
        is_code, is_head = False, start == 0 and self._format in MAILS
        for line in lines:
            offset, start = start, start + len(line) + 1
            is_head = is_head and bool(line.strip())
            if len(line) > _MAX_LINE:
                yield ()
            elif is_head:
                yield _mail_field(line)
            elif self._format == MARKDOWN:
                is_fence = _FENCE.match(line) is not None
                is_code = is_code != is_fence
                yield _code(line) if is_code or is_fence else self._markdown(line, offset)
            elif self._format in TABLES:
                yield self._heading(line, offset) or _labels(line)
            else:
                yield self._heading(line, offset)

    def _markdown(self, line: str, offset: int) -> tuple[Span, ...]:
        hashes = _HASHES.match(line)
        if hashes:
            end = hashes.end(1) + 1
            style = Style.TITLE if len(hashes[1]) == 1 else Style.HEADING
            return Span(0, end, Style.LABEL), Span(end, len(line), style)
        bullet = _BULLET.match(line)
        shape = (Span(0, bullet.end(), Style.LABEL),) if bullet else ()
        inline = tuple(
            Span(*match.span(), _INLINE_STYLES[match.lastgroup or "link"])
            for match in _INLINE.finditer(line)
        )
        return self._heading(line, offset) or (*shape, *inline)

    def _heading(self, line: str, offset: int) -> tuple[Span, ...]:
        level = self._levels.get(offset)
        if level is None or not line.strip():
            return ()
        return (Span(0, len(line), Style.TITLE if level == 1 else Style.HEADING),)


def _mail_field(line: str) -> tuple[Span, ...]:
    field = _MAIL_FIELD.match(line)
    if not field:
        return ()
    label = Span(0, field.end(), Style.LABEL)
    if field[1] == "Subject" and field.end() < len(line):
        return label, Span(field.end(), len(line), Style.TITLE)
    return (label,)


def _labels(line: str) -> tuple[Span, ...]:
    return tuple(Span(*match.span(), Style.LABEL) for match in _LABEL.finditer(line))


def _code(line: str) -> tuple[Span, ...]:
    return (Span(0, len(line), Style.CODE),) if line else ()
