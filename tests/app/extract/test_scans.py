# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from findling.extract.scans import (
    blank_pages,
    blank_reason,
    pack_numbers,
    unpack_numbers,
    with_scanned_pages,
)
from findling.extract.types import ExtractedDocument, Heading, PageSpan


def _document(*pages: str, headings: tuple[Heading, ...] = ()) -> ExtractedDocument:
    spans: list[PageSpan] = []
    offset = 0
    for number, text in enumerate(pages):
        spans.append(PageSpan(number, offset, offset + len(text)))
        offset += len(text) + 1
    return ExtractedDocument(
        "\n".join(pages), "pdf", "pdf/1", pages=tuple(spans), headings=headings
    )


def _page_texts(document: ExtractedDocument) -> list[str]:
    return [document.text[page.start : page.end] for page in document.pages]


def test_pages_without_text_are_found() -> None:
    assert blank_pages(_document("One", " \n", "Three", "")) == (1, 3)
    assert blank_pages(ExtractedDocument("Text", "txt", "txt/1")) == ()


def test_recognised_text_takes_the_place_of_nothing() -> None:
    document = _document("One", "", "Three", "")
    done = with_scanned_pages(document, {0: "not this", 1: "Two of a scan"})
    assert _page_texts(done) == ["One", "Two of a scan", "Three", ""]
    assert done.warnings == (
        "The text of 1 page was recognised in a scan and may have mistakes.",
        "1 page has no text (a picture or a scan?).",
    )


def test_headings_move_with_their_pages() -> None:
    headings = (Heading(0, 1, "One"), Heading(5, 1, "Three"), Heading(12, 1, "Four"))
    document = _document("One", "", "Three, long", "Four", headings=headings)
    shift = len("some text")
    done = with_scanned_pages(document, {1: "some text"})
    assert [h.offset for h in done.headings] == [0, 5 + shift, 12 + shift]


@given(st.lists(st.text("ab \n", max_size=4), min_size=1, max_size=8), st.data())
def test_pages_stay_joined_by_one_newline(pages: list[str], data: st.DataObject) -> None:
    document = _document(*pages)
    texts = data.draw(st.dictionaries(st.integers(0, 7), st.text("xy", max_size=3)))
    done = with_scanned_pages(document, texts)
    assert "\n".join(_page_texts(done)) == done.text
    for number, before in enumerate(pages):
        expected = texts.get(number, before) if not before.strip() else before
        assert _page_texts(done)[number] == expected


@given(st.sets(st.integers(0, 20_000)))
def test_numbers_are_packed_and_unpacked(numbers: set[int]) -> None:
    ordered = tuple(sorted(numbers))
    assert unpack_numbers(pack_numbers(ordered)) == ordered


def test_numbers_are_short_where_they_follow_each_other() -> None:
    assert pack_numbers([0, 1, 2, 3, 7]) == "0-3,7"
    assert pack_numbers([]) == ""


@pytest.mark.parametrize("damaged", ["x", "1-", "-3", "1-2-3", "1,,2", "²"])
def test_damaged_numbers_are_none(damaged: str) -> None:
    assert unpack_numbers(damaged) in ((), (1,))


def test_a_range_is_bounded() -> None:
    assert len(unpack_numbers("0-99999999999")) <= 20_001


@pytest.mark.parametrize(
    ("pages", "scanned", "reason"),
    [
        (1, 0, "The PDF has no text: its only page is a picture (a scan?) or empty."),
        (2, 0, "The PDF has no text: its 2 pages are pictures (a scan?) or empty."),
        (2, 2, "No text was recognised in the pictures of its pages."),
    ],
)
def test_the_reason_says_what_is_known(pages: int, scanned: int, reason: str) -> None:
    assert blank_reason(pages, scanned) == reason
