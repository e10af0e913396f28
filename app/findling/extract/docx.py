# SPDX-License-Identifier: Apache-2.0
"""Word documents: paragraphs, headings, tables, text boxes, notes and headers, in reading order.

python-docx opens the container and knows the styles; the text is walked here element by element,
because its paragraph objects leave out content controls, text boxes and notes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import parse_xml

from findling.extract.docx_package import open_package
from findling.extract.errors import damaged, no_text
from findling.extract.textbuild import TextBuilder
from findling.extract.titles import title_from_headings
from findling.extract.types import ExtractedDocument

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from docx.document import Document as DocxDocument

    from findling.extract.memberfile import ReadableFile

READER = "docx/1"

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_P, _TBL, _TR, _TC = f"{_W}p", f"{_W}tbl", f"{_W}tr", f"{_W}tc"
_TXBX = f"{_W}txbxContent"
_SKIPPED = frozenset(
    {
        f"{_W}del",  # tracked deletions are no longer part of the text
        f"{_W}moveFrom",
        f"{_W}pPr",
        f"{_W}rPr",
        f"{_W}sectPr",
        f"{_W}instrText",
        f"{_MC}Fallback",  # a second copy of what the Choice beside it holds
    }
)
_GLYPHS = {
    f"{_W}tab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
    f"{_W}ptab": "\t",
}
_HEADING_NAME = re.compile(r"heading ([1-9])$", re.IGNORECASE)
_STYLE_CHAIN = 20

Element = Any
"""An lxml element; lxml has no types of its own."""


def read_docx(path: ReadableFile) -> ExtractedDocument:
    """Read a DOCX file.

    Raises
    ------
    ReadError
        If the file is damaged, needs a password, is over a limit, or holds no text.
    """
    package = open_package(path)
    try:
        document = Document(package)
        builder = _DocxText(_heading_levels(document))
        builder.add_blocks(cast("Element", document.element).body)
        for kind in ("header", "footer", "footnotes", "endnotes"):
            builder.add_parts(_linked_parts(document, kind))
    except (KeyError, ValueError, AttributeError, PackageNotFoundError, SyntaxError) as error:
        # python-docx has no error of its own for most kinds of broken packages; lxml's is a
        # SyntaxError
        raise damaged("Word document", repr(error)) from error
    text = builder.text()
    if not text:
        raise no_text("The document has no text in it (pictures only, or empty).")
    metadata = _metadata(document)
    title = metadata.pop("title", "") or title_from_headings(text, builder.headings)
    return ExtractedDocument(
        text, "docx", READER, title, headings=tuple(builder.headings), metadata=metadata
    )


class _DocxText(TextBuilder):
    """Walks WordprocessingML and collects paragraphs; nesting is bounded by the package check."""

    def __init__(self, levels: dict[str, int]) -> None:
        super().__init__()
        self._levels = levels
        self._seen: set[str] = set()

    def add_blocks(self, parent: Element) -> None:
        """Add paragraphs and tables below an element, through content controls and the like."""
        for child in parent:
            if child.tag == _P:
                self._add_p(child)
            elif child.tag == _TBL:
                self._add_table(child)
            elif child.tag not in _SKIPPED:
                self.add_blocks(child)

    def add_parts(self, roots: Iterator[Element]) -> None:
        """Add the text of notes, headers and footers, each distinct paragraph once."""
        for root in roots:
            for paragraph in root.iter(_P):
                text = _inline_text(paragraph)
                if _has_letters(text) and text not in self._seen:
                    self._seen.add(text)
                    self.add_paragraph(text)

    def _add_p(self, paragraph: Element) -> None:
        text = _inline_text(paragraph)
        level = self._level_of(paragraph)
        if level and text.strip():
            self.add_heading(text, level)
        else:
            self.add_paragraph(text)
        for box in _text_boxes(paragraph):
            self.add_blocks(box)

    def _add_table(self, table: Element) -> None:
        for row in _within(table, _TR, _TC):
            cells = [_cell_text(cell) for cell in _within(row, _TC, _TBL)]
            self.add_paragraph(" | ".join(cell for cell in cells if cell))

    def _level_of(self, paragraph: Element) -> int:
        properties = paragraph.find(f"{_W}pPr")
        if properties is None:
            return 0
        level = _outline_level(properties)
        style = properties.find(f"{_W}pStyle")
        if level is None and style is not None:
            level = self._levels.get(style.get(f"{_W}val", ""))
        return level or 0


def _inline_text(paragraph: Element) -> str:
    """Return a paragraph's own text, without that of text boxes anchored in it."""
    parts: list[str] = []
    _collect_inline(paragraph, parts)
    return "".join(parts)


