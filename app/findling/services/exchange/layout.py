# SPDX-License-Identifier: Apache-2.0
"""How an exported library looks inside its zip; `docs/file-formats.md` describes it for others."""

from __future__ import annotations

import json
import math
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, cast

from findling.errors import AppError
from findling.storage.groups import GroupKind, GroupMember
from findling.storage.records import FileFacts, FileState, PageRange, PassageDraft
from findling.storage.transfer import StoredContent, StoredDocument, StoredPassage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from findling.storage.groups import StoredGroup
    from findling.storage.records import Place

VERSION = 4
"""2 since members of files are documents; 3 since there are label sets and saved searches; 4 since
there are tags and collections. Files of earlier versions have none of these."""

FORMAT = "findling-library"

HEADER = "findling.json"
SOURCES = "sources.jsonl"
DOCUMENTS = "documents.jsonl"
TEACHINGS = "teachings.jsonl"
LABEL_SETS = "label_sets.jsonl"
SEARCHES = "searches.jsonl"
GROUPS = "groups.jsonl"
CONTENTS = "contents/"
INDEX = "index/retriever.fdl"
MANIFEST = "index/manifest.json"

CONTENT_NAME = re.compile(r"contents/\d{6}\.jsonl")
SHARD_CHARS = 16_000_000
"""A file of contents ends after the one that passes this length."""

MAX_LINE_BYTES = 1 << 30
"""No line of a file is longer: the longest text that a library stores, with every character
escaped."""

_TEXT_LENGTH = 60_000
_MAX_PLACE = 16
_MAX_NUMBER = 999_999
_DIGEST_BYTES = 32


class ArchiveError(AppError):
    """A file is no exported library, or a damaged one."""


def broken(detail: str) -> ArchiveError:
    """Return the error for content that cannot come from an export."""
    return ArchiveError(
        "This file is not an exported library, or it is damaged.",
        detail,
        "Export the library again.",
    )


