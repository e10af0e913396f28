# SPDX-License-Identifier: Apache-2.0
"""PDFs made by the test and drawn by the real reader's child, and a library of a few texts."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import pytest
from pypdf import PdfReader, PdfWriter
from PySide6.QtCore import QMarginsF, QRectF
from PySide6.QtGui import QFont, QPageSize, QPainter, QPainterPath, QPdfWriter, QTransform

from findling.errors import AppError
from findling.services.marks import page_places
from findling.services.pages import PageService
from findling.services.reading import ReaderPool
from findling.services.types import DocumentRow, DocumentState, DocumentText, PassageHit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from findling.extract.types import ExtractedDocument

LINE_PT = 18.0
LEFT_PT = 72.0
TOP_PT = 90.0


@dataclass(frozen=True)
class MadePdf:
    """A PDF with the box of each character's ink: page, line, character.

    In points from the upper left corner of the page as it is shown.
    """

    path: Path
    ink: list[list[list[QRectF]]]


class MakePdf(Protocol):
    """`write_pdf` for a new file in the test's own folder."""

    def __call__(
        self, pages: Sequence[Sequence[str]], rotate: int = 0, name: str = "made.pdf"
    ) -> MadePdf: ...


def write_pdf(path: Path, pages: Sequence[Sequence[str]], rotate: int = 0) -> MadePdf:
    """Write lines of text onto pages.

    With ``rotate`` (90, 180 or 270) the pages carry that many degrees of rotation and their content
    is turned the other way, as scanners and tables across a page do it: a viewer shows it upright.
    """
    writer = QPdfWriter(str(path))
    writer.setResolution(72)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    font = QFont("DejaVu Sans")
    font.setPixelSize(12)
    painter = QPainter(writer)
    painter.setFont(font)
    painter.setTransform(_TURNS[rotate])
    ink: list[list[list[QRectF]]] = []
    for number, lines in enumerate(pages):
        if number:
            writer.newPage()
        rows = [(TOP_PT + row * LINE_PT, line) for row, line in enumerate(lines)]
        for y, line in rows:
            painter.drawText(int(LEFT_PT), int(y), line)
        ink.append([_ink(painter, font, line, y) for y, line in rows])
    painter.end()
    if rotate:
        _set_rotation(path, rotate)
    return MadePdf(path, ink)


_WIDTH, _HEIGHT = 595.0, 842.0
_TURNS = {
    0: QTransform(),
    90: QTransform(0, -1, 1, 0, 0, _HEIGHT),
    180: QTransform(-1, 0, 0, -1, _WIDTH, _HEIGHT),
    270: QTransform(0, 1, -1, 0, _WIDTH, 0),
}
"""From the page as it is shown to the page as it is stored."""


def _ink(painter: QPainter, font: QFont, line: str, y: float) -> list[QRectF]:
    """Return the box of each character's ink, as the page is shown."""
    found: list[QRectF] = []
    for at, char in enumerate(line):
        outline = QPainterPath()
        x = LEFT_PT + painter.fontMetrics().horizontalAdvance(line[:at])
        outline.addText(x, y, font, char)
        found.append(outline.boundingRect())
    return found


def _set_rotation(path: Path, degrees: int) -> None:
    writer = PdfWriter()
    for page in PdfReader(path).pages:
        writer.add_page(page).rotate(degrees)
    with path.open("wb") as stream:
        writer.write(stream)


class Texts:
    """A library of a few documents, as far as a preview needs one."""

    def __init__(self) -> None:
        self.documents: dict[int, DocumentText] = {}

    def document_text(self, document_id: int) -> DocumentText:
        if document_id not in self.documents:
            raise AppError("This document is no longer in the library.")
        return self.documents[document_id]

    def add(self, path: Path, document: ExtractedDocument) -> int:
        """Add a file as its reader gave it."""
        starts = tuple(page.start for page in document.pages)
        return self.add_text(path, document.text, document.format, starts)

    def add_text(
        self, path: Path, text: str, format: str = "txt", starts: tuple[int, ...] = ()
    ) -> int:
        """Add a text."""
        if not path.exists():
            path.write_text(text, "utf-8")
        facts = path.stat()
        number = len(self.documents) + 1
        row = DocumentRow(
            number,
            path,
            path.name,
            format,
            DocumentState.READ,
            "",
            facts.st_size,
            facts.st_mtime,
            len(starts),
            1,
        )
        self.documents[number] = DocumentText(row, text, starts, changed=False)
        return number

    def hit(self, document_id: int, words: str, passage_id: int = 1) -> PassageHit:
        """Return a hit on the first place that has these words."""
        document = self.documents[document_id]
        start = document.text.index(words)
        end = start + len(words)
        places = page_places(start, end, document.page_starts, len(document.text))
        page = places[0].page if places else -1
        return PassageHit(
            passage_id, document_id, start, end, page, places, "", words, (), 1, 5, 1, 1, 0, ""
        )


@pytest.fixture(scope="session")
def reader_pool() -> Iterator[ReaderPool]:
    start = "import sys; from findling.extract.child import main; sys.exit(main())"
    pool = ReaderPool(1, command=(sys.executable, "-c", start))
    yield pool
    pool.close()


@pytest.fixture
def page_service(reader_pool: ReaderPool) -> Iterator[PageService]:
    service = PageService(reader_pool)
    yield service
    service.close()


@pytest.fixture
def texts() -> Texts:
    return Texts()


@pytest.fixture
def make_pdf(qapp: QApplication, tmp_path: Path) -> MakePdf:
    def make(pages: Sequence[Sequence[str]], rotate: int = 0, name: str = "made.pdf") -> MadePdf:
        return write_pdf(tmp_path / name, pages, rotate)

    return make
