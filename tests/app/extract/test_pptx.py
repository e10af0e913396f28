# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from findling.extract.errors import ReadError, ReadFailure
from findling.extract.passages import split_passages
from findling.extract.pptx import read_pptx
from findling.extract.scans import blank_pages
from findling.extract.wire import document_from_wire, document_to_wire

MakeParts = Callable[..., Path]
MakeDeck = Callable[..., Path]

_NAMES = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def shape(text: str, kind: str = "") -> str:
    """Return a shape with a paragraph for each line; its kind is that of its placeholder."""
    paragraphs = "".join(
        f'<a:p><a:r><a:rPr lang="de-DE"/><a:t>{line}</a:t></a:r></a:p>' for line in text.split("\n")
    )
    holder = f'<p:nvPr><p:ph type="{kind}"/></p:nvPr>' if kind else "<p:nvPr/>"
    return f"<p:sp><p:nvSpPr>{holder}</p:nvSpPr><p:txBody>{paragraphs}</p:txBody></p:sp>"


def slide(*shapes: str, tag: str = "sld") -> str:
    tree = f"<p:cSld><p:spTree>{''.join(shapes)}</p:spTree></p:cSld>"
    return f"<p:{tag} {_NAMES}>{tree}</p:{tag}>"


@pytest.fixture
def make_deck(make_office: MakeParts) -> MakeDeck:
    """Write a presentation of slides, other parts by name, and links of the first slide."""

    def make(
        *slides: str, parts: dict[str, str] | None = None, links: dict[str, str] | None = None
    ) -> Path:
        numbers = range(1, len(slides) + 1)
        listed = "".join(f'<p:sldId id="{255 + i}" r:id="rId{i}"/>' for i in numbers)
        main = f"<p:presentation {_NAMES}><p:sldIdLst>{listed}</p:sldIdLst></p:presentation>"
        whole = {"ppt/presentation.xml": main}
        # the names of parts run against the order of the show
        names = {i: f"slide{len(slides) - i}.xml" for i in numbers}
        whole |= {f"ppt/slides/{names[i]}": content for i, content in enumerate(slides, 1)}
        whole |= {f"ppt/{name}": content for name, content in (parts or {}).items()}
        show = {f"rId{i}": f"slide slides/{name}" for i, name in names.items()}
        first = f"ppt/slides/{names.get(1)}"
        return make_office("a.pptx", whole, {"ppt/presentation.xml": show, first: links or {}})

    return make


def test_slides_come_in_the_order_of_the_show_under_their_titles(make_deck: MakeDeck) -> None:
    document = read_pptx(
        make_deck(
            slide(shape("Buy a boat\nSail it"), shape("Plan", "ctrTitle")),
            slide(shape("No title here")),
            slide(shape("End", "title")),
        )
    )
    assert document.text == "Plan\nBuy a boat\nSail it\nSlide 2\nNo title here\nEnd\n"
    assert [(h.level, h.title) for h in document.headings] == [
        *((1, "Plan"), (1, "Slide 2"), (1, "End")),
    ]
    assert document.title == "Plan"
    assert document.metadata == {"slides": "3", "language": "de-DE"}


