# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from findling.extract.decode import decode, looks_binary, read_text
from findling.extract.errors import ReadError, ReadFailure
from findling.extract.plain import read_plain

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[str, str | bytes], Path]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_marked_and_utf8_text_is_read_without_guessing(encoding: str) -> None:
    decoded = decode("Größe 漢字 😀\r\nb\rc".encode(encoding))
    assert decoded.text == "Größe 漢字 😀\nb\nc"
    assert decoded.warnings == ()


def test_a_guess_is_said_aloud() -> None:
    source = "Die Größe der Wohnung beträgt fünfzig Quadratmeter, schöne Grüße aus Köln. " * 20
    decoded = decode(source.encode("cp1252"))
    assert decoded.text == source
    assert "guess" in decoded.warnings[0]


def test_binary_data_under_a_text_name_is_refused(write: Write) -> None:
    with pytest.raises(ReadError) as caught:
        read_plain(write("a.txt", bytes(range(256)) * 10))
    assert caught.value.kind is ReadFailure.UNSUPPORTED


def test_an_empty_file_is_refused(write: Write) -> None:
    with pytest.raises(ReadError, match="empty"):
        read_text(write("a.txt", " \n "), 100)


def test_a_large_file_is_refused_with_its_size(write: Write) -> None:
    with pytest.raises(ReadError, match="The file is too large: 3 MB where at most 2 MB"):
        read_text(write("a.txt", b"x" * 3_000_000), 2_000_000)


@pytest.mark.parametrize(
    ("head", "expected"),
    [(b"plain text\n", False), (b"a\0b", True), (b"\x01\x02\x03\x04", True), (b"", False)],
)
def test_looks_binary(head: bytes, expected: bool) -> None:
    assert looks_binary(head) is expected


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Grüße", "cp1252"),
        ("Größe der Wohnung: 50 m², schöne Küche", "cp1252"),
        ("It’s “quoted” – naïve café résumé", "cp1252"),
        ("señor, mañana: 1º año", "latin-1"),
        ("Привет, как дела? Договор аренды квартиры на год.", "cp1251"),
        ("日本語のテキストです。契約書の内容を確認してください。", "shift_jis"),
        ("Zażółć gęślą jaźń, umowa najmu lokalu", "cp1250"),
    ],
)
def test_short_texts_in_older_encodings_are_guessed(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text
