# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from findling.ui.preview.text_window import LONG_LINE_WINDOW, WINDOW, TextWindow

LINE = "A line of a very long text.\n"


def test_a_short_text_is_shown_whole() -> None:
    assert TextWindow.around("short\ntext", 3) == TextWindow(0, 10, "short\ntext")


def test_a_long_text_is_shown_around_the_place_in_whole_lines() -> None:
    text = LINE * 50_000
    window = TextWindow.around(text, 700_000)
    assert window.start < 700_000 - WINDOW // 3
    assert window.end > 700_000 + WINDOW // 3
    assert window.shown.startswith("A line")
    assert window.shown.endswith("\n")


def test_the_ends_of_a_long_text_can_be_reached() -> None:
    text = LINE * 50_000
    assert TextWindow.around(text, 0).start == 0
    assert TextWindow.around(text, len(text)).end == len(text)


def test_very_long_lines_make_the_stretch_smaller() -> None:
    window = TextWindow.around("word " * 100_000, 250_000)
    assert window.end - window.start <= LONG_LINE_WINDOW


@given(st.text(st.sampled_from("ab\n\r\0𝑥😀\u2029\ufffe"), max_size=60), st.data())
def test_offsets_become_positions_and_back(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    window = TextWindow.around(text, offset)
    assert window.offset_of(window.position_of(offset)) == offset
    assert len(window.shown) == len(text)
    assert window.position_of(offset) == len(text[:offset].encode("utf-16-le")) // 2
