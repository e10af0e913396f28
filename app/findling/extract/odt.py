# SPDX-License-Identifier: Apache-2.0
"""OpenDocument texts: headings, lists, tables, notes, comments, then headers and footers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from findling.extract.errors import no_text
from findling.extract.odf import STYLE, open_odf
from findling.extract.odf_text import NOT_TEXT, ROW, H, P, Styles, blocks, language
from findling.extract.textbuild import TextBuilder
from findling.extract.titles import title_from_headings
from findling.extract.types import ExtractedDocument

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from findling.extract.memberfile import ReadableFile
    from findling.extract.odf import OdfFile

READER = "odt/1"

_STYLE, _DEFAULT_STYLE = f"{STYLE}style", f"{STYLE}default-style"
_MARGINS = frozenset(
    f"{STYLE}{name}{side}" for name in ("header", "footer") for side in ("", "-left", "-first")
)


def read_odt(path: ReadableFile) -> ExtractedDocument:
    """Read an ODT, OTT or FODT file; tracked deletions are left out.

    Raises
    ------
    ReadError
        If the file is damaged, needs a password, is over a limit, or holds no text.
    """
    with open_odf(path) as file:
        builder = _OdtText()
        spoken = builder.add_styles(file)
        for element in file.content((P, H, ROW, _STYLE, *NOT_TEXT)):
            builder.add(element)
        builder.add_margins()
        metadata = file.metadata()
    text = builder.text()
    if not text:
        raise no_text("The document has no text in it (pictures only, or empty).")
    title = metadata.pop("title", "") or title_from_headings(text, builder.headings)
    if spoken:
        metadata.setdefault("language", spoken)
    return ExtractedDocument(
        text, "odt", READER, title, headings=tuple(builder.headings), metadata=metadata
    )


class _OdtText(TextBuilder):
    """Collects a text document's blocks."""

    def __init__(self) -> None:
        super().__init__()
        self._styles = Styles()
        self._margins: dict[str, None] = {}

    def add_styles(self, file: OdfFile) -> str:
        """Learn which styles are headings, keep headers and footers; return the language."""
        defaults: list[Element] = []
        for element in file.styles((_STYLE, _DEFAULT_STYLE, *_MARGINS)):
            if element.tag == _STYLE:
                self._styles.add(element)
            elif element.tag == _DEFAULT_STYLE:
                defaults.append(element)
            else:
                self._margins.update(dict.fromkeys(block.text for block in blocks(element)))
        return language(defaults)

    def add(self, element: Element) -> None:
        """Append an outermost block, or learn a style of the document's own."""
        if element.tag == _STYLE:
            self._styles.add(element)
            return
        for block in blocks(element, self._styles):
            if block.level:
                self.add_heading(block.text, block.level)
            else:
                self.add_paragraph(block.text)

    def add_margins(self) -> None:
        """Append headers and footers that say more than a number."""
        for text in self._margins:
            if any(char.isalpha() for char in text):
                self.add_paragraph(text)
