# SPDX-License-Identifier: Apache-2.0
"""The window of libraries: open another one, make one, take one along."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDir, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from findling.ui import wording
from findling.ui.i18n.texts import tr
from findling.ui.screen_room import resize_on_screen
from findling.ui.theme.theme import dress, set_look, with_text
from findling.ui.theme.tokens import Space
from findling.ui.widgets.message_bar import MessageBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QShowEvent

    from findling.errors import AppError
    from findling.services.exchange.archivist import ExchangeSummary
    from findling.ui.preferences import Preferences
    from findling.ui.sessions.exchange import ExchangeSession
    from findling.ui.theme.theme import Theme

_SIZE = (640, 420)
_PATH = Qt.ItemDataRole.UserRole


class LibrariesWindow(QDialog):
    """Lists libraries that were opened before; the main window stays in use meanwhile.

    Parameters
    ----------
    theme : Theme
        Gives colours.
    session : ExchangeSession
        Looks at libraries, writes and makes them.
    preferences : Preferences
        Knows which were opened.

    Signals
    -------
    library_wanted : Path
        A library to be opened instead of the present one.
    """

    library_wanted = Signal(object)

    def __init__(
        self, theme: Theme, session: ExchangeSession, preferences: Preferences, parent: QWidget
    ) -> None:
        super().__init__(parent)
        dress(self)
        self.setWindowTitle(tr("Libraries"))
        self.setModal(False)
        resize_on_screen(self, with_text(self, _SIZE[0]), _SIZE[1])
        self._session = session
        self._preferences = preferences
        self._is_wanted = False
        self._folder = QDir.homePath()
        self.message = MessageBar(theme, self)
        self.view = QListWidget(self)
        self.open_chosen = self._button(tr("&Open"), self._on_open_clicked)
        self.forget = self._button(tr("&Take off this list"), self._on_forget_clicked)
        self.new = self._button(tr("&New library…"), self.ask_for_new)
        self.other = self._button(tr("Open &another…"), self.ask_for_other)
        self.export = self._button(tr("&Export this library…"), self.ask_for_export)
        self.take_in = self._button(tr("&Import a library…"), self.ask_for_import)
        self.progress = QProgressBar(self)
        self.progress_text = QLabel(self)
        self.stop = self._button(tr("&Stop"), session.stop)
        self._work = QWidget(self)
        self._arrange()
        self._connect()
        self._show_rows()
        self._work.hide()

    # -- what is shown ---------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Show which there are now."""
        super().showEvent(event)
        self._show_rows()
        self.view.setFocus()

    @property
    def chosen(self) -> Path | None:
        """The library of the row that is chosen."""
        item = self.view.currentItem()
        return None if item is None else Path(item.data(_PATH))

    def _show_rows(self) -> None:
        current = self._session.library
        known = [Path(one) for one in self._preferences.libraries]
        self.view.clear()
        for path in (current, *(one for one in known if one != current)):
            name = path.name
            if path == current:
                name = tr("%1 (open)").replace("%1", name)
            item = QListWidgetItem(f"{name}\n{wording.short_path(path)}")
            item.setToolTip(str(path))
            item.setData(_PATH, str(path))
            self.view.addItem(item)
        self.view.setCurrentRow(0)

    def _show_state(self) -> None:
        is_other = self.chosen not in (None, self._session.library)
        self.open_chosen.setEnabled(is_other)
        self.forget.setEnabled(is_other)
        for button in (self.export, self.take_in):
            button.setEnabled(not self._session.is_busy)

    def _arrange(self) -> None:
        self.view.setAccessibleName(tr("Libraries"))
        set_look(self.view, "rows")
        self.view.setWordWrap(False)
        self.view.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        buttons = QVBoxLayout()
        buttons.setSpacing(Space.S)
        for button in (self.open_chosen, self.forget):
            buttons.addWidget(button)
        buttons.addSpacing(Space.M)
        for button in (self.new, self.other):
            buttons.addWidget(button)
        buttons.addSpacing(Space.M)
        for button in (self.export, self.take_in):
            buttons.addWidget(button)
        buttons.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(Space.L)
        row.addWidget(self.view, 1)
        row.addLayout(buttons)
        work = QHBoxLayout(self._work)
        work.setContentsMargins(0, 0, 0, 0)
        work.setSpacing(Space.M)
        work.addWidget(self.progress_text)
        work.addWidget(self.progress, 1)
        work.addWidget(self.stop)
        self.progress.setTextVisible(False)
        hint = QLabel(
            tr(
                "Each library has its own folders, labels and teachings, and learns for itself. "
                "An exported one is a single file that opens on another computer."
            ),
            self,
        )
        hint.setWordWrap(True)
        set_look(hint, "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(self.message)
        column.addWidget(hint)
        column.addLayout(row, 1)
        column.addWidget(self._work)

    def _button(self, text: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: act())
        return button

    def _connect(self) -> None:
        session = self._session
        self.view.currentRowChanged.connect(self._show_state)
        self.view.itemActivated.connect(self._on_open_clicked)
        session.checked.connect(self._on_checked)
        session.progressed.connect(self._on_progressed)
        session.exported.connect(self._on_exported)
        session.imported.connect(self._on_imported)
        session.stopped.connect(self._on_stopped)
        session.failed.connect(self._on_failed)

    # -- the user --------------------------------------------------------------------------------

    def ask_for_new(self) -> None:
        """Ask where a new library shall be, and open it."""
        folder = self._ask_for_folder(tr("New library"))
        if folder is not None:
            self._want(folder, create=True)

    def ask_for_other(self) -> None:
        """Ask for the folder of a library, and open it."""
        given = QFileDialog.getExistingDirectory(self, tr("Open a library"), self._folder)
        if given:
            self._want(Path(given), create=False)

    def ask_for_export(self) -> None:
        """Ask for a file and write the library into it."""
        suggestion = str(Path(self._folder) / f"{self._session.library.name}.zip")
        title, kind = tr("Export this library"), tr("Exported library")
        given, _ = QFileDialog.getSaveFileName(self, title, suggestion, f"{kind} (*.zip)")
        if given:
            path = Path(given)
            self._folder = str(path.parent)
            self._session.export(path if path.suffix else path.with_suffix(".zip"))

    def ask_for_import(self) -> None:
        """Ask for an exported library and for where it shall be, and make it."""
        title, kind = tr("Import a library"), tr("Exported library")
        given, _ = QFileDialog.getOpenFileName(self, title, self._folder, f"{kind} (*.zip)")
        if not given:
            return
        self._folder = str(Path(given).parent)
        folder = self._ask_for_folder(tr("Where the library shall be"), Path(given).stem)
        if folder is not None:
            self._session.take_in(Path(given), folder)

    def _ask_for_folder(self, title: str, name: str = "") -> Path | None:
        """Return a folder that is to be made."""
        suggestion = str(Path(self._folder) / (name or tr("My library")))
        given, _ = QFileDialog.getSaveFileName(self, title, suggestion)
        return Path(given) if given else None

    def _on_open_clicked(self) -> None:
        chosen = self.chosen
        if chosen is not None and chosen != self._session.library:
            self._want(chosen, create=False)

    def _on_forget_clicked(self) -> None:
        chosen = self.chosen
        if chosen is not None:
            self._preferences.forget_library(chosen)
            self._show_rows()

    def _want(self, folder: Path, *, create: bool) -> None:
        self._is_wanted = True
        self._session.check(folder, create=create)

    # -- what came of it -------------------------------------------------------------------------

    def _on_checked(self, folder: Path) -> None:
        if self._is_wanted:
            self._is_wanted = False
            self.library_wanted.emit(folder)

    def _on_progressed(self, done: int, total: int) -> None:
        self._work.show()
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        self.progress_text.setText(wording.documents(done) if done else tr("One moment"))
        self._show_state()

    def _on_exported(self, summary: ExchangeSummary) -> None:
        self._end()
        sentence = tr("“%1” was written: %2.").replace("%1", summary.path.name)
        said = sentence.replace("%2", wording.documents(summary.documents))
        self.message.show_done(said, can_undo=False)

    def _on_imported(self, summary: ExchangeSummary) -> None:
        self._end()
        self._preferences.keep_library(summary.path, is_open=False)
        self._show_rows()
        sentence = tr("“%1” is ready: %2.").replace("%1", summary.path.name)
        said = sentence.replace("%2", wording.documents(summary.documents))
        self.message.show_done(said, can_undo=False)

    def _on_stopped(self) -> None:
        self._end()
        self.message.show_done(tr("Stopped. Nothing was changed."), can_undo=False)

    def _on_failed(self, error: AppError) -> None:
        self._is_wanted = False
        self._end()
        self.message.show_error(error)

    def _end(self) -> None:
        self._work.hide()
        self._show_state()
