# SPDX-License-Identifier: Apache-2.0
"""The pages of a PDF with marks.

Qt's own PDF view can mark nothing but the hits of a literal search, and draws in this process. This
one lays out empty sheets from the page sizes at once, says which pictures it wants, and paints what
comes; it never waits.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPalette

from findling.services.page_types import MAX_WIDTH_PX, PageWish
from findling.ui.preview.marks import paint_marks, paint_selected, to_pixels
from findling.ui.preview.page_column import PageColumn
from findling.ui.preview.page_marks import PageMarks
from findling.ui.preview.page_pointer import PagePointer
from findling.ui.preview.page_selection import PageSelection
from findling.ui.sentences import told

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QWidget

    from findling.services.page_types import PageMark, PageProblem, PdfFile
    from findling.services.text_find import FoundWords
    from findling.services.types import PagePlace, PassageHit
    from findling.ui.preview.page_bridge import ShownPage

_KEPT_AROUND = 2
"""Pages above and below the window whose pictures are kept; more is in the service's cache."""

_SETTLE_MS = 30
"""Pictures are asked for once scrolling or zooming has rested this long."""

_ABOVE_PAGE = 8
"""Pixels of ground left above a page, or a place, that was scrolled to."""

_EDGE = QColor(0, 0, 0, 40)
_PROBLEM_INK = QColor(90, 90, 90)


class Aim(Enum):
    """What is scrolled to."""

    HIT = "hit"
    """A passage: always to the same height, and it is told whether it could be marked."""

    PLACE = "place"
    """A heading: always to the same height."""

    WORDS = "words"
    """Words that were found: only where they are not in sight, so that the page holds still."""


