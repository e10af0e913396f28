# SPDX-License-Identifier: Apache-2.0
"""A table again from its text: which code points are which cell of which row of which sheet.

Readers write a row as one line, "name: value; name: value", and leave blank cells out. Here the way
back is found, so that what is marked in the text can be marked in a grid. Nothing is guessed about
a line that does not fit its table: it stays a line.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from findling.extract.csvrows import is_figure
from findling.services.table_scan import NAME, Block, find_blocks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from findling.services.outline import OutlineEntry

FORMATS = frozenset({"csv", "ods", "xlsx"})
"""Short names of the formats that are tables."""

MAX_LINES = 300_000
"""A text of more lines is shown as text: its passages end long before."""

MAX_SHEETS = 200
MAX_COLUMNS = 1000

_LEAST_SHARE = 0.3
"""Of the lines have to be rows, else the text is no table."""

_KEPT_ROWS = 2048
_LONGEST_FIGURE = 40


class RowKind(Enum):
    """What a row of a grid is."""

    CELLS = "cells"
    LINE = "line"
    """A line that does not fit the table: one piece of text over all columns."""
    NAMES = "names"
    """The names of the columns of a table that is not the first of its sheet; not in the text."""


class Cell(NamedTuple):
    """A cell with something in it.

    Attributes
    ----------
    column : int
    start, end : int
        Code-point range of its value in the text.
    label : int
        Where the name of its column, or its value, begins in the text.
    """

    column: int
    start: int
    end: int
    label: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a grid: its kind, its code-point range in the text, its cells from left to right."""

    kind: RowKind
    start: int
    end: int
    cells: tuple[Cell, ...] = ()

    def columns_in(self, start: int, end: int, n_columns: int) -> range:
        """Return the columns that a range of the text covers; all where it covers the row."""
        if end <= self.start or start >= self.end:
            return range(0)
        if self.kind is not RowKind.CELLS or (start <= self.start and end >= self.end):
            return range(n_columns)
        met = [cell.column for cell in self.cells if cell.label < end and cell.end > start]
        return range(min(met), max(met) + 1) if met else range(0)


class Sheet:
    """One sheet of a table; its rows are parsed when they are asked for.

    Parameters
    ----------
    title : str
        Its name; empty for a table that has no sheets.
    text : str
        The whole text.
    starts : sequence of int
        Where each line of the text begins, and the end of the text.
    heading : int
        Code-point offset of its heading, or of its first line.
    blocks : sequence of Block
        Its tables, in order, without gaps between them.
    """

    def __init__(
        self, title: str, text: str, starts: Sequence[int], heading: int, blocks: Sequence[Block]
    ) -> None:
        self.title = title
        self.start = heading
        self._text = text
        self._starts = starts
        self._blocks = tuple(blocks)
        self._first_rows = array("q")
        self.n_rows = 0
        for number, block in enumerate(blocks):
            self._first_rows.append(self.n_rows)
            self.n_rows += block.end - block.first + self._has_names(number)
        self.n_columns = max((len(block.names) for block in blocks), default=1)
        self.row = lru_cache(_KEPT_ROWS)(self._parse)

    @property
    def end(self) -> int:
        """Where its last line ends in the text."""
        return self._starts[self._blocks[-1].end] if self._blocks else self.start

    @property
    def has_names(self) -> bool:
        """Whether any columns are told apart."""
        return any(len(block.names) > 1 for block in self._blocks)

    def names_at(self, number: int) -> tuple[str, ...]:
        """Return the names of the columns that hold for a row; empty ones have none."""
        return self._blocks[self._block_at(number)].names if self._blocks else ()

    def row_at(self, offset: int) -> int:
        """Return the number of the row that has a code point of the text, or is nearest to it."""
        line = bisect_right(self._starts, offset) - 1
        for number, block in enumerate(self._blocks):
            if line < block.end:
                below = max(0, line - block.first) + self._has_names(number)
                return self._first_rows[number] + below
        return max(0, self.n_rows - 1)

    def value(self, number: int, column: int) -> str:
        """Return what a cell shows; a line stands in the first column."""
        row = self.row(number)
        if row.kind is RowKind.NAMES:
            names = self.names_at(number)
            return names[column] if column < len(names) else ""
        if row.kind is RowKind.LINE:
            return self._text[row.start : row.end] if column == 0 else ""
        cell = next((cell for cell in row.cells if cell.column == column), None)
        return self._text[cell.start : cell.end] if cell else ""

    def is_figure(self, number: int, column: int) -> bool:
        """Say whether a cell holds a number, an amount, a date: it is set to the right."""
        value = self.value(number, column)
        return len(value) <= _LONGEST_FIGURE and is_figure(value)

    def _block_at(self, number: int) -> int:
        return max(0, bisect_right(self._first_rows, number) - 1)

    def _has_names(self, block: int) -> bool:
        """Say whether a row with the names of its columns stands above a table."""
        return block > 0 and any(self._blocks[block].names)

    def _parse(self, number: int) -> Row:
        at = self._block_at(number)
        block = self._blocks[at]
        line = block.first + number - self._first_rows[at] - self._has_names(at)
        if line < block.first:
            return Row(RowKind.NAMES, self._starts[block.first], self._starts[block.first])
        start, end = self._starts[line], self._starts[line + 1] - 1
        cells = _cells(self._text[start:end], start, block)
        return Row(RowKind.CELLS if cells else RowKind.LINE, start, end, cells)


