# SPDX-License-Identifier: Apache-2.0
"""OpenDocument presentations and drawings: each page under its title, with tables and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from findling.extract.errors import no_text
from findling.extract.odf import DRAW, OFFICE, PRESENTATION, open_odf
from findling.extract.odf_text import ANNOTATION, NOT_TEXT, blocks, comment
from findling.extract.slide_text import Slide, SlideText
from findling.extract.types import ExtractedDocument

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from findling.extract.memberfile import ReadableFile

READER = "odp/2"

_PAGE, _DRAWING = f"{DRAW}page", f"{OFFICE}drawing"
_CLASS = f"{PRESENTATION}class"
_NOTES = f"{PRESENTATION}notes"
_REPEATED = frozenset({"header", "footer", "date-time"})


def read_odp(path: ReadableFile) -> ExtractedDocument:
    """Read an ODP, OTP, FODP or ODG file; hidden slides too.

    Raises
    ------
    ReadError
        If the file is damaged, needs a password, is over a limit, or holds no text.
    """
    word, number = "Slide", 0
    with open_odf(path) as file:
        deck = SlideText()
        for element in file.content((_PAGE, *NOT_TEXT), (_DRAWING,)):
            if element.tag == _DRAWING:
                word = "Page"
            elif element.tag == _PAGE:
                number += 1
                deck.add_slide(number, _slide(element), word)
        metadata = file.metadata()
    text = deck.text()
    if not text:
        raise no_text("The presentation has no text in it (pictures only, or empty).")
    title = metadata.pop("title", "") or deck.title
    metadata["slides"] = str(number)
    pages = deck.pages() if word == "Slide" else ()
    return ExtractedDocument(text, "odp", READER, title, pages, tuple(deck.headings), metadata)


def _slide(page: Element) -> Slide:
    slide = Slide()
    for shape in page:
        texts = [block.text for block in blocks(shape)]
        kind = shape.get(_CLASS, "")
        if shape.tag == _NOTES:
            slide.notes += _notes(shape)
        elif shape.tag == ANNOTATION:
            slide.comments.append(comment(shape))
        elif kind == "title" and not slide.title:
            slide.title = " ".join(texts)
        elif kind in _REPEATED:
            slide.repeated += texts
        elif kind != "page-number":
            slide.texts += texts
    return slide


def _notes(notes: Element) -> list[str]:
    shapes = (shape for shape in notes if shape.get(_CLASS, "notes") == "notes")
    return [block.text for shape in shapes for block in blocks(shape)]
