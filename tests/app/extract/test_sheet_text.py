# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from findling.extract import sheet_text
from findling.extract.errors import ReadError
from findling.extract.sheet_text import SheetText, cell_name


def lines(*rows: str | None, first: int = 0) -> list[str]:
    """Return the lines of a sheet of rows like ``"a|b"``; None is a blank row."""
    sheet = SheetText()
    sheet.begin("Sheet")
    for number, row in enumerate(rows, first):
        sheet.add_row(number, dict(enumerate((row or "").split("|"))))
    sheet.end()
    return sheet.text().splitlines()[1:]


def test_values_stand_under_the_names_of_their_columns() -> None:
    assert lines("Flat|Rent", "North|500", "South|450") == [
        "Flat: North; Rent: 500",
        "Flat: South; Rent: 450",
    ]


def test_captions_stand_above_the_names() -> None:
    assert lines("Rents of May", "Flat|Rent|Paid", "North|500|2024-05-01") == [
        "Rents of May",
        "Flat: North; Rent: 500; Paid: 2024-05-01",
    ]


def test_a_blank_row_ends_a_table_and_its_names() -> None:
    assert lines("Flat|Rent", "North|500", None, "Name|City|Age", "Ada|London|36") == [
        "Flat: North; Rent: 500",
        "Name: Ada; City: London; Age: 36",
    ]


def test_groups_of_rows_keep_the_names_above_them() -> None:
    assert lines("Flat|Rent", "North|500", None, "South|450", "West|400") == [
        "Flat: North; Rent: 500",
        "Flat: South; Rent: 450",
        "Flat: West; Rent: 400",
    ]


def test_a_wider_table_does_not_take_names_from_the_one_before() -> None:
    assert lines("Flat|Rent", "North|500", None, "1|2|3", "4|5|6")[1:] == ["1; 2; 3", "4; 5; 6"]


def test_two_columns_of_words_are_terms_and_values() -> None:
    assert lines("Tenant|Ada", "City|London") == ["Tenant; Ada", "City; London"]


def test_names_hold_for_rows_beyond_those_that_were_looked_at() -> None:
    found = lines("Day|Sum", *(f"{day}|{day * 3}" for day in range(500)))
    assert found[-1] == "Day: 499; Sum: 1497"
    assert len(found) == 500


def test_sheets_without_text_have_no_heading() -> None:
    sheet = SheetText()
    for name in ("Empty", "Full"):
        sheet.begin(name)
        sheet.add_row(0, {3: "x" if name == "Full" else " "})
        sheet.end(["Comment on D1: why?"] if name == "Full" else [])
    assert sheet.text() == "Full\nx\nComment on D1: why?\n"
    assert [(h.offset, h.title) for h in sheet.headings] == [(0, "Full")]


def test_a_row_over_the_limit_is_refused_before_it_is_joined(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sheet_text, "MAX_TEXT", 1000)
    value = "x" * 400
    with pytest.raises(ReadError, match="too large"):
        SheetText().add_row(0, dict.fromkeys(range(3), value))


def test_names_of_cells() -> None:
    assert [cell_name(0, column) for column in (0, 25, 26, 701, 702, 16_383)] == [
        *("A1", "Z1", "AA1", "ZZ1", "AAA1", "XFD1"),
    ]
