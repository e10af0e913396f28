# SPDX-License-Identifier: Apache-2.0
"""From the text of a table back to its cells: exact, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from findling.extract.csvrows import read_csv
from findling.extract.sheet_text import SheetText
from findling.services.outline import OutlineEntry
from findling.services.table_text import RowKind, Sheet, TableText, table_of

if TYPE_CHECKING:
    from pathlib import Path


def grid(sheet: Sheet) -> list[list[str]]:
    return [
        [sheet.value(row, column) for column in range(sheet.n_columns)]
        for row in range(sheet.n_rows)
    ]


def from_csv(folder: Path, text: str) -> TableText | None:
    path = folder / "table.csv"
    path.write_text(text, "utf-8")
    return table_of(read_csv(path).text, "csv")


def only(table: TableText | None) -> Sheet:
    assert table is not None
    (sheet,) = table.sheets
    return sheet


def workbook(*sheets: tuple[str, list[list[str]]]) -> tuple[str, list[OutlineEntry]]:
    builder = SheetText()
    for name, rows in sheets:
        builder.begin(name)
        for number, row in enumerate(rows):
            builder.add_row(number, dict(enumerate(row)))
        builder.end()
    outline = [OutlineEntry(1, head.title, head.offset, -1) for head in builder.headings]
    return builder.text(), outline


def test_a_table_comes_back_with_its_names_and_blank_cells(tmp_path: Path) -> None:
    sheet = only(from_csv(tmp_path, "city,size,note\nBonn,3,\nUlm,,old\n,7,new\n"))
    assert sheet.names_at(0) == ("city", "size", "note")
    assert grid(sheet) == [["Bonn", "3", ""], ["Ulm", "", "old"], ["", "7", "new"]]


def test_signs_that_join_cells_may_stand_in_values(tmp_path: Path) -> None:
    rows = "".join(f"Ulm {n},plain\n" for n in range(30))
    sheet = only(from_csv(tmp_path, f"city,note\nBonn,a; b: c; see: below\n{rows}"))
    assert grid(sheet)[0] == ["Bonn", "a; b: c; see: below"]
    assert sheet.names_at(0) == ("city", "note")


def test_the_ranges_of_cells_are_those_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("city,size\nBonn 😀,3\nUlm,4\n", "utf-8")
    text = read_csv(path).text
    sheet = only(table_of(text, "csv"))
    cells = [cell for n in range(sheet.n_rows) for cell in sheet.row(n).cells]
    assert [text[c.start : c.end] for c in cells] == ["Bonn 😀", "3", "Ulm", "4"]
    assert [text[c.label : c.end] for c in cells] == [
        "city: Bonn 😀", "size: 3", "city: Ulm", "size: 4",
    ]  # fmt: skip
    assert sheet.row_at(text.index("Ulm")) == 1
    assert sheet.row_at(len(text)) == 1


def test_columns_that_begin_late_stand_where_rows_have_them(tmp_path: Path) -> None:
    rows = "".join(f"{n},,{n}\n" for n in range(100)) + "7,x,7\n8,y,8\n"
    sheet = only(from_csv(tmp_path, f"first,middle,last\n{rows}"))
    assert sheet.names_at(0) == ("first", "middle", "last")
    assert grid(sheet)[100] == ["7", "x", "7"]


def test_a_table_without_names_keeps_its_columns(tmp_path: Path) -> None:
    sheet = only(from_csv(tmp_path, "1,2,3\n4,5,6\n7,,9\n"))
    assert sheet.names_at(0) == ("", "", "")
    assert grid(sheet)[:2] == [["1", "2", "3"], ["4", "5", "6"]]
    # which cell is blank cannot be known: the row stays a line
    assert sheet.row(2).kind is RowKind.LINE
    assert sheet.value(2, 0) == "7; 9"


def test_sheets_are_told_apart_and_captions_are_lines() -> None:
    text, outline = workbook(
        ("Rents", [["What tenants pay"], ["Flat", "Rent"], ["North", "500"], ["South", "600"]]),
        ("Keys", [["Key", "Holder", "Due"], ["7", "Ms Roth", ""], ["8", "Mr Lim", "1"]]),
    )
    table = table_of(text, "xlsx", outline)
    assert table is not None
    rents, keys = table.sheets
    assert [rents.title, keys.title] == ["Rents", "Keys"]
    assert rents.row(0).kind is RowKind.LINE
    assert grid(rents) == [["What tenants pay", ""], ["North", "500"], ["South", "600"]]
    assert grid(keys) == [["7", "Ms Roth", ""], ["8", "Mr Lim", "1"]]
    assert table.sheet_at(text.index("Ms Roth")) == 1
    assert table.sheet_at(text.index("Keys")) == 1
    assert table.sheet_at(0) == 0


def test_a_second_table_of_a_sheet_has_its_own_names() -> None:
    text, outline = workbook(
        (
            "Plan",
            [["Flat", "Rent"], ["North", "500"], [], ["Key", "Holder", "Due"], ["7", "Roth", "1"]],
        )
    )
    sheet = only(table_of(text, "xlsx", outline))
    assert [sheet.row(n).kind for n in range(3)] == [RowKind.CELLS, RowKind.NAMES, RowKind.CELLS]
    assert grid(sheet)[1:] == [["Key", "Holder", "Due"], ["7", "Roth", "1"]]
    assert sheet.names_at(0) == ("Flat", "Rent")
    assert sheet.names_at(2) == ("Key", "Holder", "Due")
    assert sheet.row_at(text.index("Roth")) == 2


def test_labels_of_rows_stand_in_a_column_without_a_name() -> None:
    text, outline = workbook(
        ("Sums", [["", "Jan", "Feb"], ["Rent", "500", "510"], ["Power", "80", "75"]])
    )
    sheet = only(table_of(text, "ods", outline))
    assert sheet.names_at(0) == ("", "Jan", "Feb")
    assert grid(sheet) == [["Rent", "500", "510"], ["Power", "80", "75"]]


def test_lines_between_rows_do_not_end_a_table() -> None:
    text, outline = workbook(
        ("Plan", [["Flat", "Rent"], ["North", "500"], ["Old town"], ["South", "600"]])
    )
    sheet = only(table_of(text, "xlsx", outline))
    assert [sheet.row(n).kind.value for n in range(3)] == ["cells", "line", "cells"]
    assert sheet.names_at(2) == ("Flat", "Rent")


def test_a_comment_is_no_table() -> None:
    text, outline = workbook(("Plan", [["Flat", "Rent"], ["North", "500"], ["South", "600"]]))
    sheet = only(table_of(f"{text}Comment on B2 by Roth: too low\n", "xlsx", outline))
    assert sheet.row(2).kind is RowKind.LINE
    assert sheet.n_columns == 2


def test_ranges_cover_cells_or_whole_rows(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("city,size,note\nBonn,3,old\nUlm,,new\n", "utf-8")
    text = read_csv(path).text
    sheet = only(table_of(text, "csv"))
    row = sheet.row(0)
    assert row.columns_in(text.index("3"), text.index("3") + 1, 3) == range(1, 2)
    assert row.columns_in(text.index("size"), text.index("old") + 1, 3) == range(1, 3)
    assert row.columns_in(0, len(text), 3) == range(3)
    assert row.columns_in(row.end, len(text), 3) == range(0)
    assert sheet.row(1).columns_in(text.index("Ulm"), len(text), 3) == range(3)


@pytest.mark.parametrize(
    "text",
    ["", "Only words.\nAnd more of them.\n", "one\ntwo\nthree\n", "Note: a word.\nThe end.\n"],
)
def test_what_is_no_table_is_none(text: str) -> None:
    assert table_of(text, "csv") is None


def test_other_formats_and_endless_tables_are_none() -> None:
    line = "city: Bonn; size: 3\n"
    assert table_of(line * 3, "txt") is None
    assert table_of(line * 3, "csv") is not None
    assert table_of(line * 300_001, "csv") is None
