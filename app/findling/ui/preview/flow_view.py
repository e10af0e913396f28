# SPDX-License-Identifier: Apache-2.0
"""What has no pages: shows it as a table where it is one, else as text, or as the reader wants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from findling.services.table_text import FORMATS
from findling.ui.i18n.texts import tr
from findling.ui.preview.table_grid import MAX_COPIED_ROWS
from findling.ui.preview.table_view import TableView
from findling.ui.preview.text_look import TextLook
from findling.ui.preview.text_view import TextView
from findling.ui.wording import count

if TYPE_CHECKING:
    from findling.services.table_text import TableText
    from findling.services.types import DocumentText


class FlowView(QStackedWidget):
    """Chooses between a `TextView` and a `TableView`.

    Attributes
    ----------
    text : TextView
    table : TableView

    Signals
    -------
    zoom_changed : int
        The zoom in percent.
    offset_changed : int
        Another part of the text, from this code point on, is in sight.
    form_changed
        The same document is shown as a table or as text from now on.
    noted : str
        A sentence for the reader.
    """

    zoom_changed = Signal(int)
    offset_changed = Signal(int)
    form_changed = Signal()
    noted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document: DocumentText | None = None
        self._table: TableText | None = None
        self._wants_text = False
        self.text = TextView(self)
        self.table = TableView(self)
        for view in (self.text, self.table):
            self.addWidget(view)
            view.zoom_changed.connect(self.zoom_changed)
            view.offset_changed.connect(self.offset_changed)
        self.table.grid.cut_short.connect(self._on_cut_short)

    @property
    def view(self) -> TextView | TableView:
        """The one in sight."""
        return self.table if self.currentWidget() is self.table else self.text

    @property
    def can_be_table(self) -> bool:
        """Whether the document in sight is a table."""
        return self._table is not None

    def show_document(
        self, document: DocumentText, table: TableText | None, around: int = 0
    ) -> None:
        """Show a document without marks, from its beginning or around an offset of its text."""
        self._document, self._table = document, table
        self._show(around)

    def clear(self) -> None:
        """Show nothing."""
        self._document = self._table = None
        self.text.clear_text()
        self.table.show_table(None)

    def want_text(self, is_wanted: bool) -> None:
        """Show tables as text, or as tables, this one and those to come."""
        if self._document is None or is_wanted == self._wants_text:
            return
        offset, had_focus = self.view.offset, self.isAncestorOf(self.window().focusWidget() or self)
        self._wants_text = is_wanted
        self._show(offset)
        if had_focus:
            self.view.setFocus()
        self.form_changed.emit()

    def _show(self, around: int) -> None:
        if self._document is None:
            return
        if self._table is not None and not self._wants_text:
            self.text.clear_text()
            self.table.show_table(self._table, around)
            self.setCurrentWidget(self.table)
            return
        self.table.show_table(None)
        row = self._document.row
        self.text.show_text(
            self._document.text,
            is_monospaced=row.format in FORMATS,
            look=TextLook(row.format, self._document.outline),
            around=around,
        )
        self.setCurrentWidget(self.text)

    def _on_cut_short(self) -> None:
        words = tr("Only the first %1 rows were copied.")
        self.noted.emit(words.replace("%1", count(MAX_COPIED_ROWS)))
