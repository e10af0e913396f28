# SPDX-License-Identifier: Apache-2.0
"""Lets the preview follow the current row, a moment later, so that moving through rows is light."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from findling.services.types import DocumentState
from findling.ui.focus_ring import focus_into
from findling.ui.models.target import Target

if TYPE_CHECKING:
    from findling.services.types import DocumentRow, PassageHit
    from findling.ui.preview.pane import PreviewPane
    from findling.ui.views.result_pane import ResultPane

FOLLOW_MS = 150


class PreviewDriver(QObject):
    """Shows in the preview what is current in the results.

    Parameters
    ----------
    results : ResultPane
        Says what is current.
    preview : PreviewPane
        Shows it.
    parent : QObject
        Qt's owner.

    Signals
    -------
    called
        A document is shown that no row stands for.
    """

    called = Signal()

    def __init__(self, results: ResultPane, preview: PreviewPane, parent: QObject) -> None:
        super().__init__(parent)
        self._results = results
        self._preview = preview
        self._shown: Target | None = None
        self._called: Target | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(FOLLOW_MS)
        self._pause.timeout.connect(self.show_now)
        results.target_changed.connect(self._pause.start)
        preview.hit_changed.connect(results.select_passage)

    @property
    def document(self) -> DocumentRow | None:
        """The document that is current."""
        target = self._called or self._results.target or self._shown
        return target.document if target else None

    @property
    def page(self) -> int:
        """The page of the passage that is current, counted from 0; -1 for none."""
        target = self._called or self._results.target or self._shown
        if target is None or not 0 <= target.current < len(target.hits):
            return -1
        return target.hits[target.current].page

    def show_now(self) -> None:
        """Show what is current without waiting."""
        self._pause.stop()
        self._called = None
        target = self._results.target
        if target == self._shown:
            return
        self._shown = target
        if target is None:
            self._preview.clear()
        elif target.hits and target.hits[target.current].strength:
            self._preview.show_hits(target.document.id, target.hits, target.current)
        else:
            self._preview.show_document(target.document.id)

    def show(self, document: DocumentRow) -> None:
        """Show a document that is not among the results, until another row is current."""
        self._pause.stop()
        self._shown = self._called = Target(document)
        self._preview.show_document(document.id)
        focus_into(self._preview)
        self.called.emit()

    def show_passage(self, document: DocumentRow, hit: PassageHit) -> None:
        """Show a passage of a document that is not among the results; the focus stays."""
        self._pause.stop()
        self._shown = self._called = Target(document, (hit,), 0)
        self._preview.show_hits(document.id, (hit,), 0)
        self.called.emit()

    def find_in_document(self) -> None:
        """Show what is current and the line to find words in it."""
        self.show_now()
        self._preview.find_in_document()

    def copy_passage(self) -> None:
        """Put the passage that is current on the clipboard, with its source."""
        self.show_now()
        self._preview.copy_passage()

    def show_and_focus(self) -> None:
        """Show what is current and go to it."""
        self.show_now()
        if self._shown is not None and self._shown.document.state is DocumentState.READ:
            focus_into(self._preview)
