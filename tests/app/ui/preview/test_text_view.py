# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette, QTextCharFormat, QTextCursor

from findling.services.outline import OutlineEntry
from findling.services.text_find import find_words
from findling.services.types import PassageHit
from findling.ui.preview.text_look import TextLook
from findling.ui.preview.text_view import TextView

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

TEXT = "".join(f"Line {n} of the text, with a few words more.\n" for n in range(2000))


def hit_on(text: str, words: str) -> PassageHit:
    start = text.index(words)
    return PassageHit(1, 1, start, start + len(words), -1, (), "", words, (), 1, 5, 1, 1, 0, "")


@pytest.fixture
def view(qtbot: QtBot) -> TextView:
    view = TextView()
    qtbot.addWidget(view)
    view.resize(500, 600)
    with qtbot.waitExposed(view):
        view.show()
    return view


def marked(view: TextView, *, boldly: bool) -> list[str]:
    """Return the words under marks: with a band for the hit that is shown, without for others."""
    none = Qt.BrushStyle.NoBrush
    return [
        selection.cursor.selectedText()
        for selection in view.extraSelections()
        if (selection.format.background().style() != none) is boldly
    ]


def test_the_passage_is_marked_and_stands_at_a_third_of_the_height(view: TextView) -> None:
    view.show_text(TEXT)
    view.show_hits([hit_on(TEXT, "Line 1500 of the text")], 0)
    assert marked(view, boldly=True) == ["Line 1500 of the text"]
    assert 0.2 < view.cursorRect().top() / view.viewport().height() < 0.45


def test_the_passage_stays_there_when_the_room_becomes_less(view: TextView, qtbot: QtBot) -> None:
    view.show_text(TEXT)
    view.show_hits([hit_on(TEXT, "Line 1500 of the text")], 0)
    view.resize(480, 150)
    qtbot.waitUntil(lambda: view.viewport().height() <= 150)
    assert 0.1 < view.cursorRect().top() / view.viewport().height() < 0.5


def test_who_has_scrolled_stays_where_that_was(view: TextView, qtbot: QtBot) -> None:
    view.show_text(TEXT)
    view.show_hits([hit_on(TEXT, "Line 1500 of the text")], 0)
    bar = view.verticalScrollBar()
    bar.setValue(bar.value() + 40)
    top = view.firstVisibleBlock().text()
    view.resize(500, 300)
    qtbot.waitUntil(lambda: view.viewport().height() <= 300)
    assert view.firstVisibleBlock().text() == top


def test_other_passages_get_a_line_only(view: TextView) -> None:
    view.show_text(TEXT)
    view.show_hits([hit_on(TEXT, "Line 10 of"), hit_on(TEXT, "Line 12 of")], 1)
    assert marked(view, boldly=True) == ["Line 12 of"]
    assert marked(view, boldly=False) == ["Line 10 of"]
    single = QTextCharFormat.UnderlineStyle.SingleUnderline
    assert all(s.format.underlineStyle() == single for s in view.extraSelections())


def test_a_line_stands_between_slides(view: TextView) -> None:
    text = "Plan\nBuy a boat.\nNext\nSell it.\n"
    entries = [OutlineEntry(1, "Plan", 0, -1), OutlineEntry(1, "Next", text.index("Next"), -1)]
    view.show_text(text, look=TextLook("odp", entries))
    line = view.palette().color(QPalette.ColorRole.Mid).rgb()
    image = view.viewport().grab().toImage()
    x = view.viewport().width() - 30  # right of all words
    lines = [y for y in range(image.height()) if image.pixel(x, y) == line]
    assert len(lines) == 1
    assert lines[0] == pytest.approx(view.cursorRect(cursor_at(view, "Next")).top(), abs=3)


def test_what_is_selected_is_given_line_by_line(view: TextView) -> None:
    view.show_text("one\ntwo\nthree")
    assert view.selected_text() == ""
    view.selectAll()
    assert view.selected_text() == "one\ntwo\nthree"
    assert view.selected_words() == ""


def cursor_at(view: TextView, words: str) -> QTextCursor:
    cursor = view.document().find(words)
    cursor.setPosition(cursor.selectionStart())
    return cursor


def test_marks_leave_out_empty_lines_and_white_space_around_lines(view: TextView) -> None:
    text = "before\n  first line  \n\n\tsecond line\nafter"
    view.show_text(text)
    view.show_hits([hit_on(text, "  first line  \n\n\tsecond line\n")], 0)
    assert marked(view, boldly=True) == ["first line", "second line"]


