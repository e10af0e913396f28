# SPDX-License-Identifier: Apache-2.0
"""Plain values that pass between the preview and the service that draws its pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from findling.services.types import DocumentState

if TYPE_CHECKING:
    from pathlib import Path

    from findling.services.reading import PageMark
    from findling.services.types import DocumentRow, PagePlace

MAX_WIDTH_PX = 3200
"""Widest picture: 58 MB for an upright A4 page. Beyond it the window enlarges the picture."""


MAX_SELECTED_PAGES = 50
"""Pages that one selection may reach over: more is no quotation."""

Point = tuple[float, float]
"""In points from the upper left corner of a page."""

_SPLIT_WORD = re.compile("[\ufffe\u00ad]\\s*")
_LINE_END = re.compile("\r\n?|[\u2028\u2029]")


class Grain(Enum):
    """What is selected as a whole, however little of it is between two points."""

    CHAR = "char"
    WORD = "word"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class PdfFile:
    """A PDF as it was when it was read.

    Attributes
    ----------
    path : Path
    size : int
        Bytes.
    mtime : float
        Seconds since the epoch.
    is_readable : bool
        False when it could not be read: such a file is never drawn.
    place : tuple of int
        Where in the file at ``path`` a PDF inside of it is; size and time are those of that file.
    """

    path: Path
    size: int
    mtime: float
    is_readable: bool = True
    place: tuple[int, ...] = ()

    @staticmethod
    def of(row: DocumentRow) -> PdfFile:
        """Return the file of a library's row."""
        waits = row.state is DocumentState.PENDING and row.n_passages > 0
        is_readable = row.state is DocumentState.READ or waits
        return PdfFile(row.path, row.size, row.mtime, is_readable, row.place)


@dataclass(frozen=True, slots=True)
class PageWish:
    """One page that the window wants to show.

    Attributes
    ----------
    file : PdfFile
        The file as it was read.
    page : int
        Counted from 0.
    width_px : int
        Width of the picture in device pixels, at most `MAX_WIDTH_PX`.
    places : tuple of PagePlace
        What to find the rectangles of; all on this page.
    """

    file: PdfFile
    page: int
    width_px: int
    places: tuple[PagePlace, ...] = ()


@dataclass(frozen=True, slots=True)
class PagePicture:
    """The answer to a wish.

    Attributes
    ----------
    wish : PageWish
    width, height : int
        Size of the picture in pixels.
    rgba : bytes
        ``height * width * 4`` bytes, no padding between rows.
    size_pt : (float, float)
        Width and height of the page in points, rotation applied.
    marks : tuple of tuple of PageMark
        For each of ``wish.places``, one or more a line; all empty when the file has changed.
    changed : bool
        True when the file is no longer the one that was read: then nothing may be marked.
    """

    wish: PageWish
    width: int
    height: int
    rgba: bytes
    size_pt: tuple[float, float]
    marks: tuple[tuple[PageMark, ...], ...]
    changed: bool


@dataclass(frozen=True, slots=True)
class SelectWish:
    """The part of one page that is selected.

    Attributes
    ----------
    file : PdfFile
    page : int
        Counted from 0.
    start, end : Point or None
        It lies between these, whichever comes first; None for where the page's text begins or ends.
    grain : Grain
    """

    file: PdfFile
    page: int
    start: Point | None = None
    end: Point | None = None
    grain: Grain = Grain.CHAR


@dataclass(frozen=True, slots=True)
class PageExcerpt:
    """The answer: the text as QtPdf gives it, and its rectangles, one or more a line."""

    wish: SelectWish
    text: str
    marks: tuple[PageMark, ...]

    @property
    def words(self) -> str:
        """The text as one pastes it: the page's lines, and words whole that a hyphen has split."""
        return _LINE_END.sub("\n", _SPLIT_WORD.sub("", self.text))


@dataclass(frozen=True, slots=True)
class PdfShape:
    """The pages of a file: width and height of each in points, rotation applied."""

    file: PdfFile
    sizes: tuple[tuple[float, float], ...]
    changed: bool


@dataclass(frozen=True, slots=True)
class PageProblem:
    """Why a file (``page`` -1) or one of its pages cannot be shown, in a sentence for the user."""

    file: PdfFile
    page: int
    message: str
