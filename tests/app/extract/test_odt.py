# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from findling.extract.errors import ReadError, ReadFailure
from findling.extract.odt import read_odt

MakeOdf = Callable[..., Path]


def test_headings_lists_and_tables_come_in_order(make_odf: MakeOdf) -> None:
    body = (
        '<text:h text:outline-level="1">Rent</text:h><text:p>Due monthly.</text:p>'
        "<text:list><text:list-item><text:p>one</text:p><text:list><text:list-item>"
        "<text:p>deeper</text:p></text:list-item></text:list></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>May</text:p></table:table-cell>"
        "<table:covered-table-cell><text:p>under</text:p></table:covered-table-cell>"
        "<table:table-cell><text:p>500</text:p><text:p>Euro</text:p></table:table-cell>"
        '</table:table-row></table:table><text:section><text:h text:outline-level="2">Notice'
        "</text:h></text:section>"
    )
    document = read_odt(make_odf("a.odt", "text", body))
    assert document.text == "Rent\nDue monthly.\none\ndeeper\nMay | 500 Euro\nNotice\n"
    assert [(h.level, h.title) for h in document.headings] == [(1, "Rent"), (2, "Notice")]
    assert document.title == "Rent"


def test_white_space_is_the_documents_not_the_files(make_odf: MakeOdf) -> None:
    body = (
        "<text:p>One\n   <text:span>two<text:s text:c='3'/>three</text:span><text:tab/>four"
        "<text:line-break/>five<text:s text:c='999999999'/>six</text:p>"
    )
    text = read_odt(make_odf("a.odt", "text", body)).text
    assert text.startswith("One two   three\tfour\nfive ")
    assert len(text) < 150


def test_notes_comments_and_boxes_follow_the_paragraph_they_are_anchored_in(
    make_odf: MakeOdf,
) -> None:
    body = (
        "<text:p>A claim<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>Its source.</text:p></text:note-body></text:note>, said<office:annotation>"
        "<dc:creator>Ada</dc:creator><dc:date>2024-05-01</dc:date><text:p>Really?</text:p>"
        "</office:annotation> once.<draw:frame><svg:title>A picture</svg:title><draw:text-box>"
        "<text:p>In a box</text:p></draw:text-box></draw:frame></text:p><text:p>Next.</text:p>"
    )
    assert read_odt(make_odf("a.odt", "text", body)).text == (
        "A claim, said once.\nIts source.\nComment (Ada): Really?\nIn a box\nNext.\n"
    )


def test_tracked_deletions_are_no_longer_part_of_the_text(make_odf: MakeOdf) -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>Gone</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        "<text:p>Kept<text:change text:change-id='1'/> and <text:change-start/>new</text:p>"
    )
    assert read_odt(make_odf("a.odt", "text", body)).text == "Kept and new\n"


def test_paragraphs_are_headings_where_their_style_says_so(make_odf: MakeOdf) -> None:
    styles = (
        '<style:style style:name="Title"/><style:style style:name="Heading_20_2" '
        'style:default-outline-level="2"/>'
    )
    automatic = (
        '<style:style style:name="P1" style:parent-style-name="Title"/>'
        '<style:style style:name="P2" style:parent-style-name="Heading_20_2"/>'
    )
    body = (
        '<text:p text:style-name="P1">Lease</text:p><text:p text:style-name="P2">Rent</text:p>'
        "<text:p>Text</text:p>"
    )
    document = read_odt(make_odf("a.odt", "text", body, automatic=automatic, styles=styles))
    assert [(h.level, h.title) for h in document.headings] == [(1, "Lease"), (2, "Rent")]


def test_headers_come_last_and_the_language_from_the_usual_style(make_odf: MakeOdf) -> None:
    styles = (
        '<style:default-style style:family="graphic"/><style:default-style '
        'style:family="paragraph"><style:text-properties fo:language="de" fo:country="AT"/>'
        "</style:default-style><style:header><text:p>Our company</text:p></style:header>"
        "<style:footer><text:p>7</text:p></style:footer>"
        "<style:footer-left><text:p>Our company</text:p></style:footer-left>"
    )
    document = read_odt(make_odf("a.odt", "text", "<text:p>Text</text:p>", styles=styles))
    assert document.text == "Text\nOur company\n"
    assert document.metadata == {"language": "de-AT"}


def test_a_document_of_pictures_says_so(make_odf: MakeOdf) -> None:
    with pytest.raises(ReadError) as caught:
        read_odt(
            make_odf("a.odt", "text", "<text:p><draw:frame><draw:image/></draw:frame></text:p>")
        )
    assert caught.value.kind is ReadFailure.NO_TEXT


def test_spans_nested_without_end_are_refused(make_odf: MakeOdf) -> None:
    body = "<text:span>" * 5000 + "deep" + "</text:span>" * 5000
    with pytest.raises(ReadError) as caught:
        read_odt(make_odf("a.odt", "text", f"<text:p>{body}</text:p>"))
    assert "nested deeper" in caught.value.detail
