# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from findling.extract import zip_package
from findling.extract.errors import ReadError, ReadFailure
from findling.extract.memberfile import MemberFile
from findling.extract.zip_package import open_zip
from tests.app.mail_files import archive

Write = Callable[[str, str | bytes], Path]
MakeParts = Callable[..., Path]


def failure(path: Path, part: str = "a.xml") -> ReadError:
    with pytest.raises(ReadError) as caught, open_zip(path, "e-book") as package:
        package.read(part)
    return caught.value


def test_names_are_compared_without_case_and_slashes(make_parts: MakeParts) -> None:
    path = make_parts("a.zip", {"Word\\Document.XML": "text"})
    with open_zip(path, "e-book") as package:
        assert "/word/document.xml" in package
        assert package.read("word/document.xml") == b"text"
        assert package.names() == ["word/document.xml"]


def test_no_name_leads_out_of_the_file(make_parts: MakeParts) -> None:
    path = make_parts("a.zip", {"../../etc/passwd": "mine", "a.xml": "text"})
    with open_zip(path, "e-book") as package:
        assert package.read("../../etc/passwd") == b"mine"
    assert [entry.name for entry in path.parent.iterdir() if entry.is_file()] == ["a.zip"]
    assert failure(path, "/etc/passwd").kind is ReadFailure.DAMAGED


def test_a_bomb_is_refused_while_it_is_inflated(make_parts: MakeParts) -> None:
    assert "expands over 200:1" in failure(make_parts("a.zip", {"a.xml": bytes(50_000_000)})).detail


def test_all_parts_share_one_budget(make_parts: MakeParts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_package, "MAX_ZIP_XML", 1500)
    path = make_parts("a.zip", {"a.xml": bytes(1000), "b.xml": bytes(1000)})
    with open_zip(path, "e-book") as package:
        package.read("a.xml")
        with pytest.raises(ReadError) as caught:
            package.read("b.xml")
    assert caught.value.kind is ReadFailure.TOO_LARGE


def test_sizes_that_lie_are_not_believed(make_parts: MakeParts) -> None:
    path = make_parts("a.zip", {"a.xml": bytes(50_000_000)})
    data = bytearray(path.read_bytes())
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = struct.pack("<I", 10)  # expanded size in the directory
    path.write_bytes(data)
    assert failure(path).kind is ReadFailure.DAMAGED


def test_an_encrypted_part_needs_a_password(make_parts: MakeParts) -> None:
    path = make_parts("a.zip", {"a.xml": "text"})
    data = bytearray(path.read_bytes())
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert failure(path).kind is ReadFailure.PASSWORD


def test_unusual_packing_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("a.xml", "text")
    assert "method 12" in failure(path).detail


def test_a_part_that_is_broken_makes_the_file_damaged(make_parts: MakeParts) -> None:
    path = make_parts("a.zip", {"a.xml": bytes(range(256)) * 100})
    data = bytearray(path.read_bytes())
    data[60:70] = b"\xff" * 10
    path.write_bytes(data)
    assert failure(path).message == "The e-book is damaged and cannot be opened."


def test_a_part_said_to_lie_outside_of_the_file_makes_it_damaged(make_parts: MakeParts) -> None:
    path = make_parts("a.zip", {"a.xml": "text"})
    data = bytearray(path.read_bytes())
    end = data.rindex(b"PK\x05\x06")
    data[end + 16 : end + 20] = struct.pack("<I", 60)  # where the directory is said to begin
    path.write_bytes(data)
    assert failure(path).kind is ReadFailure.DAMAGED


def test_a_part_said_to_lie_before_the_file_makes_it_damaged() -> None:
    data = bytearray(archive({"a.xml": b"text"}))
    end = data.rindex(b"PK\x05\x06")
    (begin,) = struct.unpack("<I", data[end + 16 : end + 20])
    data[end + 16 : end + 20] = struct.pack("<I", begin + 40)  # all places move by as much
    found = MemberFile(bytes(data), "a.epub")
    with pytest.raises(ReadError) as caught, open_zip(found, "e-book") as package:
        package.read("a.xml")
    assert caught.value.kind is ReadFailure.DAMAGED


def test_what_never_was_such_a_file_is_told_from_a_cut_one(write: Write) -> None:
    assert failure(write("a", b"PK\x03\x04" + bytes(99))).hint.startswith("It may be an unfinished")
    assert failure(write("b", b"words")).message.startswith("The file is not an e-book")
    assert failure(write("c", b"")).kind is ReadFailure.NO_TEXT
