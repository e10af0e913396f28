# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from findling.extract import passages as passages_module
from findling.extract.markdown import find_headings
from findling.extract.passages import MOST_WORDS, left_out_warning, split_passages
from findling.extract.sentences import count_words
from findling.extract.types import ExtractedDocument, Heading, PageSpan

SENTENCE = "This sentence has exactly eight words in it. "


def markdown(source: str) -> ExtractedDocument:
    return ExtractedDocument(
        source, "md", "md/1", headings=tuple(find_headings(source.split("\n")))
    )


def pdf(*pages: str) -> ExtractedDocument:
    spans, offset = [], 0
    for number, page in enumerate(pages):
        spans.append(PageSpan(number, offset, offset + len(page)))
        offset += len(page) + 1
    return ExtractedDocument("\n".join(pages), "pdf", "pdf/1", pages=tuple(spans))


def texts(document: ExtractedDocument) -> list[str]:
    return [document.text[p.start : p.end] for p in split_passages(document)]


def assert_covers_all(document: ExtractedDocument) -> None:
    position = 0
    for passage in split_passages(document):
        assert position <= passage.start < passage.end
        assert not document.text[position : passage.start].strip()
        position = passage.end
    assert not document.text[position:].strip()


_PARTS = st.sampled_from(
    ["word", " ", "\n", "\n\n", ". ", "# H\n", "- item\n", "漢字。", "x" * 300, "1\n", "\r\n", "\t"]
)


@given(st.lists(_PARTS, max_size=120), st.sampled_from(["md", "txt", "docx", "html", "csv"]))
def test_every_character_is_in_exactly_one_passage(parts: list[str], form: str) -> None:
    source = "".join(parts)
    found = find_headings(source.split("\n"))
    document = ExtractedDocument(source, form, "x/1", headings=tuple(found))
    assert_covers_all(document)
    assert split_passages(document) == split_passages(document)


@given(st.lists(st.lists(_PARTS, max_size=30), min_size=1, max_size=6))
def test_every_character_of_a_pdf_is_in_exactly_one_passage(pages: list[list[str]]) -> None:
    assert_covers_all(pdf(*("".join(page) for page in pages)))


def test_passages_have_a_usual_length() -> None:
    paragraphs = [SENTENCE * n for n in (1, 5, 2, 40, 3, 9, 1, 30, 2, 2, 2)]
    lengths = [count_words(text) for text in texts(markdown("\n\n".join(paragraphs)))]
    assert max(lengths) <= MOST_WORDS + passages_module.TINY_WORDS
    assert sorted(lengths)[1] >= 60


def test_long_paragraphs_are_cut_where_sentences_end() -> None:
    parts = texts(markdown(SENTENCE * 60))
    assert len(parts) > 3
    assert all(part.startswith("This") and part.endswith("it.") for part in parts)


def test_no_passage_crosses_a_top_heading() -> None:
    source = "# One\nshort\n\n# Two\nalso short\n\n# Three\nlast"
    assert texts(markdown(source)) == ["# One\nshort", "# Two\nalso short", "# Three\nlast"]


def test_small_sections_join_below_a_top_heading() -> None:
    source = "# One\n\n## a\nfew words\n\n## b\nfew more\n\n# Two\nend"
    assert len(texts(markdown(source))) == 2


def test_a_heading_stays_with_the_text_below_it() -> None:
    source = "# Top\n\n" + SENTENCE * 10 + "\n\n## Sub\n\n" + SENTENCE * 10
    first, second = texts(markdown(source))
    assert first.startswith("# Top")
    assert second.startswith("## Sub")


def test_titles_name_the_headings_above() -> None:
    source = "# Lease\n\n## Rent\n" + SENTENCE * 10 + "\n\n## Notice\n" + SENTENCE * 10
    assert [p.title for p in split_passages(markdown(source))] == [
        "Lease > Rent",
        "Lease > Notice",
    ]


def test_pages_that_end_a_sentence_stay_apart() -> None:
    document = pdf("Short page one.", "Short page two.")
    assert texts(document) == ["Short page one.", "Short page two."]
    assert [p.page for p in split_passages(document)] == [0, 1]


def test_a_sentence_may_run_on_over_a_page() -> None:
    line = "A full line of words that reaches the margin\r\n"
    document = pdf(line * 3 + "and the tenant shall at the end of the", "month pay the rent.")
    assert len(texts(document)) == 1


def test_slides_stay_apart() -> None:
    document = pdf("Welcome\r\nto the long presentation of our firm\r\n1", "Goals\r\n2")
    assert len(texts(document)) == 2


def test_rows_of_many_words_are_passages_of_their_own_and_short_rows_join() -> None:
    long_row = "note: " + "word " * 45 + "\n"
    assert len(texts(ExtractedDocument(long_row * 3, "csv", "csv/1"))) == 3
    for form in ("csv", "xlsx", "ods"):
        short = ExtractedDocument("a: 1; b: 2\n" * 100, form, f"{form}/1")
        assert 5 <= len(texts(short)) <= 20


@pytest.mark.parametrize("form", ["pptx", "odp", "xlsx", "ods", "epub"])
def test_no_passage_runs_from_a_slide_or_sheet_or_chapter_into_the_next(form: str) -> None:
    headings = tuple(Heading(offset, 1, f"Slide {offset // 24}") for offset in range(0, 240, 24))
    text = "".join(f"{heading.title}\nBuy a new boat.\n" for heading in headings)
    document = ExtractedDocument(text, form, f"{form}/1", headings=headings)
    assert texts(document) == [f"{heading.title}\nBuy a new boat." for heading in headings]


def test_text_without_spaces_is_cut() -> None:
    parts = texts(ExtractedDocument("x" * 10_000, "txt", "plain/1"))
    assert all(len(part) <= 2000 for part in parts)
    assert "".join(parts) == "x" * 10_000


def test_a_very_long_document_is_cut_off_with_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passages_module, "MAX_PASSAGES", 10)
    document = markdown("\n\n".join([SENTENCE * 10] * 40))
    found = split_passages(document)
    assert len(found) == 10
    assert left_out_warning(document, found) == (
        "The document is very long: only its first 24 % can be searched."
    )


def test_a_whole_document_has_no_warning() -> None:
    document = markdown(SENTENCE)
    assert left_out_warning(document, split_passages(document)) is None


def test_an_empty_document_has_no_passages() -> None:
    assert split_passages(markdown(" \n ")) == []


@pytest.mark.parametrize("offset", [0, 5, 400])
def test_headings_at_odd_places_do_no_harm(offset: int) -> None:
    text = SENTENCE * 5
    headings = (Heading(offset, 1, "No such words"), Heading(offset, 2, "Nor these"))
    pages = (PageSpan(0, 0, len(text)),)
    for form in ("pdf", "html"):
        assert_covers_all(ExtractedDocument(text, form, "x/1", pages=pages, headings=headings))