def test_groups_tables_breaks_and_newer_shapes_are_read_once(make_deck: MakeDeck) -> None:
    table = (
        "<p:graphicFrame><a:graphic><a:graphicData><a:tbl>"
        "<a:tr><a:tc><a:txBody><a:p><a:r><a:t>May</a:t></a:r></a:p></a:txBody></a:tc>"
        '<a:tc hMerge="1"><a:txBody><a:p/></a:txBody></a:tc>'
        "<a:tc><a:txBody><a:p><a:r><a:t>500</a:t></a:r></a:p></a:txBody></a:tc></a:tr>"
        "</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )
    newer = (
        '<mc:AlternateContent xmlns:mc="mc"><mc:Choice>'
        f"{shape('New')}</mc:Choice><mc:Fallback>{shape('New')}</mc:Fallback></mc:AlternateContent>"
    )
    broken = shape("over</a:t></a:r><a:br/><a:r><a:t>two lines")
    path = make_deck(slide(f"<p:grpSp>{shape('In a group')}</p:grpSp>", table, newer, broken))
    assert read_pptx(path).text == "Slide 1\nIn a group\nMay | 500\nNew\nover\ntwo lines\n"


def test_footers_are_kept_once_and_numbers_not_at_all(make_deck: MakeDeck) -> None:
    one = slide(shape("A", "title"), shape("Our company", "ftr"), shape("1", "sldNum"))
    assert read_pptx(make_deck(one, one)).text == "A\nOur company\nA\n"


def test_notes_and_comments_are_marked_as_such(make_deck: MakeDeck) -> None:
    notes = slide(shape("Speak slowly", "body"), shape("7", "sldNum"), tag="notes")
    old = f"<p:cmLst {_NAMES}><p:cm><p:text>Too long?</p:text></p:cm></p:cmLst>"
    new = f"<x:cmLst xmlns:x='x' {_NAMES}><x:cm><x:txBody><a:p><a:r><a:t>Cut it</a:t></a:r></a:p>"
    path = make_deck(
        slide(shape("Plan", "title")),
        parts={"n.xml": notes, "c1.xml": old, "c2.xml": f"{new}</x:txBody></x:cm></x:cmLst>"},
        links={"rId1": "notesSlide ../n.xml", "a": "comments ../c1.xml", "b": "comments ../c2.xml"},
    )
    document = read_pptx(path)
    assert document.text == "Plan\nNotes\nSpeak slowly\nComments\nToo long?\nCut it\n"
    assert [(h.level, h.title) for h in document.headings][1:] == [(2, "Notes"), (2, "Comments")]


def test_charts_and_diagrams_are_read_from_their_own_parts(make_deck: MakeDeck) -> None:
    frame = (
        "<p:graphicFrame><a:graphic><a:graphicData>{}</a:graphicData></a:graphic></p:graphicFrame>"
    )
    chart = (
        f'<c:chartSpace xmlns:c="c" {_NAMES}><c:title><a:p><a:r><a:t>Sales</a:t></a:r></a:p>'
        "</c:title><c:ser><c:tx><c:v>North</c:v></c:tx><c:cat><c:v>May</c:v><c:v>June</c:v>"
        "</c:cat><c:val><c:v>17</c:v></c:val></c:ser></c:chartSpace>"
    )
    diagram = (
        f'<d:m xmlns:d="d" {_NAMES}><d:t><a:p><a:r><a:t>Step one</a:t></a:r></a:p></d:t></d:m>'
    )
    path = make_deck(
        slide(
            frame.format('<c:chart xmlns:c="c" r:id="rId1"/>'),
            frame.format('<d:relIds xmlns:d="d" r:dm="rId2"/>'),
            frame.format('<c:chart xmlns:c="c" r:id="rId3"/>'),
        ),
        parts={"charts/c.xml": chart, "diagrams/d.xml": diagram},
        links={"rId1": "chart ../charts/c.xml", "rId2": "diagramData ../diagrams/d.xml"},
    )
    assert read_pptx(path).text == "Slide 1\nSales\nNorth\nMay; June\nStep one\n"


def test_a_deck_of_pictures_says_so(make_deck: MakeDeck) -> None:
    with pytest.raises(ReadError) as caught:
        read_pptx(make_deck(slide("<p:pic/>")))
    assert caught.value.kind is ReadFailure.NO_TEXT


def test_groups_nested_without_end_are_refused(make_deck: MakeDeck) -> None:
    deep = "<p:grpSp>" * 5000 + "</p:grpSp>" * 5000
    with pytest.raises(ReadError) as caught:
        read_pptx(make_deck(slide(deep)))
    assert "nested deeper" in caught.value.detail


def test_each_slide_is_a_page_also_one_without_text(make_deck: MakeDeck) -> None:
    plan, picture = slide(shape("Plan", "title"), shape("Buy a boat")), slide(shape(""))
    document = read_pptx(make_deck(picture, plan, picture, slide(shape("End", "title")), picture))
    assert [page.number for page in document.pages] == [0, 1, 2, 3, 4]
    texts = [document.text[page.start : page.end] for page in document.pages]
    assert texts == ["", "Plan\nBuy a boat", "", "End", ""]
    assert [passage.page for passage in split_passages(document)] == [1, 3]
    assert document_from_wire(*document_to_wire(document)) == document
    assert blank_pages(document) == (), "nobody is to recognise text in slides"
