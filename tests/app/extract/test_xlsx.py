# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from findling.extract.errors import ReadError, ReadFailure
from findling.extract.xlsx import read_xlsx

Write = Callable[[str, str | bytes], Path]
MakeParts = Callable[..., Path]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
MakeBook = Callable[..., Path]


@pytest.fixture
def make_book(make_office: MakeParts) -> MakeBook:
    """Write a workbook of ``sheetData``s, other parts by name, and links of the first sheet."""

    def make(
        *sheets: str,
        parts: dict[str, str] | None = None,
        links: dict[str, str] | None = None,
        main: str = _MAIN,
        workbook: str = "",
    ) -> Path:
        rows = "".join(
            f'<sheet name="Sheet {i}" sheetId="{i}" state="hidden" r:id="rId{i}"/>'
            for i in range(1, len(sheets) + 1)
        )
        book = f'<workbook xmlns="{main}" {_R}>{workbook}<sheets>{rows}</sheets></workbook>'
        whole = {"xl/workbook.xml": book}
        book_links: dict[str, str] = {}
        for i, data in enumerate(sheets, 1):
            data = f"<sheetData>{data}</sheetData>"
            whole[f"xl/worksheets/s{i}.xml"] = f'<worksheet xmlns="{main}">{data}</worksheet>'
            book_links[f"rId{i}"] = f"worksheet worksheets/s{i}.xml"
        for name, content in (parts or {}).items():
            whole[f"xl/{name}"] = content.replace("<X ", f'<X xmlns="{main}" ')
        known = {"sharedStrings": "sharedStrings.xml", "styles": "styles.xml"}
        book_links |= {k: f"{k} {v}" for k, v in known.items() if f"xl/{v}" in whole}
        every = {"xl/workbook.xml": book_links, "xl/worksheets/s1.xml": links or {}}
        return make_office("a.xlsx", whole, every)

    return make


def sheet_lines(path: Path) -> list[str]:
    return read_xlsx(path).text.splitlines()[1:]


def test_every_kind_of_cell_is_read(make_book: MakeBook) -> None:
    shared = (
        f'<sst xmlns="{_MAIN}"><si><t>Shared</t></si><si><r><t>Ri</t></r><r><t>ch</t></r>'
        "<rPh><t>reading aid</t></rPh></si></sst>"
    )
    path = make_book(
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
        '<c r="C1" t="inlineStr"><is><t>In_x0020_line</t></is></c>'
        '<c r="D1" t="str"><f>A1&amp;B1</f><v>Computed</v></c><c r="E1" t="b"><v>1</v></c>'
        '<c r="F1" t="e"><v>#N/A</v></c><c r="G1"><v>0.30000000000000004</v></c>'
        '<c r="H1"><f>NOW()</f></c><c r="I1" t="s"><v>99</v></c><c r="J1"/></row>',
        parts={"sharedStrings.xml": shared},
    )
    assert sheet_lines(path) == ["Shared; Rich; In line; Computed; TRUE; #N/A; 0.3"]


def test_sheets_have_their_names_and_hidden_ones_are_read(make_book: MakeBook) -> None:
    document = read_xlsx(make_book(*(f"<row><c><v>{i}</v></c></row>" for i in (1, 2, 3))))
    assert document.text == "Sheet 1\n1\nSheet 2\n2\nSheet 3\n3\n"
    assert [heading.title for heading in document.headings] == ["Sheet 1", "Sheet 2", "Sheet 3"]
    assert document.metadata["sheets"] == "3"
    assert document.title == ""


def test_numbers_are_dates_where_their_format_says_so(make_book: MakeBook) -> None:
    styles = (
        f'<styleSheet xmlns="{_MAIN}"><numFmts><numFmt numFmtId="164" formatCode="[h]:mm"/>'
        '<numFmt numFmtId="165" formatCode="&quot;days&quot; 0"/></numFmts><cellXfs>'
        '<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="20"/>'
        '<xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>'
    )
    cells = "".join(
        f'<c s="{style}"><v>{value}</v></c>'
        for style, value in (
            *((0, 45413), (1, 45413), (2, 45413.5), (3, 0.25), (4, 1.5), (5, 7)),
            *((1, -5), (1, "x"), (99, 1)),
        )
    )
    shown = "45413; 2024-05-01; 2024-05-01 12:00:00; 06:00:00; 36:00:00; 7; -5; x; 1"
    path = make_book(f"<row>{cells}</row>", parts={"styles.xml": styles})
    assert sheet_lines(path) == [shown]
    old_mac = '<workbookPr date1904="1"/>'
    path = make_book(f"<row>{cells}</row>", parts={"styles.xml": styles}, workbook=old_mac)
    assert "2028-05-02;" in sheet_lines(path)[0]


