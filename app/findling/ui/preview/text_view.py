# SPDX-License-Identifier: Apache-2.0
"""The text of a document with marks, for every format that has no pages.

Plain text only: nothing in a document can load a picture, run or link anywhere.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFontDatabase, QFontInfo, QPainter, QPalette, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QApplication, QFrame, QPlainTextEdit, QTextEdit, QWidget

from findling.services.text_find import FoundWords
from findling.ui.preview.marks import colors_on
from findling.ui.preview.text_formats import lay_look, mark_format
from findling.ui.preview.text_look import TextLook
from findling.ui.preview.text_window import FORMATTED_WINDOW, WINDOW, TextWindow
from findling.ui.theme.theme import set_look

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtGui import QPaintEvent, QResizeEvent, QWheelEvent

    from findling.services.types import PassageHit

_MARGIN = 16
_MAX_COLUMN = 760
"""Widest column in pixels: longer lines are tiring to read."""

_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_MAX_ZOOM = 20
_MIN_ZOOM = -6


_REST_MS = 40
"""What depends on the part in sight is seen to once scrolling has rested this long."""

_NEAR = 2000
"""Code points above and below the part in sight in which found words are marked too."""

_MAX_SELECTIONS = 1000


class TextView(QPlainTextEdit):
    """Shows a stretch of a text around the passage that was found, and moves it along.

    Signals
    -------
    zoom_changed : int
        The zoom in percent.
    offset_changed : int
        Another part of the text, from this code point on, is in sight.
    """

    zoom_changed = Signal(int)
    offset_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recolouring = QTimer(self)
        self._recolouring.setSingleShot(True)
        self._recolouring.timeout.connect(self._recolour)
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        set_look(self, "reading")
        self.setUndoRedoEnabled(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName(self.tr("Text"))
        self.document().setDocumentMargin(_MARGIN)
        flags = Qt.TextInteractionFlag
        self.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        self._text = ""
        self._look = TextLook()
        self._window = TextWindow(0, 0, "")
        self._hits: tuple[PassageHit, ...] = ()
        self._current = 0
        self._found = FoundWords()
        self._current_found = -1
        self._zoom = 0
        self._moves = False
        self._revealed: tuple[int, float] | None = None
        # Qt scrolls while it lays a text out: another text must not be put in before it is done.
        self._moving = QTimer(self)
        self._moving.setSingleShot(True)
        self._moving.timeout.connect(self._move_along)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._on_rested)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def show_text(
        self,
        text: str,
        *,
        is_monospaced: bool = False,
        look: TextLook | None = None,
        around: int = 0,
    ) -> None:
        """Show a text without marks, from its beginning or around an offset.

        It is plain where it has no ``look``.
        """
        self._look = look or TextLook()
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        self.setFont(font if is_monospaced else QApplication.font())
        self._apply_zoom()
        self._text = text
        self._revealed = None
        self._hits = ()
        self._found, self._current_found = FoundWords(), -1
        self._move_to(around)
        self._moves = True  # a stretch in the middle is not to be moved because it is at its top
        self.verticalScrollBar().setValue(0)
        self._moves = False

    def clear_text(self) -> None:
        """Show nothing."""
        self.show_text("")

    def show_hits(self, hits: Sequence[PassageHit], current: int) -> None:
        """Mark hits and scroll so that the current one begins at a third of the height."""
        self._hits, self._current = tuple(hits), current
        if not 0 <= current < len(self._hits):
            self._mark()
            return
        self._reveal(self._hits[current].start, self._hits[current].end)

    def show_found(self, found: FoundWords, current: int, *, moves: bool) -> None:
        """Mark words that were found and, where wanted, scroll to the current place."""
        self._found, self._current_found = found, current
        if moves and current >= 0:
            start, end = found.ranges[current]
            low, high = self._range_in_sight()
            if low <= start and end <= high:
                self._mark()
            else:
                self._reveal(start, end)
        else:
            self._mark()

    def go_to_offset(self, offset: int) -> None:
        """Scroll so that a code point of the text stands near the top."""
        self._reveal(offset, offset, at=0)

    @property
    def offset(self) -> int:
        """Code-point offset of the first line in sight."""
        return self._top_offset()

    def marked_text(self) -> str:
        """Return the passage that carries the mark, as the whole text has it."""
        if not 0 <= self._current < len(self._hits):
            return ""
        hit = self._hits[self._current]
        return self._text[hit.start : hit.end]

    def selected_words(self) -> str:
        """Return what the reader has selected, as far as it is one line; else nothing."""
        words = self.selected_text()
        return "" if "\n" in words else words

    def selected_text(self) -> str:
        """Return what the reader has selected; lines are apart by newlines."""
        return self.textCursor().selectedText().replace("\u2029", "\n")

    @property
    def percent(self) -> int:
        """The zoom: 100 is the size of the text everywhere else."""
        return round(100 * self.font().pointSizeF() / self._usual_size())

    def zoom_in(self) -> None:
        """Show the text a step larger."""
        self._zoom_by(1)

    def zoom_out(self) -> None:
        """Show the text a step smaller."""
        self._zoom_by(-1)

    def zoom_to_fit(self) -> None:
        """Show the text in its usual size."""
        self._zoom_by(-self._zoom)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, else scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom_by(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the column readable in a wide window, and what was brought into sight there."""
        moved, self._moves = self._moves, True
        side = max(0, (self.width() - _MAX_COLUMN) // 2)
        self.setViewportMargins(side, 0, side, 0)
        super().resizeEvent(event)
        self._moves = moved
        self._reveal_again()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, and a line above each slide."""
        super().paintEvent(event)
        if self._look.has_slides:
            self._paint_lines()

    def changeEvent(self, event: QEvent) -> None:
        """Paint the marks in the colours of a new theme, once: Qt tells of one several times."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._recolouring.start()

    def _recolour(self) -> None:
        self._lay_look()
        self._mark()

    def _paint_lines(self) -> None:
        painter = QPainter(self.viewport())
        painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
        block, width = self.firstVisibleBlock(), self.viewport().width()
        while block.isValid():
            top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
            if top > self.viewport().height():
                break
            if self._look.is_slide(self._window.offset_of(block.position())):
                painter.drawLine(_MARGIN, round(top), width - _MARGIN, round(top))
            block = block.next()

    def _zoom_by(self, steps: int) -> None:
        self._zoom = min(max(self._zoom + steps, _MIN_ZOOM), _MAX_ZOOM)
        top = self._top_offset()
        self._apply_zoom()
        self._lay_look()
        self._show_at_top(top)
        self.zoom_changed.emit(self.percent)

    def _apply_zoom(self) -> None:
        font = self.font()
        font.setPointSizeF(max(1.0, self._usual_size() + self._zoom))
        self.setFont(font)

    def _usual_size(self) -> float:
        return QFontInfo(QApplication.font()).pointSizeF()

    def _move_to(self, offset: int) -> None:
        """Show the stretch around an offset; the caller scrolls."""
        self._moves = True
        size = WINDOW if self._look.is_plain else FORMATTED_WINDOW
        self._window = TextWindow.around(self._text, offset, size)
        self.setPlainText(self._window.shown)
        self._lay_look()
        self._moves = False

    def _on_scrolled(self) -> None:
        if not self._moves:
            self._revealed = None
            self._rest.start()
            if self._is_near_end():
                self._moving.start()

    def _is_near_end(self) -> bool:
        """Say whether the text goes on where the stretch ends in sight."""
        bar = self.verticalScrollBar()
        is_top, is_end = bar.value() <= bar.minimum(), bar.value() >= bar.maximum()
        goes_on = self._window.end < len(self._text)
        return (is_top and self._window.start > 0) or (is_end and goes_on)

    def _move_along(self) -> None:
        """Move the stretch along, where its end is still near."""
        if self._is_near_end():
            top = self._top_offset()
            self._move_to(top)
            self._mark()
            self._show_at_top(top)

    def _on_rested(self) -> None:
        if self._found:
            self._mark()
        self.offset_changed.emit(self._top_offset())

    def _reveal(self, start: int, end: int, at: float = 1 / 3) -> None:
        """Bring a range of the text into sight, at a part of the height, and mark all anew."""
        if start < self._window.start or end > self._window.end:
            self._move_to((start + end) // 2)
        self._revealed = (start, at)
        self._scroll_to(start, at)
        self._mark()

    def _reveal_again(self) -> None:
        """Stay at what was brought into sight until somebody scrolls, or moves the cursor."""
        cursor = self.textCursor()
        if self._revealed is None or cursor.hasSelection():
            return
        if cursor.position() == self._window.position_of(self._revealed[0]):
            self._scroll_to(*self._revealed)

    def _range_in_sight(self) -> tuple[int, int]:
        """Return which code points of the text are in sight, by whole lines."""
        corner = self.viewport().rect().bottomRight()
        return self._top_offset(), self._window.offset_of(self.cursorForPosition(corner).position())

    def _lay_look(self) -> None:
        lay_look(self.document(), self._window, self._look, self.font(), self.palette())

    def _top_offset(self) -> int:
        return self._window.offset_of(self.firstVisibleBlock().position())

    def _show_at_top(self, offset: int) -> None:
        self._revealed = None
        self._moves = True
        block = self.document().findBlock(self._window.position_of(offset))
        self.verticalScrollBar().setValue(block.firstLineNumber())
        self._moves = False

    def _scroll_to(self, offset: int, at: float) -> None:
        cursor = self.textCursor()
        cursor.setPosition(self._window.position_of(offset))
        self._moves = True
        self.setTextCursor(cursor)
        line = max(1, self.cursorRect().height())
        above = int(self.cursorRect().top() - at * self.viewport().height()) // line
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + above)
        self._moves = False
        self._rest.start()

    def _mark(self) -> None:
        colors = colors_on(self.palette().base().color())
        own, other = mark_format(colors.band, colors.line), mark_format(None, colors.other)
        marked = [
            self._selection(start, end, own if number == self._current else other)
            for number, hit in enumerate(self._hits)
            if self._is_near(hit)
            for start, end in self._lines_of(hit)
        ]
        found, now = mark_format(colors.found), mark_format(colors.found_now, colors.found_line)
        marked += [
            self._selection(start, end, now if number == self._current_found else found)
            for number in self._found_near()
            for start, end in self._found.ranges[number : number + 1]
        ]
        self.setExtraSelections(marked)

    def _found_near(self) -> range:
        """Return which places of found words are in sight or nearly: thousands would be slow."""
        low, high = self._range_in_sight()
        first = bisect_left(self._found.ranges, (low - _NEAR, 0))
        last = bisect_left(self._found.ranges, (high + _NEAR, 0))
        return range(first, min(last, first + _MAX_SELECTIONS))

    def _is_near(self, hit: PassageHit) -> bool:
        return hit.end > self._window.start and hit.start < self._window.end

    def _lines_of(self, hit: PassageHit) -> Iterator[tuple[int, int]]:
        """Yield the code-point ranges of a hit's lines without the white space around them."""
        low, high = max(hit.start, self._window.start), min(hit.end, self._window.end)
        for line in _LINE.finditer(self._text, low, high):
            yield line.span()

    def _selection(self, start: int, end: int, look: QTextCharFormat) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._window.position_of(start))
        cursor.setPosition(self._window.position_of(end), QTextCursor.MoveMode.KeepAnchor)
        selection.cursor = cursor
        selection.format = look
        return selection
