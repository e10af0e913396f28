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

    from PySide6.QtWidgets import QWidget

    from findling.ui.preview.pdf_view import PdfView
    from findling.ui.preview.text_view import TextView


class ContextMenu(QObject):
    """Opens over text and over pages.

    Parameters
    ----------
    text : TextView
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
        self, text: TextView, pdf: PdfView, has_passage: Callable[[], bool], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._has_passage = has_passage
        self._text = text
        for view in (text, pdf):
            view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            view.customContextMenuRequested.connect(partial(self._open, view))

    def menu_for(self, view: TextView | PdfView) -> QMenu:
        """Return what can be done with a view."""
        menu = QMenu(view)
        if view is self._text:
            copy = menu.addAction(tr("&Copy"), self._text.copy)
            copy.setEnabled(self._text.textCursor().hasSelection())
            menu.addAction(tr("Select &all"), self._text.selectAll)
        passage = menu.addAction(tr("Copy the &passage with its source"), self.copy_wanted.emit)
        passage.setEnabled(self._has_passage())
        menu.addSeparator()
        menu.addAction(tr("&Find passages like this"), self.similar_wanted.emit)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _open(self, view: TextView | PdfView, at: QPoint) -> None:
        self.menu_for(view).popup(view.viewport().mapToGlobal(at))
