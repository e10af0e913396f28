# SPDX-License-Identifier: Apache-2.0
"""The text of OpenDocument elements: paragraphs, headings, tables, and what is anchored in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from findling.extract.odf import DC, DRAW, FO, OFFICE, PRESENTATION, STYLE, SVG, TABLE, TEXT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from xml.etree.ElementTree import Element

P, H, ROW, CELL = f"{TEXT}p", f"{TEXT}h", f"{TABLE}table-row", f"{TABLE}table-cell"
ANNOTATION = f"{OFFICE}annotation"

NOT_TEXT = frozenset(
    {
        f"{TEXT}tracked-changes",  # deletions are no longer part of the text
        f"{TEXT}note-citation",
        f"{TEXT}ruby-text",
        f"{TABLE}covered-table-cell",  # what a merged cell lies over
        f"{TABLE}tracked-changes",
        f"{OFFICE}forms",
        f"{OFFICE}binary-data",
        f"{OFFICE}master-styles",
        f"{PRESENTATION}notes",
        f"{SVG}title",
        f"{SVG}desc",
    }
)
"""Elements whose content is not read with the text around them."""

_ANCHORED = (ANNOTATION, f"{TEXT}note")
_GLYPHS = {f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}
_SPACES = f"{TEXT}s"
_MOST_SPACES = 100
_WHITE = re.compile("[ \t\r\n]+")
_STYLE_CHAIN = 20
_DEEPEST_LEVEL = 9


class Block(NamedTuple):
    """A paragraph, or a row of a table, with its level as a heading (0 = none)."""

    text: str
    level: int = 0


class Styles:
    """Says which paragraphs are headings by their style."""

    def __init__(self) -> None:
        self._parents: dict[str, str] = {}
        self._levels: dict[str, int] = {}

    def add(self, style: Element) -> None:
        """Take note of a ``style:style``."""
        name = style.get(f"{STYLE}name", "")
        self._parents[name] = style.get(f"{STYLE}parent-style-name", "")
        level = _level(style.get(f"{STYLE}default-outline-level", ""))
        if level or name == "Title":
            self._levels[name] = level or 1

    def level(self, name: str) -> int:
        """Follow the chain of parents up to the first that says a level; 0 if none does."""
        for _ in range(_STYLE_CHAIN):
            if name in self._levels or name not in self._parents:
                return self._levels.get(name, 0)
            name = self._parents[name]
        return 0


def blocks(element: Element, styles: Styles | None = None) -> Iterator[Block]:
    """Yield the paragraphs and table rows of an element in order.

    Notes, comments and text boxes follow the paragraph that they are anchored in.
    """
    if element.tag in (P, H):
        anchored: list[Element] = []
        text = inline_text(element, anchored)
        yield Block(text, _heading_level(element, styles))
        yield from _anchored_blocks(anchored)
    elif element.tag == ROW:
        yield from _row(element)
    elif element.tag == ANNOTATION:
        yield Block(comment(element))
    elif element.tag not in NOT_TEXT:
        for child in element:
            yield from blocks(child, styles)


def inline_text(element: Element, anchored: list[Element]) -> str:
    """Return a paragraph's own text; add what is anchored in it to a list."""
    parts: list[str] = []
    _collect(element, parts, anchored)
    return "".join(parts).strip()


def cell_text(cell: Element, anchored: list[Element]) -> str:
    """Return a cell's text on one line; add what is anchored in it to a list."""
    found: list[str] = []
    for child in cell:
        if child.tag in (P, H):
            found.append(inline_text(child, anchored))
        elif child.tag in _ANCHORED or child.tag.startswith(DRAW):
            anchored.append(child)
        elif child.tag not in NOT_TEXT:
            found.append(cell_text(child, anchored))
    return " ".join(" ".join(found).split())


def comment(annotation: Element) -> str:
    """Return a comment with its author's name; empty where it says nothing."""
    author = " ".join((annotation.findtext(f"{DC}creator") or "").split())
    said = " ".join(block.text for child in annotation for block in blocks(child)).strip()
    return f"Comment ({author}): {said}" if said and author else said and f"Comment: {said}"


def language(default_styles: Iterable[Element]) -> str:
    """Return the language of a document's usual paragraphs, such as "de-AT", or nothing."""
    for style in default_styles:
        properties = style.find(f"{STYLE}text-properties")
        if style.get(f"{STYLE}family") != "paragraph" or properties is None:
            continue
        parts = (properties.get(f"{FO}language", ""), properties.get(f"{FO}country", ""))
        return "-".join(part for part in parts if part not in ("", "none"))
    return ""


def _collect(element: Element, parts: list[str], anchored: list[Element]) -> None:
    """White space in the file is for its readers: the document's own has elements."""
    parts.append(_WHITE.sub(" ", element.text or ""))
    for child in element:
        if child.tag == _SPACES:
            said = child.get(f"{TEXT}c", "1")
            count = int(said) if said.isdecimal() and len(said) < 6 else 1
            parts.append(" " * min(count, _MOST_SPACES))
        elif child.tag in _GLYPHS:
            parts.append(_GLYPHS[child.tag])
        elif child.tag in _ANCHORED or child.tag.startswith(DRAW):
            _collect_link_or_anchor(child, parts, anchored)
        elif child.tag not in NOT_TEXT:
            _collect(child, parts, anchored)
        parts.append(_WHITE.sub(" ", child.tail or ""))


def _collect_link_or_anchor(child: Element, parts: list[str], anchored: list[Element]) -> None:
    if child.tag == f"{DRAW}a":  # a link around something drawn
        _collect(child, parts, anchored)
    else:
        anchored.append(child)


def _row(row: Element) -> Iterator[Block]:
    anchored: list[Element] = []
    cells = [cell_text(cell, anchored) for cell in row if cell.tag == CELL]
    yield Block(" | ".join(cell for cell in cells if cell))
    yield from _anchored_blocks(anchored)


def _anchored_blocks(anchored: list[Element]) -> Iterator[Block]:
    for element in anchored:
        for block in blocks(element):
            yield Block(block.text)


def _heading_level(element: Element, styles: Styles | None) -> int:
    if element.tag == H:
        return _level(element.get(f"{TEXT}outline-level", "")) or 1
    return styles.level(element.get(f"{TEXT}style-name", "")) if styles is not None else 0


def _level(text: str) -> int:
    return min(int(text), _DEEPEST_LEVEL) if text.isdecimal() and len(text) < 4 else 0
