# SPDX-License-Identifier: Apache-2.0
"""Files that want to harm their reader, read in a child as the program reads them."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from findling.extract.errors import ReadError, ReadFailure
from findling.extract.scans import blank_pages
from findling.jobs.limits import ChildLimits
from findling.services.reading import ReaderPool

_MAIN = "import sys; from findling.extract.child import main; sys.exit(main())"

Write = Callable[[str, str | bytes], Path]
MakeRawPdf = Callable[[dict[int, str]], Path]


@pytest.fixture(scope="module")
def pool() -> Iterator[ReaderPool]:
    made = ReaderPool(1, ChildLimits(wall_seconds=30), [sys.executable, "-c", _MAIN])
    yield made
    made.close()


def reason(pool: ReaderPool, path: Path, timeout: float | None = None) -> ReadFailure:
    with pytest.raises(ReadError) as caught:
        pool.read(path, timeout=timeout)
    assert caught.value.message.endswith(".")
    return caught.value.kind


def test_a_page_tree_that_contains_itself(pool: ReaderPool, make_raw_pdf: MakeRawPdf) -> None:
    path = make_raw_pdf(
        {
            1: "<< /Type /Catalog /Pages 2 0 R >>",
            2: "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 /Parent 2 0 R >>",
        }
    )
    # PDFium itself goes round in circles here: only the limit on time ends it
    assert reason(pool, path, timeout=2) in (ReadFailure.DAMAGED, ReadFailure.TOOK_TOO_LONG)


def test_an_outline_that_contains_itself(pool: ReaderPool, make_raw_pdf: MakeRawPdf) -> None:
    content = "BT /F1 12 Tf 72 700 Td (Still read) Tj ET"
    path = make_raw_pdf(
        {
            1: "<< /Type /Catalog /Pages 2 0 R /Outlines 5 0 R >>",
            2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
            "/Resources << /Font << /F1 6 0 R >> >> >>",
            4: f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
            5: "<< /First 7 0 R /Last 7 0 R /Count 1 >>",
            6: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            7: "<< /Title (Round) /Next 7 0 R /First 7 0 R /Dest [3 0 R /Fit] >>",
        }
    )
    assert pool.read(path).text.startswith("Still read")


def test_a_picture_of_ten_gigapixels(pool: ReaderPool, make_raw_pdf: MakeRawPdf) -> None:
    draw = "q 600 0 0 600 0 0 cm /I Do Q"
    path = make_raw_pdf(
        {
            1: "<< /Type /Catalog /Pages 2 0 R >>",
            2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
            "/Resources << /XObject << /I 5 0 R >> >> >>",
            4: f"<< /Length {len(draw)} >>\nstream\n{draw}\nendstream",
            5: "<< /Type /XObject /Subtype /Image /Width 100000 /Height 100000 "
            "/ColorSpace /DeviceRGB /BitsPerComponent 8 /Length 3 >>\nstream\nabc\nendstream",
        }
    )
    assert blank_pages(pool.read(path)) == (0,)
    picture = pool.page_picture(path, 0)
    assert len(picture.gray) == picture.width * picture.height < 10_000_000
    assert len(pool.render_page(path, 0, 300).rgba) == 300 * 388 * 4


def test_a_line_of_200_megabytes(pool: ReaderPool, tmp_path: Path) -> None:
    path = tmp_path / "line.txt"
    with path.open("wb") as stream:
        for _ in range(200):
            stream.write(b"x" * 1_000_000)
    assert reason(pool, path) is ReadFailure.TOO_LARGE


def test_the_largest_line_that_is_read(pool: ReaderPool, tmp_path: Path) -> None:
    path = tmp_path / "line.txt"
    path.write_bytes(b"word " * 19_999_999)
    assert len(pool.read(path).text) == 99_999_995


def test_tags_nested_a_million_deep(pool: ReaderPool, write: Write) -> None:
    path = write("deep.html", "<div>" * 1_000_000 + "deep")
    # building such a tree takes quadratic time
    assert reason(pool, path, timeout=2) is ReadFailure.TOOK_TOO_LONG


def test_a_zip_bomb_named_docx(pool: ReaderPool, tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    links = '<Relationships><Relationship Id="r" Type="x/officeDocument" Target="word/d.xml"/>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("_rels/.rels", f"{links}</Relationships>")
        with archive.open("word/d.xml", "w", force_zip64=True) as member:
            for _ in range(400):
                member.write(bytes(1 << 20))
    assert reason(pool, path) is ReadFailure.DAMAGED


MakeParts = Callable[..., Path]


def test_zip_bombs_under_every_name(pool: ReaderPool, make_parts: MakeParts) -> None:
    """The part that each reader opens first expands a thousandfold."""
    bomb = b"<a>" + b" " * 10_000_000 + b"</a>"
    for name in ("a.xlsx", "a.pptx", "a.odt", "a.ods", "a.odp", "a.epub"):
        parts = {"_rels/.rels": bomb, "content.xml": bomb, "META-INF/container.xml": bomb}
        assert reason(pool, make_parts(name, parts)) is ReadFailure.DAMAGED


def test_entity_bombs_under_every_name(pool: ReaderPool, make_parts: MakeParts) -> None:
    levels = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
    bomb = f'<!DOCTYPE a [<!ENTITY a0 "ha">{levels}]><a>&a11;</a>'
    for name in ("a.xlsx", "a.pptx", "a.odt", "a.ods", "a.odp", "a.epub"):
        parts = {"_rels/.rels": bomb, "content.xml": bomb, "META-INF/container.xml": bomb}
        assert reason(pool, make_parts(name, parts)) is ReadFailure.DAMAGED


def test_rich_text_nested_a_million_deep(pool: ReaderPool, write: Write) -> None:
    assert reason(pool, write("a.rtf", "{\\rtf1" * 1_000_000)) is ReadFailure.DAMAGED


def test_rich_text_of_nothing_but_words_of_control(pool: ReaderPool, write: Write) -> None:
    for body in ("\\par" * 100_000, "{\\footnote x}" * 20_000, "\\cell" * 100_000):
        assert pool.read(write("a.rtf", f"{{\\rtf1 {body} end}}"), timeout=10).text


def test_a_sheet_of_many_rows(pool: ReaderPool, make_office: MakeParts) -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    book = (
        f'<workbook xmlns="{main}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships"><sheets><sheet name="All" r:id="rId1"/></sheets></workbook>'
    )
    rows = "".join(f"<row><c><v>{i}</v></c><c><v>7</v></c></row>" for i in range(100_000))
    sheet = f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'
    path = make_office(
        "a.xlsx",
        {"xl/workbook.xml": book, "xl/s.xml": sheet},
        {"xl/workbook.xml": {"rId1": "worksheet s.xml"}},
    )
    assert pool.read(path, timeout=20).text.endswith("99999; 7\n")


def test_programs_and_noise_under_text_names(pool: ReaderPool, write: Write) -> None:
    noise = bytes((i * 7919 + (i >> 3)) % 256 for i in range(100_000))
    for name in ("a.txt", "a.md", "a.rst", "a.csv"):
        assert reason(pool, write(name, noise)) is ReadFailure.UNSUPPORTED


@pytest.mark.parametrize("line", ["# " + " " * 3_000_000, "[" * 3_000_000, "=" * 3_000_000])
def test_lines_made_to_slow_patterns_down(pool: ReaderPool, write: Write, line: str) -> None:
    for name in ("a.md", "a.rst", "a.txt"):
        path = write(name, f"{line}\nend\n===\n")
        assert pool.read(path, timeout=10).text.endswith("===\n")
