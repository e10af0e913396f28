# SPDX-License-Identifier: Apache-2.0
"""The pages of a PDF with marks.

Qt's own PDF view can mark nothing but the hits of a literal search, and draws in this process. This
one lays out empty sheets from the page sizes at once, says which pictures it wants, and paints what
comes; it never waits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter

from findling.services.page_types import MAX_WIDTH_PX, PageWish
from findling.ui.preview.marks import paint_marks, to_pixels
from findling.ui.preview.page_column import PageColumn
from findling.ui.preview.page_marks import PageMarks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QWidget

    from findling.services.page_types import PageMark, PageProblem, PdfFile
    from findling.services.types import PassageHit
    from findling.ui.preview.page_bridge import ShownPage

_KEPT_AROUND = 2
"""Pages above and below the window whose pictures are kept; more is in the service's cache."""

_SETTLE_MS = 30
"""Pictures are asked for once scrolling or zooming has rested this long."""

_EDGE = QColor(0, 0, 0, 40)
_PROBLEM_INK = QColor(90, 90, 90)


class PdfView(PageColumn):
    """Shows one PDF.

    Signals
    -------
    pages_wanted : tuple of PageWish
        The pages to draw now, most urgent first; replaces what was wanted before.
    mark_placed : bool
        Whether the current hit stands marked on its page, as soon as that is known.
    """

    pages_wanted = Signal(object)
    mark_placed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Pages"))
        self._file: PdfFile | None = None
        self._marks = PageMarks((), 0)
        self._pictures: dict[int, ShownPage] = {}
        self._problems: dict[int, str] = {}
        self._reveals = False
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._ask_for_pages)
        self.user_moved.connect(self._on_user_moved)

    def show_file(self, file: PdfFile, sizes: Sequence[tuple[float, float]]) -> None:
        """Lay out the empty pages of a file, at its top and without marks."""
        self._forget(file)
        self.set_sizes(sizes)

    def clear(self) -> None:
        """Show nothing and want nothing."""
        self._forget(None)
        self.set_sizes(())
        self._settle.stop()
        self.pages_wanted.emit(())

    def show_hits(self, hits: Sequence[PassageHit], current: int) -> None:
        """Mark hits and scroll to the current one: to its page at once, to its mark once known."""
        self._marks = PageMarks(hits, current)
        page = self._marks.first_page()
        self._reveals = 0 <= page < self.n_pages
        if self._reveals and not self._place_mark():
            self.go_to(self._layout.page_rect(page).y - 8)
        self._ask_for_pages()
        self.viewport().update()

    def take_picture(self, shown: ShownPage) -> None:
        """Take a picture that was wanted; one of another file is let go."""
        if shown.wish.file != self._file or shown.wish.page >= self.n_pages:
            return
        self._pictures[shown.wish.page] = shown
        self._problems.pop(shown.wish.page, None)
        if self._reveals:
            self._place_mark()
        self.viewport().update()

    def take_problem(self, problem: PageProblem) -> None:
        """Show on a page why it cannot be drawn."""
        if problem.file == self._file and problem.page >= 0:
            self._problems[problem.page] = problem.message
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the sheets that are in sight, their pictures and their marks."""
        painter = QPainter(self.viewport())
        # While a zoom goes on, old pictures are stretched: quickly, as new ones are on their way.
        is_settled = not self._settle.isActive()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_settled)
        shift = self.origin()
        area = event.rect().translated(shift)
        for page in self._layout.pages_between(area.top(), area.bottom()):
            self._paint_page(painter, page, self._sheet(page).translated(-shift))

    def _forget(self, file: PdfFile | None) -> None:
        self._file = file
        self._marks = PageMarks((), 0)
        self._pictures.clear()
        self._problems.clear()
        self._reveals = False

    def _sheet(self, page: int) -> QRect:
        rect = self._layout.page_rect(page, self.viewport().width())
        return QRect(rect.x, rect.y, rect.width, rect.height)

    def _paint_page(self, painter: QPainter, page: int, sheet: QRect) -> None:
        shown = self._pictures.get(page)
        if shown:
            painter.drawImage(sheet, shown.image)
            paint_marks(painter, *self._mark_lines(shown, sheet))
        else:
            painter.fillRect(sheet, Qt.GlobalColor.white)
        if page in self._problems:
            painter.setPen(_PROBLEM_INK)
            inner = sheet.adjusted(24, 24, -24, -24)
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
            painter.drawText(inner, flags | Qt.TextFlag.TextWordWrap, self._problems[page])
        painter.setPen(_EDGE)
        painter.drawRect(sheet.adjusted(-1, -1, 0, 0))

    def _mark_lines(self, shown: ShownPage, sheet: QRect) -> tuple[list[QRectF], list[QRectF]]:
        """Return the lines of the current and of the other hits, in pixels of the window."""
        if shown.wish.places != self._marks.places_on(shown.wish.page):
            return [], []  # drawn for another search: its rectangles are not ours
        own, others = self._marks.divide(shown.wish.page, shown.rects)
        return self._in_pixels(own, sheet), self._in_pixels(others, sheet)

    def _in_pixels(self, rects: Iterable[PageMark], sheet: QRect) -> list[QRectF]:
        return [to_pixels(rect, sheet.x(), sheet.y(), self._layout.scale) for rect in rects]

    def _place_mark(self) -> bool:
        """Scroll so that the current mark begins at a third of the height, if it is known where."""
        shown = self._pictures.get(self._marks.first_page())
        if not shown or shown.wish.places != self._marks.places_on(shown.wish.page):
            return False
        self._reveals = False
        own, _ = self._mark_lines(shown, self._sheet(shown.wish.page))
        self.mark_placed.emit(bool(own))
        if own:
            self.go_to(round(own[0].top()) - self.viewport().height() // 3)
            self._show_columns(own)
        return True

    def _show_columns(self, lines: Sequence[QRectF]) -> None:
        """Scroll sideways where a mark on an enlarged page would stand outside."""
        left, right = min(r.left() for r in lines), max(r.right() for r in lines)
        bar, width = self.horizontalScrollBar(), self.viewport().width()
        if left < bar.value() or right > bar.value() + width:
            bar.setValue(round(left) - 16)

    def _on_user_moved(self) -> None:
        self._reveals = False

    def _on_scrolled(self) -> None:
        super()._on_scrolled()
        self._settle.start()

    def _ask_for_pages(self) -> None:
        """Want the pages in sight, then their neighbours; let go of pictures far away."""
        self._settle.stop()
        if self._file is None:
            return
        pages = self._urgent_first()
        kept = range(min(pages, default=0) - _KEPT_AROUND, max(pages, default=0) + _KEPT_AROUND + 1)
        self._pictures = {p: shown for p, shown in self._pictures.items() if p in kept}
        wishes = [self._wish(self._file, page) for page in pages if page not in self._problems]
        self.pages_wanted.emit(tuple(w for w in wishes if not self._has(w)))

    def _urgent_first(self) -> list[int]:
        """Return the page of the mark to be revealed, the pages in sight, the next, the last."""
        top = self.origin().y()
        seen = self._layout.pages_between(top, top + self.viewport().height())
        target = self._marks.first_page() if self._reveals else self.page
        around = [seen.stop, seen.start - 1] if seen else []
        pages = dict.fromkeys([target, *seen, *around])
        return [page for page in pages if 0 <= page < self.n_pages]

    def _wish(self, file: PdfFile, page: int) -> PageWish:
        width = round(self._sheet(page).width() * self.devicePixelRatioF())
        return PageWish(file, page, min(width, MAX_WIDTH_PX), self._marks.places_on(page))

    def _has(self, wish: PageWish) -> bool:
        shown = self._pictures.get(wish.page)
        return shown is not None and shown.wish == wish
