# SPDX-License-Identifier: Apache-2.0
"""The window: arranges the panes and connects them with what goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMainWindow

from findling.ui.actions.ids import ActionId
from findling.ui.adding import Adding
from findling.ui.answering import Answering
from findling.ui.arranging import Arranging
from findling.ui.browsing import Browsing
from findling.ui.commands import commands_of
from findling.ui.detailing import Detailing
from findling.ui.exporting import Exporting
from findling.ui.finding import Finding
from findling.ui.focus_ring import FocusRing
from findling.ui.folding import Folding
from findling.ui.footing import Footing
from findling.ui.grouping import Grouping
from findling.ui.handing import Handing
from findling.ui.having import Having
from findling.ui.housing import Housing
from findling.ui.knowing import Knowing
from findling.ui.labelling import Labelling
from findling.ui.likening import Likening
from findling.ui.mapping import Mapping
from findling.ui.offering import Offering
from findling.ui.palette.panel import Palette
from findling.ui.palette.source import PaletteSource
from findling.ui.preview_driver import PreviewDriver
from findling.ui.recalling import Recalling
from findling.ui.removing import Removing
from findling.ui.repairing import Repairing
from findling.ui.reporting import Reporting
from findling.ui.saving import Saving
from findling.ui.shell import Shell
from findling.ui.teaching import Teaching
from findling.ui.tips import Tips
from findling.ui.why.asking import Why
from findling.ui.window_parts import make_parts
from findling.ui.working import Working

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import (
        QCloseEvent,
        QDragEnterEvent,
        QDragLeaveEvent,
        QDragMoveEvent,
        QDropEvent,
        QResizeEvent,
    )
    from PySide6.QtWidgets import QMenu, QWidget

    from findling.services.types import DocumentRow, PassageHit
    from findling.ui.ports import Opener
    from findling.ui.preferences import Preferences
    from findling.ui.preview.pane import PreviewPane
    from findling.ui.sessions.all import Sessions
    from findling.ui.theme.theme import Theme
    from findling.ui.window_state import WindowState


class MainWindow(QMainWindow):
    """The one window.

    Parameters
    ----------
    theme : Theme
        Look of the application.
    sessions : Sessions
        What goes on.
    preview : PreviewPane
        The pane on the right.
    desktop : Opener
        Opens files in other programs.
    state : WindowState
        Remembers how the window lay.
    preferences : Preferences
        What the user chose.
    sample : Path, optional
        Folder of the sample library.

    Attributes
    ----------
    parts : WindowParts
        What it is made of.
    sessions : Sessions
        What goes on in it.
    folding : Folding
        Which panes are in sight.
    driver : PreviewDriver
        Knows the current document.
    handing : Handing
        Hands it to other programs.
    focus_ring : FocusRing
        The panes, for the keys that go through them.
    adding : Adding
        Takes files and folders.
    likening : Likening
        Finds what is like something.
    browsing : Browsing
        Shows places and what lies in them.
    teaching : Teaching
        What the user teaches in it.
    finding : Finding
        What narrows a search down.
    shell : Shell
        Menus, toolbar and keys.
    commands : Palette
        Everything by its name.
    arranging : Arranging
        In which order rows come.
    saving : Saving
        Searches with a name.
    recalling : Recalling
        Searches of late.
    grouping : Grouping
        Tags and collections.
    detailing : Detailing
        Opens the window about a document.
    exporting : Exporting
        Writes results into files.
    why : Why
        Tells why a row was found.
    labelling : Labelling
        Opens the window of labels.
    knowing : Knowing
        Opens the page that tells what was learned.
    mapping : Mapping
        Opens the map.
    housing : Housing
        Opens the window of libraries.
    reporting : Reporting
        Saves reports for help.

    Signals
    -------
    quit_wanted
        The window was closed, and nothing shall stay behind.
    """

    quit_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        sessions: Sessions,
        preview: PreviewPane,
        desktop: Opener,
        state: WindowState,
        preferences: Preferences,
        sample: Path | None = None,
    ) -> None:
        super().__init__()
        self._theme = theme
        self.sessions = sessions
        self._state = state
        self.parts = make_parts(self, theme, preview, has_sample=sample is not None)
        parts = self.parts
        self.folding = Folding(parts.places, parts.results, parts.preview)
        self.driver = PreviewDriver(parts.results, preview, self)
        self.handing = Handing(desktop, self.driver, parts.message, self)
        self.focus_ring = FocusRing(self._focus_targets)
        self.adding = Adding(parts.overlay, sessions.library, sessions.work, self, sample)
        self.teaching = Teaching(
            theme, sessions.teaching, sessions.search, parts.results, parts.message, self
        )
        self.finding = Finding(sessions.search, parts.top, parts.results, self)
        self.saving = Saving(sessions.work, parts, self.finding, self)
        self.grouping = Grouping(
            theme, sessions.work, parts, self.finding, lambda: self.driver.document, self
        )
        self.browsing = Browsing(sessions, parts, self.saving, self.grouping, self)
        self.arranging = Arranging(
            sessions.search,
            sessions.library,
            parts.results,
            preferences,
            self.browsing.list_place,
            self,
        )
        self.detailing = Detailing(
            theme, sessions.library, self.driver, self.folding.show_preview, self
        )
        self.likening = Likening(
            self.finding, parts.mode, parts.results, self.driver, preview, self
        )
        self.recalling = Recalling(preferences, sessions.search, parts.top, self.finding, self)
        self.exporting = Exporting(sessions.search, self.arranging, parts.message, self)
        self.why = Why(
            theme, sessions.search, sessions.teaching, parts.results, self.show_document, self
        )
        self.teaching.add_to_menu = self._add_to_menu
        self.shell = Shell(self, theme, preferences, parts.results, sessions)
        self.working = Working(sessions, parts, self)
        Removing(sessions.work, parts, self)
        Repairing(sessions.search, sessions.work, parts.message, self)
        Offering(parts.welcome, sessions)
        Tips(preferences, sessions, parts, self.shell.actions.shown_keys, self)
        Footing(parts.footer, sessions, self.browsing.show_attention, self.teaching.show_taught)
        self.labelling = Labelling(theme, sessions.labels, self)
        self.knowing = Knowing(theme, sessions, self)
        self.mapping = Mapping(
            theme, sessions.map, self.show_document, self.grouping.open_for, self
        )
        self.housing = Housing(theme, sessions.exchange, preferences, self)
        self.reporting = Reporting(theme, sessions.care, preferences, desktop, parts.message, self)
        self._preview = preview
        self.setAcceptDrops(True)
        state.restore(self, parts.panes)
        self._connect_panes()
        self._answering = Answering(
            sessions, parts, preferences, self.driver, self.browsing.list_place, self
        )
        self._fill_shell()
        self._start()

    # -- connections ----------------------------------------------------------------------

    def _connect_panes(self) -> None:
        field, results, places = self.parts.field, self.parts.results, self.parts.places
        field.move_wanted.connect(lambda by, by_page: results.go(by, by_page=by_page))
        field.fold_wanted.connect(lambda is_open: results.tree.open_group(is_open=is_open))
        field.choose_wanted.connect(lambda: results.tree.choose())
        field.leave_wanted.connect(self.focus_ring.next)
        results.target_chosen.connect(self._on_target_chosen)
        self.folding.page_changed.connect(self.parts.preview.show_way_back)
        self.parts.preview.back_wanted.connect(self._on_back_wanted)
        results.reveal_wanted.connect(self.handing.reveal)
        results.retry_wanted.connect(self.sessions.work.retry)
        places.add_files_wanted.connect(self.adding.ask_for_files)
        places.add_folder_wanted.connect(self.adding.ask_for_folder)
        places.taught_wanted.connect(self.teaching.show_taught)
        places.reveal_wanted.connect(self.handing.reveal)
        self.parts.welcome.add_files_wanted.connect(self.adding.ask_for_files)
        self.parts.welcome.add_folder_wanted.connect(self.adding.ask_for_folder)
        self.parts.welcome.sample_wanted.connect(self.adding.add_sample)
        self._preview.open_requested.connect(lambda _id: self.handing.open_current())
        self._preview.reveal_requested.connect(lambda _id: self.handing.reveal_current())

    def _fill_shell(self) -> None:
        """Connect menus and keys, and keep track of what can be done."""
        parts = self.parts
        source = PaletteSource(
            self.shell.actions,
            self.sessions.library,
            parts.places.places,
            show_place=parts.places.show_place,
            show_document=self.show_document,
            search=self.finding.ask,
        )
        self.commands = Palette(self._theme, source, self)
        self.shell.connect_all(commands_of(self))
        for name in (ActionId.SHOW_PLACES, ActionId.SHOW_PREVIEW):
            self.shell.actions[name].setChecked(True)
        Having(self.shell, parts, self.sessions, self.driver)
        self.shell.name_keys(self.teaching.actions)

    def _start(self) -> None:
        self.parts.top.set_can_search(False)
        self.sessions.library.refresh()
        self.sessions.teaching.refresh()
        self.sessions.search.sync()

    @property
    def documents(self) -> int:
        """How many documents can be searched, as far as is known yet."""
        return self.browsing.documents

    # -- going to something ----------------------------------------------------------------------

    def _on_target_chosen(self) -> None:
        self.recalling.keep()
        self.folding.show_preview()
        self.driver.show_and_focus()

    def show_document(self, document: DocumentRow) -> None:
        """Show a document in the preview."""
        self.folding.show_preview()
        self.driver.show(document)

    def show_found(self, query: str, passage_id: int) -> None:
        """Search for something and go to a passage that is known to be found."""
        self._answering.await_passage(query, passage_id)
        self.finding.ask(query)

    def quit(self) -> None:
        """Close the window for good, though there may be an icon to come back by."""
        self.close()
        self.quit_wanted.emit()

    def _on_back_wanted(self) -> None:
        self.folding.go_back()
        self.parts.field.setFocus()

    def _add_to_menu(self, menu: QMenu, hit: PassageHit) -> None:
        self.finding.add_to_menu(menu, hit)
        self.why.add_to_menu(menu)
        self.grouping.add_to_menu(menu)

    def find_in_document(self) -> None:
        """Have words typed that are to be found in the current document."""
        self.folding.show_preview()
        self.driver.find_in_document()

    def go_to_field(self) -> None:
        """Have a question typed; what stands in the field is typed over."""
        self.parts.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.parts.field.selectAll()

    # -- the window ------------------------------------------------------------------------------

    def _focus_targets(self) -> list[QWidget]:
        """Return where F6 stops, from left to right."""
        targets = [self.parts.field, self.parts.places.view, self.parts.results.tree, self._preview]
        return [widget for widget in targets if widget.isVisible() and widget.isEnabled()]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many panes as there is room for."""
        super().resizeEvent(event)
        self.folding.set_width(event.size().width())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Say what letting go would do."""
        self.adding.on_drag_entered(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Go on taking what was taken on entering."""
        self.adding.on_drag_moved(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Uncover the window."""
        self.adding.on_drag_left()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Add what was dropped."""
        self.adding.on_dropped(event)

    def remember(self) -> None:
        """Keep where the window and its panes lie."""
        self._state.save(self, self.parts.panes)

    def take_over(self, old: MainWindow) -> None:
        """Go on where another window stood, which is to be closed."""
        self.parts.mode.choose(self.sessions.search.mode)
        self.arranging.use(old.arranging.how)
        self.parts.field.setText(old.parts.field.text())
        self.sessions.search.ask_now()
        settings = old.shell.settings
        if settings is not None and settings.isVisible():
            self.shell.open_settings(settings.current).go_on_from(settings)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask nothing: work that goes on is taken up again the next time."""
        self.remember()
        super().closeEvent(event)
