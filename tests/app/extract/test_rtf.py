# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from findling.extract import rtf
from findling.extract.errors import ReadError, ReadFailure
from findling.extract.rtf import read_rtf
from findling.extract.types import ExtractedDocument

Write = Callable[[str, str | bytes], Path]
Read = Callable[[str | bytes], ExtractedDocument]

_FONTS = (
    r"{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fcharset204 Cyr;}{\f2\fcharset128 Mincho;}"
    r"{\f3\fnil\cpg1250 CE;}}"
)


@pytest.fixture
def read(write: Write) -> Read:
    """Read Rich Text between the braces of a file."""

    def read_body(body: str | bytes) -> ExtractedDocument:
        data = body.encode("latin-1") if isinstance(body, str) else body
        return read_rtf(write("a.rtf", b"{\\rtf1\\ansi\\ansicpg1252\\deff0" + data + b"}"))

    return read_body


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"One\par Two\line half\par", "One\nTwo\nhalf\n"),
        (r"f\'fcr M\'fcller\par", "für Müller\n"),
        (rf"{_FONTS}\f1 \'cf\'f0\'e8\'e2\'e5\'f2\f0  \'fc", "Привет ü\n"),
        (rf"{_FONTS}{{\f2 \'83A\'83\'43}}\f3 \'e8", "アイč\n"),
        (r"\ansicpg1251 \'e4\'e0", "да\n"),
        (r"\u8222?quoted\u8220? \u20013\'3f\'3f", "„quoted“ 中?\n"),
        (r"{\uc2\u20013\'d6\'d0}\uc0\u20013 end", "中中end\n"),
        (r"\u-10179?\u-8704? \u55357?", "😀 �\n"),
        (r"\lquote a\rquote\emdash b\~c\_d\-e\bullet", "‘a’—b\u00a0c-de•\n"),
        (r"a\{b\}\\c", "a{b}\\c\n"),
        ("a\\\nb\\\r\nc\nd", "a\nb\ncd\n"),
        (r"seen {\v hidden }{\deleted gone }end\v  no\v0  yes", "seen end yes\n"),
        (
            r"{\pict\pngblip 89504e470d}{\*\unknown words}{\object{\*\objdata 00}{\result Sum}}",
            "Sum\n",
        ),
        (r"a{\pict\bin5 }}}}}}b", "ab\n"),
        (r'{\field{\*\fldinst HYPERLINK "http://x"}{\fldrslt a link}}', "a link\n"),
        (r"{\colortbl;\red0;}{\info{\company Firm}}{\xe index}text", "text\n"),
        (r"closed}after the end", "closed\n"),
        (r"{never {closed", "never closed\n"),
    ],
)
def test_text(read: Read, body: str, text: str) -> None:
    assert read(body).text == text


def test_rows_of_tables_are_lines_and_cells_may_hold_paragraphs(read: Read) -> None:
    row = r"\trowd\cellx100\cellx200\pard\intbl May\par again\cell 500\cell\row"
    body = rf"Before\par {row}{row}\pard After\par"
    assert read(body).text == "Before\nMay again | 500\nMay again | 500\nAfter\n"


def test_a_table_inside_a_table_is_part_of_its_cell(read: Read) -> None:
    inner = r"\itap2 a\nestcell b\nestcell{\*\nesttableprops\trowd\nestrow}{\nonesttables\par}"
    assert read(rf"\pard\intbl {inner}\itap1 out\cell x\cell\row").text == "a b out | x\n"


def test_a_row_that_is_never_ended_is_kept(read: Read) -> None:
    assert read(r"\pard\intbl a\cell b\cell\pard After\par").text == "a | b\nAfter\n"


def test_headings_are_known_by_style_and_by_outline_level(read: Read) -> None:
    styles = (
        r"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}{\s5\outlinelevel2 Abschnitt;}"
        r"{\s7 Title;}{\*\cs9 Strong;}}"
    )
    body = (
        rf"{styles}\pard\s7 Lease\par\pard\s1 Rent\par\pard\s5 Sub\par"
        r"\pard\outlinelevel1 Own\par\pard\outlinelevel9 Text\par\pard\s0 More\par"
    )
    document = read(body)
    assert document.text == "Lease\nRent\nSub\nOwn\nText\nMore\n"
    assert [(h.level, h.title) for h in document.headings] == [
        *((1, "Lease"), (1, "Rent"), (3, "Sub"), (2, "Own")),
    ]
    assert document.title == "Lease"


def test_notes_comments_and_boxes_follow_their_paragraph(read: Read) -> None:
    body = (
        r"A claim\chftn{\footnote\pard\plain \chftn Its source.}, said"
        r"{\*\atnid AL}{\*\atnauthor Ada}{\*\annotation\pard Really?} once."
        r"{\shp{\*\shpinst\shpleft1{\sp{\sn shapeType}{\sv 202}}{\shptxt\pard Boxed\par}}"
        r"{\shprslt Boxed}}\par Next.\par"
    )
    assert read(body).text == (
        "A claim, said once.\nIts source.\nComment (Ada): Really?\nBoxed\nNext.\n"
    )


def test_numbers_of_lists_are_kept_and_bullets_are_not(read: Read) -> None:
    body = (
        r"{\listtext\pard 1.\tab}one\par{\listtext\pard\f2 \'b7\tab}two\par"
        r"{\pntext a)\tab}three\par{\listtext\pard o\tab}four\par"
    )
    assert read(body).text == "1. one\ntwo\na) three\nfour\n"


def test_headers_and_footers_come_last_and_once(read: Read) -> None:
    body = (
        r"{\header Our company\par}{\headerl Our company\par}{\footer Page 7\par}{\footerr 7}Text"
    )
    assert read(body).text == "Text\nOur company\nPage 7\n"


def test_properties(read: Read) -> None:
    body = (
        r"\deflang1031{\info{\title Miet\u8209?vertrag}{\author Ada}{\keywords a, b}"
        r"{\creatim\yr2024\mo5\dy1\hr9\min30}{\revtim\yr2024\mo6\dy2}{\printim\yr0}}Text"
    )
    document = read(body)
    assert document.title == "Miet\u2011vertrag"
    assert document.metadata == {
        "author": "Ada",
        "keywords": "a, b",
        "created": "2024-05-01T09:30",
        "modified": "2024-06-02T00:00",
        "language": "de-DE",
    }


def test_groups_nested_without_end_are_refused(read: Read) -> None:
    with pytest.raises(ReadError) as caught:
        read("{" * 100_000 + "deep")
    assert "nested deeper" in caught.value.detail


def test_numbers_that_are_too_large_do_no_harm(read: Read) -> None:
    body = r"\u9999999999 a\uc9999999999\u65 b\f9999999999\ansicpg9999999999\bin9999999999 c"
    assert read(body).text == "\ue3ffA\n"


def test_reasons(read: Read, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ReadError, match="not a Rich Text file"):
        read_rtf(write("a.rtf", "Just words"))
    with pytest.raises(ReadError) as caught:
        read(r"{\pict 00}")
    assert caught.value.kind is ReadFailure.NO_TEXT
    with pytest.raises(ReadError, match="empty"):
        read_rtf(write("a.rtf", " "))
    monkeypatch.setattr(rtf, "MAX_RTF_FILE", 10)
    with pytest.raises(ReadError, match="too large"):
        read("Text")
