# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from findling.extract.geometry import Rect, clip, merge_lines, utf16_range


@pytest.mark.parametrize(
    ("text", "span", "units"),
    [
        ("abc", (1, 2), (1, 2)),
        ("a😀b", (1, 2), (1, 3)),
        ("😀😀b", (2, 3), (4, 5)),
        ("", (0, 0), (0, 0)),
    ],
)
def test_utf16_range_agrees_with_the_codec(
    text: str, span: tuple[int, int], units: tuple[int, int]
) -> None:
    def length(part: str) -> int:
        return len(part.encode("utf-16-le")) // 2

    assert utf16_range(text, *span) == units
    assert units == (length(text[: span[0]]), length(text[: span[1]]))


def test_words_of_a_line_join_and_lines_stay_apart() -> None:
    words = [Rect(10, 10, 20, 9), Rect(33, 11, 30, 8), Rect(10, 22, 40, 9)]
    assert merge_lines(words) == [Rect(10, 10, 53, 9), Rect(10, 22, 40, 9)]


def test_columns_stay_apart() -> None:
    cells = [Rect(10, 10, 20, 9), Rect(200, 10, 20, 9)]
    assert merge_lines(cells) == cells


def test_lines_that_run_upwards_stay_apart() -> None:
    lines = [Rect(10, 10, 9, 90), Rect(22, 10, 9, 90)]
    assert merge_lines(lines) == lines


def test_what_lies_beside_the_page_is_cut_off() -> None:
    rects = [Rect(-5, 10, 20, 9), Rect(-50, 10, 20, 9), Rect(90, 95, 20, 9)]
    assert clip(rects, 100, 100) == [Rect(0, 10, 15, 9), Rect(90, 95, 10, 5)]
