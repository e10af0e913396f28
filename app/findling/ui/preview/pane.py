# SPDX-License-Identifier: Apache-2.0
"""The preview pane: arranges header, banner and the view that fits the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from findling.services.page_types import PdfFile
from findling.ui import wording
from findling.ui.i18n.texts import tr
from findling.ui.preview.citation import cite
from findling.ui.preview.context_menu import ContextMenu
from findling.ui.preview.header import PreviewHeader
from findling.ui.preview.page_bridge import PageBridge
from findling.ui.preview.reading_area import ReadingArea
from findling.ui.preview.spoken import spoken
from findling.ui.preview.states import Banner
from findling.ui.preview.text_loader import TextLoader
from findling.ui.sentences import told

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from findling.services.page_types import PageProblem, PdfShape
    from findling.services.pages import PageService
    from findling.services.table_text import TableText
    from findling.services.types import DocumentText, PassageHit
    from findling.ui.preview.flow_view import FlowView
    from findling.ui.preview.page_bridge import ShownPage
    from findling.ui.preview.pdf_view import PdfView
    from findling.ui.preview.text_loader import TextSource

_PATIENCE_MS = 200
"""The last document stays in sight this long while the next is fetched: no flicker."""


class PreviewPane(QWidget):
    """Shows one document of the library, with the passages that were found marked.

    Parameters
    ----------
    pages : PageService
        Draws the pages of PDFs.
    library : TextSource
        Has the texts; its `document_text` is called from another thread.

    Signals
    -------
    open_requested : int
        Key of the document to open in its own program.
    reveal_requested : int
        Key of the document to show in the file manager.
    hit_changed : int
        Key of the passage that the user stepped to.
    similar_wanted
        Find what is like the text that is selected, or like the passage.
    """

    open_requested = Signal(int)
    reveal_requested = Signal(int)
    hit_changed = Signal(int)
    similar_wanted = Signal()

    def __init__(
        self, pages: PageService, library: TextSource, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._document_id = -1
        self._wish = 0
        self._hits: tuple[PassageHit, ...] = ()
        self._current = 0
        self._document: DocumentText | None = None
        self._file: PdfFile | None = None
        self._is_shown = False
        self._when_shown: Callable[[], None] | None = None
        self._header = PreviewHeader(self)
        self._banner = Banner(self)
        self._area = ReadingArea(self)
        self._pdf, self._flow = self._area.pdf, self._area.flow
        self._menu = ContextMenu(self._flow, self._pdf, self._has_passage, self)
        self._bridge = PageBridge(pages, self)
        self._loader = TextLoader(library, self)
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(_PATIENCE_MS)
        self._arrange()
        self._connect()
        self.clear()

    def show_hits(self, document_id: int, hits: Sequence[PassageHit], current: int) -> None:
        """Show a document and mark passages of it.

        Parameters
        ----------
        document_id : int
            The document.
        hits : sequence of PassageHit
            Its passages that were found.
        current : int
            Index of the one to scroll to and to mark boldly.
        """
        self._hits, self._current = tuple(hits), current
        self._document_id = document_id
        self._is_shown, self._when_shown = False, None
        self._wish = self._loader.load(document_id)
        self._waiting.start()

    def show_document(self, document_id: int) -> None:
        """Show a document from its beginning, without marks."""
        self.show_hits(document_id, (), -1)

    def clear(self) -> None:
        """Show that nothing is chosen."""
        self._document_id, self._wish = -1, 0
        self._forget()
        self._header.hide()
        self._area.say(
            tr("Nothing to show yet"),
            tr("Choose a passage to see it in its document."),
        )

    def next_hit(self) -> None:
        """Go to the next passage of this document."""
        self._step(1)

    def previous_hit(self) -> None:
        """Go to the passage before."""
        self._step(-1)

    def zoom_in(self) -> None:
        """Show the document a step larger."""
        self._area.view.zoom_in()

    def zoom_out(self) -> None:
        """Show the document a step smaller."""
        self._area.view.zoom_out()

    def zoom_to_fit(self) -> None:
        """Fit pages to the width, or text to its usual size."""
        self._area.view.zoom_to_fit()

    def find_in_document(self) -> None:
        """Show the line to type words in that are to be found in the document."""
        self._once_shown(self._area.find_in_document)

    def selected_text(self) -> str:
        """Return what the reader has selected in the document; empty where nothing is."""
        return self._area.selected_text() if self._is_shown else ""

    def copy_passage(self) -> None:
        """Put the passage that is shown on the clipboard, with its source."""
        self._once_shown(self._copy)

    def _once_shown(self, act: Callable[[], None]) -> None:
        """Do something now, or when the document that was asked for has come."""
        if self._is_shown:
            act()
        else:
            self._when_shown = act

    def _has_passage(self) -> bool:
        return 0 <= self._current < len(self._hits)

    def _copy(self) -> None:
        if self._document is not None and self._has_passage():
            QGuiApplication.clipboard().setText(cite(self._document, self._hits[self._current]))
            self._banner.say_for_a_moment(tr("The passage was copied with its source."))

    def event(self, event: QEvent) -> bool:
        """Take the keys for finding before the window takes them for its search."""
        is_asked = event.type() is QEvent.Type.ShortcutOverride
        if is_asked and isinstance(event, QKeyEvent) and self._area.takes(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Find in the document with the usual keys; copy the passage of a page."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_passage()
        elif not self._area.handle(event):
            super().keyPressEvent(event)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self._header, self._banner):
            column.addWidget(widget)
        column.addWidget(self._area, 1)

    def _connect(self) -> None:
        self._header.previous_wanted.connect(self.previous_hit)
        self._header.next_wanted.connect(self.next_hit)
        self._header.zoom_in_wanted.connect(self.zoom_in)
        self._header.zoom_out_wanted.connect(self.zoom_out)
        self._header.fit_wanted.connect(self.zoom_to_fit)
        self._header.fit_page_wanted.connect(self._pdf.zoom_to_page)
        self._header.find_wanted.connect(self.find_in_document)
        self._header.copy_wanted.connect(self.copy_passage)
        self._header.contents_toggled.connect(self._area.want_contents)
        self._header.page_wanted.connect(self._area.go_to_page)
        self._area.contents_changed.connect(self._header.show_contents)
        self._header.open_wanted.connect(self._on_open_wanted)
        self._header.reveal_wanted.connect(self._on_reveal_wanted)
        self._menu.copy_wanted.connect(self.copy_passage)
        self._menu.similar_wanted.connect(self.similar_wanted)
        self._loader.loaded.connect(self._on_text_loaded)
        self._loader.failed.connect(self._on_text_failed)
        self._bridge.shape_ready.connect(self._on_shape_ready)
        self._bridge.problem_found.connect(self._on_problem_found)
        self._bridge.picture_ready.connect(self._on_picture_ready)
        self._pdf.pages_wanted.connect(self._bridge.show)
        self._pdf.selection.wanted.connect(self._bridge.select)
        self._bridge.excerpt_ready.connect(self._pdf.selection.take)
        self._pdf.page_changed.connect(self._on_page_changed)
        self._pdf.mark_placed.connect(self._on_mark_placed)
        self._pdf.zoom_changed.connect(self._header.show_zoom)
        self._flow.zoom_changed.connect(self._header.show_zoom)
        self._flow.form_changed.connect(self._on_form_changed)
        self._flow.noted.connect(self._banner.say_for_a_moment)
        self._waiting.timeout.connect(self._on_waited)

    # -- what comes from other threads -----------------------------------------------------------

    def _on_waited(self) -> None:
        """Say that it takes a while; what has come of this very document is kept."""
        document, file = self._document, self._file
        self._forget()
        if document is not None and document.row.id == self._document_id:
            self._document, self._file = document, file
        self._header.hide()
        self._area.say(tr("Opening…"))

    def _on_text_loaded(self, wish: int, document: DocumentText, table: TableText | None) -> None:
        if wish != self._wish:
            return
        file = PdfFile.of(document.row)
        if not file.is_readable:
            reason = told(document.row.reason) or tr("This file could not be read.")
            self._fail(reason, file.path, wording.name(document.row))
        elif document.row.format == "pdf":
            self._open_pdf(document, file)
        else:
            self._open_flow(document, table)

    def _on_text_failed(self, wish: int, sentence: str) -> None:
        if wish == self._wish:
            self._fail(sentence)

    def _on_shape_ready(self, shape: PdfShape) -> None:
        if shape.file == self._file and self._document is not None:
            self._pdf.show_file(shape.file, shape.sizes)
            self._show_pdf(self._document, changed=shape.changed)

    def _on_picture_ready(self, shown: ShownPage) -> None:
        self._pdf.take_picture(shown)
        if shown.wish.file == self._file and shown.changed:
            self._banner.say(self._changed_sentence())

    def _on_problem_found(self, problem: PageProblem) -> None:
        if problem.file != self._file:
            return
        if problem.page < 0:
            name = wording.name(self._document.row) if self._document is not None else ""
            self._fail(told(problem.message), problem.file.path, name)
        else:
            self._pdf.take_problem(problem)

    # -- showing ---------------------------------------------------------------------------------

    def _open_pdf(self, document: DocumentText, file: PdfFile) -> None:
        """Show a PDF at once when it is open already, else ask for the sizes of its pages first."""
        is_open = file == self._file and self._area.is_pdf
        self._document = document
        if is_open:
            self._show_pdf(document, changed=document.changed)
        else:
            self._file = file
            self._bridge.describe(file)

    def _show_pdf(self, document: DocumentText, *, changed: bool) -> None:
        self._uncover(self._pdf, document)
        self._banner.say(self._changed_sentence() if changed or document.changed else "")
        self._header.show_page(self._pdf.page, self._pdf.n_pages)
        self._go_on(document)

    def _open_flow(self, document: DocumentText, table: TableText | None) -> None:
        if document != self._document or not self._area.is_flow:
            self._pdf.clear()
            self._file = None
            self._document = document
            start = self._hits[self._current].start if 0 <= self._current < len(self._hits) else 0
            self._flow.show_document(document, table, start)
        self._uncover(self._flow, document)
        self._banner.say(
            tr("This file has changed since it was read. You see the text as it was then.")
            if document.changed
            else ""
        )
        self._header.show_page(-1, 0)
        self._go_on(document)

    def _uncover(self, view: PdfView | FlowView, document: DocumentText) -> None:
        self._waiting.stop()
        self._area.uncover(view)
        self._header.show_file(document.row.path, wording.name(document.row))
        self._header.show_zoom(self._area.view.percent)
        self._header.show()

    def _go_on(self, document: DocumentText) -> None:
        """Mark the hits, show the headings, and find in this document what is typed."""
        self._mark()
        self._area.show_document(document)
        self._is_shown = True
        act, self._when_shown = self._when_shown, None
        if act is not None:
            act()

    def _mark(self) -> None:
        """Mark the hits in the view in sight and tell screen readers what is marked."""
        self._area.view.show_hits(self._hits, self._current)
        self._header.show_hit(self._current, len(self._hits))
        if self._document is not None:
            words = spoken(self._document, self._hits, self._current)
            self._area.view.setAccessibleDescription(words)

    def _step(self, by: int) -> None:
        target = self._current + by
        if self._document is not None and 0 <= target < len(self._hits):
            self._current = target
            self._mark()
            self.hit_changed.emit(self._hits[target].passage_id)

    def _fail(self, sentence: str, path: Path | None = None, name: str = "") -> None:
        self._forget()
        self._header.setVisible(path is not None)
        if path is not None:
            self._header.show_file(path, name, is_shown=False)
        self._area.say(tr("This document cannot be shown"), sentence)

    def _forget(self) -> None:
        """Let go of the document in sight."""
        self._waiting.stop()
        self._document, self._file = None, None
        self._is_shown = False
        self._area.show_document(None)
        self._pdf.clear()
        self._flow.clear()
        self._banner.say("")

    def _changed_sentence(self) -> str:
        return tr(
            "This file has changed since it was read. Nothing is marked until it is read again."
        )

    # -- slots of the widgets --------------------------------------------------------------------

    def _on_page_changed(self, page: int) -> None:
        self._header.show_page(page, self._pdf.n_pages)

    def _on_mark_placed(self, is_placed: bool) -> None:
        if is_placed:
            self._banner.say("")
        elif not self._banner.text():
            self._banner.say(tr("The exact place of this passage could not be found."))

    def _on_form_changed(self) -> None:
        self._header.show_zoom(self._area.view.percent)
        self._mark()

    def _on_open_wanted(self) -> None:
        self.open_requested.emit(self._document_id)

    def _on_reveal_wanted(self) -> None:
        self.reveal_requested.emit(self._document_id)