def to_line(value: dict[str, Any]) -> bytes:
    """Return one line of a JSONL file; names that are not valid text survive as lone surrogates."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode("ascii") + b"\n"


def from_line(line: bytes) -> dict[str, Any]:
    """Return the object on one line.

    Raises
    ------
    ArchiveError
        If there is none.
    """
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise broken(repr(error)) from error
    if not isinstance(value, dict):
        raise broken("expected an object on each line")
    return cast("dict[str, Any]", value)


def document_to_json(document: StoredDocument, root: Path) -> dict[str, Any]:
    """Return a file as an export has it: its path begins at its source."""
    return {
        "source": document.source_id,
        "path": document.path.relative_to(root).as_posix(),
        "size": document.facts.size,
        "mtime_ns": document.facts.mtime_ns,
        "state": document.state.value,
        "reason": document.reason,
        "content": document.content_id,
        "place": list(document.place),
        "names": list(document.names),
    }


def document_from_json(value: dict[str, Any], roots: dict[int, Path]) -> StoredDocument:
    """Return the file, below the folder that its source has here.

    Raises
    ------
    ArchiveError
        If a field is missing or cannot be right, such as a path that leads out of its source.
    """
    source = whole(value, "source")
    if source not in roots:
        raise broken(f"a document of source {source}, which is not listed")
    content = None if value.get("content") is None else whole(value, "content")
    try:
        state = FileState(text(value, "state"))
    except ValueError as error:
        raise broken(repr(error)) from error
    facts = FileFacts(whole(value, "size"), whole(value, "mtime_ns", least=-(1 << 63)), "")
    path = roots[source] / inner_path(text(value, "path"))
    place, names = _place(value)
    if place and state is FileState.PENDING:
        raise broken("a member of a file that waits to be read by itself")
    return StoredDocument(source, path, facts, state, text(value, "reason"), content, place, names)


def _place(value: dict[str, Any]) -> tuple[Place, tuple[str, ...]]:
    """Return where a member is in its file, and the names on the way; none for a file."""
    place, names = value.get("place", []), value.get("names", [])
    if not isinstance(place, list) or not isinstance(names, list):
        raise broken("a place that is no list")
    numbers, texts = cast("list[object]", place), cast("list[object]", names)
    if len(numbers) != len(texts) or len(numbers) > _MAX_PLACE:
        raise broken("a place and names that do not fit")
    if not all(isinstance(name, str) and len(name) <= _TEXT_LENGTH for name in texts):
        raise broken("a member's name that is no text, or far too long")
    where = tuple(_int(number, 0) for number in numbers)
    if any(number > _MAX_NUMBER for number in where):
        raise broken("a member with a number over all limits")
    return where, tuple(str(name) for name in texts)


def group_to_json(
    group: StoredGroup, members: Iterable[GroupMember], roots: Mapping[int, Path]
) -> dict[str, Any]:
    """Return a tag or collection as an export has it; members of no source are left out."""
    placed = (
        (key, member.path.relative_to(root).as_posix(), list(member.place), member.digest.hex())
        for member in members
        for key, root in roots.items()
        if member.path.is_relative_to(root)
    )
    return {"kind": group.kind.value, "name": group.name, "members": list(placed)}


def group_from_json(
    value: dict[str, Any], roots: Mapping[int, Path]
) -> tuple[GroupKind, str, list[GroupMember]]:
    """Return a tag or collection, with its members where their sources are here.

    Raises
    ------
    ArchiveError
        If a field is missing or cannot be right.
    """
    members: list[GroupMember] = []
    for source, path, place, digest in rows(value, "members", 4):
        key = _int(source, 1)
        if key not in roots or not isinstance(path, str) or not isinstance(place, list):
            raise broken("a member of a collection that is nowhere")
        numbers = tuple(_int(number, 0) for number in cast("list[object]", place))
        if len(numbers) > _MAX_PLACE or any(number > _MAX_NUMBER for number in numbers):
            raise broken("a member of a collection with a place over all limits")
        bytes_digest = _digest(digest)
        members.append(GroupMember(roots[key] / inner_path(path), numbers, bytes_digest))
    try:
        return GroupKind(text(value, "kind")), text(value, "name"), members
    except ValueError as error:
        raise broken(repr(error)) from error


def _digest(value: object) -> bytes:
    """Return the bytes of a checksum; none where a file was never read."""
    try:
        digest = bytes.fromhex(str(value))
    except ValueError as error:
        raise broken(repr(error)) from error
    if len(digest) not in (0, _DIGEST_BYTES):
        raise broken("a digest that is not 32 bytes long")
    return digest


def inner_path(path: str) -> PurePosixPath:
    """Return a path below a source; ``.`` is the source itself.

    Raises
    ------
    ArchiveError
        If it leads out of there.
    """
    parts = path.split("/")
    if path == ".":
        return PurePosixPath()
    if any(part in ("", ".", "..") or "\\" in part or "\0" in part for part in parts):
        raise broken(f"a path that is not one inside its folder: {path[:100]!r}")
    if len(parts[0]) > 1 and parts[0][1] == ":":
        raise broken(f"a path with a drive: {path[:100]!r}")
    return PurePosixPath(*parts)


def content_to_json(content: StoredContent) -> dict[str, Any]:
    """Return a content as an export has it."""
    return {
        "id": content.id,
        "digest": content.digest.hex(),
        "format": content.format,
        "reader": content.reader,
        "title": content.title,
        "name": content.name,
        "text": content.text,
        "pages": [[page.number, page.start, page.end] for page in content.pages],
        "metadata": content.metadata,
        "warnings": content.warnings,
        "passages": [[p.id, *_draft_values(p.draft)] for p in content.passages],
    }


def _draft_values(draft: PassageDraft) -> tuple[int, int, int, str]:
    return draft.start, draft.end, draft.page, draft.heading


def content_from_json(value: dict[str, Any]) -> StoredContent:
    """Return the content.

    Raises
    ------
    ArchiveError
        If a field is missing or cannot be right.
    """
    words = text(value, "text", math.inf)
    try:
        digest = bytes.fromhex(text(value, "digest"))
    except ValueError as error:
        raise broken(repr(error)) from error
    if len(digest) != _DIGEST_BYTES:
        raise broken("a digest that is not 32 bytes long")
    metadata = value.get("metadata")
    if not isinstance(metadata, dict):
        raise broken("metadata that is no object")
    return StoredContent(
        id=whole(value, "id", least=1),
        digest=digest,
        format=text(value, "format"),
        reader=text(value, "reader"),
        title=text(value, "title"),
        name=text(value, "name"),
        text=words,
        pages=tuple(_page(row, len(words)) for row in rows(value, "pages", 3)),
        metadata={str(k): str(v) for k, v in cast("dict[object, object]", metadata).items()},
        warnings=tuple(str(row) for row in cast("list[object]", value.get("warnings", ()))),
        passages=tuple(_passage(row, len(words)) for row in rows(value, "passages", 5)),
    )


def _page(row: list[object], length: int) -> PageRange:
    number, start, end = (_int(item, 0) for item in row)
    if not start <= end <= length:
        raise broken("a page outside of its text")
    return PageRange(number, start, end)


def _passage(row: list[object], length: int) -> StoredPassage:
    start, end = _int(row[1], 0), _int(row[2], 0)
    if not start < end <= length or not isinstance(row[4], str):
        raise broken("a passage outside of its text")
    return StoredPassage(_int(row[0], 1), PassageDraft(start, end, _int(row[3], -1), row[4]))


def rows(value: dict[str, Any], key: str, width: int) -> list[list[object]]:
    """Return a field that is a table."""
    found = value.get(key)
    if not isinstance(found, list):
        raise broken(f"{key!r} is no list")
    table = cast("list[object]", found)
    if not all(isinstance(row, list) and len(cast("list[object]", row)) == width for row in table):
        raise broken(f"{key!r} is no table of {width} columns")
    return cast("list[list[object]]", table)


def text(value: dict[str, Any], key: str, most: float = _TEXT_LENGTH) -> str:
    """Return a field that is a text of at most so many characters."""
    found = value.get(key)
    if not isinstance(found, str) or len(found) > most:
        raise broken(f"{key!r} is no text, or far too long")
    return found


def whole(value: dict[str, Any], key: str, least: int = 0) -> int:
    """Return a field that is a whole number, as a database can hold it."""
    return _int(value.get(key), least)


def _int(item: object, least: int) -> int:
    if not isinstance(item, int) or isinstance(item, bool) or not least <= item < 1 << 63:
        raise broken(f"expected a whole number from {least}, got {str(item)[:40]!r}")
    return item
