# SPDX-License-Identifier: Apache-2.0
"""Marks stand on the words of the passage: 99 % of their ink inside, at most 5 % beside them."""

from __future__ import annotations

import random
from itertools import chain
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QImage, QRegion

from findling.extract.passages import split_passages
from findling.services.marks import page_places, tidy_marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from findling.services.reading import PageMark, ReaderPool
    from tests.app.ui.preview.conftest import MakePdf

LINES = [
    "The landlord shall keep the roof and the outer walls in repair.",
    "The tenant may end this lease with three months of written",
    "notice. Für ältere Häuser gilt eine kürzere Frist, say the",
    "courts; jumping quickly over lazy dogs (g, j, p, q, y) is free.",
    "Payments are due on the first working day of each month.",
]
FIRST, LAST = (1, "tenant"), (3, "dogs")
"""The passage: from a word of one line to a word of another."""

ASCENT_PT, DESCENT_PT = 11.5, 3.5
"""Height of a letter's box over and under the line that it stands on, at 12 pixels."""

_GRID = 20
"""Parts of a point to which areas are counted."""


def region(rects: Iterable[QRectF]) -> QRegion:
    found = QRegion()
    for rect in rects:
        corner = QRect(
            round(rect.x() * _GRID),
            round(rect.y() * _GRID),
            round(rect.width() * _GRID),
            round(rect.height() * _GRID),
        )
        found = found.united(QRegion(corner))
    return found


def area(region: QRegion) -> int:
    return sum(rect.width() * rect.height() for rect in region)  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType, reportUnknownArgumentType, reportGeneralTypeIssues, reportUnknownLambdaType, reportAttributeAccessIssue]


def as_rects(marks: Iterable[PageMark]) -> list[QRectF]:
    return [QRectF(mark.x, mark.y, mark.width, mark.height) for mark in marks]


def ink_of_passage(ink: Sequence[Sequence[QRectF]]) -> list[list[QRectF]]:
    """Return the ink of the passage's letters, line by line."""
    rows: list[list[QRectF]] = []
    for row in range(FIRST[0], LAST[0] + 1):
        start = LINES[row].index(FIRST[1]) if row == FIRST[0] else 0
        end = LINES[row].index(LAST[1]) + len(LAST[1]) if row == LAST[0] else len(LINES[row])
        rows.append(list(ink[row][start:end]))
    return rows


def letter_boxes(rows: Sequence[Sequence[QRectF]]) -> list[QRectF]:
    """Return one box a line, as high as the font."""
    boxes: list[QRectF] = []
    for row, letters in enumerate(rows, start=FIRST[0]):
        baseline = 90.0 + 18.0 * row
        seen = [letter for letter in letters if letter.width() > 0]
        left, right = seen[0].left() - 1, seen[-1].right() + 1
        boxes.append(QRectF(left, baseline - ASCENT_PT, right - left, ASCENT_PT + DESCENT_PT))
    return boxes


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_passage_of_three_lines_is_covered_and_little_else(
    make_pdf: MakePdf, reader_pool: ReaderPool, rotate: int
) -> None:
    made = make_pdf([["Another page."], LINES], rotate)
    document = reader_pool.read(made.path)
    start, end = document.text.index(FIRST[1]), document.text.index(LAST[1]) + len(LAST[1])
    starts = [page.start for page in document.pages]
    (place,) = page_places(start, end, starts, len(document.text))
    drawn = reader_pool.render_page(made.path, place.page, 100, [(place.start, place.end)])
    marks = tidy_marks(drawn.marks[0])
    rows = ink_of_passage(made.ink[1])
    ink, covered = region(chain.from_iterable(rows)), region(as_rects(marks))
    assert area(ink.intersected(covered)) >= 0.99 * area(ink)
    assert area(covered.subtracted(region(letter_boxes(rows)))) <= 0.05 * area(covered)
    assert len(marks) == 3


def dark_share(image: QImage, rects: Sequence[QRectF], scale: float) -> float:
    """Return which share of the rectangles has anything printed in it."""
    printed = 0
    for rect in rects:
        part = image.copy(
            QRectF(
                rect.x() * scale, rect.y() * scale, rect.width() * scale, rect.height() * scale
            ).toAlignedRect()
        )
        grey = part.convertToFormat(QImage.Format.Format_Grayscale8)
        printed += min(bytes(grey.constBits()), default=255) < 160
    return printed / max(1, len(rects))


@pytest.mark.parametrize(
    "name", ["dynamo-amazons", "communicating-sequential", "grovers_algorithm"]
)
def test_marks_of_published_papers_stand_on_print(
    shared_data: Path, reader_pool: ReaderPool, name: str
) -> None:
    (path,) = (shared_data / "docs" / "pdf").glob(f"*{name}*.pdf")
    document = reader_pool.read(path)
    starts = [page.start for page in document.pages]
    passages = random.Random(7).sample(split_passages(document), 6)
    for passage in passages:
        for place in page_places(passage.start, passage.end, starts, len(document.text)):
            drawn = reader_pool.render_page(path, place.page, 1000, [(place.start, place.end)])
            rects = as_rects(tidy_marks(drawn.marks[0]))
            image = QImage(drawn.rgba, drawn.width, drawn.height, QImage.Format.Format_RGBA8888)
            page = QRectF(0, 0, drawn.width_pt, drawn.height_pt)
            assert rects
            assert all(page.contains(rect) for rect in rects)
            assert dark_share(image, rects, drawn.width / drawn.width_pt) > 0.97
