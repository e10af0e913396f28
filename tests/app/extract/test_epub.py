# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from findling.extract import epub
from findling.extract.epub import read_epub
from findling.extract.errors import ReadError, ReadFailure

MakeParts = Callable[..., Path]
MakeBook = Callable[..., Path]

_CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OPS/book.opf"/></rootfiles></container>'
)
_XHTML = "application/xhtml+xml"


@pytest.fixture
def make_book(make_parts: MakeParts) -> MakeBook:
    """Write a book of chapters by name, in reading order; ``extra`` holds other parts."""

    def make(
        chapters: dict[str, str], extra: dict[str, str] | None = None, manifest: str = ""
    ) -> Path:
        items = "".join(
            f'<item id="i{i}" href="{name}" '
            f'media-type="{"image/svg+xml" if name.endswith("svg") else _XHTML}"/>'
            for i, name in enumerate(chapters)
        )
        spine = "".join(f'<itemref idref="i{i}"/>' for i in range(len(chapters)))
        opf = (
            '<package xmlns="http://www.idpf.org/2007/opf" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>A Book</dc:title>'
            "<dc:creator>Ada</dc:creator><dc:creator>Alan</dc:creator>"
            "<dc:language>en</dc:language></metadata>"
            f"<manifest>{items}{manifest}</manifest><spine>{spine}</spine></package>"
        )
        parts = {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": _CONTAINER,
            "OPS/book.opf": opf,
            **{f"OPS/{name.replace('%20', ' ')}": text for name, text in chapters.items()},
            **(extra or {}),
        }
        return make_parts("a.epub", parts)

    return make


def page(body: str, head: str = "") -> str:
    kind = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/x.dtd">'
    return f'{kind}<html xmlns="http://www.w3.org/1999/xhtml"><head>{head}</head><body>{body}</body></html>'


def test_chapters_come_in_reading_order_with_their_headings(make_book: MakeBook) -> None:
    document = read_epub(
        make_book(
            {
                "b.xhtml": page("<h1>First</h1><p>One&nbsp;word.</p>"),
                "text/a%20b.xhtml": page("<h1>Second</h1><h2>Part</h2><p>Two.</p>"),
            }
        )
    )
    assert document.text == "First\nOne word.\nSecond\nPart\nTwo.\n"
    assert [(h.level, h.title) for h in document.headings] == [
        *((1, "First"), (1, "Second"), (2, "Part")),
    ]
    assert document.title == "A Book"
    assert document.metadata == {"author": "Ada, Alan", "language": "en"}


def test_empty_elements_of_xml_swallow_nothing(make_book: MakeBook) -> None:
    body = '<a id="p1"/><p>One<br/>two</p><div class="x"/><p><i/>three</p>'
    path = make_book({"a.xhtml": page(body, "<title/><script src='x.js'/>")})
    assert read_epub(path).text == "One\ntwo\nthree\n"


@pytest.mark.timeout(10)
@pytest.mark.parametrize("piece", ["<" + "a" * 300_000, "<a " * 100_000, "<a/" * 100_000])
def test_no_chapter_makes_the_search_for_empty_elements_slow(
    make_book: MakeBook, piece: str
) -> None:
    path = make_book({"a.xhtml": page("<p>Words.</p>") + piece, "b.xhtml": page("<p>End.</p>")})
    assert read_epub(path).text.endswith("End.\n")


@pytest.mark.parametrize("newer", [True, False])
def test_chapters_without_heading_are_named_by_the_table_of_contents(
    make_book: MakeBook, newer: bool
) -> None:
    nav = page('<nav><ol><li><a href="a.xhtml#top">The  Start</a></li></ol></nav>')
    ncx = (
        '<!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" "http://www.daisy.org/ncx.dtd">'
        "<ncx><navMap><navPoint><navLabel><text>The Start</text></navLabel>"
        '<content src="a.xhtml"/></navPoint></navMap></ncx>'
    )
    path = make_book(
        {"a.xhtml": page("<p>Words.</p>")},
        {"OPS/toc": nav if newer else ncx},
        f'<item id="nav" href="toc" properties="nav" media-type="{_XHTML}"/>'
        if newer
        else '<item id="ncx" href="toc" media-type="application/x-dtbncx+xml"/>',
    )
    assert read_epub(path).text == "The Start\nWords.\n"


def test_an_empty_chapter_costs_nothing(make_book: MakeBook) -> None:
    assert (
        read_epub(make_book({"a.xhtml": "", "b.xhtml": page("<p>Words.</p>")})).text == "Words.\n"
    )


def test_drawn_pages_give_their_words(make_book: MakeBook) -> None:
    drawn = '<svg xmlns="http://www.w3.org/2000/svg"><text>Say <tspan>cheese</tspan></text></svg>'
    bomb = '<!DOCTYPE svg [<!ENTITY a "ha">]><svg>&a;</svg>'
    path = make_book({"a.svg": drawn, "b.svg": bomb})
    assert read_epub(path).text == "Say cheese\n"


def test_a_copy_protected_book_says_so_and_hidden_fonts_do_no_harm(make_book: MakeBook) -> None:
    def locked(uri: str) -> dict[str, str]:
        reference = f'<CipherData><CipherReference URI="{uri}"/></CipherData>'
        return {"META-INF/encryption.xml": f"<encryption>{reference}</encryption>"}

    chapters = {"a.xhtml": page("<p>Words.</p>")}
    assert read_epub(make_book(chapters, locked("OPS/font.otf"))).text == "Words.\n"
    with pytest.raises(ReadError, match="copy-protected") as caught:
        read_epub(make_book(chapters, locked("OPS/a.xhtml")))
    assert caught.value.kind is ReadFailure.PASSWORD


def test_references_cannot_leave_the_book(make_book: MakeBook) -> None:
    path = make_book({"../../../etc/passwd": "x", "a.xhtml": page("<p>Words.</p>")})
    assert read_epub(path).text == "Words.\n"


def test_a_chapter_over_the_limit_is_refused(
    make_book: MakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(epub, "MAX_HTML_FILE", 100)
    with pytest.raises(ReadError, match="too large"):
        read_epub(make_book({"a.xhtml": page("<p>Words.</p>" * 50)}))


def test_reasons(make_book: MakeBook, make_parts: MakeParts) -> None:
    with pytest.raises(ReadError) as caught:
        read_epub(make_book({"a.xhtml": page("<img src='x.png'/>")}))
    assert caught.value.kind is ReadFailure.NO_TEXT
    with pytest.raises(ReadError, match="damaged"):
        read_epub(make_parts("b.epub", {"META-INF/container.xml": "<container/>"}))
    with pytest.raises(ReadError, match="damaged"):
        read_epub(make_parts("c.epub", {"a": "b"}))
