# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from findling.extract.csvrows import is_header, read_csv, sniff_delimiter
from findling.extract.errors import ReadError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[str, str | bytes], Path]


def test_each_value_stands_under_its_columns_name(write: Write) -> None:
    path = write("a.csv", "name,age,city\nAda,36,London\nAlan,41,\n")
    assert read_csv(path).text == "name: Ada; age: 36; city: London\nname: Alan; age: 41\n"


def test_a_table_without_header_keeps_all_its_rows(write: Write) -> None:
    assert read_csv(write("a.csv", "1,2\n3,4\n")).text == "1; 2\n3; 4\n"


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b\n1,2\n", ","),
        ("a;b\n1,5;2,5\n", ";"),
        ("a\tb\nx, y\tz\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ('a,b\n"x;y;z",2\n"p;q;r",3\n', ","),
        ("just words\n", ","),
    ],
)
def test_delimiter(text: str, delimiter: str) -> None:
    assert sniff_delimiter(text) == delimiter


@pytest.mark.parametrize(
    ("first", "rows", "expected"),
    [
        (["name", "age"], [["Ada", "36"]], True),
        (["name", "city"], [["Ada", "London"]], True),
        (["Ada", "36"], [["Alan", "41"]], False),
        (["a", "a"], [["1", "2"]], False),
        (["yes", "no"], [["no", "yes"], ["yes", "no"]], False),
        (["A long sentence about a thing", "x"], [["Another sentence", "y"]], False),
        (["name", "age"], [], False),
    ],
)
def test_header(first: list[str], rows: list[list[str]], expected: bool) -> None:
    assert is_header(first, rows) is expected


def test_a_quoted_value_may_hold_newlines_and_delimiters(write: Write) -> None:
    text = read_csv(write("a.csv", 'id,note\n1,"two\nlines, one value"\n')).text
    assert text == "id: 1; note: two lines, one value\n"


def test_rows_longer_than_the_header_lose_nothing(write: Write) -> None:
    assert read_csv(write("a.csv", "a,b\n1,2,3\n")).text == "a: 1; b: 2; 3\n"


def test_a_table_of_nothing_is_refused(write: Write) -> None:
    with pytest.raises(ReadError, match="no rows"):
        read_csv(write("a.csv", ",,\n,,\n"))


def test_a_field_without_end_costs_its_row_only(write: Write) -> None:
    text = "a,b\n" + "x" * 1_100_000 + ",1\nAda,2\n"
    assert "b: 2" in read_csv(write("a.csv", text)).text
