# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import json

import pytest

from findling.extract.errors import ReadError, ReadFailure
from findling.extract.types import ExtractedDocument, Heading, Member, PageSpan
from findling.extract.wire import (
    document_from_wire,
    document_to_wire,
    error_from_wire,
    error_to_wire,
)

DOCUMENT = ExtractedDocument(
    "Größe 😀\nb",
    "pdf",
    "pdf/1",
    "Title",
    (PageSpan(0, 0, 7), PageSpan(1, 8, 9)),
    (Heading(0, 1, "Größe"),),
    {"author": "A"},
    ("A warning.",),
    (
        Member("a.pdf", "pdf", 12, bytes(32)),
        Member("b.zip", failure="password", reason="It needs a password."),
    ),
    is_listing=True,
)


def test_a_document_survives_the_journey() -> None:
    body, text = document_to_wire(DOCUMENT)
    assert document_from_wire(json.loads(json.dumps(body)), text) == DOCUMENT


def test_an_error_survives_the_journey() -> None:
    error = ReadError(ReadFailure.PASSWORD, "Locked.", "aes", "Unlock it.")
    back = error_from_wire(error_to_wire(error))
    assert (back.kind, back.message, back.detail, back.hint) == (
        ReadFailure.PASSWORD,
        "Locked.",
        "aes",
        "Unlock it.",
    )


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("pages", [[0, 0, 99]]),
        ("pages", [[0, 5, 2]]),
        ("pages", [[0, -1, 2]]),
        ("pages", [["0", 0, 2]]),
        ("headings", [[3, 1, 5]]),
        ("headings", [[3, 1]]),
        ("metadata", ["author"]),
        ("title", None),
        ("members", [["a.pdf", "pdf", 12, "00", "", ""]]),
        ("members", [["a.pdf", "", 12, "00" * 32, "", ""]]),
        ("members", [["a.pdf", "", 12, "", "no such failure", ""]]),
        ("members", [["a.pdf", "pdf", "12", "00" * 32, "", ""]]),
        ("members", [["a.pdf"]]),
        ("warnings", "text"),
    ],
)
def test_a_forged_document_is_refused(key: str, value: object) -> None:
    body, text = document_to_wire(DOCUMENT)
    body[key] = value
    with pytest.raises(ValueError, match=r"expected|offsets|values|valid"):
        document_from_wire(body, text)


def test_text_that_is_no_utf8_is_refused() -> None:
    body, _ = document_to_wire(DOCUMENT)
    with pytest.raises(ValueError, match="utf-8"):
        document_from_wire(body, b"\xff\xff")
