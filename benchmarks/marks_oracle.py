# SPDX-License-Identifier: Apache-2.0
"""Where each character of a PDF's page stands, as PDFium gives them one by one.

QtPdf has boxes of lines only, in whole points; `pypdfium2` has those of characters, exactly.
Its PDFium is another build than Qt's, so the characters are compared before their boxes are used.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

_SCALE = 64
"""Parts of a point to which boxes are exact: PDFium turns pages in whole units."""

_HYPHENS = {"\ufffe": "-", "\x02": "-", "\u00ad": "-"}
"""Marks for a hyphen at a line's end; they differ between builds."""


@dataclass(frozen=True)
class PageInk:
    """The characters of a page that are not white space.

    Attributes
    ----------
    size : (float, float)
        Width and height in points, rotation applied.
    letters : str
        ``n`` characters.
    ink, font : ndarray of float64, shape (n, 4)
        Left, top, right and bottom in points from the page's upper left corner: of what is printed,
        and of the room that the font gives to the character.
    blanks : ndarray of float64, shape (m, 4)
        What is printed for white space: some fonts call brackets so.
    letters_before : ndarray of int64, shape (m,)
        How many letters stand before each of them.
    """

    size: tuple[float, float]
    letters: str
    ink: NDArray[np.float64]
    font: NDArray[np.float64]
    blanks: NDArray[np.float64]
    letters_before: NDArray[np.int64]

    @property
    def room(self) -> NDArray[np.float64]:
        """What is printed and the font's room together; the one may be larger than the other."""
        low, high = np.minimum(self.ink, self.font), np.maximum(self.ink, self.font)
        return np.hstack([low[:, :2], high[:, 2:]])

    @cached_property
    def along(self) -> int:
        """Which way most lines run: 0 across the page, 1 up or down."""
        steps = np.abs(np.diff(self.font[:, :2], axis=0))
        return int((steps[:, 1] > steps[:, 0]).sum() > (steps[:, 0] > steps[:, 1]).sum())


def page_ink(path: Path, number: int) -> PageInk:
    """Return the characters of a page."""
    document = pdfium.PdfDocument(path)
    page = document[number]
    text = page.get_textpage()
    letters: list[str] = []
    ink: list[tuple[float, ...]] = []
    font: list[tuple[float, ...]] = []
    blanks: list[tuple[float, ...]] = []
    letters_before: list[int] = []
    for index in range(raw.FPDFText_CountChars(text)):
        char = chr(raw.FPDFText_GetUnicode(text, index))
        char = _HYPHENS.get(char, char)
        if char.isspace() or char < " ":
            blanks.append(_turned(page, _ink_box(text, index)))
            letters_before.append(len(letters))
            continue
        letters.append(char)
        ink.append(_turned(page, _ink_box(text, index)))
        font.append(_turned(page, _font_box(text, index)))
    size = page.get_size()
    text.close()
    document.close()
    ink_boxes, font_boxes, blank_boxes = (
        np.array(found, dtype=float).reshape(-1, 4) for found in (ink, font, blanks)
    )
    before = np.array(letters_before, dtype=np.int64)
    return PageInk(size, "".join(letters), ink_boxes, font_boxes, blank_boxes, before)


def letters_of(text: str, start: int, end: int) -> tuple[str, int, int]:
    """Return a page's text without white space, and where a range of it is in that."""
    kept = [_HYPHENS.get(c, c) if not c.isspace() and c >= " " else "" for c in text]
    before, inside = "".join(kept[:start]), "".join(kept[start:end])
    return "".join(kept), len(before), len(before) + len(inside)


def aligned(ours: str, theirs: str, start: int, end: int) -> list[int]:
    """Return for a range of our letters which of theirs they are; empty where that is not sure."""
    if ours == theirs:
        return list(range(start, end))
    found: list[int] = []
    for block in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks():
        low, high = max(start, block.a), min(end, block.a + block.size)
        found += range(low + block.b - block.a, max(low, high) + block.b - block.a)
    return found if len(found) == end - start else []


def _ink_box(text: object, index: int) -> tuple[float, float, float, float]:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(text, index, left, right, bottom, top)
    return left.value, bottom.value, right.value, top.value


def _font_box(text: object, index: int) -> tuple[float, float, float, float]:
    box = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(text, index, box)
    return box.left, box.bottom, box.right, box.top


def _turned(
    page: pdfium.PdfPage,  # pyright: ignore[reportUnknownParameterType]  only benchmarks have it
    box: tuple[float, float, float, float],
) -> tuple[float, ...]:
    """Return a box of the page as it is stored as one of the page as it is shown."""
    width, height = (round(side * _SCALE) for side in page.get_size())
    corners: list[tuple[float, float]] = []
    for x, y in ((box[0], box[1]), (box[2], box[3])):
        across, down = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(page, 0, 0, width, height, 0, x, y, across, down)
        corners.append((across.value / _SCALE, down.value / _SCALE))
    (x0, y0), (x1, y1) = corners
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
