# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from findling.extract.geometry import (
    Rect,
    clip,
    join_sideways,
    line_rects,
    merge_lines,
    utf16_range,
)


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


def test_letters_of_text_that_runs_down_the_page_become_lines() -> None:
    down = [Rect(734, y, 9, 5) for y in range(100, 200, 7)]
    next_line = [Rect(716, y, 9, 5) for y in range(100, 150, 7)]
    joined = join_sideways([*down, *next_line])
    assert [(rect.x, rect.y, rect.width) for rect in joined] == [(734, 100, 9), (716, 100, 9)]


def test_letters_of_text_that_runs_up_the_page_become_lines() -> None:
    up = [Rect(101, y, 9, 5) for y in range(500, 400, -7)]
    assert len(join_sideways(up)) == 1


def test_a_column_of_numbers_does_not_become_a_sideways_line() -> None:
    column = [Rect(101, y, 5, 7) for y in range(100, 200, 9)]
    assert line_rects(column, "\n".join("7" * len(column))) == column


def test_short_sideways_lines_do_not_become_one_line_across() -> None:
    numbers = [Rect(x, 300, 9, 8) for x in range(100, 200, 12)]
    assert line_rects(numbers, "\n".join("7" * len(numbers))) == numbers
    assert len(line_rects(numbers, "7" * len(numbers))) == 1


def test_pieces_of_a_line_join_however_the_text_is_broken() -> None:
    pieces = [Rect(72, 100, 60, 11), Rect(135, 100, 60, 11), Rect(198, 100, 60, 11)]
    assert len(line_rects(pieces, "three pieces of\na line with\nmore letters")) == 1


def test_a_comma_that_hangs_below_its_line_does_not_cut_it() -> None:
    pieces = [Rect(72, 100, 50, 10), Rect(122, 109, 2, 3), Rect(128, 100, 90, 10)]
    assert merge_lines(pieces) == [Rect(72, 100, 146, 12)]


def test_a_small_letter_that_begins_the_next_line_stays_there() -> None:
    assert len(merge_lines([Rect(72, 100, 300, 10), Rect(72, 109, 3, 4)])) == 2
