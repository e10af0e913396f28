# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from findling.extract.docx import read_docx
from findling.extract.docx_package import open_package
from findling.extract.errors import ReadError, ReadFailure

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[str, str | bytes], Path]
    MakeDocx = Callable[..., Path]


_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;">]><w:document xmlns:w="x">&c;</w:document>'
)


def rewrite(path: Path, name: str, content: bytes | None) -> Path:
    """Replace a member of a zip, or drop it."""
    with zipfile.ZipFile(path) as source:
        members = {info.filename: source.read(info) for info in source.infolist()}
    members.pop(name, None)
    if content is not None:
        members[name] = content
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for member, data in members.items():
            target.writestr(member, data)
    return path


@pytest.fixture
def plain(make_docx: MakeDocx) -> Path:
    return make_docx(lambda document: document.add_paragraph("Some text"))


def test_pictures_and_fonts_stay_behind(plain: Path) -> None:
    rewrite(plain, "word/media/image1.png", b"\x89PNG" + bytes(5_000_000))
    with zipfile.ZipFile(open_package(plain)) as package:
        assert not [name for name in package.namelist() if "media" in name]
    assert read_docx(plain).text == "Some text\n"


def test_a_link_to_a_part_that_is_missing_is_dropped(plain: Path) -> None:
    rewrite(plain, "word/styles.xml", None)
    assert read_docx(plain).text == "Some text\n"


def test_an_entity_bomb_is_refused(plain: Path) -> None:
    rewrite(plain, "word/document.xml", _LAUGHS.encode())
    with pytest.raises(ReadError) as caught:
        read_docx(plain)
    assert caught.value.kind is ReadFailure.DAMAGED
    assert "document type" in caught.value.detail


def test_a_zip_bomb_is_refused_while_it_is_inflated(plain: Path) -> None:
    bomb = b"<w:document>" + b" " * 300_000_000
    rewrite(plain, "word/document.xml", bomb)
    with pytest.raises(ReadError) as caught:
        read_docx(plain)
    assert "expands over 200:1" in caught.value.detail


def test_deep_nesting_is_refused(plain: Path) -> None:
    rewrite(plain, "word/document.xml", b"<a>" * 100_000)
    with pytest.raises(ReadError) as caught:
        read_docx(plain)
    assert "nested deeper" in caught.value.detail


def test_links_cannot_leave_the_container(plain: Path) -> None:
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="x/officeDocument" Target="../../../etc/passwd"/>'
        "</Relationships>"
    )
    rewrite(plain, "_rels/.rels", rels.encode())
    with pytest.raises(ReadError, match="damaged"):
        read_docx(plain)


def test_templates_are_read_like_documents(plain: Path) -> None:
    with zipfile.ZipFile(plain) as source:
        types = source.read("[Content_Types].xml")
    template = types.replace(b"document.main+xml", b"template.main+xml")
    assert template != types
    rewrite(plain, "[Content_Types].xml", template)
    assert read_docx(plain).text == "Some text\n"


def test_strict_documents_are_read(plain: Path) -> None:
    with zipfile.ZipFile(plain) as source:
        document = source.read("word/document.xml")
        links = source.read("_rels/.rels")
    usual, strict = b"schemas.openxmlformats.org/", b"purl.oclc.org/ooxml/"
    words = usual + b"wordprocessingml/2006/main"
    rewrite(plain, "word/document.xml", document.replace(words, strict + b"wordprocessingml/main"))
    kinds = usual + b"officeDocument/2006/relationships"
    rewrite(plain, "_rels/.rels", links.replace(kinds, strict + b"officeDocument/relationships"))
    assert read_docx(plain).text == "Some text\n"


def test_a_cut_off_file_is_told_from_one_that_never_was_a_document(
    plain: Path, write: Write
) -> None:
    cut = write("cut.docx", plain.read_bytes()[:3000])
    with pytest.raises(ReadError) as caught:
        read_docx(cut)
    assert "unfinished download" in caught.value.hint
    with pytest.raises(ReadError, match="not a Word document"):
        read_docx(write("never.docx", b"\0\1\2 something else"))


def test_too_many_members_are_refused(plain: Path) -> None:
    with zipfile.ZipFile(plain, "a") as package:
        for number in range(10_001):
            package.writestr(f"extra/{number}", b"")
    with pytest.raises(ReadError, match="damaged"):
        read_docx(plain)
