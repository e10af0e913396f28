# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
import sys
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from findling.storage import codec
from findling.storage.errors import StorageError
from findling.storage.records import PageRange


@given(st.text(st.characters()))
def test_texts_come_back_to_the_letter(text: str) -> None:
    assert codec.unpack_text(codec.pack_text(text)) == text


@given(st.lists(st.tuples(*[st.integers(0, 2**32 - 1)] * 3)))
def test_pages_come_back(rows: list[tuple[int, int, int]]) -> None:
    pages = tuple(PageRange(*row) for row in rows)
    assert codec.unpack_pages(codec.pack_pages(pages)) == pages


@given(st.dictionaries(st.text(), st.text()), st.lists(st.text()))
def test_strings_come_back(mapping: dict[str, str], strings: list[str]) -> None:
    assert codec.unpack_mapping(codec.pack_json(mapping)) == mapping
    assert codec.unpack_strings(codec.pack_json(tuple(strings))) == tuple(strings)


@pytest.mark.skipif(sys.platform == "win32", reason="names on Windows are always text")
def test_names_that_are_no_text_come_back() -> None:
    path = Path(os.fsdecode(b"/caf\xe9/\xff.txt"))
    assert codec.unpack_path(codec.pack_path(path)) == path


@pytest.mark.parametrize(
    "blob", [b"", b"nonsense", codec.pack_text("cut off " * 100)[:-5], zlib.compress(b"\xff\xfe")]
)
def test_damaged_texts_are_told(blob: bytes) -> None:
    with pytest.raises(StorageError, match="damaged"):
        codec.unpack_text(blob)


def test_a_text_cannot_unpack_to_more_than_agreed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codec, "MAX_TEXT_BYTES", 1000)
    with pytest.raises(StorageError, match="damaged"):
        codec.unpack_text(codec.pack_text("a" * 1001))
    assert codec.unpack_text(codec.pack_text("a" * 1000)) == "a" * 1000


@pytest.mark.parametrize("damaged", ["", "{", "1", "null"])
def test_damaged_json_is_told(damaged: str) -> None:
    with pytest.raises(StorageError, match="damaged"):
        codec.unpack_mapping(damaged)
    with pytest.raises(StorageError, match="damaged"):
        codec.unpack_strings(damaged)
    with pytest.raises(StorageError, match="damaged"):
        codec.unpack_pages(b"12345")
