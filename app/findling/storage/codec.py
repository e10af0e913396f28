# SPDX-License-Identifier: Apache-2.0
"""How values look inside the database.

Paths as file-system bytes, texts packed, tables of numbers as blobs.
"""

from __future__ import annotations

import json
import os
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from findling.storage.errors import StorageError
from findling.storage.records import PageRange, Place, StoredTeaching, TaughtPassage

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_TEXT_BYTES = 256 << 20
"""No stored text unpacks to more; a blob that claims otherwise is damaged."""

_PAGE_DTYPE = np.dtype("<u4")
_PLACE_DIGITS = 6


def pack_path(path: Path) -> bytes:
    """Return a path as bytes: names on Linux need not be valid text."""
    return os.fsencode(path)


def unpack_path(data: bytes) -> Path:
    """Return the path that `pack_path` packed."""
    return Path(os.fsdecode(data))


def pack_place(place: Place) -> str:
    """Return where a member is as text that sorts like the numbers in it."""
    return "/".join(f"{number:0{_PLACE_DIGITS}d}" for number in place)


def unpack_place(text: str) -> Place:
    """Return the place that `pack_place` packed.

    Raises
    ------
    StorageError
        If it is damaged.
    """
    parts = text.split("/") if text else []
    if not all(len(part) == _PLACE_DIGITS and part.isdecimal() for part in parts):
        raise _damaged(f"place {text[:40]!r}")
    return tuple(int(part) for part in parts)


def pack_text(text: str) -> bytes:
    """Return a text packed; releases the interpreter lock for most of the work."""
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 6)


def unpack_text(data: bytes) -> str:
    """Return the text that `pack_text` packed.

    Raises
    ------
    StorageError
        If it is damaged or unpacks to more than `MAX_TEXT_BYTES`.
    """
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(data, MAX_TEXT_BYTES).decode("utf-8", "surrogatepass")
    except (zlib.error, UnicodeDecodeError) as error:
        raise _damaged(repr(error)) from error
    if not unpacker.eof:
        raise _damaged("text ends early or is too long")
    return text


def pack_pages(pages: tuple[PageRange, ...]) -> bytes:
    """Return pages as rows of (number, start, end), little-endian uint32."""
    rows = [(page.number, page.start, page.end) for page in pages]
    return np.asarray(rows, dtype=_PAGE_DTYPE).tobytes()


def unpack_pages(data: bytes) -> tuple[PageRange, ...]:
    """Return the pages that `pack_pages` packed."""
    if len(data) % 12:
        raise _damaged("table of pages")
    table: NDArray[np.uint32] = np.frombuffer(data, dtype=_PAGE_DTYPE)
    values: list[int] = table.tolist()
    triples = zip(values[::3], values[1::3], values[2::3], strict=True)
    return tuple(PageRange(number, start, end) for number, start, end in triples)


def pack_json(value: dict[str, str] | tuple[str, ...]) -> str:
    """Return strings as JSON."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def unpack_strings(text: str) -> tuple[str, ...]:
    """Return a tuple of strings that `pack_json` packed."""
    try:
        value = json.loads(text)
    except ValueError as error:
        raise _damaged(repr(error)) from error
    if not isinstance(value, list):
        raise _damaged("list of strings")
    return tuple(str(item) for item in cast("list[object]", value))


def unpack_mapping(text: str) -> dict[str, str]:
    """Return a mapping of strings that `pack_json` packed."""
    try:
        value = json.loads(text)
    except ValueError as error:
        raise _damaged(repr(error)) from error
    if not isinstance(value, dict):
        raise _damaged("mapping of strings")
    return {str(key): str(item) for key, item in cast("dict[object, object]", value).items()}


def teaching_to_plain(teaching: StoredTeaching) -> dict[str, Any]:
    """Return a teaching as values for JSON; where its passage was found last is left out."""
    plain: dict[str, Any] = {
        "kind": teaching.kind,
        "query": teaching.query,
        "meaning": teaching.meaning,
        "enabled": teaching.enabled,
        "created": teaching.created,
    }
    if teaching.passage is not None:
        plain["passage"] = {
            "digest": teaching.passage.digest.hex(),
            "start": teaching.passage.start,
            "end": teaching.passage.end,
            "excerpt": teaching.passage.excerpt,
        }
    return plain


def teaching_from_plain(value: dict[str, Any]) -> StoredTeaching:
    """Return the teaching, without a key.

    Raises
    ------
    KeyError, TypeError, ValueError
        If a field is missing or of another type.
    """
    where = value.get("passage")
    passage = None
    if where is not None:
        digest, excerpt = bytes.fromhex(where["digest"]), str(where["excerpt"])
        passage = TaughtPassage(digest, int(where["start"]), int(where["end"]), excerpt, 0)
    texts = (str(value["kind"]), str(value["query"]), str(value["meaning"]))
    return StoredTeaching(0, *texts, passage, bool(value["enabled"]), float(value["created"]))


def _damaged(detail: str) -> StorageError:
    return StorageError(
        "A document in the library's database is damaged.", detail, "Add its file again."
    )
