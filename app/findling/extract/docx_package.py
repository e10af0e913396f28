# SPDX-License-Identifier: Apache-2.0
"""Make a DOCX container harmless before python-docx sees it.

A DOCX file is a zip of XML. This copies the parts that hold text into a small zip in memory:
pictures, fonts and embedded files stay behind, links to parts that are missing are dropped, and
every XML part is parsed once by expat with document type declarations refused and nesting bounded.
So neither a zip bomb nor an entity bomb gets further.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import IO, TYPE_CHECKING
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from findling.extract.errors import ReadError, ReadFailure, damaged, no_text, too_large
from findling.extract.limits import MAX_NESTING, MAX_ZIP_ENTRIES, MAX_ZIP_RATIO, MAX_ZIP_XML

if TYPE_CHECKING:
    from pathlib import Path

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
_CONTENT_TYPES = "[Content_Types].xml"
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
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class _Relationship:
    """A link from one part to another, as in a ``.rels`` part."""

    key: str
    kind: str
    target: str
    mode: str


def open_package(path: Path) -> BytesIO:
    """Return a copy of a DOCX container with its text parts only.

    Raises
    ------
    ReadError
        If the file is not a sound zip of XML, or is over one of the limits.
    """
    try:
        with zipfile.ZipFile(path) as source:
            return _Copier(source).copy()
    except zipfile.BadZipFile as error:
        raise _no_zip(path, error) from error
    except (zlib.error, EOFError, NotImplementedError) as error:
        raise damaged("Word document", repr(error)) from error
    except RuntimeError as error:  # zipfile's word for an encrypted member
        raise ReadError(
            ReadFailure.PASSWORD, "The document needs a password.", repr(error)
        ) from error
    except expat.ExpatError as error:
        raise damaged("Word document", repr(error)) from error


def _no_zip(path: Path, error: zipfile.BadZipFile) -> ReadError:
    """Tell what was never a DOCX from one whose end, with its table of members, is missing."""
    with path.open("rb") as stream:
        head = stream.read(4)
    if not head.strip():
        return no_text("The file is empty.")
    if head != b"PK\x03\x04":
        message = "The file is not a Word document, although its name says so."
        return ReadError(ReadFailure.DAMAGED, message, repr(error))
    hint = "It may be an unfinished download or copy."
    message = "The Word document is damaged and cannot be opened."
    return ReadError(ReadFailure.DAMAGED, message, repr(error), hint)


class _Copier:
    """Copies the parts that can be reached by wanted relationships."""

    def __init__(self, source: zipfile.ZipFile) -> None:
        if len(source.infolist()) > MAX_ZIP_ENTRIES:
            raise damaged("Word document", f"{len(source.infolist())} members")
        self._source = source
        self._names = {_normal(info.filename): info for info in source.infolist()}
        self._budget = MAX_ZIP_XML

    def copy(self) -> BytesIO:
        out = BytesIO()
        types = _parse_types(self._xml(_CONTENT_TYPES))
        done: set[str] = set()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
            self._copy_relationships("", target, done)
            target.writestr(_CONTENT_TYPES, _write_types(done, types))
        return out

    def _copy_relationships(self, part: str, target: zipfile.ZipFile, done: set[str]) -> None:
        """Copy the links of a part ("" = the container) and what they lead to."""
        name = _rels_name(part)
        if _normal(name) not in self._names:
            return
        kept = [link for link in _parse_links(self._xml(name)) if self._is_wanted(part, link)]
        target.writestr(name, _write_links(kept))
        for link in kept:
            linked = _resolve(part, link.target)
            if link.mode != "External" and linked not in done:
                done.add(linked)
                target.writestr(linked, self._xml(linked))
                self._copy_relationships(linked, target, done)

    def _is_wanted(self, part: str, link: _Relationship) -> bool:
        if link.mode == "External" or not link.kind.endswith(_WANTED):
            return False
        return _normal(_resolve(part, link.target)) in self._names

    def _xml(self, name: str) -> bytes:
        info = self._names.get(_normal(name))
        if info is None:
            raise damaged("Word document", f"no {name}")
        with self._source.open(info) as stream:
            data = self._inflate(stream, info)
        if b"purl.oclc.org" in data:
            for strict, usual in _STRICT:
                data = data.replace(strict, b"schemas.openxmlformats.org/" + usual)
        _check_xml(data)
        return data

    def _inflate(self, stream: IO[bytes], info: zipfile.ZipInfo) -> bytes:
        """Read a member, counting real bytes: the sizes in its header may lie."""
        most = max(1_000_000, info.compress_size * MAX_ZIP_RATIO)
        parts: list[bytes] = []
        size = 0
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            self._budget -= len(chunk)
            if self._budget < 0:
                raise too_large("The document", 0, MAX_ZIP_XML)
            if size > most:
                raise damaged("Word document", f"{info.filename} expands over {MAX_ZIP_RATIO}:1")
            parts.append(chunk)
        return b"".join(parts)


def _check_xml(data: bytes) -> None:
    """Refuse document type declarations (entities, external files) and deep nesting."""
    depth = 0

    def on_doctype(*_: object) -> None:
        raise damaged("Word document", "document type declaration in XML")

    def on_start(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_NESTING:
            raise damaged("Word document", f"XML nested deeper than {MAX_NESTING}")

    def on_end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = on_doctype
    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    parser.Parse(data, True)


def _parse_links(data: bytes) -> list[_Relationship]:
    links: list[_Relationship] = []

    def on_start(name: str, attributes: dict[str, str]) -> None:
        if name.endswith("Relationship") and "Id" in attributes:
            links.append(
                _Relationship(
                    attributes["Id"],
                    attributes.get("Type", ""),
                    attributes.get("Target", ""),
                    attributes.get("TargetMode", "Internal"),
                )
            )

    parser = expat.ParserCreate()
    parser.StartElementHandler = on_start
    parser.Parse(data, True)
    return links


def _parse_types(data: bytes) -> dict[str, str]:
    """Return content types by member name and, for whole extensions, by ``.extension``."""
    types: dict[str, str] = {}

    def on_start(name: str, attributes: dict[str, str]) -> None:
        content_type = attributes.get("ContentType", "")
        if name.endswith("Override"):
            types[_normal(attributes.get("PartName", ""))] = content_type
        elif name.endswith("Default"):
            types["." + attributes.get("Extension", "").lower()] = content_type

    parser = expat.ParserCreate()
    parser.StartElementHandler = on_start
    parser.Parse(data, True)
    return types


def _write_types(names: set[str], types: dict[str, str]) -> str:
    """Return the table of content types for the parts that were copied."""
    rows: list[str] = []
    for name in sorted(names):
        default = types.get(posixpath.splitext(name)[1].lower(), "application/xml")
        found = types.get(_normal(name), default)
        if found.startswith(_WORD_TYPES) and ".main+xml" in found:
            found = _MAIN_TYPE  # templates and documents with macros hold text in the same way
        rows.append(f"<Override PartName={quoteattr('/' + name)} ContentType={quoteattr(found)}/>")
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    default = f'<Default Extension="rels" ContentType="{rels}"/>'
    return f'<Types xmlns="{_TYPES_NAMESPACE}">{default}{"".join(rows)}</Types>'


def _write_links(links: list[_Relationship]) -> str:
    rows: list[str] = []
    for link in links:
        named = {"Id": link.key, "Type": link.kind, "Target": link.target}
        joined = " ".join(f"{name}={quoteattr(value)}" for name, value in named.items())
        rows.append(f"<Relationship {joined}/>")
    return f'<Relationships xmlns="{_RELATIONSHIPS}">{"".join(rows)}</Relationships>'


def _rels_name(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _resolve(part: str, target: str) -> str:
    """Return the name of the member that a link leads to; it cannot leave the container."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")


def _normal(name: str) -> str:
    """Return a member's name as it is compared: some writers differ in case and slashes."""
    return name.replace("\\", "/").lstrip("/").lower()
