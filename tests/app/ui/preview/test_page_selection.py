# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from findling.services.page_types import (
    MAX_SELECTED_PAGES,
    Grain,
    PageExcerpt,
    PdfFile,
    SelectWish,
)
from findling.services.reading import PageMark
from findling.ui.preview.page_selection import PageSelection

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

FILE = PdfFile(Path("lease.pdf"), 10, 1.0)
MARK = PageMark(10, 20, 100, 12)


class Child:
    """A selection and a stand-in for the reader's child: keeps what is wanted, and answers."""

    def __init__(self) -> None:
        self.selection = PageSelection()
        self.selection.wanted.connect(self._on_wanted)
        self.wanted: tuple[SelectWish, ...] = ()
        self.times = 0
        self.selection.begin(FILE)

    def _on_wanted(self, wishes: tuple[SelectWish, ...]) -> None:
        self.wanted = wishes
        self.times += 1

    def answer(self) -> None:
        for wish in self.wanted:
            self.say(wish, f"page {wish.page}\r\n")

    def say(self, wish: SelectWish, text: str) -> None:
        self.selection.take(PageExcerpt(wish, text, (MARK,)))


@pytest.fixture
def child(qapp: QApplication) -> Child:
    return Child()


def test_a_click_selects_nothing_and_a_drag_selects_between_two_points(child: Child) -> None:
    child.selection.start((3, (1.0, 2.0)), Grain.CHAR)
    assert child.selection.is_empty
    assert not child.wanted
    child.selection.reach((3, (5.0, 6.0)))
    assert child.wanted == (SelectWish(FILE, 3, (1.0, 2.0), (5.0, 6.0)),)
    child.answer()
    assert child.selection.text == "page 3"
    assert child.selection.lines_on(3) == (MARK,)
    assert child.selection.lines_on(2) == ()


def test_a_double_click_asks_for_the_word_at_once(child: Child) -> None:
    child.selection.start((0, (1.0, 2.0)), Grain.WORD)
    assert child.wanted == (SelectWish(FILE, 0, (1.0, 2.0), (1.0, 2.0), Grain.WORD),)


@pytest.mark.parametrize("is_backwards", [False, True])
def test_pages_between_are_selected_whole(child: Child, is_backwards: bool) -> None:
    first, last = (1, (1.0, 2.0)), (3, (5.0, 6.0))
    start, end = (last, first) if is_backwards else (first, last)
    child.selection.start(start, Grain.CHAR)
    child.selection.reach(end)
    assert sorted(child.wanted, key=lambda wish: wish.page) == [
        SelectWish(FILE, 1, (1.0, 2.0), None),
        SelectWish(FILE, 2),
        SelectWish(FILE, 3, None, (5.0, 6.0)),
    ]
    child.answer()
    assert child.selection.text == "page 1\npage 2\npage 3"


def test_a_drag_asks_only_for_what_is_not_known(child: Child) -> None:
    child.selection.start((1, (1.0, 2.0)), Grain.CHAR)
    child.selection.reach((3, (5.0, 6.0)))
    child.answer()
    child.selection.reach((3, (7.0, 8.0)))
    assert child.wanted == (SelectWish(FILE, 3, None, (7.0, 8.0)),)
    assert child.selection.lines_on(3) == (MARK,), "the last answer stays until the next comes"
    times = child.times
    child.selection.reach((3, (7.0, 8.0)))
    assert child.times == times


def test_an_answer_on_the_way_shows_and_one_of_an_earlier_drag_does_not(child: Child) -> None:
    child.selection.start((1, (1.0, 2.0)), Grain.CHAR)
    child.selection.reach((1, (5.0, 6.0)))
    (late,) = child.wanted
    child.selection.reach((1, (7.0, 8.0)))
    child.say(late, "on the way")
    assert child.selection.text == "on the way"
    child.selection.start((1, (50.0, 60.0)), Grain.CHAR)
    child.selection.reach((1, (55.0, 66.0)))
    child.say(late, "too late")
    assert child.selection.text == ""


def test_lines_under_the_mouse_are_asked_for_once_a_page(child: Child) -> None:
    assert not child.selection.is_text((2, (50.0, 25.0)))
    child.selection.hover(2)
    assert child.wanted == (SelectWish(FILE, 2),)
    child.answer()
    assert child.selection.is_text((2, (50.0, 25.0)))
    assert not child.selection.is_text((2, (50.0, 45.0)))
    assert child.selection.is_empty
    times = child.times
    child.selection.hover(2)
    assert child.times == times
    child.selection.select_page(2)
    assert child.selection.text == "page 2", "it is known already"


def test_lines_of_few_pages_are_kept(child: Child) -> None:
    for page in range(30):
        child.selection.hover(page)
        child.answer()
    assert len(child.selection._looks) == 8  # pyright: ignore[reportPrivateUsage]


def test_no_drag_reaches_over_all_pages_of_a_book(child: Child) -> None:
    child.selection.start((100, (1.0, 2.0)), Grain.CHAR)
    for page in (0, 900):
        child.selection.reach((page, (1.0, 2.0)))
        assert len(child.wanted) == MAX_SELECTED_PAGES


def test_another_file_and_clear_let_go(child: Child) -> None:
    child.selection.select_page(4)
    child.answer()
    child.selection.clear()
    assert child.selection.is_empty
    assert child.selection.text == ""
    child.selection.select_page(4)
    other = replace(FILE, path=Path("other.pdf"))
    child.selection.begin(other)
    child.say(SelectWish(FILE, 4), "of the file before")
    child.selection.select_page(4)
    assert child.selection.text == ""
    assert child.wanted == (SelectWish(other, 4),)
