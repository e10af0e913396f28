# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from findling.errors import AppError
from findling.services.tables import columns, read_rows, write_rows

if TYPE_CHECKING:
    from pathlib import Path

ROWS = [("one, two", "a"), ('he said "no"', "b"), ("tab\tand\nline", "c")]


@pytest.mark.parametrize("name", ["t.csv", "t.jsonl", "T.CSV"])
def test_what_is_written_is_read_again(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    write_rows(path, ("text", "label"), ROWS)
    assert columns(path, ("text", "label")) == [list(part) for part in zip(*ROWS, strict=True)]


def test_fields_of_tsv_are_taken_as_they_stand(tmp_path: Path) -> None:
    path = tmp_path / "t.tsv"
    path.write_bytes('\ufefflabel\ttext\r\n1\t"no\r\n2\tyes "indeed"\r\n'.encode())
    assert columns(path, ("text", "label")) == [['"no', 'yes "indeed"'], ["1", "2"]]


def test_what_a_spreadsheet_would_compute_is_made_text(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    write_rows(path, ("text", "n"), [("=1+1", -0.5)])
    assert path.read_text().splitlines() == ["text,n", "'=1+1,-0.5"]


def test_values_of_json_are_text(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text('{"a": 1, "b": null, "c": ["x"]}\n\n')
    assert list(read_rows(path)) == [{"a": "1", "b": "", "c": '["x"]'}]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("t.xlsx", b"", "is no table"),
        ("t.csv", b"text\nx\n", "no column 'label'.*There are: text"),
        ("t.csv", b"text,label\n", "no rows"),
        ("t.csv", b"text,label\nx\n", "Line 2 .* more or fewer fields"),
        ("t.csv", b'text,label\n"x" y,z\n', "no table of its kind"),
        ("t.csv", b"text,label\n\xff,z\n", "cannot be read"),
        ("t.jsonl", b"{\n", "Line 1 .* not JSON"),
        ("t.jsonl", b"[1]\n", "Line 1 .* no object"),
    ],
)
def test_what_is_no_such_table_is_refused(
    tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(AppError, match=says):
        columns(path, ("text", "label"))


def test_only_tables_are_written(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="is no table"):
        write_rows(tmp_path / "t.txt", ("a",), [("b",)])
    with pytest.raises(AppError, match="cannot be written"):
        write_rows(tmp_path / "none" / "t.csv", ("a",), [("b",)])
