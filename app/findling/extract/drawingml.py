# SPDX-License-Identifier: Apache-2.0
"""Text in the drawings of Office files: shapes, tables, diagrams and charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from findling.extract.xml_stream import local

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_SECOND_COPY = "Fallback"
"""Holds for old programs what the Choice beside it holds for new ones."""


def paragraphs(element: Element) -> Iterator[str]:
    """Yield the text of each paragraph below an element, in the order of the file."""
    for child in element:
        name = local(child.tag)
        if name == "p":
            yield _paragraph(child)
        elif name != _SECOND_COPY:
            yield from paragraphs(child)


def table_rows(table: Element) -> Iterator[str]:
    """Yield each row of a table as one line; merged cells stand once."""
    for row in children(table, "tr"):
        cells = (" ".join(" ".join(paragraphs(cell)).split()) for cell in children(row, "tc"))
        yield " | ".join(cell for cell in cells if cell)


def chart_texts(chart: Element) -> Iterator[str]:
    """Yield what a chart says in words: titles, then names of series, then of categories."""
    yield from paragraphs(chart)
    for name in ("tx", "cat"):
        found = (
            " ".join((value.text or "").split())
            for series in chart.iter()
            if local(series.tag) == "ser"
            for part in children(series, name)
            for value in part.iter()
            if local(value.tag) == "v"
        )
        yield "; ".join(dict.fromkeys(text for text in found if text))


def children(element: Element, name: str) -> Iterator[Element]:
    """Yield the children of an element that have a name, whatever their namespace."""
    return (child for child in element if local(child.tag) == name)


def _paragraph(paragraph: Element) -> str:
    parts: list[str] = []
    for element in paragraph.iter():
        name = local(element.tag)
        if name == "t":
            parts.append(element.text or "")
        elif name in ("br", "tab"):
            parts.append("\n" if name == "br" else "\t")
    return "".join(parts)
