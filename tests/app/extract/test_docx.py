# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
from docx.oxml import parse_xml

from findling.extract.docx import read_docx
from findling.extract.errors import ReadError, ReadFailure

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from docx.document import Document as DocxDocument

    MakeDocx = Callable[..., Path]


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def test_paragraphs_headings_and_tables_come_in_order(make_docx: MakeDocx) -> None:
    def fill(document: DocxDocument) -> None:
        document.add_heading("Rent", 1)
        document.add_paragraph("Due monthly.")
        table = document.add_table(1, 2)
        table.cell(0, 0).text, table.cell(0, 1).text = "May", "500"
        document.add_heading("Notice", 2)
        document.add_paragraph("Three months.")

    document = read_docx(make_docx(fill))
    assert document.text == "Rent\nDue monthly.\nMay | 500\nNotice\nThree months.\n"
    assert [(h.offset, h.level, h.title) for h in document.headings] == [
        (0, 1, "Rent"),
        (document.text.index("Notice"), 2, "Notice"),
    ]
    assert document.title == "Rent"


def test_title_and_author_come_from_the_properties(make_docx: MakeDocx) -> None:
    def fill(document: DocxDocument) -> None:
        document.core_properties.title = "Lease"
        document.core_properties.author = "A. Landlord"
        document.add_paragraph("Text")

    document = read_docx(make_docx(fill))
    assert document.title == "Lease"
    assert document.metadata["author"] == "A. Landlord"
    assert "title" not in document.metadata


def test_a_property_sheet_of_another_kind_costs_only_itself(make_docx: MakeDocx) -> None:
    path = make_docx(lambda document: document.add_paragraph("Text"))
    with zipfile.ZipFile(path) as package:
        parts = {info.filename: package.read(info) for info in package.infolist()}
    parts["docProps/core.xml"] = b"<nothing/>"
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    document = read_docx(path)
    assert (document.text, document.metadata) == ("Text\n", {})


def test_text_in_content_controls_and_insertions_is_read_and_deleted_text_is_not(
    make_docx: MakeDocx,
) -> None:
    xml = (
        f"<w:sdt {_W}><w:sdtContent><w:p><w:r><w:t>In a control</w:t></w:r>"
        "<w:ins w:id='1' w:author='a'><w:r><w:t>, inserted</w:t></w:r></w:ins>"
        "<w:del w:id='2' w:author='a'><w:r><w:delText>, gone</w:delText></w:r></w:del>"
        "</w:p></w:sdtContent></w:sdt>"
    )
    path = make_docx(lambda document: document.element.body.insert(0, parse_xml(xml)))
    assert read_docx(path).text == "In a control, inserted\n"


def test_a_text_box_is_read_once_and_after_its_paragraph(make_docx: MakeDocx) -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>In the box</w:t></w:r></w:p></w:txbxContent>"
    xml = (
        f'<w:p {_W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        "<w:r><w:t>Anchor</w:t></w:r><w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps">{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>'
        "</mc:AlternateContent></w:r></w:p>"
    )
    path = make_docx(lambda document: document.element.body.insert(0, parse_xml(xml)))
    assert read_docx(path).text == "Anchor\nIn the box\n"


def test_headers_follow_the_text_and_page_numbers_are_left_out(make_docx: MakeDocx) -> None:
    def fill(document: DocxDocument) -> None:
        document.add_paragraph("Body")
        document.sections[0].header.paragraphs[0].text = "Confidential"
        document.sections[0].footer.paragraphs[0].text = "12"

    assert read_docx(make_docx(fill)).text == "Body\nConfidential\n"


def test_merged_and_nested_tables_are_read_once(make_docx: MakeDocx) -> None:
    def fill(document: DocxDocument) -> None:
        table = document.add_table(1, 2)
        table.cell(0, 0).text = "outer"
        inner = table.cell(0, 1).add_table(1, 1)
        inner.cell(0, 0).text = "inner"

    assert read_docx(make_docx(fill)).text == "outer | inner\n"


def test_a_document_without_text_is_refused(make_docx: MakeDocx) -> None:
    with pytest.raises(ReadError) as caught:
        read_docx(make_docx(lambda document: document.add_paragraph("  ")))
    assert caught.value.kind is ReadFailure.NO_TEXT


def test_tabs_and_line_breaks_separate_words(make_docx: MakeDocx) -> None:
    path = make_docx(lambda document: document.add_paragraph("one\ttwo\nthree"))
    assert read_docx(path).text.split() == ["one", "two", "three"]
