# SPDX-License-Identifier: Apache-2.0
"""The menu of a document in the preview: copy, and find what is like it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu

from findling.ui.i18n.texts import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QAbstractScrollArea, QWidget

    from findling.ui.preview.flow_view import FlowView
    from findling.ui.preview.pdf_view import PdfView


class ContextMenu(QObject):
    """Opens over text, tables and pages.

    Parameters
    ----------
    flow : FlowView
        What has no pages.
    pdf : PdfView
    has_passage : callable
        Says whether a passage is shown that could be copied.

    Signals
    -------
    copy_wanted
        The passage, with its source.
    similar_wanted
        Find what is like the selected text, else like the passage.
    """

    copy_wanted = Signal()
    similar_wanted = Signal()

    def __init__(
        self, flow: FlowView, pdf: PdfView, has_passage: Callable[[], bool], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._has_passage = has_passage
        self._flow, self._pdf = flow, pdf
        for view in (flow.text, flow.table.grid, pdf):
            view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            view.customContextMenuRequested.connect(partial(self._open, view))

    def menu_for(self, view: QAbstractScrollArea) -> QMenu:
        """Return what can be done with a view."""
        menu = QMenu(view)
        self._add_copying(menu, view)
        passage = menu.addAction(tr("Copy the &passage with its source"), self.copy_wanted.emit)
        passage.setEnabled(self._has_passage())
        menu.addSeparator()
        menu.addAction(tr("&Find passages like this"), self.similar_wanted.emit)
        if view is self._flow.table.grid:
            menu.addAction(tr("&Show as text"), lambda: self._flow.want_text(True))
        elif view is self._flow.text and self._flow.can_be_table:
            menu.addAction(tr("&Show as table"), lambda: self._flow.want_text(False))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _add_copying(self, menu: QMenu, view: QAbstractScrollArea) -> None:
        text, grid = self._flow.text, self._flow.table.grid
        if view is text:
            copy = menu.addAction(tr("&Copy"), text.copy)
            copy.setEnabled(text.textCursor().hasSelection())
            menu.addAction(tr("Select &all"), text.selectAll)
        elif view is grid:
            copy = menu.addAction(tr("&Copy cells"), grid.copy)
            copy.setEnabled(bool(grid.selected_text()))
        else:
            copy = menu.addAction(tr("&Copy"), self._pdf.copy)
            copy.setEnabled(bool(self._pdf.selected_text()))
            menu.addAction(tr("Select this p&age"), self._pdf.select_page)

    def _open(self, view: QAbstractScrollArea, at: QPoint) -> None:
        self.menu_for(view).popup(view.viewport().mapToGlobal(at))
