# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from findling.extract.geometry import Rect
from findling.extract.page_hits import PageHits, nearest_line
from findling.extract.pdf_qt import PdfFile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakePdf = Callable[..., Path]

LINES = ["First line here", "Second line", "End."]
_SMILE = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap
1 begincodespacerange <00> <FF> endcodespacerange
1 beginbfchar <7E> <D83DDE00> endbfchar
1 beginbfrange <20> <7D> <0020> endbfrange
endcmap end end"""


def test_both_sides_of_a_letter_are_told_apart(make_pdf: MakePdf) -> None:
    with PdfFile(make_pdf(LINES)) as pdf:
        hits = PageHits(pdf, 0)
        line = hits.text.index("Second")
        (letter,) = pdf.rectangles(0, line, 1)
        y = letter.y + letter.height / 2
        assert hits.place_at((letter.x + 1, y)) == line
        assert hits.place_at((letter.x + letter.width - 1, y)) == line + 1


def test_beside_the_lines_their_ends_are_meant(make_pdf: MakePdf) -> None:
    with PdfFile(make_pdf(LINES)) as pdf:
        hits = PageHits(pdf, 0)
        for row, line in enumerate(LINES):
            start, baseline = hits.text.index(line), 792 - 700 + 14 * row
            assert hits.place_at((3, baseline - 3)) == start
            assert hits.place_at((600, baseline - 3)) == start + len(line)
        assert hits.place_at((0, 0)) == 0
        assert hits.place_at((612, 792)) == len(hits.text.rstrip())


def test_places_are_exact_behind_characters_of_two_utf16_units(make_pdf: MakePdf) -> None:
    path = make_pdf(["~~~ and word", "tail"], font="/ToUnicode 4 0 R", cmap=_SMILE)
    with PdfFile(path) as pdf:
        hits = PageHits(pdf, 0)
        assert hits.place_at((600, 792 - 700 - 3)) == len("\U0001f600" * 3 + " and word")
        assert hits.place_at((3, 792 - 686 - 3)) == hits.text.index("tail")


def test_a_line_that_runs_up_the_page_is_read_upwards(make_raw_pdf: Callable[..., Path]) -> None:
    stream = "BT /F1 12 Tf 0 1 -1 0 300 200 Tm (Sideways table) Tj ET"
    path = make_raw_pdf(
        {
            1: "<< /Type /Catalog /Pages 2 0 R >>",
            2: "<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
            3: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            4: "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] "
            "/Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R >>",
            5: f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        }
    )
    with PdfFile(path) as pdf:
        hits = PageHits(pdf, 0)
        assert hits.place_at((296, 700)) == 0
        assert hits.place_at((296, 100)) == len("Sideways table")
        (letter,) = pdf.rectangles(0, 9, 1)
        assert hits.place_at((296, letter.y + letter.height - 1)) == 9
        assert hits.place_at((296, letter.y + 1)) == 10


def test_a_page_without_text_has_one_place(make_pdf: MakePdf) -> None:
    with PdfFile(make_pdf([])) as pdf:
        assert PageHits(pdf, 0).place_at((100, 100)) == 0


LEFT = [Rect(50, y, 200, 10) for y in (100, 114, 148)]
SHORT = Rect(50, 128, 40, 10)
RIGHT = [Rect(300, y, 200, 10) for y in (100, 114, 128, 139, 150)]
LAID_OUT = [*LEFT, SHORT, *RIGHT]


@pytest.mark.parametrize(
    ("point", "line"),
    [
        ((60, 105), LEFT[0]),
        ((240, 133), SHORT),  # beside a short line that longer ones stand around
        ((5, 133), SHORT),
        ((60, 142), SHORT),  # between two paragraphs, with a line at that height in column two
        ((60, 146), LEFT[2]),
        ((270, 105), LEFT[0]),  # between columns
        ((280, 105), RIGHT[0]),
        ((60, 500), LEFT[2]),
        ((400, 5), RIGHT[0]),
        ((5, 5), LEFT[0]),
    ],
)
def test_the_line_that_is_meant(point: tuple[float, float], line: Rect) -> None:
    assert nearest_line(LAID_OUT, point) == line
