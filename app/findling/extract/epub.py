# SPDX-License-Identifier: Apache-2.0
"""E-books (EPUB 2 and 3): chapters in reading order, each with its headings or its title."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote
from xml.etree.ElementTree import ParseError

from selectolax.lexbor import LexborHTMLParser

from findling.extract.errors import ReadError, ReadFailure, damaged, no_text, too_large
from findling.extract.html import HtmlText, decode_html
from findling.extract.limits import MAX_HTML_FILE
from findling.extract.titles import title_from_headings
from findling.extract.types import ExtractedDocument
from findling.extract.xml_stream import local, parse_xml
from findling.extract.zip_package import normal_name, open_zip

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from findling.extract.memberfile import ReadableFile
    from findling.extract.zip_package import ZipPackage

READER = "epub/1"

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_PICTURE = "image/svg+xml"
_CHAPTERS = frozenset(
    {"application/xhtml+xml", "text/html", "application/xml", "text/xml", _PICTURE}
)
_CLOSED_TAG = re.compile(r"<([A-Za-z][\w:.-]*)((?:\s[^<>]*)?)/>")
"""The blank after the name keeps both groups apart: no text makes the search quadratic."""

_OLD_CONTENTS = "application/x-dtbncx+xml"
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
_PROPERTIES = {
    "title": "title",
    "creator": "author",
    "language": "language",
    "subject": "subject",
    "publisher": "publisher",
    "date": "created",
}
_MANY = frozenset({"author", "subject"})
_LONGEST_PROPERTY = 500


def read_epub(path: ReadableFile) -> ExtractedDocument:
    """Read an EPUB file.

    Raises
    ------
    ReadError
        If the file is damaged, copy-protected, over a limit, or holds no text.
    """
    with open_zip(path, "e-book") as package:
        book = _Book(package)
        builder = HtmlText()
        for part in book.chapters():
            label = book.labels.get(normal_name(part), "")
            if book.is_picture(part):
                _add_picture(builder, package, part, label)
            else:
                _add_chapter(builder, package, part, label)
    text = builder.text()
    if not text:
        raise no_text("The e-book has no text in it (pictures only, or empty).")
    metadata = book.metadata
    title = metadata.pop("title", "") or title_from_headings(text, builder.headings)
    return ExtractedDocument(
        text, "epub", READER, title, headings=tuple(builder.headings), metadata=metadata
    )


class _Book:
    """The package document: what the book is made of, in which order, and what it is called."""

    def __init__(self, package: ZipPackage) -> None:
        self._package = package
        self._part = _main_part(package)
        self._root = parse_xml(package.chunks(self._part), package.what)
        self._items = {item.get("id", ""): item for item in self._below("manifest")}
        self._pictures = {
            self._target(item)
            for item in self._items.values()
            if item.get("media-type") == _PICTURE
        }
        self.metadata = _metadata(self._below("metadata"))
        self.labels = dict[str, str]()
        self._add_labels()

    def chapters(self) -> list[str]:
        """Return the parts of the text in reading order.

        Raises
        ------
        ReadError
            If one of them is encrypted.
        """
        locked = _locked_parts(self._package)
        found: dict[str, None] = {}
        for reference in self._below("spine"):
            item = self._items.get(reference.get("idref", ""))
            part = self._target(item) if item is not None else ""
            if item is None or item.get("media-type") not in _CHAPTERS:
                continue
            if normal_name(part) in locked:
                message = "The e-book is copy-protected and cannot be read."
                raise ReadError(ReadFailure.PASSWORD, message)
            if part in self._package:
                found[part] = None
        return list(found)

    def is_picture(self, part: str) -> bool:
        """Say whether a chapter is a drawn page (SVG)."""
        return part in self._pictures

    def _add_labels(self) -> None:
        """Learn the titles of chapters from the tables of contents, the newer form first."""
        newer = [i for i in self._items.values() if "nav" in i.get("properties", "").split()]
        older = [i for i in self._items.values() if i.get("media-type") == _OLD_CONTENTS]
        for items, labels in ((newer, _nav_labels), (older, _ncx_labels)):
            for part in map(self._target, items):
                if part in self._package:
                    self._keep_labels(part, labels(self._package, part))

    def _keep_labels(self, part: str, labels: Iterator[tuple[str, str]]) -> None:
        for target, label in labels:
            name = normal_name(_resolve(part, target))
            self.labels.setdefault(name, " ".join(label.split()))

    def _target(self, item: Element) -> str:
        return _resolve(self._part, item.get("href", ""))

    def _below(self, name: str) -> list[Element]:
        return [child for group in self._root if local(group.tag) == name for child in group]


def _add_chapter(builder: HtmlText, package: ZipPackage, part: str, label: str) -> None:
    """Append a chapter; the table of contents names one that has no heading of its own."""
    tree = _tree(package, part)
    if tree.root is None:
        return
    if label and tree.css_first("h1, h2, h3, h4, h5, h6") is None:
        builder.add_heading(label, 1)
    builder.add_tree(tree.root)


def _add_picture(builder: HtmlText, package: ZipPackage, part: str, label: str) -> None:
    """Append the words in a drawn page; one that cannot be parsed has its title only."""
    builder.add_heading(label, 1)
    try:
        root = parse_xml(package.chunks(part), package.what)
    except (ReadError, ParseError):
        return
    for element in root.iter():
        if local(element.tag) == "text":
            builder.add_paragraph(" ".join("".join(element.itertext()).split()))


def _tree(package: ZipPackage, part: str) -> LexborHTMLParser:
    data = package.read(part)
    if len(data) > MAX_HTML_FILE:
        raise too_large("A chapter of the book", len(data), MAX_HTML_FILE)
    return LexborHTMLParser(_CLOSED_TAG.sub(_opened, decode_html(data)[0]))


def _opened(match: re.Match[str]) -> str:
    """Write an empty XML element as HTML knows it: there, ``<title/>`` would never end."""
    name, rest = match[1], match[2]
    return match[0] if name.lower() in _VOID else f"<{name}{rest}></{name}>"


def _main_part(package: ZipPackage) -> str:
    root = parse_xml(package.chunks(_CONTAINER), package.what)
    names = (element.get("full-path", "") for element in root.iter())
    found = next((name for name in names if name and name in package), "")
    if not found:
        raise damaged(package.what, "no package document")
    return found


def _metadata(elements: list[Element]) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in elements:
        name = _PROPERTIES.get(local(element.tag), "")
        value = " ".join((element.text or "").split())
        if name in _MANY and name in found:
            value = f"{found.pop(name)}, {value}"
        if name and value:
            found.setdefault(name, value[:_LONGEST_PROPERTY])
    return found


def _locked_parts(package: ZipPackage) -> set[str]:
    """Return the parts that are encrypted; most books only have fonts that are."""
    if _ENCRYPTION not in package:
        return set()
    root = parse_xml(package.chunks(_ENCRYPTION), package.what)
    uris = (element.get("URI", "") for element in root.iter() if element.get("URI"))
    return {normal_name(unquote(uri)) for uri in uris}


def _nav_labels(package: ZipPackage, part: str) -> Iterator[tuple[str, str]]:
    for node in _tree(package, part).css("nav a[href]"):
        yield node.attributes.get("href") or "", node.text()


def _ncx_labels(package: ZipPackage, part: str) -> Iterator[tuple[str, str]]:
    """Yield targets and titles of a table of contents in the older form; a broken one has none."""
    try:
        root = parse_xml(package.chunks(part), package.what)
    except (ReadError, ParseError):
        return
    label = ""
    for element in root.iter():
        if local(element.tag) == "text":
            label = element.text or ""
        elif local(element.tag) == "content" and label:
            yield element.get("src", ""), label


def _resolve(part: str, target: str) -> str:
    """Return the part that a reference leads to; it cannot leave the book."""
    path = unquote(target.partition("#")[0])
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), path)).lstrip("/")