def _collect_inline(element: Element, parts: list[str]) -> None:
    for child in element:
        if child.tag == f"{_W}t":
            parts.append(child.text or "")
        elif child.tag in _GLYPHS:
            parts.append(_GLYPHS[child.tag])
        elif child.tag not in _SKIPPED and child.tag != _TXBX:
            _collect_inline(child, parts)


def _text_boxes(paragraph: Element) -> Iterator[Element]:
    for child in paragraph:
        if child.tag == _TXBX:
            yield child
        elif child.tag not in _SKIPPED:
            yield from _text_boxes(child)


def _within(parent: Element, wanted: str, stop: str) -> Iterator[Element]:
    """Yield the nearest wanted elements below one, not looking inside ``stop`` elements."""
    for child in parent:
        if child.tag == wanted:
            yield child
        elif child.tag != stop and child.tag not in _SKIPPED:
            yield from _within(child, wanted, stop)


def _cell_text(cell: Element) -> str:
    """Return a cell on one line; a table inside it is read cell by cell."""
    texts = (" ".join(_inline_text(p).split()) for p in cell.iter(_P))
    return " ".join(text for text in texts if text)


def _has_letters(text: str) -> bool:
    """Say whether text is more than a page number."""
    return any(char.isalpha() for char in text)


def _heading_levels(document: DocxDocument) -> dict[str, int]:
    """Return the heading level of each paragraph style that has one, by style id."""
    sheet = cast("Element", document.styles.element)
    styles: dict[str, Element] = {e.get(f"{_W}styleId", ""): e for e in sheet.iter(f"{_W}style")}
    levels = {key: _style_level(key, styles) for key in styles}
    return {key: level for key, level in levels.items() if level}


def _style_level(key: str, styles: dict[str, Element]) -> int:
    """Follow the chain of base styles up to the first that says a level."""
    for _ in range(_STYLE_CHAIN):
        style = styles.get(key)
        if style is None:
            return 0
        name = style.find(f"{_W}name")
        name_text = name.get(f"{_W}val", "") if name is not None else ""
        if match := _HEADING_NAME.match(name_text):
            return int(match[1])
        if name_text.lower() == "title":
            return 1
        properties = style.find(f"{_W}pPr")
        level = _outline_level(properties) if properties is not None else None
        if level is not None:
            return level
        base = style.find(f"{_W}basedOn")
        key = base.get(f"{_W}val", "") if base is not None else ""
    return 0


def _outline_level(properties: Element) -> int | None:
    """Return 1 to 9 for a heading, 0 for body text (stored as 9), None when nothing is said."""
    outline = properties.find(f"{_W}outlineLvl")
    value = outline.get(f"{_W}val", "") if outline is not None else ""
    return (int(value) + 1) % 10 if value.isdecimal() else None


def _linked_parts(document: DocxDocument, kind: str) -> Iterator[Element]:
    for link in document.part.rels.values():
        if link.reltype.endswith(f"/{kind}") and not link.is_external:
            yield parse_xml(link.target_part.blob)


def _metadata(document: DocxDocument) -> dict[str, str]:
    try:
        core = document.core_properties
        found = {
            "title": core.title,
            "author": core.author,
            "subject": core.subject,
            "keywords": core.keywords,
            "language": core.language,
            "created": _iso(core.created),
            "modified": _iso(core.modified),
        }
    except (KeyError, ValueError, SyntaxError, AttributeError):
        return {}  # the text is sound; a broken property sheet is no reason to lose it
    return {key: value.strip() for key, value in found.items() if value and value.strip()}


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment is not None else ""
