# SPDX-License-Identifier: Apache-2.0
"""The one Qt adapter outside the window: text, geometry and pictures of PDFs from QtPdf.

Only a `QCoreApplication` is made, so no display is needed. All objects stay on the thread that made
them.

Offsets: QtPdf counts UTF-16 units, and its *selections* count the characters of PDFium's list,
which also holds characters that never reach the text (control codes of symbol fonts).
`PdfFile.text` is what offsets of this program count; `PdfFile.rectangles` finds the way back to
PDFium's list.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QCoreApplication, QIODevice, QPointF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument, QPdfSelection

from findling.extract.errors import PDF_LOCKED, ReadError, ReadFailure, damaged
from findling.extract.geometry import Rect
from findling.extract.memberfile import MemberFile

if TYPE_CHECKING:
    from types import TracebackType

    from findling.extract.memberfile import ReadableFile

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_ERRORS = {
    QPdfDocument.Error.IncorrectPassword: (
        ReadFailure.PASSWORD,
        PDF_LOCKED,
        "Unlock it with its password, or add a copy that needs none.",
    ),
    QPdfDocument.Error.UnsupportedSecurityScheme: (
        ReadFailure.PASSWORD,
        "The PDF is protected in a way that cannot be read.",
        "",
    ),
    QPdfDocument.Error.FileNotFound: (ReadFailure.MISSING, "The file is no longer there.", ""),
}


class PdfFile:
    """An open PDF.

    Parameters
    ----------
    path : Path or MemberFile
        The file.
    password : str, optional
        Tried when the file asks for one.

    Raises
    ------
    ReadError
        If it is no PDF, is damaged, or needs another password.
    """

    def __init__(self, path: ReadableFile, password: str = "") -> None:
        _ensure_application()
        self._document = QPdfDocument()
        if password:
            self._document.setPassword(password)
        self._last_text = -1, ""
        self._units: dict[tuple[int, int], int] = {}
        self._bytes = QBuffer()  # has to live as long as the document
        if isinstance(path, MemberFile):
            self._bytes.setData(path.read_bytes())
            self._bytes.open(QIODevice.OpenModeFlag.ReadOnly)
            self._document.load(self._bytes)
            error = self._document.error()
        else:
            error = self._document.load(str(path))
        if error in _ERRORS:
            raise ReadError(_ERRORS[error][0], _ERRORS[error][1], hint=_ERRORS[error][2])
        if error != QPdfDocument.Error.None_:
            raise damaged("PDF", error.name)

    def __enter__(self) -> PdfFile:
        """Return itself, to be closed at the end of the block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Free the document."""
        self._document.close()
        self._bytes.close()

    @property
    def n_pages(self) -> int:
        """Number of pages."""
        return self._document.pageCount()

    def page_size(self, page: int) -> tuple[float, float]:
        """Return a page's width and height in points, as it is shown (rotation applied)."""
        size = self._document.pagePointSize(page)
        return size.width(), size.height()

    def text(self, page: int) -> str:
        """Return a page's text as QtPdf gives it.

        Halves of surrogate pairs that stand alone cannot be stored as UTF-8: each becomes U+FFFD,
        which keeps every offset as it is.
        """
        if self._last_text[0] != page:
            text = self._document.getAllText(page).text()
            self._last_text = page, _LONE_SURROGATE.sub("\ufffd", text)
        return self._last_text[1]

    def rectangles(self, page: int, start: int, length: int) -> list[Rect]:
        """Return where a part of a page's text stands.

        Parameters
        ----------
        page : int
            Page, counted from 0.
        start, length : int
            Range of `text`, in UTF-16 units.

        Returns
        -------
        list of Rect
            In points from the page's upper left corner, one or more a line.
        """
        first = self._char_index(page, start)
        last = self._char_index(page, start + length - 1)
        selection = self._document.getSelectionAtIndex(page, first, last - first + 1)
        return _boxes(selection)

    def all_rectangles(self, page: int) -> list[Rect]:
        """Return where all text of a page stands, in reading order: letters, or runs of them."""
        return _boxes(self._document.getAllText(page))

    def listed_between(
        self, page: int, start: tuple[float, float], end: tuple[float, float]
    ) -> tuple[int, int] | None:
        """Return the range of PDFium's list between two points, whichever comes first.

        It begins with the character at one of the points and ends before or behind the one at the
        other. None where a point has no character near it, and where both have the same one.
        """
        selection = self._document.getSelection(page, QPointF(*start), QPointF(*end))
        return (selection.startIndex(), selection.endIndex()) if selection.isValid() else None

    def n_listed(self, page: int) -> int:
        """Return the number of characters in PDFium's list of a page."""
        return self._document.getAllText(page).endIndex()

    def listed_char(self, page: int, index: int) -> tuple[str, Rect | None]:
        """Return a character of PDFium's list, and where it stands if it is drawn."""
        selection: QPdfSelection = self._document.getSelectionAtIndex(page, index, 1)
        boxes = [box for box in _boxes(selection) if box.width > 0 or box.height > 0]
        return selection.text(), boxes[0] if boxes else None

    def n_units(self, page: int, n_chars: int) -> int:
        """Return how many UTF-16 units of the text the first characters of PDFium's list give."""
        key = page, n_chars
        if key not in self._units:
            selection: QPdfSelection = self._document.getSelectionAtIndex(page, 0, n_chars)
            if len(self._units) >= _MAX_UNITS:
                self._units.clear()
            self._units[key] = len(selection.text().encode("utf-16-le", "surrogatepass")) // 2
        return self._units[key]

    def render(self, page: int, width: int, height: int) -> bytes:
        """Draw a page on white.

        Returns
        -------
        bytes
            ``height * width * 4`` bytes, RGBA, no padding between rows.

        Raises
        ------
        ReadError
            If the page cannot be drawn.
        """
        drawn = self._document.render(page, QSize(width, height))
        if drawn.isNull():
            raise damaged("page", f"page {page} at {width} x {height}")
        sheet = QImage(drawn.size(), QImage.Format.Format_RGBA8888)
        sheet.fill(Qt.GlobalColor.white)
        painter = QPainter(sheet)
        painter.drawImage(0, 0, drawn)
        painter.end()
        return bytes(sheet.constBits())

    def render_gray(self, page: int, width: int, height: int) -> bytes:
        """Draw a page on white in shades of grey.

        Returns
        -------
        bytes
            ``height * width`` bytes, 0 for black, no padding between rows.

        Raises
        ------
        ReadError
            If the page cannot be drawn.
        """
        pixels = self.render(page, width, height)
        sheet = QImage(pixels, width, height, 4 * width, QImage.Format.Format_RGBA8888)
        gray = sheet.convertToFormat(QImage.Format.Format_Grayscale8)
        rows, stride = bytes(gray.constBits()), gray.bytesPerLine()
        if stride == width:
            return rows
        return b"".join(rows[at : at + width] for at in range(0, height * stride, stride))

    def _char_index(self, page: int, unit: int) -> int:
        """Return the index in PDFium's list of the character at a UTF-16 offset of the text.

        The text of the first ``n`` listed characters grows with ``n``; the answer is the smallest
        ``n`` whose text reaches over ``unit``, less one. Nearly always that is ``unit`` itself,
        which takes two look-ups; else a widening, then halving search.
        """
        if self.n_units(page, unit) <= unit < self.n_units(page, unit + 1):
            return unit
        low, high = unit, unit + 2
        while self.n_units(page, high) <= unit:
            if high - unit > _MAX_DRIFT:
                return unit
            low, high = high, unit + 2 * (high - unit)
        while high - low > 1:
            middle = (low + high) // 2
            if self.n_units(page, middle) <= unit:
                low = middle
            else:
                high = middle
        return high - 1


_MAX_UNITS = 1000
"""Counts that are kept: each look at a page's text has QtPdf go through the whole page."""

_MAX_DRIFT = 1 << 16
"""Hidden characters looked through before giving up on a page that cannot be mapped."""


def _boxes(selection: QPdfSelection) -> list[Rect]:
    boxes = (polygon.boundingRect() for polygon in selection.bounds())
    return [Rect(box.x(), box.y(), box.width(), box.height()) for box in boxes]


def _ensure_application() -> None:
    if QCoreApplication.instance() is None:
        global _application
        _application = QCoreApplication(["findling-reader"])


_application: QCoreApplication | None = None
