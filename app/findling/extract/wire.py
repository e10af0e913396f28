# SPDX-License-Identifier: Apache-2.0
"""Documents and errors as JSON with raw text, to cross from the reader's process to the worker's.

What comes from a child is checked like any foreign input: a reader that a hostile file has taken
over can send any JSON.
"""

from __future__ import annotations

from typing import Any, cast

from findling.extract.errors import ReadError, ReadFailure
from findling.extract.types import ExtractedDocument, Heading, Member, PageSpan

Body = dict[str, Any]

_DIGEST_BYTES = 32


def document_to_wire(document: ExtractedDocument) -> tuple[Body, bytes]:
    """Return a JSON body and the text as UTF-8."""
    body: Body = {
        "format": document.format,
        "reader": document.reader,
        "title": document.title,
        "pages": [[page.number, page.start, page.end] for page in document.pages],
        "headings": [[h.offset, h.level, h.title] for h in document.headings],
        "metadata": document.metadata,
        "warnings": list(document.warnings),
        "members": [_member_row(member) for member in document.members],
        "is_listing": document.is_listing,
    }
    return body, document.text.encode("utf-8", "replace")


def document_from_wire(body: Body, payload: bytes) -> ExtractedDocument:
    """Return the document that `document_to_wire` sent.

    Raises
    ------
    ValueError
        If the body is not one, or offsets lie outside the text or run backwards.
    """
    text = payload.decode("utf-8")
    document = ExtractedDocument(
        text=text,
        format=_string(body.get("format")),
        reader=_string(body.get("reader")),
        title=_string(body.get("title")),
        pages=tuple(PageSpan(*_ints(row, 3)) for row in _list(body.get("pages"))),
        headings=tuple(_heading(row) for row in _list(body.get("headings"))),
        metadata={
            _string(key): _string(value) for key, value in _dict(body.get("metadata")).items()
        },
        warnings=tuple(_string(item) for item in _list(body.get("warnings"))),
        members=tuple(_member(row) for row in _list(body.get("members"))),
        is_listing=body.get("is_listing") is True,
    )
    _check_offsets(document)
    return document


def place_of(body: Body) -> list[int]:
    """Return which member of a file a request is about; empty for the file itself."""
    place = _list(body.get("place", []))
    return _ints(place, len(place))


def password_of(body: Body) -> str:
    """Return the password that comes with a request; empty without one."""
    return _string(body.get("password", ""))


def error_to_wire(error: ReadError) -> Body:
    """Return a JSON body for an error."""
    return {
        "kind": error.kind.value,
        "message": error.message,
        "detail": error.detail,
        "hint": error.hint,
    }


def error_from_wire(body: Body) -> ReadError:
    """Return the error that `error_to_wire` sent.

    Raises
    ------
    ValueError
        If the body is not one.
    """
    return ReadError(
        ReadFailure(_string(body.get("kind"))),
        _string(body.get("message")),
        _string(body.get("detail")),
        _string(body.get("hint")),
    )


def _check_offsets(document: ExtractedDocument) -> None:
    points = [point for page in document.pages for point in (page.start, page.end)]
    offsets = [heading.offset for heading in document.headings]
    for series in (points, offsets):
        if series != sorted(series) or (
            series and not 0 <= series[0] <= series[-1] <= len(document.text)
        ):
            msg = "offsets outside of the text"
            raise ValueError(msg)


def _heading(row: object) -> Heading:
    cells = _list(row)
    if len(cells) != 3:
        msg = "a heading has three values"
        raise ValueError(msg)
    offset, level = _ints(cells[:2], 2)
    return Heading(offset, level, _string(cells[2]))


def _member_row(member: Member) -> list[object]:
    name = member.name.encode("utf-8", "replace").decode()
    numbers = (member.size, member.digest.hex())
    return [name, member.format, *numbers, member.failure, member.reason]


def _member(row: object) -> Member:
    cells = _list(row)
    if len(cells) != 6:
        msg = "a member has six values"
        raise ValueError(msg)
    (size,) = _ints(cells[2:3], 1)
    name, form, digest, failure, reason = (_string(c) for c in cells[:2] + cells[3:])
    member = Member(name, form, size, bytes.fromhex(digest), failure, reason)
    if failure:
        ReadFailure(failure)
    elif not form or len(member.digest) != _DIGEST_BYTES:
        msg = "expected a format and a digest of a member that can be read"
        raise ValueError(msg)
    return member


def _ints(row: object, n: int) -> list[int]:
    cells = _list(row)
    if len(cells) != n or not all(isinstance(cell, int) for cell in cells):
        msg = f"expected {n} integers"
        raise ValueError(msg)
    return cast("list[int]", cells)


def _string(value: object) -> str:
    if not isinstance(value, str):
        msg = f"expected text, got {type(value).__name__}"
        raise ValueError(msg)
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        msg = f"expected a list, got {type(value).__name__}"
        raise ValueError(msg)
    return cast("list[object]", value)


def _dict(value: object) -> dict[object, object]:
    if not isinstance(value, dict):
        msg = f"expected an object, got {type(value).__name__}"
        raise ValueError(msg)
    return cast("dict[object, object]", value)
