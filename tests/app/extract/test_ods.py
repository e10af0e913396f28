# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from findling.extract.errors import ReadError, ReadFailure
from findling.extract.ods import read_ods

MakeOdf = Callable[..., Path]

_REPEAT = "table:number-columns-repeated"


def cell(text: str = "", attributes: str = "") -> str:
    shown = f"<text:p>{text}</text:p>" if text else ""
    return f"<table:table-cell {attributes}>{shown}</table:table-cell>"


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def sheet(*rows: str, name: str = "May") -> str:
    return f'<table:table table:name="{name}">{"".join(rows)}</table:table>'


def test_rows_stand_under_their_names_in_every_sheet(make_odf: MakeOdf) -> None:
    head = row(cell("Flat"), cell("Rent"))
    body = sheet(head, row(cell("North"), cell("500"))) + sheet(row(cell("x")), name="June")
    document = read_ods(make_odf("a.ods", "spreadsheet", body))
    assert document.text == "May\nFlat: North; Rent: 500\nJune\nx\n"
    assert [h.title for h in document.headings] == ["May", "June"]
    assert document.metadata["sheets"] == "2"


def test_dates_are_iso_and_other_values_as_shown(make_odf: MakeOdf) -> None:
    day = cell("1/5/24", 'office:value-type="date" office:date-value="2024-05-01T00:00:00"')
    moment = cell("1/5/24 9:30", 'office:date-value="2024-05-01T09:30:00"')
    share = cell("12.5 %", 'office:value-type="percentage" office:value="0.125"')
    bare = cell("", 'office:value="42"')
    path = make_odf("a.ods", "spreadsheet", sheet(row(day, moment, share, bare)))
    assert read_ods(path).text == "May\n2024-05-01; 2024-05-01 09:30:00; 12.5 %; 42\n"


def test_merged_cells_stand_once_and_repeated_ones_as_often_as_they_are_seen(
    make_odf: MakeOdf,
) -> None:
    covered = "<table:covered-table-cell><text:p>under</text:p></table:covered-table-cell>"
    path = make_odf(
        "a.ods",
        "spreadsheet",
        sheet(
            row(cell("1", 'table:number-columns-spanned="2"'), covered, cell("2")),
            row(cell("c", f'{_REPEAT}="3"'), attributes='table:number-rows-repeated="2"'),
        ),
    )
    assert read_ods(path).text == "May\n1; 2\nc; c; c\nc; c; c\n"


def test_sheets_of_absurd_extent_cost_nothing(make_odf: MakeOdf) -> None:
    everywhere = row(
        cell("x", f'{_REPEAT}="999999999"'), attributes='table:number-rows-repeated="1048576"'
    )
    nothing = row(cell("", f'{_REPEAT}="16384"'), attributes='table:number-rows-repeated="1048576"')
    path = make_odf("a.ods", "spreadsheet", sheet(nothing, everywhere, nothing))
    text = read_ods(path).text
    assert text.count("\n") == 101
    assert text.count("x") == 100 * 100


def test_comments_and_shapes_follow_the_rows(make_odf: MakeOdf) -> None:
    said = (
        "<table:table-cell><office:annotation><dc:creator>Ada</dc:creator><text:p>Why?</text:p>"
        "</office:annotation><text:p>500</text:p></table:table-cell>"
    )
    shapes = "<table:shapes><draw:frame><draw:text-box><text:p>Box</text:p></draw:text-box>"
    path = make_odf(
        "a.ods",
        "spreadsheet",
        sheet(f"{shapes}</draw:frame></table:shapes>", row(cell("North"), said)),
    )
    assert read_ods(path).text == "May\nNorth; 500\nBox\nComment on B1 (Ada): Why?\n"


def test_a_spreadsheet_without_text_says_so(make_odf: MakeOdf) -> None:
    with pytest.raises(ReadError) as caught:
        read_ods(make_odf("a.ods", "spreadsheet", sheet(row(cell()))))
    assert caught.value.kind is ReadFailure.NO_TEXT