def test_marks_count_letters_outside_the_first_plane_once(view: TextView) -> None:
    text = "𝑥 and 😀 stand before the tenant and the\r\nlandlord"
    view.show_text(text)
    view.show_hits([hit_on(text, "tenant and the\r\nlandlord")], 0)
    assert marked(view, boldly=True) == ["tenant and the", "landlord"]


def test_a_far_passage_of_a_huge_text_is_shown_fast(view: TextView) -> None:
    text = TEXT * 50 + "Here it is at last.\n" + TEXT * 10
    assert len(text) > 5_000_000
    start = time.perf_counter()
    view.show_text(text)
    view.show_hits([hit_on(text, "Here it is at last.")], 0)
    seconds = time.perf_counter() - start
    assert marked(view, boldly=True) == ["Here it is at last."]
    assert view.document().characterCount() < 80_000
    assert seconds < 0.5  # 5 MB at once take seconds to lay out; the stretch 0.03 s when idle


def test_a_huge_text_can_be_read_on_past_the_end_of_the_stretch(
    view: TextView, qtbot: QtBot
) -> None:
    view.show_text(TEXT * 4)
    before = view.document().lastBlock().previous().text()
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: bar.value() < bar.maximum())
    assert before in view.toPlainText()
    top = view.firstVisibleBlock().text()
    bar.setValue(bar.minimum())
    assert top.startswith("Line")


def test_a_text_without_line_ends_is_shown_fast(view: TextView) -> None:
    text = "word " * 400_000 + "needle " + "word " * 400_000
    start = time.perf_counter()
    view.show_text(text)
    view.show_hits([hit_on(text, "needle")], 0)
    assert marked(view, boldly=True) == ["needle"]
    assert time.perf_counter() - start < 0.5


def test_markup_in_a_document_stays_text(view: TextView) -> None:
    text = "<b>bold</b> <img src='file:///x.png'> <a href='https://example.org'>link</a>"
    view.show_text(text)
    assert view.toPlainText() == text


def test_zoom_changes_the_size_of_letters_and_comes_back(view: TextView) -> None:
    view.show_text(TEXT)
    view.zoom_in()
    view.zoom_in()
    assert view.percent > 100
    view.zoom_to_fit()
    assert view.percent == 100


def test_a_theme_change_keeps_the_marks_readable(view: TextView, qtbot: QtBot) -> None:
    view.show_text(TEXT)
    view.show_hits([hit_on(TEXT, "Line 3 of")], 0)
    palette = view.palette()
    palette.setColor(palette.ColorRole.Base, Qt.GlobalColor.black)
    view.setPalette(palette)

    def lightness() -> float:
        (mark,) = view.extraSelections()
        return mark.format.background().color().lightnessF()

    qtbot.waitUntil(lambda: lightness() < 0.4)


def test_looks_are_laid_over_the_text_and_change_no_letter(view: TextView) -> None:
    text = "# The \U0001f600 lease\n\nA **bold** word.\n"
    view.show_text(text, look=TextLook("md"))
    assert view.toPlainText() == text
    ranges = view.document().firstBlock().layout().formats()
    assert [(found.start, found.length) for found in ranges] == [(0, 2), (2, 12)]
    assert ranges[1].format.fontPointSize() > view.font().pointSizeF()


def test_marks_stand_on_their_words_in_a_text_with_looks(view: TextView) -> None:
    text = "# Lease\n\n" + "A **bold** word.\n" * 3000 + "## Notice\n\nThree months.\n"
    view.show_text(text, look=TextLook("md"))
    view.show_hits([hit_on(text, "Three months.")], 0)
    assert marked(view, boldly=True) == ["Three months."]


def test_words_that_were_found_are_marked_where_they_are_in_sight(view: TextView) -> None:
    view.show_text(TEXT)
    found = find_words("line 15", TEXT)
    view.show_found(found, 3, moves=True)
    words = marked(view, boldly=True)
    assert set(words) == {"Line 15"}
    assert 2 < len(words) < 100
    start, end = found.ranges[3]
    assert view.offset <= start
    assert TEXT[start:end] == "Line 15"


def test_a_place_in_sight_is_shown_without_scrolling(view: TextView) -> None:
    view.show_text(TEXT)
    view.show_found(find_words("Line 1 ", TEXT), 0, moves=True)
    assert view.verticalScrollBar().value() == 0


def test_a_text_with_thousands_of_places_is_marked_quickly(view: TextView) -> None:
    view.show_text(TEXT)
    found = find_words("e", TEXT)
    start = time.perf_counter()
    view.show_found(found, len(found) // 2, moves=True)
    assert time.perf_counter() - start < 0.2  # 0.02 s on an idle machine
