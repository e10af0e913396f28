# SPDX-License-Identifier: Apache-2.0
"""PowerPoint presentations: each slide under its title, with its tables, charts, notes, comments.

The order of a slide's shapes in the file is their reading order.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from findling.extract.drawingml import chart_texts, children, paragraphs, table_rows
from findling.extract.errors import no_text
from findling.extract.ooxml import link_key, linked, links_of, main_part, properties
from findling.extract.slide_text import Slide, SlideText
from findling.extract.types import ExtractedDocument
from findling.extract.xml_stream import local, parse_xml
from findling.extract.zip_package import open_zip

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from findling.extract.memberfile import ReadableFile
    from findling.extract.zip_package import ZipPackage

READER = "pptx/2"

_TITLES = frozenset({"title", "ctrTitle"})
_REPEATED = frozenset({"ftr", "hdr", "dt"})
"""Placeholders that say the same on every slide."""


def read_pptx(path: ReadableFile) -> ExtractedDocument:
    """Read a PPTX, PPTM, PPSX or POTX file; hidden slides too. Macros are not looked at.

    Raises
    ------
    ReadError
        If the file is damaged, needs a password, is over a limit, or holds no text.
    """
    with open_zip(path, "PowerPoint presentation") as package:
        main = main_part(package)
        slides = _slide_parts(package, main)
        reader = _Slides(package)
        deck = SlideText()
        for number, part in enumerate(slides, 1):
            deck.add_slide(number, reader.slide(part))
        metadata = properties(package)
    text = deck.text()
    if not text:
        raise no_text("The presentation has no text in it (pictures only, or empty).")
    title = metadata.pop("title", "") or deck.title
    metadata["slides"] = str(len(slides))
    if reader.languages:
        metadata.setdefault("language", reader.languages.most_common(1)[0][0])
    return ExtractedDocument(
        text, "pptx", READER, title, deck.pages(), tuple(deck.headings), metadata
    )


def _slide_parts(package: ZipPackage, main: str) -> list[str]:
    """Return the parts of all slides in the order of the show."""
    links = {link.key: link.part for link in links_of(package, main) if link.noun == "slide"}
    listed = (
        links.get(link_key(slide), "")
        for group in children(parse_xml(package.chunks(main), package.what), "sldIdLst")
        for slide in group
    )
    return [part for part in dict.fromkeys(listed) if part in package]


class _Slides:
    """Gathers what belongs to a slide from the parts that its own part leads to."""

    def __init__(self, package: ZipPackage) -> None:
        self.languages: Counter[str] = Counter()
        self._package = package

    def slide(self, part: str) -> Slide:
        """Return a slide with its notes and comments."""
        shapes = self._shapes(part)
        self.languages.update(shapes.languages)
        slide = Slide(shapes.title, shapes.texts, shapes.repeated)
        for notes in linked(self._package, part, "notesSlide"):
            slide.notes += self._shapes(notes).texts
        for comments in linked(self._package, part, "comments"):
            for comment in self._tree(comments):
                # the old form has a text each, the new one paragraphs
                slide.comments += [element.text or "" for element in children(comment, "text")]
                slide.comments += paragraphs(comment)
        return slide

    def _shapes(self, part: str) -> _Shapes:
        shapes = _Shapes(self._package, part)
        shapes.add_below(self._tree(part))
        return shapes

    def _tree(self, part: str) -> Element:
        return parse_xml(self._package.chunks(part), self._package.what)


class _Shapes:
    """Walks the shapes of one slide, or of its notes."""

    def __init__(self, package: ZipPackage, part: str) -> None:
        self.title = ""
        self.texts: list[str] = []
        self.repeated: list[str] = []
        self.languages: Counter[str] = Counter()
        self._package = package
        self._links = {link.key: link.part for link in links_of(package, part)}

    def add_below(self, parent: Element) -> None:
        """Take the text of all shapes below an element; nesting is bounded by the parser."""
        for child in parent:
            name = local(child.tag)
            if name == "sp":
                self._add_shape(child)
            elif name == "tbl":
                self.texts += table_rows(child)
            elif name in ("chart", "relIds"):
                self._add_drawn(name, child)
            elif name != "Fallback":
                self.add_below(child)

    def _add_shape(self, shape: Element) -> None:
        self.languages.update(
            element.get("lang", "")
            for element in shape.iter()
            if local(element.tag) == "rPr" and element.get("lang")
        )
        kind = _placeholder(shape)
        found = list(paragraphs(shape))
        if kind in _TITLES and not self.title:
            self.title = " ".join(found)
        elif kind in _REPEATED:
            self.repeated += found
        elif kind != "sldNum":
            self.texts += found

    def _add_drawn(self, name: str, reference: Element) -> None:
        """Take the text of a chart, or of a diagram, from the part it is kept in."""
        part = self._links.get(link_key(reference, "id" if name == "chart" else "dm"), "")
        if part not in self._package:
            return
        root = parse_xml(self._package.chunks(part), self._package.what)
        self.texts += chart_texts(root) if name == "chart" else paragraphs(root)


def _placeholder(shape: Element) -> str:
    """Return what a shape is on its slide: "title", "body", "sldNum"; empty for a text box."""
    for element in shape.iter():
        name = local(element.tag)
        if name == "ph":
            return element.get("type", "body")
        if name == "txBody":
            break
    return ""
