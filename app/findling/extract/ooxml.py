# SPDX-License-Identifier: Apache-2.0
"""What Word, Excel and PowerPoint files have in common: links between parts, types, properties."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from findling.extract.errors import ReadError, damaged
from findling.extract.xml_stream import local, parse_xml
from findling.extract.zip_package import normal_name

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from findling.extract.zip_package import ZipPackage

CONTENT_TYPES = "[Content_Types].xml"
"""Name of the part that says what the others are."""

_PROPERTIES = {
    "title": "title",
    "creator": "author",
    "subject": "subject",
    "keywords": "keywords",
    "language": "language",
    "created": "created",
    "modified": "modified",
}
_LONGEST_PROPERTY = 500


@dataclass(frozen=True, slots=True)
class Link:
    """A link from one part to another, as in a ``.rels`` part.

    Attributes
    ----------
    key : str
        Its name in the part that it starts from: ``rId1``.
    kind : str
        What it leads to, a URL of which the last word counts: ``.../officeDocument``.
    target : str
        The reference as it stands in the file.
    part : str
        Name of the part that it leads to; empty for links out of the file.
    """

    key: str
    kind: str
    target: str
    part: str

    @property
    def noun(self) -> str:
        """The last word of its kind: "slide", "comments"."""
        return self.kind.rpartition("/")[2]


def links_of(package: ZipPackage, part: str) -> list[Link]:
    """Return the links of a part ("" = the container), in order; none if it has no table of them.

    Raises
    ------
    ReadError
        If the table cannot be read.
    xml.etree.ElementTree.ParseError
        If it is not sound XML.
    """
    name = links_name(part)
    if name not in package:
        return []
    root = parse_xml(package.chunks(name), package.what)
    return [
        Link(
            element.get("Id", ""),
            element.get("Type", ""),
            element.get("Target", ""),
            ""
            if element.get("TargetMode") == "External"
            else _resolve(part, element.get("Target", "")),
        )
        for element in root
        if local(element.tag) == "Relationship" and element.get("Id")
    ]


def linked(package: ZipPackage, part: str, *nouns: str) -> list[str]:
    """Return the names of existing parts to which links of some kinds lead, in order."""
    return [
        link.part for link in links_of(package, part) if link.noun in nouns and link.part in package
    ]


def link_key(element: Element, name: str = "id") -> str:
    """Return an element's reference to a link of its part (``r:id``), or an empty text."""
    found = (value for key, value in element.items() if key.endswith(f"/relationships}}{name}"))
    return next(found, "")


def main_part(package: ZipPackage) -> str:
    """Return the name of the part with the document itself.

    Raises
    ------
    ReadError
        If there is none.
    """
    found = linked(package, "", "officeDocument")
    if not found:
        raise damaged(package.what, "no link to a main part")
    return found[0]


def links_name(part: str) -> str:
    """Return the name of the part that holds the links of another one ("" = the container)."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def content_types(package: ZipPackage) -> dict[str, str]:
    """Return content types by part's name and, for whole extensions, by ``.extension``."""
    types: dict[str, str] = {}
    for element in parse_xml(package.chunks(CONTENT_TYPES), package.what):
        content_type = element.get("ContentType", "")
        if local(element.tag) == "Override":
            types[normal_name(element.get("PartName", ""))] = content_type
        elif local(element.tag) == "Default":
            types["." + element.get("Extension", "").lower()] = content_type
    return types


def properties(package: ZipPackage) -> dict[str, str]:
    """Return title, author, dates and the like, as far as they are given.

    Notes
    -----
    A broken property sheet is no reason to lose the text of a sound document: it is passed over.
    """
    found: dict[str, str] = {}
    try:
        for part in linked(package, "", "core-properties"):
            for element in parse_xml(package.chunks(part), package.what):
                name = _PROPERTIES.get(local(element.tag))
                value = " ".join((element.text or "").split())[:_LONGEST_PROPERTY]
                if name and value:
                    found.setdefault(name, value)
    except (ReadError, ParseError):
        return found
    return found


def _resolve(part: str, target: str) -> str:
    """Return the name of the part that a link leads to; it cannot leave the container."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
