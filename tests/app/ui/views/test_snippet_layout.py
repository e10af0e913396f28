# SPDX-License-Identifier: Apache-2.0
"""Snippets break into lines, and marks fall on the words that they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from findling.services.types import MarkRange
from findling.ui.theme.tokens import LIGHT
from findling.ui.views.snippet_layout import SnippetLayout, len_utf16
from tests.app.ui.builders import make_hit

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

WIDTH, HEIGHT = 320, 80


def painted(layout: SnippetLayout) -> QImage:
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    image.fill(QColor(LIGHT.surface))
    painter = QPainter(image)
    layout.draw(painter, 0, 0, QColor(LIGHT.text))
    painter.end()
    return image


def marked_columns(image: QImage) -> list[int]:
    mark = QColor(LIGHT.mark).rgb()
    return [x for x in range(WIDTH) if any(image.pixel(x, y) == mark for y in range(HEIGHT))]


@pytest.mark.parametrize(("text", "length"), [("", 0), ("añb", 3), ("a😀b", 4)])
def test_lengths_are_counted_as_qt_counts(text: str, length: int) -> None:
    assert len_utf16(text) == length


def test_a_mark_covers_its_word_and_no_other(qapp: QApplication) -> None:
    hit = make_hit(1, snippet="aaaa bbbb cccc", marks=(MarkRange(5, 9),))
    columns = marked_columns(painted(SnippetLayout(hit, QFont(), WIDTH, 3, LIGHT)))
    assert columns
    assert columns == list(range(columns[0], columns[-1] + 1))
    start = columns[0]
    other = make_hit(1, snippet="aaaa bbbb cccc", marks=(MarkRange(10, 14),))
    assert marked_columns(painted(SnippetLayout(other, QFont(), WIDTH, 3, LIGHT)))[0] > start


def test_marks_behind_letters_outside_the_basic_plane_stay_in_place(qapp: QApplication) -> None:
    plain = make_hit(1, snippet="ab word", marks=(MarkRange(3, 7),))
    astral = make_hit(1, snippet="𝐚𝐛 word", marks=(MarkRange(3, 7),))
    widths = [
        len(marked_columns(painted(SnippetLayout(hit, QFont(), WIDTH, 3, LIGHT))))
        for hit in (plain, astral)
    ]
    assert widths[0] == widths[1]


def test_long_snippets_end_after_the_lines_there_are(qapp: QApplication) -> None:
    short = make_hit(1, snippet="word", marks=())
    long = make_hit(1, snippet="word " * 60, marks=())
    one = SnippetLayout(short, QFont(), WIDTH, 3, LIGHT).height
    assert SnippetLayout(long, QFont(), WIDTH, 3, LIGHT).height == pytest.approx(3 * one)
    assert SnippetLayout(long, QFont(), WIDTH, 2, LIGHT).height == pytest.approx(2 * one)


@pytest.mark.parametrize("snippet", ["word " * 60, "w" * 400, "𝐚" * 300, "…", ""])
@pytest.mark.parametrize("width", [8.0, 60.0, 320.0])
def test_any_text_fits_any_width(qapp: QApplication, snippet: str, width: float) -> None:
    hit = make_hit(1, snippet=snippet, marks=())
    layout = SnippetLayout(hit, QFont(), width, 2, LIGHT)
    assert 0 <= layout.height <= 2 * SnippetLayout(make_hit(1), QFont(), 2000, 1, LIGHT).height
