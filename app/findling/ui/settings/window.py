# SPDX-License-Identifier: Apache-2.0
"""The window of settings: a list of pages, a search over all of them, no button to confirm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from findling.ui.i18n.texts import tr
from findling.ui.screen_room import move_on_screen, resize_on_screen
from findling.ui.theme.theme import dress, set_look
from findling.ui.theme.tokens import Space

if TYPE_CHECKING:
    from collections.abc import Sequence

    from findling.ui.settings.page import SettingsPage

_SIZE = (46, 34)
"""In widths of an "m" and heights of a line."""
_LIST_WIDTH = 15


class SettingsWindow(QDialog):
    """Shows pages; the window behind it stays in use.

    Parameters
    ----------
    pages : sequence of SettingsPage
        In the order of the list.
    """

    def __init__(self, pages: Sequence[SettingsPage], parent: QWidget) -> None:
        super().__init__(parent)
        dress(self)
        self.setWindowTitle(tr("Settings"))
        self.setModal(False)
        self.pages = tuple(pages)
        self.field = QLineEdit(self)
        self.list = QListWidget(self)
        self._stack = QStackedWidget(self)
        self._none = QLabel(tr("No setting has these words"), self)
        self._set_up()
        self._arrange()
        m, line = self.fontMetrics().horizontalAdvance("m"), self.fontMetrics().lineSpacing()
        resize_on_screen(self, _SIZE[0] * m + _LIST_WIDTH * m, _SIZE[1] * line)

    @property
    def current(self) -> int:
        """Number of the page in sight."""
        return self.list.currentRow()

    def open_at(self, page: int) -> None:
        """Open at a page, with every setting in sight."""
        self.field.clear()
        self.list.setCurrentRow(page)
        self.show()
        self.raise_()
        self.activateWindow()

    def go_on_from(self, old: SettingsWindow) -> None:
        """Lie where another window of settings lay, with the focus on the same control."""
        move_on_screen(self, old.pos())
        focused = old.focusWidget()
        if focused is not None and focused.objectName():
            page = self.pages[self.current]
            same = page.findChild(QWidget, focused.objectName())
            if same is not None:
                same.setFocus()

    def search(self, words: str) -> None:
        """Show only the settings that have all words, from the first page that has any."""
        found = [page.show_matching(words) for page in self.pages]
        for row, has_any in enumerate(found):
            self.list.item(row).setHidden(not has_any)
        if any(found):
            at = self.list.currentRow()
            row = at if at >= 0 and found[at] else found.index(True)
            self.list.setCurrentRow(row)
            self._stack.setCurrentIndex(row)
        else:
            self._stack.setCurrentWidget(self._none)

    def _set_up(self) -> None:
        set_look(self.field, "field")
        self.field.setPlaceholderText(tr("Search the settings"))
        self.field.setAccessibleName(tr("Search the settings"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self.search)
        self.list.setAccessibleName(tr("Pages of settings"))
        set_look(self.list, "pages")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for page in self.pages:
            self.list.addItem(page.title)
            self._stack.addWidget(_scrolled(page))
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_look(self._none, "muted")
        self._stack.addWidget(self._none)
        self.list.currentRowChanged.connect(self._on_row_changed)
        self.list.setCurrentRow(0)
        finding = QShortcut(QKeySequence.StandardKey.Find, self)
        finding.activated.connect(self.field.setFocus)

    def _arrange(self) -> None:
        side = QWidget(self)
        set_look(side, "side")
        side.setFixedWidth(self.fontMetrics().horizontalAdvance("m") * _LIST_WIDTH)
        column = QVBoxLayout(side)
        column.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
        column.setSpacing(Space.M)
        column.addWidget(self.field)
        column.addWidget(self.list, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(side)
        row.addWidget(self._stack, 1)

    def _on_row_changed(self, row: int) -> None:
        if row >= 0:
            self._stack.setCurrentIndex(row)


def _scrolled(page: SettingsPage) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
