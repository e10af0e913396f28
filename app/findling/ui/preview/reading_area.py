# SPDX-License-Identifier: Apache-2.0
"""Where a document is read: its view, the headings beside it, and the line to find words in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from findling.services.marks import page_places
from findling.ui.preview.contents import ContentsView
from findling.ui.preview.find_bar import FindBar
from findling.ui.preview.finding import DocumentFinding
from findling.ui.preview.flow_view import FlowView
from findling.ui.preview.pdf_view import PdfView
from findling.ui.preview.states import MessagePage

if TYPE_CHECKING:
    from findling.services.outline import OutlineEntry
    from findling.services.text_find import FoundWords
    from findling.services.types import DocumentText
    from findling.ui.preview.table_view import TableView
    from findling.ui.preview.text_view import TextView

_CONTENTS_WIDTH = 190

_FIND_KEYS = (
    QKeySequence.StandardKey.Find,
    QKeySequence.StandardKey.FindNext,
    QKeySequence.StandardKey.FindPrevious,
)


class ReadingArea(QWidget):
    """Shows a document as pages, as text or as a table, or a sentence where there is none.

    Attributes
    ----------
    pdf : PdfView
    flow : FlowView
        What has no pages.

    Signals
    -------
    contents_changed : bool, bool
        Whether there are headings, and whether they are shown.
    """

    contents_changed = Signal(bool, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document: DocumentText | None = None
        self._wants_contents = False
        self._message = MessagePage(self)
        self.pdf = PdfView(self)
        self.flow = FlowView(self)
        self._stack = QStackedWidget(self)
        self._contents = ContentsView(self)
        self._find_bar = FindBar(self)
        self._finding = DocumentFinding(self._find_bar, self._offset_in_view, self)
        self._arrange()
        self._contents.entry_chosen.connect(self._on_entry_chosen)
        self._finding.found_changed.connect(self._on_found_changed)
        self._finding.left.connect(lambda: self.view.setFocus())
        self.pdf.page_changed.connect(self._on_page_changed)
        self.flow.form_changed.connect(self._finding.tell_again)
        self.flow.offset_changed.connect(self._contents.show_offset)

    @property
    def view(self) -> PdfView | TextView | TableView:
        """The view in sight; the one for pages while there is none."""
        return self.flow.view if self.is_flow else self.pdf

    @property
    def is_flow(self) -> bool:
        """Whether text or a table without pages is in sight."""
        return self._stack.currentWidget() is self.flow

    @property
    def is_pdf(self) -> bool:
        """Whether pages are in sight."""
        return self._stack.currentWidget() is self.pdf

    def say(self, heading: str, sentence: str = "") -> None:
        """Show a sentence in place of a document."""
        self.show_document(None)
        self._message.say(heading, sentence)
        self._stack.setCurrentWidget(self._message)

    def uncover(self, view: PdfView | FlowView) -> None:
        """Bring a view into sight."""
        self._stack.setCurrentWidget(view)

    def show_document(self, document: DocumentText | None) -> None:
        """Show the headings of the document in sight, and find in it what is typed."""
        self._document = document
        entries, form = (
            (document.outline, document.row.format) if document is not None else ((), "")
        )
        self._contents.show_entries(entries, form)
        self._show_contents()
        if self.is_flow:
            self._contents.show_offset(self.flow.view.offset)
        else:
            self._on_page_changed(self.pdf.page)
        self._finding.show_document(document)

    def find_in_document(self) -> None:
        """Show the line to type words in that are to be found in the document."""
        self._finding.open(self.view.selected_words())

    def selected_text(self) -> str:
        """Return what the reader has selected; empty where nothing is."""
        return self.view.selected_text()

    def want_contents(self, are_wanted: bool) -> None:
        """Show the headings beside the document, or not, here and in the documents to come."""
        if self._document is not None and self._document.outline:
            self._wants_contents = are_wanted
            self._show_contents()

    def go_to_page(self, page: int) -> None:
        """Scroll to a page, counted from 0, and go there."""
        self.pdf.go_to_page(page)
        self.pdf.setFocus()

    def takes(self, event: QKeyEvent) -> bool:
        """Return whether keys are for finding: they are not to be taken by the window."""
        return any(event.matches(key) for key in _FIND_KEYS)

    def handle(self, event: QKeyEvent) -> bool:
        """Find with Ctrl+F, F3 and Shift+F3, stop with Escape; False for any other keys."""
        keys = QKeySequence.StandardKey
        if event.matches(keys.Find):
            self.find_in_document()
        elif event.matches(keys.FindNext):
            self._finding.next()
        elif event.matches(keys.FindPrevious):
            self._finding.previous()
        elif event.key() == Qt.Key.Key_Escape and self._find_bar.isVisible():
            self._finding.close()
        else:
            return False
        return True

    def _arrange(self) -> None:
        for page in (self._message, self.pdf, self.flow):
            self._stack.addWidget(page)
        self._find_bar.hide()
        self._contents.hide()
        parts = QSplitter(Qt.Orientation.Horizontal, self)
        parts.setHandleWidth(1)
        parts.setChildrenCollapsible(False)
        for part in (self._contents, self._stack):
            parts.addWidget(part)
        parts.setStretchFactor(1, 1)
        parts.setSizes([_CONTENTS_WIDTH, 3 * _CONTENTS_WIDTH])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._find_bar)
        column.addWidget(parts, 1)

    def _show_contents(self) -> None:
        has_contents = self._document is not None and bool(self._document.outline)
        are_shown = has_contents and self._wants_contents
        self._contents.setVisible(are_shown)
        self.contents_changed.emit(has_contents, are_shown)

    def _page_starts(self) -> tuple[int, ...]:
        return self._document.page_starts if self._document is not None else ()

    def _offset_in_view(self) -> int:
        """Return the code-point offset of the page or the line that is looked at."""
        if self.is_flow:
            return self.flow.view.offset
        starts = self._page_starts()
        return starts[self.pdf.page] if 0 <= self.pdf.page < len(starts) else 0

    def _on_page_changed(self, page: int) -> None:
        """Choose the last heading that begins on the page or before it."""
        starts = self._page_starts()
        if self._document is not None and 0 <= page < len(starts):
            ends = (*starts[1:], len(self._document.text) + 1)
            self._contents.show_offset(ends[page] - 1)

    def _on_found_changed(self, found: FoundWords, current: int, moves: bool) -> None:
        self.view.show_found(found, current, moves=moves)

    def _on_entry_chosen(self, entry: OutlineEntry) -> None:
        document = self._document
        if document is None:
            return
        if self.is_flow:
            self.flow.view.go_to_offset(entry.offset)
            return
        end = min(entry.offset + len(entry.title), len(document.text))
        places = page_places(entry.offset, end, document.page_starts, len(document.text))
        self.pdf.go_to_place(places[:1])
