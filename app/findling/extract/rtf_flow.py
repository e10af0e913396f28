# SPDX-License-Identifier: Apache-2.0
"""Text of a Rich Text file as it grows: inline text, cells, rows, what is anchored in them."""

from __future__ import annotations

import re
from typing import NamedTuple

_SURROGATES = re.compile("[\ud800-\udfff]")


class Line(NamedTuple):
    """A paragraph or a row of a table, with its level as a heading (0 = none)."""

    text: str
    level: int = 0


class Flow:
    r"""Collects the body, or a note, header or comment.

    Examples
    --------
    >>> flow = Flow()
    >>> flow.add("May")
    >>> flow.end_cell()
    >>> flow.add("500")
    >>> flow.end_cell()
    >>> flow.end_row()
    >>> flow.lines
    [Line(text='May | 500', level=0)]
    """

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._inline: list[str] = []
        self._cell: list[str] = []
        self._cells: list[str] = []
        self._asides: list[Line] = []

    def add(self, text: str) -> None:
        """Append inline text."""
        self._inline.append(text)

    def add_aside(self, lines: list[Line]) -> None:
        """Keep a note, comment or text box for the end of the present paragraph or row."""
        self._asides += (Line(line.text) for line in lines)

    def end_paragraph(self, level: int = 0, *, in_table: bool = False) -> None:
        """End a paragraph; in a table it is a part of its cell."""
        text = self._take_inline()
        if in_table:
            self._cell.append(text)
            return
        self._end_open_row()
        self._end_line(text, level)

    def end_cell(self) -> None:
        """End a cell of a table."""
        self._cell.append(self._take_inline())
        self._cells.append(" ".join(" ".join(self._cell).split()))
        self._cell.clear()

    def end_row(self) -> None:
        """End a row of a table; its cells become one line."""
        if self._cell:
            self.end_cell()
        self._end_line(" | ".join(cell for cell in self._cells if cell), 0)
        self._cells.clear()

    def finish(self) -> list[Line]:
        """End whatever is open; return all lines."""
        self.end_paragraph()
        return self.lines

    def _end_open_row(self) -> None:
        """End a row that the file has not ended."""
        if self._cell or self._cells:
            self.end_row()

    def _end_line(self, text: str, level: int) -> None:
        if text.strip():
            self.lines.append(Line(text, level))
        self.lines += self._asides
        self._asides.clear()

    def _take_inline(self) -> str:
        """Return the inline text so far, with halves of characters joined."""
        text = "".join(self._inline)
        self._inline.clear()
        if _SURROGATES.search(text):
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return text.strip()
