# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import struct

import pytest

from findling.extract.errors import ReadError
from findling.extract.rtf_compressed import unpack_rtf


def packed(body: bytes, raw_size: int, kind: bytes = b"LZFu") -> bytes:
    return struct.pack("<II4sI", len(body) + 12, raw_size, kind, 0) + body


def test_the_specifications_own_examples() -> None:
    simple = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c64"
        "7d0a800fa0"
    )
    crossing = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")
    assert unpack_rtf(simple) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert unpack_rtf(crossing) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"


def test_stored_text_is_taken_as_it_is() -> None:
    assert unpack_rtf(packed(b"{\\rtf1 hi}...", 10, b"MELA")) == b"{\\rtf1 hi}"


@pytest.mark.parametrize(
    "data", [b"", b"LZFu", packed(b"x", 1, b"GIF8"), packed(b"\xff", 4_000_000_000)]
)
def test_damage_has_a_reason(data: bytes) -> None:
    with pytest.raises(ReadError):
        unpack_rtf(data)


def test_text_that_ends_early_gives_what_there_is() -> None:
    assert unpack_rtf(packed(b"\x00abc", 1000)) == b"abc"
    assert len(unpack_rtf(packed(b"\xff" * 500, 100))) == 100
