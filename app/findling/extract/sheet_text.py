# SPDX-License-Identifier: Apache-2.0
"""Grow the text of a workbook row by row: tables are found in sheets, and their columns' names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from findling.extract.csvrows import is_figure, is_header, named_values
from findling.extract.errors import too_large
from findling.extract.limits import MAX_TEXT
from findling.extract.textbuild import TextBuilder

if TYPE_CHECKING:
    from collections.abc import Sequence

Row = dict[int, str]
"""The values of a row by column, counted from 0, from left to right; blank ones may be missing."""

_SAMPLE_ROWS = 50
_LETTERS = 26


class SheetText(TextBuilder):
    r"""Collects sheets: a heading each, then a line for every row that has something in it.

    Notes
    -----
    A blank row ends a table. A row of names on top of a table goes to the values below; rows of one
    value above it are captions. A table without names that uses the columns of the one before goes
    on with its names: people leave a row blank between groups.

    Examples
    --------
    >>> sheet = SheetText()
    >>> sheet.begin("Rents")
    >>> sheet.add_row(0, {0: "Flat", 1: "Rent"})
    >>> sheet.add_row(1, {0: "North", 1: "500"})
    >>> sheet.end()
    >>> sheet.text()
    'Rents\nFlat: North; Rent: 500\n'
    """

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[Row] = []
        self._is_table = False  # the top of the present table has been looked at
        self._names: dict[int, str] = {}
        self._last = -1
        self._title = ""

    def begin(self, name: str) -> None:
        """Begin a sheet; its heading waits for something to stand below it."""
        self._title = name
        self._names = {}
        self._last = -1

    def add_row(self, number: int, row: Row) -> None:
        """Append a row of a sheet; its number tells whether blank ones went before.

        Raises
        ------
        ReadError
            If the row alone is over the limit on text.
        """
        row = {column: value for column, value in row.items() if value.strip()}
        if not row:
            return
        if sum(map(len, row.values())) > MAX_TEXT:
            raise too_large("A row of the sheet", 0, MAX_TEXT)
        if number > self._last + 1:
            self._end_table()
        self._last = number
        if self._is_table:
            self._add_line(row)
            return
        self._waiting.append(row)
        if len(self._waiting) == _SAMPLE_ROWS:
            self._look_at_top()

    def add_paragraph(self, text: str) -> None:
        """Append one paragraph, below the heading of its sheet; blank ones are left out."""
        if self._title and text.strip():
            title, self._title = self._title, ""
            self.add_heading(title, 1)
        super().add_paragraph(text)

    def end(self, notes: Sequence[str] = ()) -> None:
        """End a sheet; texts that do not stand in its cells, such as comments, come last."""
        self._end_table()
        for note in notes:
            self.add_paragraph(" ".join(note.split()))

    def _end_table(self) -> None:
        self._look_at_top()
        self._is_table = False

    def _look_at_top(self) -> None:
        """Find captions and names of columns in the first rows of a table; add these rows."""
        rows, self._waiting = self._waiting, []
        width = max(map(len, rows), default=0)
        while rows and width > 1 and len(rows[0]) == 1:
            self._add_line(rows.pop(0))
        if names := _names(rows):
            self._names = names
            del rows[0]
        elif any(not row.keys() <= self._names.keys() for row in rows):
            self._names = {}
        self._is_table = True
        for row in rows:
            self._add_line(row)

    def _add_line(self, row: Row) -> None:
        names = self._names if len(row) > 1 else {}
        self.add_paragraph(
            named_values((names.get(column, ""), value) for column, value in row.items())
        )


def cell_name(row: int, column: int) -> str:
    """Return what a spreadsheet calls a cell; both numbers count from 0.

    Examples
    --------
    >>> cell_name(0, 0), cell_name(11, 27)
    ('A1', 'AB12')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def _names(rows: list[Row]) -> dict[int, str]:
    """Return the names of columns if the first row holds such, else nothing.

    Two columns of words may as well be a list of terms and values: there only figures tell.
    """
    if len(rows) < 2:
        return {}
    columns = list(rows[0])
    used = {column for row in rows for column in row}
    below = [[row.get(column, "") for column in columns] for row in rows[1:]]
    if 2 * len(columns) < len(used) or not is_header([*rows[0].values()], below):
        return {}
    if len(used) == 2 and not all(is_figure(values[-1]) for values in below if values[-1]):
        return {}
    return {column: " ".join(name.split()) for column, name in rows[0].items()}
