# SPDX-License-Identifier: Apache-2.0
"""Excel workbooks: every sheet under its name, a line a row, then text boxes, charts, comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from findling.extract.drawingml import chart_texts, paragraphs
from findling.extract.errors import no_text
from findling.extract.ooxml import link_key, linked, links_of, main_part, properties
from findling.extract.sheet_text import SheetText
from findling.extract.types import ExtractedDocument
from findling.extract.xlsx_cells import (
    NAMESPACES,
    Cells,
    cell_formats,
    rich_text,
    shared_texts,
)
from findling.extract.xlsx_rows import sheet_rows
from findling.extract.xml_stream import local, parse_xml, stream_xml
from findling.extract.zip_package import open_zip

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from findling.extract.memberfile import ReadableFile
    from findling.extract.zip_package import ZipPackage

READER = "xlsx/1"

_COMMENTS = tuple(f"{namespace}comment" for namespace in NAMESPACES)


def read_xlsx(path: ReadableFile) -> ExtractedDocument:
    """Read an XLSX, XLSM or XLTX file; hidden sheets too. Macros are not looked at.

    Raises
    ------
    ReadError
        If the file is damaged, needs a password, is over a limit, or holds no text.
    """
    with open_zip(path, "Excel workbook") as package:
        main = main_part(package)
        workbook = parse_xml(package.chunks(main), package.what)
        cells = _cells(package, main, workbook)
        sheets = _sheets(package, main, workbook)
        builder = SheetText()
        for name, part in sheets:
            builder.begin(name)
            _add_rows(builder, cells, package, part)
            builder.end([*_drawn_texts(package, part), *_comments(package, part)])
        metadata = properties(package)
    text = builder.text()
    if not text:
        raise no_text("The workbook has no text in it (pictures only, or empty).")
    title = metadata.pop("title", "")
    metadata["sheets"] = str(len(sheets))
    return ExtractedDocument(
        text, "xlsx", READER, title, headings=tuple(builder.headings), metadata=metadata
    )


def _cells(package: ZipPackage, main: str, workbook: Element) -> Cells:
    is_1904 = any(
        element.get("date1904") in ("1", "true")
        for element in workbook
        if local(element.tag) == "workbookPr"
    )
    texts = shared_texts(package, linked(package, main, "sharedStrings"))
    formats = cell_formats(package, linked(package, main, "styles"))
    return Cells(texts, formats, is_1904=is_1904)


def _sheets(package: ZipPackage, main: str, workbook: Element) -> list[tuple[str, str]]:
    """Return name and part of each sheet in the order of their tabs."""
    parts = {link.key: link.part for link in links_of(package, main) if link.part in package}
    listed = (
        (sheet.get("name", ""), parts.get(link_key(sheet), ""))
        for group in workbook
        if local(group.tag) == "sheets"
        for sheet in group
    )
    names: dict[str, str] = {}
    for name, part in listed:
        names.setdefault(part, name)
    return [(name, part) for part, name in names.items() if part]


def _add_rows(builder: SheetText, cells: Cells, package: ZipPackage, part: str) -> None:
    for number, row in sheet_rows(package.chunks(part), package.what, cells):
        builder.add_row(number, row)


def _drawn_texts(package: ZipPackage, part: str) -> Iterator[str]:
    """Yield the texts of boxes and charts on a sheet."""
    for drawing in linked(package, part, "drawing"):
        yield from paragraphs(parse_xml(package.chunks(drawing), package.what))
        for chart in linked(package, drawing, "chart"):
            yield from chart_texts(parse_xml(package.chunks(chart), package.what))


def _comments(package: ZipPackage, part: str) -> Iterator[str]:
    """Yield comments, newer conversations first: these leave a note for old programs behind."""
    discussed: set[str] = set()
    for comments in linked(package, part, "threadedComment"):
        for comment in parse_xml(package.chunks(comments), package.what):
            discussed.add(comment.get("ref", ""))
            text = "".join(child.text or "" for child in comment if local(child.tag) == "text")
            yield from _comment(comment, text)
    for comments in linked(package, part, "comments"):
        for comment in stream_xml(package.chunks(comments), package.what, _COMMENTS):
            if comment.get("ref", "") not in discussed:
                texts = (rich_text(child) for child in comment if local(child.tag) == "text")
                yield from _comment(comment, " ".join(texts))


def _comment(comment: Element, text: str) -> Iterator[str]:
    if text.strip():
        yield f"Comment on {comment.get('ref', 'a cell')}: {text}"
