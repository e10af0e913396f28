# SPDX-License-Identifier: Apache-2.0
"""Pages of PDFs for the preview: sizes, pictures, and where passages stand on them."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from findling.extract.errors import ReadError, ReadFailure
from findling.extract.geometry import Rect, clip, line_rects, utf16_range
from findling.extract.limits import MAX_PDF_PAGES
from findling.extract.page_hits import PageHits, Point
from findling.extract.pdf_qt import PdfFile
from findling.extract.text_grain import widened
from findling.extract.wire import password_of, place_of
from findling.frames import Body, Frame

if TYPE_CHECKING:
    from collections.abc import Callable

    from findling.extract.containers import OpenContainers

MAX_PIXELS = 25_000_000
"""Largest picture of a page: 100 MB, of which the child holds a few copies for a moment."""

SCAN_DPI = 300
"""What Tesseract's documentation asks for: fewer cost letters, more cost time."""

POINTS_PER_INCH = 72

MAX_PLACES = 1000
"""Marks on one page."""

_MAX_OPEN = 4

_MAX_HITS = 4
"""Pages on which is known where the lines stand: a selection seldom begins on more."""

_MAX_POINT = 1e6
"""No page is larger, in points."""

_Key = tuple[str, int, int, tuple[int, ...], str]


class PreviewHandlers:
    """Answers requests about PDF files; keeps a few files open: people turn pages.

    Parameters
    ----------
    containers : OpenContainers
        Finds PDFs that are inside of other files.
    """

    def __init__(self, containers: OpenContainers) -> None:
        self._containers = containers
        self._open: OrderedDict[_Key, PdfFile] = OrderedDict()
        self._hits: OrderedDict[tuple[PdfFile, int], PageHits] = OrderedDict()

    def handlers(self) -> dict[str, Callable[[Body], Frame]]:
        """Return the requests answered here, by name."""
        return {
            "pdf_info": self._info,
            "render": self._render,
            "locate": self._locate,
            "select": self._select,
            "picture": self._picture,
        }

    def _info(self, body: Body) -> Frame:
        pdf = self._pdf(body)
        count = min(pdf.n_pages, MAX_PDF_PAGES)
        return Frame({"ok": True, "sizes": [pdf.page_size(page) for page in range(count)]})

    def _picture(self, body: Body) -> Frame:
        """Draw a page for text recognition: grey, at `SCAN_DPI` where `MAX_PIXELS` allow it."""
        pdf, page = self._page(body)
        size = pdf.page_size(page)
        width, height = pixel_size(*size, round(size[0] * SCAN_DPI / POINTS_PER_INCH))
        dpi = max(1, round(width * POINTS_PER_INCH / size[0]))
        reply = {"ok": True, "width": width, "height": height, "dpi": dpi}
        return Frame(reply, pdf.render_gray(page, width, height))

    def _render(self, body: Body) -> Frame:
        pdf, page = self._page(body)
        size = pdf.page_size(page)
        width, height = pixel_size(size[0], size[1], int(body["width"]))
        rects = _rects(pdf, page, body)
        pixels = pdf.render(page, width, height)
        reply = {"ok": True, "size": size, "width": width, "height": height, "rects": rects}
        return Frame(reply, pixels)

    def _locate(self, body: Body) -> Frame:
        return Frame({"ok": True, "rects": _rects(*self._page(body), body)})

    def _select(self, body: Body) -> Frame:
        """Return what stands between two points; without one, from or to the end of the page."""
        pdf, page = self._page(body)
        points, grain = [_point(body[name]) for name in ("from", "to")], str(body["grain"])
        hits = self._hits_on(pdf, page)
        ends = [
            default if point is None else hits.place_at(point)
            for point, default in zip(points, (0, len(hits.text)), strict=True)
        ]
        start, end = widened(hits.text, min(ends), max(ends), grain)
        rects = [[r.x, r.y, r.width, r.height] for r in place_rects(pdf, page, start, end)]
        words = hits.text[start:end].encode()
        return Frame({"ok": True, "rects": [rects]}, words)

    def _hits_on(self, pdf: PdfFile, page: int) -> PageHits:
        key = (pdf, page)
        if key not in self._hits:
            self._hits[key] = PageHits(pdf, page)
            if len(self._hits) > _MAX_HITS:
                self._hits.popitem(last=False)
        self._hits.move_to_end(key)
        return self._hits[key]

    def _close(self, pdf: PdfFile) -> None:
        for key in [key for key in self._hits if key[0] is pdf]:
            del self._hits[key]
        pdf.close()

    def _page(self, body: Body) -> tuple[PdfFile, int]:
        pdf, page = self._pdf(body), int(body["page"])
        if not 0 <= page < pdf.n_pages:
            raise ReadError(ReadFailure.DAMAGED, f"The PDF has no page {page + 1}.")
        return pdf, page

    def _pdf(self, body: Body) -> PdfFile:
        """Return an open file; one that changed on disk is opened anew."""
        path, place, password = Path(str(body["path"])), tuple(place_of(body)), password_of(body)
        try:
            state = path.stat()
        except OSError as error:
            raise ReadError(
                ReadFailure.MISSING, "The file is no longer there.", repr(error)
            ) from error
        key = (str(path), state.st_mtime_ns, state.st_size, place, password)
        if key not in self._open:
            self._open[key] = PdfFile(self._containers.find(path, place), password)
            if len(self._open) > _MAX_OPEN:
                self._close(self._open.popitem(last=False)[1])
        self._open.move_to_end(key)
        return self._open[key]


def pixel_size(width_pt: float, height_pt: float, width_px: int) -> tuple[int, int]:
    """Return the size of a page's picture in pixels, of `MAX_PIXELS` at most."""
    if not (width_pt > 0 and height_pt > 0 and width_px > 0):
        raise ReadError(ReadFailure.DAMAGED, "The page has no size and cannot be shown.")
    ratio = height_pt / width_pt
    width = min(float(width_px), (MAX_PIXELS / ratio) ** 0.5)
    return max(1, int(width)), max(1, min(round(width * ratio), MAX_PIXELS))


def _point(value: Any) -> Point | None:  # noqa: ANN401 - whatever came
    """Return a point of a request."""
    if value is None:
        return None
    x, y = (float(part) for part in value)
    if not (abs(x) <= _MAX_POINT and abs(y) <= _MAX_POINT):  # nor is it a number
        raise ValueError(value)
    return x, y


def _rects(pdf: PdfFile, page: int, body: Body) -> list[list[list[float]]]:
    """Return the rectangles of each place that was asked for."""
    places = [(int(start), int(end)) for start, end in body["places"][:MAX_PLACES]]
    return [
        [[r.x, r.y, r.width, r.height] for r in place_rects(pdf, page, start, end)]
        for start, end in places
    ]


def place_rects(pdf: PdfFile, page: int, start: int, end: int) -> list[Rect]:
    """Return where a code-point range of a page's text stands, one rectangle a line.

    Parts outside of the text are left out.
    """
    text = pdf.text(page)
    start, end = max(0, start), min(end, len(text))
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start >= end:
        return []
    first, last = utf16_range(text, start, end)
    visible = clip(pdf.rectangles(page, first, last - first), *pdf.page_size(page))
    return line_rects(visible, text[start:end])
