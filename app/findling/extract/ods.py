# SPDX-License-Identifier: Apache-2.0
"""OpenDocument spreadsheets: every sheet under its name, a line a row, then shapes and comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from findling.extract.errors import no_text
from findling.extract.odf import OFFICE, TABLE, open_odf
from findling.extract.odf_text import ANNOTATION, CELL, NOT_TEXT, ROW, blocks, cell_text, comment
from findling.extract.sheet_text import SheetText, cell_name
from findling.extract.types import ExtractedDocument

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from findling.extract.memberfile import ReadableFile
    from findling.extract.sheet_text import Row

READER = "ods/1"

_SHEET, _SHAPES = f"{TABLE}table", f"{TABLE}shapes"
_CELLS = (CELL, f"{TABLE}covered-table-cell")
_MAX_COLUMNS = 16_384
_MOST_COPIES = 100
"""A value, or a row, that is written once with a count is repeated this often at most."""

_MIDNIGHT = "T00:00:00"


def read_ods(path: ReadableFile) -> ExtractedDocument:
    """Read an ODS, OTS or FODS file; hidden sheets too.

    Raises
    ------
    ReadError
        If the file is damaged, needs a password, is over a limit, or holds no text.
    """
    with open_odf(path) as file:
        book = _Book()
        for element in file.content((ROW, _SHAPES, *NOT_TEXT), (_SHEET,)):
            book.add(element)
        book.end_sheet()
        metadata = file.metadata()
    text = book.builder.text()
    if not text:
        raise no_text("The spreadsheet has no text in it (pictures only, or empty).")
    title = metadata.pop("title", "")
    metadata["sheets"] = str(book.n_sheets)
    headings = tuple(book.builder.headings)
    return ExtractedDocument(text, "ods", READER, title, headings=headings, metadata=metadata)


class _Book:
    """Takes sheets apart as they are parsed."""

    def __init__(self) -> None:
        self.builder = SheetText()
        self.n_sheets = 0
        self._row = 0
        self._notes: list[str] = []

    def add(self, element: Element) -> None:
        """Take the start of a sheet, a row, or the shapes that lie over a sheet."""
        if element.tag == _SHEET:
            self.end_sheet()
            self.n_sheets += 1
            self.builder.begin(element.get(f"{TABLE}name", ""))
        elif element.tag == ROW:
            self._add_row(element)
        elif element.tag == _SHAPES:
            self._notes += [block.text for block in blocks(element)]

    def end_sheet(self) -> None:
        """Close the present sheet, if there is one."""
        self.builder.end(self._notes)
        self._notes = []
        self._row = 0

    def _add_row(self, element: Element) -> None:
        row = self._values(element)
        count = _count(element, f"{TABLE}number-rows-repeated")
        for number in range(self._row, self._row + min(count, _MOST_COPIES if row else 0)):
            self.builder.add_row(number, row)
        self._row += count

    def _values(self, element: Element) -> Row:
        values: Row = {}
        column = 0
        for cell in element:
            if cell.tag not in _CELLS or column >= _MAX_COLUMNS:
                continue
            count = _count(cell, f"{TABLE}number-columns-repeated")
            if cell.tag == CELL and (value := self._value(cell, column)):
                last = min(column + min(count, _MOST_COPIES), _MAX_COLUMNS)
                values.update(dict.fromkeys(range(column, last), value))
            column += count
        return values

    def _value(self, cell: Element, column: int) -> str:
        """Return what a cell shows, but dates as ISO dates; keep the comments in it for later."""
        anchored: list[Element] = []
        shown = cell_text(cell, anchored) if len(cell) else ""
        self._notes += _said(anchored, cell_name(self._row, column))
        if date := cell.get(f"{OFFICE}date-value", ""):
            return date.removesuffix(_MIDNIGHT).replace("T", " ")
        return shown or cell.get(f"{OFFICE}value", "") or cell.get(f"{OFFICE}string-value", "")


def _said(anchored: list[Element], name: str) -> Iterator[str]:
    for element in anchored:
        if element.tag == ANNOTATION:
            yield comment(element).replace("Comment", f"Comment on {name}", 1)
        else:
            yield from (block.text for block in blocks(element))


def _count(element: Element, name: str) -> int:
    said = element.get(name, "1")
    return max(1, int(said)) if said.isdecimal() and len(said) < 10 else 1
