# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from findling.extract.containers import OpenContainers
from findling.extract.errors import ReadError
from findling.extract.pdf_qt import PdfFile
from findling.extract.preview import MAX_PIXELS, PreviewHandlers, pixel_size, place_rects

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakePdf = Callable[..., Path]


_SMILE = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap
1 begincodespacerange <00> <FF> endcodespacerange
1 beginbfchar <7E> <D83DDE00> endbfchar
1 beginbfrange <20> <7D> <0020> endbfrange
endcmap end end"""


def test_a_range_is_marked_on_its_line(make_pdf: MakePdf) -> None:
    with PdfFile(make_pdf(["First line here", "Second line"])) as pdf:
        start = pdf.text(0).index("Second")
        (rect,) = place_rects(pdf, 0, start, start + len("Second line"))
        (word,) = place_rects(pdf, 0, start, start + len("Second"))
    assert rect.x == pytest.approx(72, abs=2)
    assert rect.y + rect.height == pytest.approx(792 - 686, abs=5)  # baseline of the second line
    assert word.width < rect.width


def test_each_line_has_a_rectangle_of_its_own(make_pdf: MakePdf) -> None:
    with PdfFile(make_pdf(["First line", "Second line", "Third"])) as pdf:
        rects = place_rects(pdf, 0, 0, len(pdf.text(0)))
    assert len(rects) == 3
    assert [rect.y for rect in rects] == sorted(rect.y for rect in rects)


def test_marks_stay_exact_behind_characters_of_two_utf16_units(make_pdf: MakePdf) -> None:
    path = make_pdf(["~~~ and word", "tail"], font="/ToUnicode 4 0 R", cmap=_SMILE)
    with PdfFile(path) as pdf:
        text = pdf.text(0)
        assert text.startswith("\U0001f600" * 3)
        start = text.index("word")
        (rect,) = place_rects(pdf, 0, start, start + 4)
        (tail,) = place_rects(pdf, 0, text.index("tail"), text.index("tail") + 4)
    assert rect.x == pytest.approx(72 + 48, abs=4)  # three tildes and " and " take 48 points
    assert tail.y > rect.y
    assert tail.x == pytest.approx(72, abs=2)


@pytest.mark.parametrize("places", [(-5, 0), (4, 4), (9, 3), (500, 900)])
def test_a_place_outside_of_the_text_has_no_rectangles(
    make_pdf: MakePdf, places: tuple[int, int]
) -> None:
    with PdfFile(make_pdf(["Some words"])) as pdf:
        assert place_rects(pdf, 0, *places) == []


def test_a_page_is_drawn_dark_on_white(make_pdf: MakePdf) -> None:
    path = make_pdf(["Some words"])
    request = {"path": str(path), "page": 0, "width": 306, "places": [[0, 4]]}
    reply = PreviewHandlers(OpenContainers()).handlers()["render"](request)
    assert (reply.body["width"], reply.body["height"]) == (306, 396)
    assert len(reply.payload) == 306 * 396 * 4
    assert reply.payload[:4] == b"\xff\xff\xff\xff"
    assert min(reply.payload[::4]) < 100
    assert len(reply.body["rects"]) == 1


def test_sizes_are_those_of_the_page_as_shown(make_pdf: MakePdf) -> None:
    path = make_pdf(["Sideways"], page="/Rotate 90")
    reply = PreviewHandlers(OpenContainers()).handlers()["pdf_info"]({"path": str(path)})
    assert [tuple(size) for size in reply.body["sizes"]] == [(792.0, 612.0)]


def test_marks_on_a_turned_page_stand_on_the_turned_page(make_pdf: MakePdf) -> None:
    with PdfFile(make_pdf(["Sideways"], page="/Rotate 90")) as pdf:
        (rect,) = place_rects(pdf, 0, 0, 8)
    assert rect.height > rect.width
    assert rect.x == pytest.approx(700, abs=12)


def test_a_page_that_is_not_there_is_refused(make_pdf: MakePdf) -> None:
    places: list[list[int]] = []
    request = {"path": str(make_pdf(["A"])), "page": 3, "width": 100, "places": places}
    with pytest.raises(ReadError, match="no page 4"):
        PreviewHandlers(OpenContainers()).handlers()["render"](request)


def test_few_files_are_kept_open(make_pdf: MakePdf) -> None:
    handlers = PreviewHandlers(OpenContainers())
    for number in range(9):
        path = make_pdf(["A"], name=f"{number}.pdf")
        handlers.handlers()["pdf_info"]({"path": str(path)})
    assert len(handlers._open) == 4  # pyright: ignore[reportPrivateUsage]


def test_a_very_tall_page_gets_a_smaller_picture() -> None:
    width, height = pixel_size(10, 1_000_000, 3000)
    assert width * height <= MAX_PIXELS
    assert pixel_size(612, 792, 306) == (306, 396)


def select(
    path: Path, start: object, end: object, grain: str = "char", page: int = 0
) -> tuple[str, int]:
    """Return the words between two points and the number of their rectangles."""
    request = {"path": str(path), "page": page, "from": start, "to": end, "grain": grain}
    reply = PreviewHandlers(OpenContainers()).handlers()["select"](request)
    (rects,) = reply.body["rects"]
    return reply.payload.decode(), len(rects)


def test_what_stands_between_two_points_is_selected(make_pdf: MakePdf) -> None:
    path = make_pdf(["First line here", "Second line"])
    low, high = [72, 90], [112, 103]
    assert select(path, low, high) == ("First line here\r\nSecond", 2) == select(path, high, low)
    assert select(path, None, high) == ("First line here\r\nSecond", 2)
    assert select(path, high, None) == (" line", 1)
    assert select(path, None, None) == ("First line here\r\nSecond line", 2)
    assert select(path, low, low) == ("", 0)


def test_words_and_lines_are_selected_whole(make_pdf: MakePdf) -> None:
    path = make_pdf(["First line here", "Second line"])
    assert select(path, [80, 103], [80, 103], "word") == ("Second", 1)
    assert select(path, [80, 103], [80, 103], "line") == ("Second line", 1)
    assert select(path, [80, 90], [80, 103], "word") == ("First line here\r\nSecond", 2)


@pytest.mark.parametrize(
    ("point", "grain"),
    [
        ([1], "char"),
        ([1, 2, 3], "char"),
        (["x", 0], "char"),
        ([float("nan"), 0], "char"),
        ([1e9, 0], "char"),
        ([1, 1], "page"),
    ],
)
def test_points_and_grains_that_make_no_sense_are_refused(
    make_pdf: MakePdf, point: object, grain: str
) -> None:
    with pytest.raises(ValueError, match=r".*"):
        select(make_pdf(["Some words"]), point, None, grain)


def test_of_few_pages_is_kept_where_their_lines_are(make_pdf: MakePdf) -> None:
    handlers = PreviewHandlers(OpenContainers())
    paths = [make_pdf(["A"], ["B"], name=f"{number}.pdf") for number in range(6)]
    for path in paths:
        for page in range(2):
            body = {"path": str(path), "page": page, "from": None, "to": None, "grain": "char"}
            assert handlers.handlers()["select"](body).payload == b"AB"[page : page + 1]
    hits = handlers._hits  # pyright: ignore[reportPrivateUsage]
    assert 0 < len(hits) <= 4
    assert {key[0] for key in hits} <= set(handlers._open.values())  # pyright: ignore[reportPrivateUsage]