class PdfView(PageColumn):
    """Shows one PDF.

    Attributes
    ----------
    selection : PageSelection
        What is selected on its pages; says which text it wants to know.

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
        self._marks = PageMarks()
        self.selection = PageSelection(self)
        self._pointer = PagePointer(self, self.selection)
        self._pictures: dict[int, ShownPage] = {}
        self._problems: dict[int, str] = {}
        self._aim_page = -1
        self._aim = Aim.HIT
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._ask_for_pages)
        self.user_moved.connect(self._on_user_moved)
        self.selection.changed.connect(self.viewport().update)

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
        self._marks = self._marks.with_hits(hits, current)
        self._aim_at(self._marks.first_page(), Aim.HIT)

    def show_found(self, found: FoundWords, current: int, *, moves: bool) -> None:
        """Mark words that were found and, where wanted, scroll to the current place."""
        self._marks = self._marks.with_found(found, current)
        places = self._marks.places_of_found(current) if moves else ()
        if places:
            self._marks = self._marks.aimed(places)
            self._aim_at(places[0].page, Aim.WORDS)
        else:
            self._ask_for_pages()
            self.viewport().update()

    def go_to_place(self, places: Sequence[PagePlace]) -> None:
        """Scroll to a place: to its page at once, to the place itself once it is known where."""
        self._marks = self._marks.aimed(places)
        self._aim_at(places[0].page if places else -1, Aim.PLACE)

    def go_to_page(self, page: int) -> None:
        """Scroll to the top of a page, counted from 0."""
        if 0 <= page < self.n_pages:
            self._aim_page = -1
            self.go_to(self._layout.page_rect(page).y - _ABOVE_PAGE)

    def select_page(self) -> None:
        """Select all text of the page that is looked at."""
        self.selection.select_page(self.page)

    def selected_text(self) -> str:
        """Return what the reader has selected; lines are apart by newlines."""
        return self.selection.text

    def selected_words(self) -> str:
        """Return what the reader has selected, as far as it is one line; else nothing."""
        words = self.selected_text()
        return "" if "\n" in words else words

    def copy(self) -> None:
        """Put what is selected on the clipboard; leave that as it is where nothing is."""
        if words := self.selected_text():
            QGuiApplication.clipboard().setText(words)

    def take_picture(self, shown: ShownPage) -> None:
        """Take a picture that was wanted; one of another file is let go."""
        if shown.wish.file != self._file or shown.wish.page >= self.n_pages:
            return
        self._pictures[shown.wish.page] = shown
        self._problems.pop(shown.wish.page, None)
        if self._aim_page == shown.wish.page:
            self._reveal()
        self.viewport().update()

    def take_problem(self, problem: PageProblem) -> None:
        """Show on a page why it cannot be drawn."""
        if problem.file == self._file and problem.page >= 0:
            self._problems[problem.page] = told(problem.message)
            self.viewport().update()

    def event(self, event: QEvent) -> bool:
        """Take the keys for selected text before the window takes them for something else."""
        is_asked = event.type() is QEvent.Type.ShortcutOverride
        if is_asked and isinstance(event, QKeyEvent) and self._act_for(event) is not None:
            event.accept()
            return True
        return super().event(event)

    def _handle_key(self, event: QKeyEvent) -> bool:
        """Select the page with Ctrl+A; copy what is selected, or let go of it with Escape."""
        act = self._act_for(event)
        if act is None:
            return super()._handle_key(event)
        act()
        return True

    def _act_for(self, event: QKeyEvent) -> Callable[[], None] | None:
        if event.matches(QKeySequence.StandardKey.SelectAll):
            return self.select_page
        if event.matches(QKeySequence.StandardKey.Copy) and self.selected_text():
            return self.copy
        if event.key() == Qt.Key.Key_Escape and not self.selection.is_empty:
            return self.selection.clear
        return None

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
        self._marks = PageMarks()
        self.selection.begin(file)
        self._pictures.clear()
        self._problems.clear()
        self._aim_page = -1

    def _sheet(self, page: int) -> QRect:
        rect = self._layout.page_rect(page, self.viewport().width())
        return QRect(rect.x, rect.y, rect.width, rect.height)

    def _paint_page(self, painter: QPainter, page: int, sheet: QRect) -> None:
        shown = self._pictures.get(page)
        if shown:
            painter.drawImage(sheet, shown.image)
            self._paint_selected(painter, page, sheet)
            lines = self._marks.divide(page, shown.wish.places, shown.rects)
            paint_marks(painter, lines, lambda mark: self._to_window(mark, sheet))
        else:
            painter.fillRect(sheet, Qt.GlobalColor.white)
        if page in self._problems:
            painter.setPen(_PROBLEM_INK)
            inner = sheet.adjusted(24, 24, -24, -24)
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
            painter.drawText(inner, flags | Qt.TextFlag.TextWordWrap, self._problems[page])
        painter.setPen(_EDGE)
        painter.drawRect(sheet.adjusted(-1, -1, 0, 0))

    def _paint_selected(self, painter: QPainter, page: int, sheet: QRect) -> None:
        lines = [self._to_window(mark, sheet) for mark in self.selection.lines_on(page)]
        if lines:
            paint_selected(painter, lines, self.palette().color(QPalette.ColorRole.Highlight))

    def _to_window(self, mark: PageMark, sheet: QRect) -> QRectF:
        return to_pixels(mark, sheet.x(), sheet.y(), self._layout.scale)

    def _aim_at(self, page: int, aim: Aim) -> None:
        """Scroll to the page of what is aimed at, unless it is in sight or its place is known."""
        self._aim_page = page if 0 <= page < self.n_pages else -1
        self._aim = aim
        if self._aim_page >= 0 and not self._reveal() and page not in self._pages_in_sight():
            self.go_to(self._layout.page_rect(page).y - _ABOVE_PAGE)
        self._ask_for_pages()
        self.viewport().update()

    def _reveal(self) -> bool:
        """Scroll to what is aimed at, if it is known where."""
        shown = self._pictures.get(self._aim_page)
        if not shown:
            return False
        marks = self._marks.aimed_lines(self._aim_page, shown.wish.places, shown.rects)
        if marks is None:
            return False
        sheet = self._sheet(self._aim_page)
        self._aim_page = -1
        lines = [self._to_window(mark, sheet) for mark in marks]
        if self._aim is Aim.HIT:
            self.mark_placed.emit(bool(lines))
        if lines and (self._aim is not Aim.WORDS or not self._is_in_sight(lines[0])):
            self.go_to(round(lines[0].top()) - self.viewport().height() // 3)
        if lines:
            self._show_columns(lines)
        return True

    def _is_in_sight(self, line: QRectF) -> bool:
        top, height = self.origin().y(), self.viewport().height()
        return top + _ABOVE_PAGE <= line.top() and line.bottom() <= top + height - _ABOVE_PAGE

    def _pages_in_sight(self) -> range:
        top = self.origin().y()
        return self._layout.pages_between(top, top + self.viewport().height())

    def _show_columns(self, lines: Sequence[QRectF]) -> None:
        """Scroll sideways where a mark on an enlarged page would stand outside."""
        left, right = min(r.left() for r in lines), max(r.right() for r in lines)
        bar, width = self.horizontalScrollBar(), self.viewport().width()
        if left < bar.value() or right > bar.value() + width:
            bar.setValue(round(left) - 16)

    def _on_user_moved(self) -> None:
        self._aim_page = -1

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
        seen = self._pages_in_sight()
        target = self._aim_page if self._aim_page >= 0 else self.page
        around = [seen.stop, seen.start - 1] if seen else []
        pages = dict.fromkeys([target, *seen, *around])
        return [page for page in pages if 0 <= page < self.n_pages]

    def _wish(self, file: PdfFile, page: int) -> PageWish:
        width = round(self._sheet(page).width() * self.devicePixelRatioF())
        return PageWish(file, page, min(width, MAX_WIDTH_PX), self._marks.places_on(page))

    def _has(self, wish: PageWish) -> bool:
        shown = self._pictures.get(wish.page)
        return shown is not None and shown.wish == wish
