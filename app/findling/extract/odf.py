# SPDX-License-Identifier: Apache-2.0
"""Open OpenDocument files, zipped or flat: content, styles, metadata.

A flat file (``.fodt``, ``.fods``, ``.fodp``) holds in one piece of XML what a zipped one holds in
several parts, so its readers are given the same bytes for each.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from findling.extract.errors import needs_password, too_large
from findling.extract.limits import MAX_PLAIN_FILE
from findling.extract.xml_stream import local, parse_xml, sound_xml, stream_xml
from findling.extract.zip_package import ZipPackage, open_zip

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Iterator
    from xml.etree.ElementTree import Element

    from findling.extract.memberfile import ReadableFile

_NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TEXT, TABLE, DRAW, STYLE, META, PRESENTATION, FO, SVG = (
    f"{{{_NAMES}{name}:1.0}}"
    for name in (
        *("office", "text", "table", "drawing", "style", "meta", "presentation"),
        *("xsl-fo-compatible", "svg-compatible"),
    )
)
"""What stands before the names of tags and attributes."""

DC = "{http://purl.org/dc/elements/1.1/}"

_WHAT = "OpenDocument file"
_MANIFEST = "META-INF/manifest.xml"
_FLAT_MARK = b":opendocument:"
_HEAD_BYTES = 8192
_CHUNK = 1 << 16
_PROPERTIES = {
    f"{DC}title": "title",
    f"{DC}subject": "subject",
    f"{DC}language": "language",
    f"{DC}date": "modified",
    f"{META}initial-creator": "author",
    f"{META}keyword": "keywords",
    f"{META}creation-date": "created",
}
_LONGEST_PROPERTY = 500


class OdfFile:
    """An open OpenDocument file; made by `open_odf`.

    Parameters
    ----------
    source : ZipPackage or file object
        The parts of a zipped file, or a flat one. Of that, one thing can be read at a time.
    """

    def __init__(self, source: ZipPackage | BinaryIO) -> None:
        self._source = source

    def content(self, wholes: Collection[str], opens: Collection[str] = ()) -> Iterator[Element]:
        """Yield elements of the document itself, as `stream_xml` does."""
        return stream_xml(self._chunks("content.xml"), _WHAT, wholes, opens)

    def styles(self, wholes: Collection[str]) -> Iterator[Element]:
        """Yield elements of the shared styles; none if there are no such."""
        return self._optional("styles.xml", wholes)

    def metadata(self) -> dict[str, str]:
        """Return title, author, dates, counts and the like, as far as they are given."""
        found: dict[str, str] = {}
        editor = ""
        for meta in self._optional("meta.xml", (f"{OFFICE}meta",)):
            for element in meta:
                name = _PROPERTIES.get(element.tag)
                value = " ".join((element.text or "").split())[:_LONGEST_PROPERTY]
                if name == "keywords" and "keywords" in found:
                    found[name] = f"{found[name]}, {value}"[:_LONGEST_PROPERTY]
                elif name and value:
                    found.setdefault(name, value)
                elif element.tag == f"{DC}creator":
                    editor = value
                elif pages := element.get(f"{META}page-count", ""):
                    found["pages"] = pages[:_LONGEST_PROPERTY]
        if editor:
            found.setdefault("author", editor)
        return found

    def _optional(self, part: str, wholes: Collection[str]) -> Iterator[Element]:
        if not isinstance(self._source, ZipPackage) or part in self._source:
            yield from stream_xml(self._chunks(part), _WHAT, wholes)

    def _chunks(self, part: str) -> Iterator[bytes]:
        if isinstance(self._source, ZipPackage):
            yield from self._source.chunks(part)
            return
        self._source.seek(0)
        while chunk := self._source.read(_CHUNK):
            yield chunk


@contextmanager
def open_odf(path: ReadableFile) -> Generator[OdfFile, None, None]:
    """Open an OpenDocument file; whatever is found broken in the block becomes a `ReadError`.

    Raises
    ------
    ReadError
        If the file is damaged, encrypted, or over one of the limits.
    """
    if _is_flat(path):
        size = path.stat().st_size
        if size > MAX_PLAIN_FILE:
            raise too_large("The file", size, MAX_PLAIN_FILE)
        with path.open("rb") as stream, sound_xml(_WHAT):
            yield OdfFile(stream)
        return
    with open_zip(path, _WHAT) as package:
        _refuse_encrypted(package)
        yield OdfFile(package)


def _is_flat(path: ReadableFile) -> bool:
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    return not head.startswith(b"PK") and _FLAT_MARK in head


def _refuse_encrypted(package: ZipPackage) -> None:
    if _MANIFEST not in package:
        return
    for entry in parse_xml(package.chunks(_MANIFEST), package.what):
        if any(local(child.tag) == "encryption-data" for child in entry):
            raise needs_password("encrypted parts in the manifest")
