# SPDX-License-Identifier: Apache-2.0
"""Shows all that a report would hold, word for word, before it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from findling.ui.i18n.texts import mark, tr
from findling.ui.screen_room import resize_on_screen
from findling.ui.theme.theme import dress, fixed_font, set_look, with_text
from findling.ui.theme.tokens import Space
from findling.ui.widgets.message_bar import MessageBar

if TYPE_CHECKING:
    from findling.errors import AppError
    from findling.services.caretaker import ReportPart
    from findling.ui.theme.theme import Theme

_SIZE = (760, 520)
_LIST_WIDTH = 14
_NAMES = {
    "about.txt": mark("About this report"),
    "program.json": mark("Program"),
    "computer.json": mark("Computer"),
    "library.json": mark("Library, in numbers"),
    "window.json": mark("Window"),
    "errors.json": mark("Errors"),
    "log.txt": mark("Log"),
}


class ReportWindow(QDialog):
    """Lists the parts of a report and shows one; the main window stays in use meanwhile.

    Parameters
    ----------
    theme : Theme
        Gives colours.

    Signals
    -------
    save_wanted
        What is shown shall be saved.
    """

    save_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        dress(self)
        self.setWindowTitle(tr("Report for help"))
        self.setModal(False)
        resize_on_screen(self, with_text(self, _SIZE[0]), _SIZE[1])
        self.parts: tuple[ReportPart, ...] = ()
        self.message = MessageBar(theme, self)
        self.list = QListWidget(self)
        self.text = QPlainTextEdit(self)
        self.save = QPushButton(tr("&Save…"), self)
        self.save.clicked.connect(self.save_wanted)
        self._leave = QPushButton(tr("Close"), self)
        self._leave.clicked.connect(self.close)
        self._set_up()
        self._arrange()

    def wait(self) -> None:
        """Show that the report is being put together."""
        self.parts = ()
        self.message.hide()
        self.list.clear()
        self.text.setPlainText(tr("One moment"))
        self.save.setEnabled(False)

    def show_parts(self, parts: tuple[ReportPart, ...]) -> None:
        """Show what the report would hold."""
        self.parts = parts
        self.list.clear()
        for part in parts:
            self.list.addItem(tr(_NAMES[part.name]) if part.name in _NAMES else part.name)
        self.list.setCurrentRow(0)
        self.save.setEnabled(bool(parts))
        self.save.setFocus()

    def show_trouble(self, error: AppError) -> None:
        """Say what went wrong."""
        self.message.show_error(error)
        if not self.parts:
            self.text.clear()

    def _set_up(self) -> None:
        self.list.setAccessibleName(tr("Parts of the report"))
        set_look(self.list, "rows")
        self.list.setFixedWidth(self.fontMetrics().horizontalAdvance("m") * _LIST_WIDTH)
        self.list.currentRowChanged.connect(self._on_row_changed)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(tr("What this part says"))
        self.text.setFont(fixed_font(self.font()))
        set_look(self.save, "primary")
        self.save.setDefault(True)

    def _arrange(self) -> None:
        hint = QLabel(
            tr(
                "These facts help others to find out why something does not work. No text, name, "
                "path or search of yours is among them. Nothing is sent: you save a file and pass "
                "it on yourself."
            ),
            self,
        )
        hint.setWordWrap(True)
        set_look(hint, "muted")
        middle = QHBoxLayout()
        middle.setSpacing(Space.M)
        middle.addWidget(self.list)
        middle.addWidget(self.text, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        buttons.addStretch(1)
        for button in (self._leave, self.save):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(self.message)
        column.addWidget(hint)
        column.addLayout(middle, 1)
        column.addLayout(buttons)

    def _on_row_changed(self, row: int) -> None:
        if 0 <= row < len(self.parts):
            self.text.setPlainText(self.parts[row].text)
