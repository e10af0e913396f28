# SPDX-License-Identifier: Apache-2.0
"""Read the rows of an Excel sheet straight from the parser's events.

A large sheet has millions of cells: no elements are built for them, as `stream_xml` would.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat

from findling.extract.limits import MAX_NESTING
from findling.extract.xlsx_cells import MAX_COLUMNS, NAMESPACES, column_of
from findling.extract.xml_stream import check_depth, known_encoding, refuse_entities

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from findling.extract.sheet_text import Row
    from findling.extract.xlsx_cells import Cells

_MAX_ROW_DIGITS = 7


_ROW, _CELL, _VALUE, _TEXT, _READING_AID = _NAMES = ("row", "c", "v", "t", "rPh")
_TAGS = {namespace[1:] + name: name for namespace in NAMESPACES for name in _NAMES}
"""Local names by what expat gives: namespace, closing brace, local name."""


def sheet_rows(chunks: Iterable[bytes], what: str, cells: Cells) -> Iterator[tuple[int, Row]]:
    """Yield the number of each row, counted from 0, and its values.

    Parameters
    ----------
    chunks : iterable of bytes
        The sheet's part, in pieces.
    what : str
        What the file is in words, for errors.
    cells : Cells
        Turns values into text.

    Raises
    ------
    ReadError
        If the part declares entities or is nested too deeply.
    xml.parsers.expat.ExpatError
        If it is not sound XML.
    """
    reader = _RowReader(what, cells)
    for chunk in chunks:
        yield from reader.feed(chunk)
    yield from reader.feed(b"", is_last=True)


class _RowReader:
    """Holds the row and the cell that are being read."""

    def __init__(self, what: str, cells: Cells) -> None:
        self._what = what
        self._cells = cells
        self._done: list[tuple[int, Row]] = []
        self._depth = 0
        self._number = -1
        self._column = -1
        self._row: Row = {}
        self._kind = self._style = ""
        self._parts: list[str] = []
        self._in_aid = False
        self._parser = expat.ParserCreate(None, "}")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._on_start
        self._parser.EndElementHandler = self._on_end
        refuse_entities(self._parser, what)

    def feed(self, chunk: bytes, *, is_last: bool = False) -> list[tuple[int, Row]]:
        """Take a piece of the part; return the rows that it completes."""
        with known_encoding(self._what):
            self._parser.Parse(chunk, is_last)
        done, self._done = self._done, []
        return done

    def _on_start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_NESTING:
            check_depth(self._depth, self._what)
        tag = _TAGS.get(name)
        if tag == _CELL:
            self._column = column_of(attributes.get("r", ""), self._column + 1)
            self._kind = attributes.get("t", "n")
            self._style = attributes.get("s", "")
            self._parts.clear()
        elif tag in (_VALUE, _TEXT) and not self._in_aid:
            self._parser.CharacterDataHandler = self._parts.append
        elif tag == _ROW:
            self._begin_row(attributes.get("r", ""))
        elif tag == _READING_AID:
            self._in_aid = True

    def _on_end(self, name: str) -> None:
        self._depth -= 1
        tag = _TAGS.get(name)
        if tag in (_VALUE, _TEXT):
            self._parser.CharacterDataHandler = None
        elif tag == _CELL:
            self._end_cell()
        elif tag == _ROW:
            self._done.append((self._number, self._row))
        elif tag == _READING_AID:
            self._in_aid = False

    def _begin_row(self, said: str) -> None:
        is_number = said.isascii() and said.isdigit() and len(said) <= _MAX_ROW_DIGITS
        self._number = int(said) - 1 if is_number else self._number + 1
        self._row = {}
        self._column = -1

    def _end_cell(self) -> None:
        if not self._parts or self._column >= MAX_COLUMNS:
            return
        if value := self._cells.text(self._kind, self._style, "".join(self._parts)):
            self._row[self._column] = value