@dataclass(frozen=True, slots=True)
class TableText:
    """The sheets of a document, in order; at least one."""

    sheets: tuple[Sheet, ...]

    def sheet_at(self, offset: int) -> int:
        """Return the number of the sheet that has a code point of the text."""
        starts = [sheet.start for sheet in self.sheets]
        return max(0, bisect_right(starts, offset) - 1)


def table_of(text: str, format: str, outline: Sequence[OutlineEntry] = ()) -> TableText | None:
    """Return a text as the table that it was read from.

    Parameters
    ----------
    text : str
        As its reader gave it.
    format : str
        Short name of its format.
    outline : sequence of OutlineEntry
        Its headings: the names of its sheets.

    Returns
    -------
    TableText or None
        None for what is no table, or too large a one.
    """
    if format not in FORMATS or text.count("\n") > MAX_LINES or not text.strip():
        return None
    starts = _line_starts(text)
    sheets: list[Sheet] = []
    n_rows = 0
    for title, heading, first, last in _sheet_lines(text, starts, outline):
        blocks, n_found = find_blocks(text, starts, first, last)
        sheets.append(Sheet(title, text, starts, heading, blocks))
        n_rows += n_found
    is_table = n_rows > 0 and n_rows >= _LEAST_SHARE * (len(starts) - 1 - len(sheets))
    fits = len(sheets) <= MAX_SHEETS and all(sheet.n_columns <= MAX_COLUMNS for sheet in sheets)
    return TableText(tuple(sheets)) if is_table and fits else None


def _line_starts(text: str) -> array[int]:
    """Return where each line begins, and one past the newline of the last one."""
    starts = array("q", [0])
    at = text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    if starts[-1] < len(text):
        starts.append(len(text) + 1)
    return starts


def _sheet_lines(
    text: str, starts: Sequence[int], outline: Sequence[OutlineEntry]
) -> list[tuple[str, int, int, int]]:
    """Return title, offset of the heading, first line and line after the last of each sheet."""
    headings = [
        (line, entry.title)
        for entry in outline
        if entry.level == 1 and (line := _line_of(entry, text, starts)) >= 0
    ]
    ends = [line for line, _ in headings[1:]] + [len(starts) - 1]
    sheets = [
        (title, starts[line], line + 1, end)
        for (line, title), end in zip(headings, ends, strict=False)
    ]
    before = headings[0][0] if headings else len(starts) - 1
    return [("", 0, 0, before), *sheets] if before else sheets


def _line_of(entry: OutlineEntry, text: str, starts: Sequence[int]) -> int:
    """Return the line that a heading is; -1 where it is none of its own."""
    line = bisect_right(starts, entry.offset) - 1
    if not 0 <= line < len(starts) - 1 or starts[line] != entry.offset:
        return -1
    shown = text[starts[line] : starts[line + 1] - 1]
    return line if shown.startswith(entry.title.removesuffix("…")) else -1


def _cells(line: str, start: int, block: Block) -> tuple[Cell, ...]:
    """Return the cells of a line; none where it does not fit its table."""
    return _named_cells(line, start, block) if any(block.names) else _bare_cells(line, start, block)


def _named_cells(line: str, start: int, block: Block) -> tuple[Cell, ...]:
    found = [match for match in NAME.finditer(line) if match[1] in block.columns]
    if not found or len({match[1] for match in found}) < len(found):
        return ()
    cells: list[Cell] = []
    if found[0].start() > 0:
        if block.names[0]:
            return ()  # a value without a name, and no column for such
        cells.append(Cell(0, start, start + found[0].start(), start))
    ends = [match.start() for match in found[1:]] + [len(line)]
    for match, end in zip(found, ends, strict=True):
        column, label = block.columns[match[1]], start + match.start(1)
        cells.append(Cell(column, start + match.end(), start + end, label))
    return tuple(sorted(cells))


def _bare_cells(line: str, start: int, block: Block) -> tuple[Cell, ...]:
    values = line.split("; ")
    if len(values) < 2 or len(values) != len(block.names):
        return ()
    cells: list[Cell] = []
    for column, value in enumerate(values):
        cells.append(Cell(column, start, start + len(value), start))
        start += len(value) + 2
    return tuple(cells)
