# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from findling.services.marks import page_places, tidy_marks
from findling.services.reading import PageMark
from findling.services.types import PagePlace


def test_a_passage_on_one_page_has_one_place() -> None:
    assert page_places(12, 18, [0, 10, 30], 40) == (PagePlace(1, 2, 8),)


def test_a_passage_over_a_page_end_has_a_place_on_each_page() -> None:
    assert page_places(6, 13, [0, 10], 20) == (PagePlace(0, 6, 9), PagePlace(1, 0, 3))


def test_pages_without_a_character_of_the_passage_are_left_out() -> None:
    text = "\n".join(pages := ["end", "", "go on"])
    starts = [0, len(pages[0]) + 1, len(pages[0]) + 2]
    assert page_places(0, len(text), starts, len(text)) == (PagePlace(0, 0, 3), PagePlace(2, 0, 5))


@pytest.mark.parametrize("span", [(-1, 4), (5, 5), (7, 5), (30, 41)])
def test_a_range_that_is_none_of_the_text_has_no_place(span: tuple[int, int]) -> None:
    assert page_places(*span, [0, 10], 40) == ()


def test_a_format_without_pages_has_no_places() -> None:
    assert page_places(0, 5, (), 40) == ()


@given(st.lists(st.text("ab", max_size=9), min_size=1, max_size=8), st.data())
def test_places_hold_the_words_of_the_passage_and_nothing_else(
    pages: list[str], data: st.DataObject
) -> None:
    text = "\n".join(pages)
    starts = [sum(len(page) + 1 for page in pages[:n]) for n in range(len(pages))]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    places = page_places(start, end, starts, len(text))
    found = "".join(pages[place.page][place.start : place.end] for place in places)
    assert found == text[start:end].replace("\n", "")


def test_a_line_gets_back_what_rounding_took_on_every_side() -> None:
    (mark,) = tidy_marks([PageMark(98, 99, 331, 11)])
    assert (mark.x, mark.y) == pytest.approx((97.8, 98.8))
    assert (mark.width, mark.height) == pytest.approx((331.4, 11.4))


def test_a_line_at_the_edge_stays_on_the_page() -> None:
    (mark,) = tidy_marks([PageMark(0, 0, 10, 11)])
    assert (mark.x, mark.y) == (0, 0)


def test_lines_of_a_paragraph_stay_apart() -> None:
    lines = [PageMark(72, 99, 331, 11), PageMark(72, 112, 300, 11), PageMark(72, 125, 12, 9)]
    assert len(tidy_marks(lines)) == 3
