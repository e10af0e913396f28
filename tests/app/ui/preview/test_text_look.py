# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from findling.services.outline import OutlineEntry
from findling.ui.preview.text_look import Style, TextLook


def looks(text: str, format: str, *headings: OutlineEntry) -> list[list[tuple[str, Style]]]:
    """Return for each line the pieces that do not look plain."""
    lines = text.split("\n")
    found = TextLook(format, headings).spans(lines, 0)
    return [
        [(line[span.start : span.end], span.style) for span in spans]
        for line, spans in zip(lines, found, strict=True)
    ]


def test_headings_are_those_of_the_outline() -> None:
    text = "Lease\nwords\nDuties\nmore"
    entries = (OutlineEntry(1, "Lease", 0, -1), OutlineEntry(2, "Duties", 12, -1))
    title, plain, heading, rest = looks(text, "docx", *entries)
    assert title == [("Lease", Style.TITLE)]
    assert heading == [("Duties", Style.HEADING)]
    assert plain == rest == []


def test_slides_begin_at_headings_of_the_first_level() -> None:
    entries = (
        OutlineEntry(1, "Plan", 0, -1),
        OutlineEntry(2, "Notes", 9, -1),
        OutlineEntry(1, "Next", 20, -1),
    )
    slides = TextLook("pptx", entries)
    assert [offset for offset in range(30) if slides.is_slide(offset)] == [20]
    assert not TextLook("docx", entries).is_slide(20)


def test_a_window_in_the_middle_knows_its_headings() -> None:
    look = TextLook("docx", (OutlineEntry(1, "Duties", 12, -1),))
    (spans,) = look.spans(["Duties"], 12)
    assert spans[0].style is Style.TITLE
    assert list(look.spans(["Duties"], 13)) == [()]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("# Top", [("# ", Style.LABEL), ("Top", Style.TITLE)]),
        ("### Low", [("### ", Style.LABEL), ("Low", Style.HEADING)]),
        ("#hashtag", []),
        ("- item", [("- ", Style.LABEL)]),
        ("> said", [("> ", Style.LABEL)]),
        ("a **bold** word", [("**bold**", Style.BOLD)]),
        ("an *italic* word", [("*italic*", Style.ITALIC)]),
        ("a_name_with_lines", []),
        ("2 * 3 * 4", []),
        ("call `run()`", [("`run()`", Style.CODE)]),
        ("[words](http://x.y)", [("](http://x.y)", Style.LABEL)]),
    ],
)
def test_markdown_is_shown_by_what_it_means(line: str, expected: list[tuple[str, Style]]) -> None:
    assert looks(line, "md") == [expected]
    assert looks(line, "txt") == [[]]


def test_code_in_fences_is_code_and_nothing_else() -> None:
    found = looks("```\n# not a heading\n```\n# heading", "md")
    assert found[1] == [("# not a heading", Style.CODE)]
    assert found[3][1] == ("heading", Style.TITLE)


def test_the_head_of_a_mail_has_labels_and_its_subject_is_the_title() -> None:
    text = "From: a@b.c\nSubject: Our lease\n\nFrom: here on it is text"
    sender, subject, _, body = looks(text, "eml")
    assert sender == [("From: ", Style.LABEL)]
    assert subject == [("Subject: ", Style.LABEL), ("Our lease", Style.TITLE)]
    assert body == []


def test_rows_of_a_table_tell_labels_from_values() -> None:
    assert looks("Year: 2019; Ducks: 120", "xlsx") == [
        [("Year: ", Style.LABEL), ("Ducks: ", Style.LABEL)]
    ]


def test_a_line_that_is_data_stays_plain() -> None:
    assert looks("**bold** " * 1000, "md") == [[]]
