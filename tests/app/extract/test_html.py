# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from findling.extract.errors import ReadError
from findling.extract.html import read_html

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[str, str | bytes], Path]


def text_of(write: Write, source: str | bytes) -> str:
    return read_html(write("page.html", source)).text


def test_blocks_become_paragraphs_and_inline_tags_do_not_split_words(write: Write) -> None:
    source = "<p>One <b>bo</b>ld<br>line</p><div>Two<span> more</span></div>"
    assert text_of(write, source) == "One bold\nline\nTwo more\n"


def test_scripts_styles_navigation_and_comments_are_left_out(write: Write) -> None:
    source = (
        "<head><style>p{}</style><title>T</title></head><nav>Home</nav>"
        "<script>var x</script><!-- note --><p>Shown</p><template>Later</template>"
    )
    assert text_of(write, source) == "Shown\n"


def test_headings_and_title(write: Write) -> None:
    source = "<title> A  page </title><h1>Top</h1><p>text</p><h2>Sub <i>part</i></h2><p>more</p>"
    document = read_html(write("page.html", source))
    assert document.title == "A page"
    assert [(h.level, h.title) for h in document.headings] == [(1, "Top"), (2, "Sub part")]
    for heading in document.headings:
        assert document.text.startswith(heading.title, heading.offset)


def test_a_table_row_is_a_line(write: Write) -> None:
    source = "<table><tr><th>Month<th>Rent</tr><tr><td>May<td><td>500</tr></table>"
    assert text_of(write, source) == "Month | Rent\nMay | 500\n"


def test_preformatted_text_keeps_its_lines(write: Write) -> None:
    assert text_of(write, "<pre>a\n  b</pre><p>a\n  b</p>") == "a\n  b\na b\n"


def test_the_page_says_its_encoding(write: Write) -> None:
    source = '<meta charset="windows-1251"><p>Привет</p>'.encode("cp1251")
    assert text_of(write, source) == "Привет\n"


def test_a_wrong_label_does_not_spoil_the_text(write: Write) -> None:
    source = '<meta charset="ascii"><p>Größe</p>'
    assert text_of(write, source) == "Größe\n"


def test_entities_are_resolved(write: Write) -> None:
    assert text_of(write, "<p>Tom &amp; J&eacute;r&ocirc;me</p>") == "Tom & Jérôme\n"


def test_very_deep_nesting_is_read(write: Write) -> None:
    source = "<div>" * 20_000 + "deep" + "</div>" * 20_000
    assert text_of(write, source) == "deep\n"


def test_a_page_that_shows_nothing_is_refused(write: Write) -> None:
    with pytest.raises(ReadError, match="shows no text"):
        text_of(write, "<script>draw()</script>")


def test_an_empty_file_is_refused(write: Write) -> None:
    with pytest.raises(ReadError, match="empty"):
        text_of(write, "  ")
