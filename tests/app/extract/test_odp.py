# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from findling.extract.errors import ReadError, ReadFailure
from findling.extract.odp import read_odp

MakeOdf = Callable[..., Path]


def frame(text: str, kind: str = "") -> str:
    said = f'presentation:class="{kind}"' if kind else ""
    box = f"<draw:text-box><text:p>{text}</text:p></draw:text-box>"
    return f"<draw:frame {said}>{box}</draw:frame>"


def page(*shapes: str) -> str:
    return f"<draw:page>{''.join(shapes)}</draw:page>"


def test_slides_stand_under_their_titles_with_notes_and_comments(make_odf: MakeOdf) -> None:
    body = page(
        frame("Buy a boat"),
        frame("Plan", "title"),
        frame("7", "page-number"),
        "<office:annotation><text:p>Too long?</text:p></office:annotation>",
        f"<presentation:notes>{frame('Speak slowly', 'notes')}{frame('7', 'page-number')}"
        "</presentation:notes>",
    ) + page("<draw:g><draw:custom-shape><text:p>In a shape</text:p></draw:custom-shape></draw:g>")
    document = read_odp(make_odf("a.odp", "presentation", body))
    assert document.text == (
        "Plan\nBuy a boat\nNotes\nSpeak slowly\nComments\nComment: Too long?\nSlide 2\nIn a shape\n"
    )
    assert [(h.level, h.title) for h in document.headings] == [
        *((1, "Plan"), (2, "Notes"), (2, "Comments"), (1, "Slide 2")),
    ]
    assert (document.title, document.metadata["slides"]) == ("Plan", "2")


def test_tables_are_read_row_by_row_and_footers_once(make_odf: MakeOdf) -> None:
    cells = "".join(
        f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in ("May", "500")
    )
    table = f"<draw:frame><table:table><table:table-row>{cells}</table:table-row></table:table>"
    one = page(f"{table}</draw:frame>", frame("Our company", "footer"))
    text = read_odp(make_odf("a.odp", "presentation", one + one)).text
    assert text == "Slide 1\nMay | 500\nOur company\nSlide 2\nMay | 500\n"


def test_drawings_have_pages(make_odf: MakeOdf) -> None:
    assert read_odp(make_odf("a.odg", "drawing", page(frame("A map")))).text == "Page 1\nA map\n"


def test_a_presentation_of_pictures_says_so(make_odf: MakeOdf) -> None:
    with pytest.raises(ReadError) as caught:
        read_odp(make_odf("a.odp", "presentation", page("<draw:frame><draw:image/></draw:frame>")))
    assert caught.value.kind is ReadFailure.NO_TEXT


def test_each_slide_is_a_page_and_a_page_of_a_drawing_is_none(make_odf: MakeOdf) -> None:
    pages = page() + page(frame("Plan", "title")) + page(frame("In a shape"))
    deck = read_odp(make_odf("a.odp", "presentation", pages))
    texts = [deck.text[span.start : span.end] for span in deck.pages]
    assert texts == ["", "Plan", "Slide 3\nIn a shape"]
    drawn = read_odp(make_odf("a.odg", "drawing", pages))
    assert drawn.pages == ()
