# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import os
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest

from findling.extract.errors import ReadError, ReadFailure
from findling.extract.memberfile import MemberFile
from findling.extract.registry import (
    read,
    supported_extensions,
    supported_formats,
    unsupported_reason,
)
from findling.extract.sniff import sniff

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[str, str | bytes], Path]
    MakePdf = Callable[..., Path]
    MakeDocx = Callable[..., Path]
    MakeZip = Callable[..., Path]


SAVE_AS_DOCX = "Open it in Word or LibreOffice and save it as .docx."
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
        ("a.xls", "<html><table><tr><td>Not Excel</html>", "html"),
        ("a.doc", "<html><p>Not Word</html>", "html"),
        ("a.rtf", "{\\rtf1 words}", "rtf"),
        ("a.doc", "\r\n{\\rtf1 words}", "rtf"),
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
        (
            "a.ppt",
            OLE + "PowerPoint Document".encode("utf-16-le"),
            "Old PowerPoint files (.ppt) cannot be read yet. "
            "Open it in PowerPoint or LibreOffice and save it as .pptx.",
        ),
        (
            "a.xlsb",
            b"PK\x03\x04xl/workbook.bin",
            "Binary Excel files (.xlsb) cannot be read yet. "
            "Open it in Excel or LibreOffice and save it as .xlsx.",
        ),
        ("a.mobi", b"\0\1", "E-books of this kind cannot be read yet. Convert it to .epub."),
        ("a.png", b"\x89PNG\r\n\x1a\n", "Pictures cannot be read yet."),
        ("a.doc", OLE, f"Old Word files (.doc) cannot be read yet. {SAVE_AS_DOCX}"),
        ("a.pst", b"!BDN", "Outlook data files cannot be read yet."),
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
            f"Old Word files (.doc) cannot be read yet. {SAVE_AS_DOCX}",
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
    assert (caught.value.kind, str(caught.value)) == (ReadFailure.UNSUPPORTED, reason)


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        (["xl/workbook.bin"], "save it as .xlsx."),
    ],
)
def test_zip_files_are_told_apart_by_their_members(
    make_zip: MakeZip, members: list[str], reason: str
) -> None:
    found = unsupported_reason(make_zip("a.zip", *members))
    assert found is not None
    assert found.endswith(reason)


_ODF = "application/vnd.oasis.opendocument"


@pytest.mark.parametrize(
    ("parts", "format_"),
    [
        ({"mimetype": "application/epub+zip"}, "epub"),
        ({"mimetype": f"{_ODF}.text"}, "odt"),
        ({"mimetype": f"{_ODF}.spreadsheet-template"}, "ods"),
        ({"mimetype": f"{_ODF}.presentation"}, "odp"),
        ({"mimetype": f"{_ODF}.graphics"}, "odp"),
        ({"[Content_Types].xml": "", "xl/workbook.xml": ""}, "xlsx"),
        ({"[Content_Types].xml": "", "ppt/slides/slide1.xml": ""}, "pptx"),
        ({"[Content_Types].xml": "", "word\\document.xml": ""}, "docx"),
    ],
)
@pytest.mark.parametrize("name", ["a", "a.zip", "a.pdf", "a.docx"])
def test_zipped_documents_are_known_under_any_name(
    make_parts: MakeZip, parts: dict[str, str], format_: str, name: str
) -> None:
    assert sniff(make_parts(name, parts)).format == format_


@pytest.mark.parametrize("extension", ["docx", "xlsx", "pptx", "odt", "ods", "odp", "epub"])
def test_a_zip_of_unknown_parts_is_left_to_the_reader_of_its_name(
    make_parts: MakeZip, extension: str
) -> None:
    path = make_parts(f"a.{extension}", {"part": "content"})
    assert sniff(path).format == extension
    with pytest.raises(ReadError, match="damaged"):
        read(path)


def test_a_database_of_open_document_has_no_reader(make_parts: MakeZip) -> None:
    found = unsupported_reason(make_parts("a.odb", {"mimetype": f"{_ODF}.base"}))
    assert found == "OpenDocument files of this kind cannot be read yet."


def test_flat_documents_are_known_under_any_name(make_flat_odf: MakeZip) -> None:
    document = read(make_flat_odf("a.xml", "text", "<text:p>Words</text:p>"))
    assert document.format == "odt"


def test_names_that_say_something_else_are_told(make_odf: MakeZip) -> None:
    document = read(make_odf("a.doc", "text", "<text:p>Words</text:p>"))
    assert document.warnings == (
        "The name ends in .doc, but the file is an OpenDocument text (.odt); it was read as one.",
    )


@pytest.mark.parametrize("extension", ["docx", "xlsx", "xlsm", "pptx"])
def test_an_encrypted_office_document_needs_a_password(write: Write, extension: str) -> None:
    path = write(f"a.{extension}", OLE + "EncryptedPackage".encode("utf-16-le"))
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
    office = {"docx", "xlsx", "pptx", "odt", "ods", "odp", "rtf"}
    inside = {"eml", "mbox", "msg", "mhtml", "zip"}
    assert office | inside | {"pdf", "epub", "html", "md", "csv", "txt"} <= set(supported_formats())
    assert {".pdf", ".docx", ".xlsm", ".ppsx", ".fodt", ".odg"} <= set(supported_extensions())


def test_sniffing_a_huge_central_directory_parses_nothing(write: Write) -> None:
    bomb = b"PK\x03\x04" + bytes(100) + b"PK\x05\x06" + struct.pack("<4H2IH", 0, 0, 9, 9, 9, 9, 0)
    assert unsupported_reason(write("a.jar", bomb)) == "Archives cannot be read yet."


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_named_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert unsupported_reason(tmp_path / "pipe.txt") is not None


def test_every_reader_reads_a_member_as_it_reads_a_file(shared_data: Path) -> None:
    formats: set[str] = set()
    for folder in sorted(path for path in (shared_data / "docs").iterdir() if path.is_dir()):
        for path in sorted(folder.iterdir())[:3]:
            if unsupported_reason(path) is None:
                document = read(path)
                assert read(MemberFile(path.read_bytes(), path.name)) == document, path
                formats.add(document.format)
    assert formats >= {"pdf", "docx", "html", "md", "rst", "txt", "eml", "mbox", "msg"}
