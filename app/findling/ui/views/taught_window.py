# SPDX-License-Identifier: Apache-2.0
"""The list of what was taught: search it, switch off, delete, export."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSaveFile, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from findling.ui.effects import Effects
from findling.ui.models.taught import DATE, EFFECT, KIND, TaughtModel
from findling.ui.screen_room import resize_on_screen
from findling.ui.theme.icons import IconName
from findling.ui.theme.theme import dress, set_look, with_text
from findling.ui.theme.tokens import Space
from findling.ui.widgets.controls import TickDelegate, set_columns
from findling.ui.widgets.message_bar import MessageBar
from findling.ui.widgets.state_page import StatePage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent, QShowEvent

    from findling.services.types import TeachingRow
    from findling.ui.sessions.search import SearchSession
    from findling.ui.sessions.teaching import TeachingSession
    from findling.ui.theme.theme import Theme

_SIZE = (900, 480)
_WIDE_LETTERS = 110
"""A window that is narrower than so many letters has no room for all columns."""
_NARROW_LETTERS = 84


class TaughtWindow(QDialog):
    """Lists teachings; the window stays in use meanwhile.

    Parameters
    ----------
    theme : Theme
        Gives colours.
    session : TeachingSession
        What was taught, and what changes it.
    search : SearchSession
        Tells what a teaching does.

    Signals
    -------
    opened
        The list came in sight.
    """

    opened = Signal()

    def __init__(
        self, theme: Theme, session: TeachingSession, search: SearchSession, parent: QWidget
    ) -> None:
        super().__init__(parent)
        dress(self)
        self.setWindowTitle(self.tr("What I taught"))
        self.setModal(False)
        resize_on_screen(self, with_text(self, _SIZE[0]), _SIZE[1])
        self._session = session
        self.model = TaughtModel(self)
        self._shown = QSortFilterProxyModel(self)
        self._shown.setSourceModel(self.model)
        self._shown.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.view = QTableView(self)
        self.field = QLineEdit(self)
        self.message = MessageBar(theme, self)
        self.page = StatePage(theme, self)
        self._stack = QStackedWidget(self)
        self.delete = QPushButton(self.tr("&Delete"), self)
        self.export = QPushButton(self.tr("&Export…"), self)
        self._set_up_view()
        self._arrange()
        self._connect()
        self._show_rows()
        Effects(search, self)

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that rows are in sight."""
        super().showEvent(event)
        self.opened.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what is least missed where room is short: the sentence tells the kind too."""
        super().resizeEvent(event)
        letters = self.width() / max(1, self.view.fontMetrics().averageCharWidth())
        self.view.setColumnHidden(KIND, letters < _WIDE_LETTERS)
        self.view.setColumnHidden(DATE, letters < _NARROW_LETTERS)

    @property
    def chosen(self) -> list[TeachingRow]:
        """The teachings of the rows that are chosen."""
        indexes = self.view.selectionModel().selectedRows()
        rows = (self.model.row_at(self._shown.mapToSource(index)) for index in indexes)
        return [row for row in rows if row is not None]

    def delete_chosen(self) -> None:
        """Forget the chosen teachings; each can be undone."""
        rows = self.chosen
        for row in rows:
            self._session.forget(row)
        if rows:
            n = len(rows)
            text = self.tr("1 teaching deleted.") if n == 1 else self._many_deleted(n)
            self.message.show_done(text, can_undo=n == 1)

    def _many_deleted(self, n: int) -> str:
        return self.tr("%Ln teachings deleted. Ctrl+Z brings them back one by one.", "", n)

    def _set_up_view(self) -> None:
        view = self.view
        view.setModel(self._shown)
        view.setItemDelegate(TickDelegate(view))
        view.setAccessibleName(self.tr("What I taught"))
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setTabKeyNavigation(False)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(view.fontMetrics().height() + 2 * Space.S)
        set_columns(view.horizontalHeader(), {KIND: 18, EFFECT: 30, DATE: 18})
        set_look(self.field, "field")
        self.field.setPlaceholderText(self.tr("Search what I taught"))
        self.field.setAccessibleName(self.tr("Search what I taught"))
        self.field.setClearButtonEnabled(True)

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.field, 1)
        row.addWidget(self.delete)
        row.addWidget(self.export)
        for button in (self.delete, self.export):
            button.setAutoDefault(False)
        for page in (self.view, self.page):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.setSpacing(Space.M)
        column.addLayout(row)
        column.addWidget(self.message)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.field.textChanged.connect(self._on_filter_changed)
        self.delete.clicked.connect(self.delete_chosen)
        self.export.clicked.connect(self._on_export_clicked)
        self.message.undo_wanted.connect(self._on_undo_wanted)
        self.model.switch_wanted.connect(
            lambda row, enabled: self._session.set_enabled(row, enabled=enabled)
        )
        self.view.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self._session.changed.connect(self._show_rows)
        scope = Qt.ShortcutContext.WidgetShortcut
        deleting = QShortcut(QKeySequence.StandardKey.Delete, self.view)
        deleting.setContext(scope)
        deleting.activated.connect(self.delete_chosen)
        undoing = QShortcut(QKeySequence.StandardKey.Undo, self.view)
        undoing.setContext(scope)
        undoing.activated.connect(self._on_undo_wanted)

    def _on_undo_wanted(self) -> None:
        self.message.hide()
        self._session.undo()

    def _on_filter_changed(self, text: str) -> None:
        self._shown.setFilterFixedString(text)
        self._show_state()

    def _on_selection_changed(self) -> None:
        self.delete.setEnabled(bool(self.chosen))

    def _show_rows(self) -> None:
        self.model.show_rows(self._session.rows)
        self._on_selection_changed()
        self._show_state()

    def _show_state(self) -> None:
        """Show rows, or why there are none."""
        has_any = bool(self.model.rowCount())
        self.export.setEnabled(has_any)
        self.field.setEnabled(has_any)
        if self._shown.rowCount():
            self._stack.setCurrentWidget(self.view)
            return
        if has_any:
            self.page.say(IconName.SEARCH, self.tr("Nothing taught has these words"))
        else:
            text = self.tr(
                "Search, choose the right result and press Y, or N for a wrong one. "
                "With “Teach what words mean” you explain your own words."
            )
            self.page.say(IconName.CHECK, self.tr("Nothing taught yet"), text)
        self._stack.setCurrentWidget(self.page)

    def _on_export_clicked(self) -> None:
        title = self.tr("Export what I taught")
        name, _kind = QFileDialog.getSaveFileName(self, title, "taught.json", "JSON (*.json)")
        if name:
            self.export_to(Path(name))

    def export_to(self, path: Path) -> None:
        """Write all teachings to a file, whole or not at all, and say how that went."""
        file = QSaveFile(str(path))
        data = exported(self._session.rows).encode()
        opened = file.open(QSaveFile.OpenModeFlag.WriteOnly)
        if opened and file.write(data) == len(data) and file.commit():
            text = self.tr("Exported to %1.").replace("%1", path.name)
            self.message.show_done(text, can_undo=False)
        else:
            text = self.tr("%1 could not be written: %2").replace("%1", path.name)
            self.message.show_notice(text.replace("%2", file.errorString()))


def exported(rows: Sequence[TeachingRow]) -> str:
    """Return teachings as JSON: a list of objects, oldest first."""
    names = ("kind", "query", "meaning", "title", "excerpt", "enabled", "created")
    plain = [{name: getattr(row, name) for name in names} for row in rows]
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"
