# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from findling.extract.errors import ReadError, ReadFailure
from findling.extract.pdf import place_headings, read_pdf
from findling.extract.pdf_outline import OutlineEntry
from findling.extract.pdf_qt import PdfFile
from findling.extract.scans import blank_pages
from findling.extract.types import PageSpan

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[str, str | bytes], Path]
    MakePdf = Callable[..., Path]


def test_text_of_each_page_is_to_the_letter_what_qtpdf_gives(make_pdf: MakePdf) -> None:
    path = make_pdf(["First page.", "Second line."], ["Another page."])
    document = read_pdf(path)
    with PdfFile(path) as pdf:
        shown = [pdf.text(page) for page in range(2)]
    assert [document.text[p.start : p.end] for p in document.pages] == shown
    assert "First page." in shown[0]
    assert "Another page." in shown[1]


def test_pages_do_not_run_into_each_other(make_pdf: MakePdf) -> None:
    assert read_pdf(make_pdf(["one"], ["two"])).text.split() == ["one", "two"]


def test_title_and_author_come_from_the_metadata(make_pdf: MakePdf) -> None:
    date = "/CreationDate (D:20121011142815-04'00')"
    info = f"/Info << /Title (House rules) /Author (A. Landlord) {date} >>"
    document = read_pdf(make_pdf(["Text"], trailer=info))
    assert document.title == "House rules"
    assert document.metadata["author"] == "A. Landlord"
    assert document.metadata["created"] == "2012-10-11"


@pytest.mark.parametrize("made_up", ["untitled", "Microsoft Word - draft7.doc", "report.dvi", "-"])
def test_titles_made_up_by_programs_are_dropped(make_pdf: MakePdf, made_up: str) -> None:
    assert read_pdf(make_pdf(["Text"], trailer=f"/Info << /Title ({made_up}) >>")).title == ""


def test_empty_pages_are_told(make_pdf: MakePdf) -> None:
    assert read_pdf(make_pdf(["Text"], [], [])).warnings == (
        "2 pages have no text (pictures or scans?).",
    )


def test_pages_without_text_are_known_and_told(make_pdf: MakePdf) -> None:
    document = read_pdf(make_pdf(["Text"], [], []))
    assert blank_pages(document) == (1, 2)
    assert any("2 pages" in warning for warning in document.warnings)
    assert blank_pages(read_pdf(make_pdf([], []))) == (0, 1)


def test_a_file_that_only_has_the_name_of_a_pdf_is_refused(write: Write) -> None:
    with pytest.raises(ReadError, match=r"not a PDF, although its name ends in \.pdf"):
        read_pdf(write("a.pdf", "hello"))


def test_a_cut_off_pdf_is_damaged(write: Write) -> None:
    with pytest.raises(ReadError, match="damaged"):
        read_pdf(write("cut.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type"))


def test_headings_are_found_over_line_breaks_and_in_order() -> None:
    text = "Intro\r\nUse of\r\nRooms\r\nText. Intro"
    pages = (PageSpan(0, 0, len(text)),)
    outline = (OutlineEntry(1, "Intro", 0), OutlineEntry(2, "Use of rooms", 0))
    found = place_headings(text, pages, outline)
    assert [(h.offset, h.level) for h in found] == [(0, 1), (7, 2)]


def test_an_outline_entry_whose_words_are_not_there_stands_at_its_pages_start() -> None:
    pages = (PageSpan(0, 0, 5), PageSpan(1, 6, 11))
    found = place_headings("hello\nworld", pages, (OutlineEntry(1, "Cover", 1),))
    assert found[0].offset == 6


def test_outline_entries_become_headings(make_pdf: MakePdf) -> None:
    outline = (
        "/Outlines << /First << /Title (Second part) /Dest [12 0 R /Fit] >> "
        "/Last << /Title (Second part) /Dest [12 0 R /Fit] >> /Count 1 >>"
    )
    document = read_pdf(make_pdf(["One"], ["Preface", "Second part"], catalog=outline))
    assert [heading.title for heading in document.headings] == ["Second part"]
    assert document.text[document.headings[0].offset :].startswith("Second part")


def test_a_file_that_is_gone_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ReadError) as caught:
        PdfFile(tmp_path / "gone.pdf")
    assert caught.value.kind is ReadFailure.MISSING
