# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest

from findling.extract.errors import ReadError, ReadFailure
from findling.extract.registry import (
    read,
    supported_extensions,
    supported_formats,
    unsupported_reason,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[str, str | bytes], Path]
    MakePdf = Callable[..., Path]
    MakeDocx = Callable[..., Path]
    MakeZip = Callable[..., Path]


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.fixture
def make_zip(tmp_path: Path) -> MakeZip:
    def make(name: str, *members: str) -> Path:
        path = tmp_path / name
        with zipfile.ZipFile(path, "w") as archive:
            for member in members:
                archive.writestr(member, b"x" * 50)
        return path

    return make


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.txt", "words", "txt"),
        ("a.py", "print()", "txt"),
        ("README", "words", "txt"),
        ("a.md", "# words", "md"),
        ("a.rst", "words", "rst"),
        ("a.CSV", "a,b\n1,2\n", "csv"),
        ("a.tsv", "a\tb\n1\t2\n", "csv"),
        ("a.html", "<p>words", "html"),
        ("a.txt", "<!DOCTYPE html><p>words", "html"),
        ("a.pdf", "<html><p>Not found</html>", "html"),
    ],
)
def test_a_reader_is_chosen_by_content_then_name(
    write: Write, name: str, content: str | bytes, expected: str
) -> None:
    path = write(name, content)
    assert unsupported_reason(path) is None
    assert read(path).format == expected


def test_pdf_and_word_files_are_read_under_any_name(make_pdf: MakePdf, make_docx: MakeDocx) -> None:
    pdf = make_pdf(["Words"], name="a.docx")
    assert read(pdf).warnings == (
        "The name ends in .docx, but the file is a PDF; it was read as one.",
    )
    word = make_docx(lambda document: document.add_paragraph("Words"), name="old.doc")
    assert read(word).format == "docx"
    assert "newer Word document" in read(word).warnings[0]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.pptx", b"PK\x03\x04ppt/slides", "PowerPoint files cannot be read yet."),
        ("a.png", b"\x89PNG\r\n\x1a\n", "Pictures cannot be read yet."),
        ("a.doc", OLE, "Old Word files (.doc) cannot be read yet."),
        ("a.eml", b"From: me\n", "E-mails cannot be read yet."),
        ("a.rtf", b"{\\rtf1 hi}", "Rich Text files cannot be read yet."),
        ("a.xyz", b"\0\1\2", "Files of this kind (.xyz) cannot be read yet."),
        ("blob", b"\0\1\2", "Files of this kind (no extension) cannot be read yet."),
        (
            "a.txt",
            b"\x7fELF\1\1",
            "The name ends in .txt, but the content is of another kind: "
            "Programs cannot be read yet.",
        ),
        (
            "a.docx",
            OLE + "WordDocument".encode("utf-16-le"),
            "The name ends in .docx, but the content is of another kind: "
            "Old Word files (.doc) cannot be read yet.",
        ),
    ],
)
def test_kinds_without_reader_are_told_in_a_sentence(
    write: Write, name: str, content: str | bytes, reason: str
) -> None:
    path = write(name, content)
    assert unsupported_reason(path) == reason
    with pytest.raises(ReadError) as caught:
        read(path)
    assert (caught.value.kind, caught.value.message) == (ReadFailure.UNSUPPORTED, reason)


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        (["xl/workbook.xml"], "Excel files cannot be read yet."),
        (["holiday.jpg"], "Archives cannot be read yet."),
    ],
)
def test_zip_files_are_told_apart_by_their_members(
    make_zip: MakeZip, members: list[str], reason: str
) -> None:
    found = unsupported_reason(make_zip("a.zip", *members))
    assert found is not None
    assert found.endswith(reason)


def test_an_encrypted_word_document_needs_a_password(write: Write) -> None:
    path = write("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"))
    assert unsupported_reason(path) is None
    with pytest.raises(ReadError) as caught:
        read(path)
    assert caught.value.kind is ReadFailure.PASSWORD


def test_missing_files_and_folders_have_reasons(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no longer there"):
        read(tmp_path / "gone.txt")
    with pytest.raises(ReadError) as caught:
        read(tmp_path)
    assert "folder" in caught.value.message or "permission" in caught.value.message


def test_formats_and_extensions() -> None:
    assert set(supported_formats()) == {"pdf", "docx", "html", "md", "rst", "csv", "txt"}
    assert {".pdf", ".docx", ".md", ".txt", ".csv"} <= set(supported_extensions())


def test_sniffing_a_huge_central_directory_parses_nothing(write: Write) -> None:
    bomb = b"PK\x03\x04" + bytes(100) + b"PK\x05\x06" + struct.pack("<4H2IH", 0, 0, 9, 9, 9, 9, 0)
    assert unsupported_reason(write("a.zip", bomb)) == "Archives cannot be read yet."


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_named_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert unsupported_reason(tmp_path / "pipe.txt") is not None
