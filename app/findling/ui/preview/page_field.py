# SPDX-License-Identifier: Apache-2.0
"""Which page is looked at, and a field to go to another by its number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from findling.ui.i18n.texts import tr
from findling.ui.theme.theme import set_look

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent


class PageField(QWidget):
    """Shows "3 of 12"; the 3 can be typed over.

    Signals
    -------
    page_wanted : int
        A page to go to, counted from 0.
    """

    page_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._has_pages = False
        self._field = _NumberField(self)
        self._field.setAccessibleName(tr("Page"))
        self._field.setToolTip(tr("Type a page to go to it"))
        self._total = QLabel(self)
        self._total.setTextFormat(Qt.TextFormat.PlainText)
        set_look(self._total, "muted")
        self._validator = QIntValidator(1, 1, self)
        self._field.setValidator(self._validator)
        self._field.returnPressed.connect(self._on_return_pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for widget in (self._field, self._total):
            row.addWidget(widget)

    def show_page(self, page: int, n_pages: int) -> None:
        """Show a page, counted from 0; hides without pages. What is being typed stays."""
        self._has_pages = page >= 0 and n_pages > 0
        self.setVisible(self._has_pages)
        if not self._has_pages:
            return
        self._validator.setTop(n_pages)
        self._total.setText(tr("of %1").replace("%1", str(n_pages)))
        digits = "8" * max(2, len(str(n_pages)))
        self._field.setFixedWidth(self.fontMetrics().horizontalAdvance(digits) + _PADDING)
        self._field.shown = str(page + 1)
        if not self._field.isModified():
            self._field.setText(self._field.shown)

    def text(self) -> str:
        """Return what is shown, as "3 of 12"; empty without pages."""
        return f"{self._field.text()} {self._total.text()}" if self._has_pages else ""

    def _on_return_pressed(self) -> None:
        self._field.setModified(False)
        self.page_wanted.emit(int(self._field.text()) - 1)
        self._field.selectAll()


class _NumberField(QLineEdit):
    """Goes back to what it showed when it is left or Escape is pressed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.shown = ""
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        set_look(self, "number")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self._restore()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._restore()

    def _restore(self) -> None:
        self.setText(self.shown)
        self.setModified(False)


_PADDING = 16
"""Pixels beside the digits: border, padding and cursor."""