def test_rows_of_a_table_stand_under_their_names(make_book: MakeBook) -> None:
    def row(number: int, *values: str) -> str:
        cells = "".join(f'<c t="str"><v>{value}</v></c>' for value in values)
        return f'<row r="{number}">{cells}</row>'

    path = make_book(row(5, "Flat", "Rent", "Who") + row(6, "North", "500", "Ada"))
    assert sheet_lines(path) == ["Flat: North; Rent: 500; Who: Ada"]


def test_comments_boxes_and_charts_follow_the_rows(make_book: MakeBook) -> None:
    comments = (
        f'<comments xmlns="{_MAIN}"><commentList><comment ref="B2"><text><r><t>Why </t></r>'
        "<r><t>so much?</t></r></text></comment></commentList></comments>"
    )
    chart = (
        f'<c:chart xmlns:c="c" {_A}><c:title><a:p><a:r><a:t>Trend</a:t></a:r></a:p></c:title>'
        "<c:ser><c:tx><c:v>Rent</c:v></c:tx><c:cat><c:v>May</c:v><c:v>June</c:v></c:cat>"
        "<c:val><c:v>500</c:v></c:val></c:ser></c:chart>"
    )
    drawing = f"<xdr:wsDr xmlns:xdr='x' {_A}><a:p><a:r><a:t>In a box</a:t></a:r></a:p></xdr:wsDr>"
    path = make_book(
        "<row><c><v>1</v></c></row>",
        parts={"comments1.xml": comments, "drawings/d1.xml": drawing, "charts/c1.xml": chart},
        links={"rId1": "comments ../comments1.xml", "rId2": "drawing ../drawings/d1.xml"},
    )
    assert sheet_lines(path) == ["1", "In a box", "Comment on B2: Why so much?"]


def test_a_conversation_replaces_the_note_it_leaves_for_old_programs(make_book: MakeBook) -> None:
    def note(ref: str, text: str) -> str:
        return f'<comment ref="{ref}"><text><t>{text}</t></text></comment>'

    notes = note("A1", "[Threaded comment] Get a newer Excel.") + note("B1", "An old one")
    talk = "".join(
        f'<threadedComment ref="A1"><text>{text}</text></threadedComment>'
        for text in ("Why?", "Because.")
    )
    path = make_book(
        "<row><c><v>1</v></c></row>",
        parts={
            "c.xml": f'<comments xmlns="{_MAIN}"><commentList>{notes}</commentList></comments>',
            "t.xml": f"<ThreadedComments>{talk}</ThreadedComments>",
        },
        links={"rId1": "comments ../c.xml", "rId2": "threadedComment ../t.xml"},
    )
    assert sheet_lines(path)[1:] == [
        "Comment on A1: Why?",
        "Comment on A1: Because.",
        "Comment on B1: An old one",
    ]


def test_strict_files_are_read(make_book: MakeBook) -> None:
    path = make_book("<row><c><v>1</v></c></row>", main=_STRICT)
    assert sheet_lines(path) == ["1"]


def test_sparse_sheets_of_absurd_extent_cost_nothing(make_book: MakeBook) -> None:
    far = '<row r="1048576"><c r="XFD1048576"><v>2</v></c><c r="ZZZ1048576"><v>3</v></c></row>'
    path = make_book(f'<row r="1"><c r="A1"><v>1</v></c></row>{far}<row r="{"9" * 40}"/>')
    assert sheet_lines(path) == ["1", "2"]


def test_one_long_text_used_by_many_cells_is_refused_in_time(make_book: MakeBook) -> None:
    shared = f'<sst xmlns="{_MAIN}"><si><t>{"word " * 180_000}</t></si></sst>'
    row = "<row>" + '<c t="s"><v>0</v></c>' * 300 + "</row>"
    path = make_book(row, parts={"sharedStrings.xml": shared})
    with pytest.raises(ReadError) as caught:
        read_xlsx(path)
    assert caught.value.kind is ReadFailure.TOO_LARGE


def test_an_entity_bomb_is_refused(make_book: MakeBook) -> None:
    bomb = f'<!DOCTYPE sst [<!ENTITY a "ha">]><sst xmlns="{_MAIN}"><si><t>&a;</t></si></sst>'
    with pytest.raises(ReadError) as caught:
        read_xlsx(make_book("<row/>", parts={"sharedStrings.xml": bomb}))
    assert "document type" in caught.value.detail


def test_a_workbook_without_text_says_so(make_book: MakeBook) -> None:
    with pytest.raises(ReadError) as caught:
        read_xlsx(make_book("<row><c/></row>"))
    assert caught.value.kind is ReadFailure.NO_TEXT


def test_a_link_to_nowhere_is_passed_over(make_office: MakeParts) -> None:
    book = (
        f'<workbook xmlns="{_MAIN}" {_R}><sheets><sheet name="A" r:id="rId9"/></sheets></workbook>'
    )
    path = make_office("a.xlsx", {"xl/workbook.xml": book})
    with pytest.raises(ReadError, match="no text"):
        read_xlsx(path)
