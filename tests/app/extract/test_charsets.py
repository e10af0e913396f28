# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from findling.extract.charsets import decode_charset


@pytest.mark.parametrize(
    ("data", "charset", "text"),
    [
        ("Grüße".encode(), "utf-8", "Grüße"),
        ("Grüße".encode("cp1252"), "iso-8859-1", "Grüße"),
        (b"\x93quoted\x94", "ISO-8859-1", "\u201cquoted\u201d"),
        ("Grüße".encode(), "us-ascii", "Grüße"),
        ("Grüße".encode(), "iso-8859-15x", "Grüße"),
        ("Привет".encode("koi8-r"), '"KOI8-R"', "Привет"),
        ("你好".encode("gb18030"), "gb2312", "你好"),
        ("こんにちは".encode("iso-2022-jp"), "iso-2022-jp", "こんにちは"),
        (b"plain\r\ntext\r", "", "plain\ntext\n"),
        (b"caf\xe9 au lait", "", "café au lait"),
        (b"", "utf-8", ""),
        ("Größere Grüße".encode("cp1252"), "utf-8", "Größere Grüße"),
        ("Größere Grüße".encode() + b"\xff", "utf-8", "Größere Grüße\ufffd"),
    ],
)
def test_texts_are_decoded_as_their_writers_meant(data: bytes, charset: str, text: str) -> None:
    assert decode_charset(data, charset) == text


@pytest.mark.parametrize(
    "charset", ["hex", "zip", "punycode", "undefined", "a\0b", "idna", "rot13"]
)
def test_encodings_that_are_none_of_text_are_not_used(charset: str) -> None:
    assert decode_charset("abc-Grüße".encode(), charset) == "abc-Grüße"


def test_what_fits_nothing_comes_out_all_the_same() -> None:
    assert decode_charset(b"ab\xff\xfe\x00\x81", "utf-8") == "ab\xff\xfe\x00\ufffd"
