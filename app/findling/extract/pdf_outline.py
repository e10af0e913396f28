# SPDX-License-Identifier: Apache-2.0
"""Outline and metadata of a PDF through pypdf; a broken one gives less, never an error."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from pypdf import PdfReader

from findling.extract.limits import MAX_HEADINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from findling.extract.memberfile import ReadableFile

_MAX_FILE = 300_000_000
_MAX_LEVEL = 9
_FIELDS = {
    "/Title": "title",
    "/Author": "author",
    "/Subject": "subject",
    "/Keywords": "keywords",
    "/CreationDate": "created",
    "/ModDate": "modified",
}

_DATE = re.compile(r"(?:D:)?(\d{4})(?:(\d\d)(\d\d))?")
"""A PDF's dates: year, month and day are kept."""

_log = logging.getLogger(__name__)
logging.getLogger("pypdf").setLevel(
    logging.CRITICAL
)  # it warns about each broken object, by the thousand


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """One entry of a PDF's outline: level (1 = top), words, page counted from 0."""

    level: int
    title: str
    page: int


@dataclass(frozen=True, slots=True)
class PdfExtras:
    """What pypdf knows about a PDF."""

    metadata: dict[str, str] = field(default_factory=dict[str, str])
    outline: tuple[OutlineEntry, ...] = ()


def read_extras(path: ReadableFile, password: str = "") -> PdfExtras:
    """Read metadata and outline, as far as they are sound."""
    if path.stat().st_size > _MAX_FILE:
        return PdfExtras()
    metadata: dict[str, str] = {}
    outline: list[OutlineEntry] = []
    try:
        with path.open("rb") as stream:
            reader = PdfReader(stream, password=password or None)
            metadata.update(_metadata(reader))
            outline.extend(_outline(reader, reader.outline, 1))
    except Exception as error:  # noqa: BLE001
        _log.info("outline of a PDF left out: %r", error)
    return PdfExtras(metadata, tuple(outline[:MAX_HEADINGS]))


def _metadata(reader: PdfReader) -> dict[str, str]:
    info = cast("dict[str, object]", reader.metadata or {})
    found = {ours: str(info[theirs]) for theirs, ours in _FIELDS.items() if theirs in info}
    for key in ("created", "modified"):
        match = _DATE.match(found.get(key, ""))
        found[key] = "-".join(part for part in match.groups() if part) if match else ""
    return {key: _one_line(value) for key, value in found.items() if _one_line(value)}


def _outline(reader: PdfReader, entries: list[Any], level: int) -> Iterator[OutlineEntry]:
    for entry in entries:
        if isinstance(entry, list):
            if level < _MAX_LEVEL:
                yield from _outline(reader, cast("list[Any]", entry), level + 1)
            continue
        page = reader.get_destination_page_number(entry)
        title = _one_line(str(entry.title or ""))
        if page is not None and title:
            yield OutlineEntry(level, title, page)


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text[:1000]).split())[:500]
