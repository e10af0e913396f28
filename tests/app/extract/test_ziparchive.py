# SPDX-License-Identifier: Apache-2.0
"""Archives of every bad intent: bombs, lies about sizes, paths, passwords, sheer number."""

from __future__ import annotations

import contextlib
import io
import struct
import time
import zipfile
from typing import TYPE_CHECKING

import pytest

from findling.extract import ziparchive
from findling.extract.errors import ReadError, ReadFailure
from findling.extract.memberfile import MemberFile
from findling.extract.registry import read
from findling.extract.ziparchive import Archive, read_zip
from tests.app.mail_files import archive

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[str, str | bytes], Path]


def failures(data: bytes) -> dict[str, str]:
    return {m.name: m.failure for m in read_zip(MemberFile(data, "a.zip")).members}


def test_files_are_members_by_their_names_and_formats(write: Write) -> None:
    data = archive(
        {"a/b.txt": b"Words.", "page.html": b"<html><p>Hi</p>", "photo.jpg": b"\xff\xd8"}
    )
    path = write("a.zip", data)
    document = read(path)
    assert [(m.name, m.format, m.reason) for m in document.members] == [
        ("a/b.txt", "txt", ""),
        ("page.html", "html", ""),
        ("photo.jpg", "", "Pictures cannot be read yet."),
    ]
    assert document.is_listing
    assert document.text == "a/b.txt\npage.html\nphoto.jpg\n"
    assert read(Archive(path).member(0)).text == "Words."


def test_folders_hidden_files_and_those_of_programs_are_left_out() -> None:
    names = (
        "x/",
        ".git/config",
        "__MACOSX/._a.txt",
        "a/.DS_Store",
        "~$a.docx",
        "Thumbs.db",
        "a.txt",
    )
    assert list(failures(archive(dict.fromkeys(names, b"Words.")))) == ["a.txt"]


def test_a_name_is_only_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names = [
        "../../up.txt",
        "/etc/passwd",
        "C:\\Windows\\x.txt",
        "a/../../../b.txt",
        "\x1b[2Jx",
    ]
    found = read_zip(MemberFile(archive(dict.fromkeys(names, b"Words.")), "a.zip"))
    assert [m.name for m in found.members] == [
        "../../up.txt",
        "etc/passwd",
        "C:/Windows/x.txt",
        "a/../../../b.txt",
        "[2Jx",
    ]
    assert list(tmp_path.glob("**/*")) == [tmp_path / "home"]


def test_a_member_without_a_name_is_left_out() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as out:
        out.writestr("a.txt", "Somebody is here.")
        info = zipfile.ZipInfo("x")
        info.filename = ""
        out.writestr(info, "nobody")
    document = read_zip(MemberFile(made.getvalue(), "a.zip"))
    assert [member.name for member in document.members] == ["a.txt"]


def test_names_of_old_systems_are_decoded() -> None:
    data = archive({"XXXX.txt": b"Words."})
    for raw in ("Größ.txt".encode(), "Größ.txt".encode("cp1252")):
        old = b"XXXX.txt"
        fitted = data.replace(old, raw.ljust(len(old), b"_")[: len(old)])
        (name,) = failures(fitted)
        assert name.startswith("Gr")
    assert list(failures(archive({"Größe.txt": b"Words."}))) == ["Größe.txt"]


def test_a_bomb_costs_itself_only() -> None:
    data = archive({"bomb.txt": bytes(60_000_000), "note.txt": b"Words."})
    start = time.monotonic()
    assert failures(data) == {"bomb.txt": "too_large", "note.txt": ""}
    assert time.monotonic() - start < 5


def test_a_size_that_lies_is_found_out() -> None:
    data = archive({"a.txt": b"Words. " * 300})
    real, claimed = struct.pack("<I", 2100), struct.pack("<I", 10)
    assert data.count(real) == 2
    assert failures(data.replace(real, claimed)) == {"a.txt": "damaged"}
    huge = data.replace(real, struct.pack("<I", 0xFFFFFFF0))
    assert failures(huge) == {"a.txt": "too_large"}


def test_an_encrypted_member_costs_itself_only() -> None:
    data = bytearray(archive({"a.txt": b"Words.", "b.txt": b"Words."}))
    local, central = data.index(b"PK\x03\x04"), data.index(b"PK\x01\x02")
    data[local + 6] |= 1
    data[central + 8] |= 1
    assert failures(bytes(data)) == {"a.txt": "password", "b.txt": ""}


def test_methods_that_may_need_gigabytes_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as opened:
        opened.writestr("a.txt", b"Words.")
    assert failures(out.getvalue()) == {"a.txt": "unsupported"}


def test_members_without_number_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ziparchive, "MAX_MEMBERS", 100)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as opened:
        for number in range(100_000):
            opened.writestr(zipfile.ZipInfo(f"{number}.txt"), b"")
    document = read_zip(MemberFile(out.getvalue(), "a.zip"))
    assert len(document.members) == 100
    assert document.warnings == ("Only the first 100 of 100,000 files in it were read.",)


def test_bytes_without_number_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ziparchive, "MAX_MEMBER_BYTES", 25)
    document = read_zip(MemberFile(archive({f"{i}.txt": b"0123456789" for i in range(9)}), "a.zip"))
    assert len(document.members) == 2
    assert document.warnings == ("Only the first 2 of 9 files in it were read.",)


def test_an_archive_that_holds_itself_is_one_member() -> None:
    inner = archive({"a.txt": b"Words."})
    document = read_zip(MemberFile(archive({"r.zip": inner, "again.zip": inner}), "a.zip"))
    assert [m.format for m in document.members] == ["zip", "zip"]
    assert document.members[0].digest == document.members[1].digest


def test_an_archive_of_documents_is_no_document(write: Write) -> None:
    parts = {"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as opened:
        opened.writestr("letter.docx", archive(parts))
    assert [m.format for m in read(write("a.zip", out.getvalue())).members] == ["docx"]
    assert [m.format for m in read(write("backup", out.getvalue())).members] == ["docx"]


@pytest.mark.parametrize("cut", [4, 30, 70])
def test_damaged_archives_have_a_reason(cut: int) -> None:
    data = archive({"a.txt": b"Words.", "b.txt": b"Words."})
    with pytest.raises(ReadError) as caught:
        read_zip(MemberFile(data[:cut], "a.zip"))
    assert caught.value.kind is ReadFailure.DAMAGED


def test_an_empty_archive_is_told() -> None:
    with pytest.raises(ReadError, match="no files"):
        read_zip(MemberFile(archive({}), "a.zip"))


def test_no_altered_byte_breaks_more_than_the_archive() -> None:
    data = archive({"a.txt": b"Words and words." * 9, "b.txt": b"Words."})
    for at in range(len(data)):
        altered = bytearray(data)
        altered[at] ^= 0xFF
        with contextlib.suppress(ReadError):
            read_zip(MemberFile(bytes(altered), "a.zip"))


def test_the_file_is_not_held_open(write: Write) -> None:
    path = write("a.zip", archive({"a.txt": b"Words."}))
    opened = Archive(path)
    path.rename(path.with_name("moved.zip"))
    with pytest.raises(ReadError):
        opened.member(0)
