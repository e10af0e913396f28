# SPDX-License-Identifier: Apache-2.0
"""Make a DOCX container harmless before python-docx sees it.

A DOCX file is a zip of XML. This copies the parts that hold text into a small zip in memory:
pictures, fonts and embedded files stay behind, links to parts that are missing are dropped, and
every XML part is parsed once with declared entities refused and nesting bounded. So neither a zip
bomb nor an entity bomb gets further.
"""

from __future__ import annotations

import posixpath
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from findling.extract.ooxml import CONTENT_TYPES, Link, content_types, links_name, links_of
from findling.extract.xml_stream import check_xml
from findling.extract.zip_package import normal_name, open_zip

if TYPE_CHECKING:
    from findling.extract.memberfile import ReadableFile
    from findling.extract.zip_package import ZipPackage

_WANTED = (
    "/officeDocument",
    "/styles",
    "/numbering",
    "/footnotes",
    "/endnotes",
    "/header",
    "/footer",
    "/settings",
    "/metadata/core-properties",
)
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES_NAMESPACE = "http://schemas.openxmlformats.org/package/2006/content-types"
_WORD_TYPES = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.",
    "application/vnd.ms-word.",
)
_MAIN_TYPE = f"{_WORD_TYPES[0]}document.main+xml"
_STRICT = (
    # ISO "strict" documents differ in the names of namespaces only
    (b"purl.oclc.org/ooxml/officeDocument/relationships", b"officeDocument/2006/relationships"),
    (b"purl.oclc.org/ooxml/wordprocessingml/main", b"wordprocessingml/2006/main"),
    (b"purl.oclc.org/ooxml/drawingml/main", b"drawingml/2006/main"),
)


def open_package(path: ReadableFile) -> BytesIO:
    """Return a copy of a DOCX container with its text parts only.

    Raises
    ------
    ReadError
        If the file is not a sound zip of XML, or is over one of the limits.
    """
    with open_zip(path, "Word document") as package:
        out = BytesIO()
        types = content_types(package)
        done: set[str] = set()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
            _copy_links(package, "", target, done)
            target.writestr(CONTENT_TYPES, _write_types(done, types))
    return out


def _copy_links(package: ZipPackage, part: str, target: zipfile.ZipFile, done: set[str]) -> None:
    """Copy the links of a part ("" = the container) and what they lead to."""
    name = links_name(part)
    if name not in package:
        return
    kept = [
        link
        for link in links_of(package, part)
        if link.kind.endswith(_WANTED) and link.part in package
    ]
    target.writestr(name, _write_links(kept))
    for link in kept:
        if link.part not in done:
            done.add(link.part)
            target.writestr(link.part, _xml(package, link.part))
            _copy_links(package, link.part, target, done)


def _xml(package: ZipPackage, name: str) -> bytes:
    data = package.read(name)
    if b"purl.oclc.org" in data:
        data = _usual(data)
    check_xml(data, package.what)
    return data


def _usual(data: bytes) -> bytes:
    """Return a strict document's XML with the usual names of namespaces."""
    for strict, usual in _STRICT:
        data = data.replace(strict, b"schemas.openxmlformats.org/" + usual)
    return data


def _write_types(names: set[str], types: dict[str, str]) -> str:
    """Return the table of content types for the parts that were copied."""
    rows: list[str] = []
    for name in sorted(names):
        default = types.get(posixpath.splitext(name)[1].lower(), "application/xml")
        found = types.get(normal_name(name), default)
        if found.startswith(_WORD_TYPES) and ".main+xml" in found:
            found = _MAIN_TYPE  # templates and documents with macros hold text in the same way
        rows.append(f"<Override PartName={quoteattr('/' + name)} ContentType={quoteattr(found)}/>")
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    default = f'<Default Extension="rels" ContentType="{rels}"/>'
    return f'<Types xmlns="{_TYPES_NAMESPACE}">{default}{"".join(rows)}</Types>'


def _write_links(links: list[Link]) -> str:
    rows: list[str] = []
    for link in links:
        kind = _usual(link.kind.encode()).decode()
        named = {"Id": link.key, "Type": kind, "Target": link.target}
        joined = " ".join(f"{name}={quoteattr(value)}" for name, value in named.items())
        rows.append(f"<Relationship {joined}/>")
    return f'<Relationships xmlns="{_RELATIONSHIPS}">{"".join(rows)}</Relationships>'
