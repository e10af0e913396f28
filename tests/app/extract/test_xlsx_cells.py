# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from findling.extract.xlsx_cells import Moment, column_of, moment_of, moment_text, unescape


@pytest.mark.parametrize(
    ("code", "moment"),
    [
        ("General", None),
        ("0.00E+00", None),
        ("#,##0.00 [$€-407];[Red]-#,##0.00", None),
        ('0 "days of delay"', None),
        (r"0\d", None),
        ("@", None),
        ("yyyy-mm-dd", Moment.DATE),
        ("[$-409]d/m/yy h:mm AM/PM;@", Moment.DATE),
        ("mmm", Moment.DATE),
        ("h:mm", Moment.TIME),
        ("mm:ss.0", Moment.TIME),
        ("[h]:mm:ss", Moment.DURATION),
        ("[Blue]0", None),
    ],
)
def test_what_a_number_format_shows(code: str, moment: Moment | None) -> None:
    assert moment_of(code) is moment


@pytest.mark.parametrize(
    ("serial", "text"),
    [
        (0, "1899-12-31"),  # Excel's own "1900-01-00"
        (1, "1900-01-01"),
        (59, "1900-02-28"),
        (61, "1900-03-01"),
        (45413, "2024-05-01"),
        (45413.999999, "2024-05-02"),
        (45413.25, "2024-05-01 06:00:00"),
    ],
)
def test_days_are_counted_as_excel_counts_them(serial: float, text: str) -> None:
    assert moment_text(serial, Moment.DATE, is_1904=False) == text


@pytest.mark.parametrize("serial", [-1.0, 2_958_466.0, float("inf"), float("nan")])
def test_what_is_no_date_is_refused(serial: float) -> None:
    with pytest.raises(ValueError, match="is no date"):
        moment_text(serial, Moment.DATE, is_1904=False)


def test_columns_and_escapes() -> None:
    assert [column_of(name, 5) for name in ("A1", "XFD1", "", "12", "AAAA1")] == [
        0,
        16_383,
        5,
        5,
        5,
    ]
    assert unescape("a_x000D_b_xyz") == "a\rb_xyz"
