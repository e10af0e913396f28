# SPDX-License-Identifier: Apache-2.0
"""The window: arranges the panes and connects them with what goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMainWindow

from findling.services.types import SearchMode
from findling.ui.actions.ids import ActionId
from findling.ui.adding import Adding
from findling.ui.arranging import Arranging
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
from findling.ui.models.places import PlaceKind
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
    from collections.abc import Callable
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

    from findling.errors import AppError
    from findling.services.types import DocumentRow, PassageHit
    from findling.ui.models.places import Place
    from findling.ui.ports import Opener
    from findling.ui.preferences import Preferences
    from findling.ui.preview.pane import PreviewPane
    from findling.ui.sessions.all import Sessions
    from findling.ui.sessions.library import Listing, Overview
    from findling.ui.sessions.search import Answer
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
        self._preferences = preferences
        self._overview: Overview | None = None
        self._awaited = 0
        self.parts = make_parts(self, theme, preview, has_sample=sample is not None)
        parts = self.parts
        self._folding = Folding(parts.places, parts.results, parts.preview)
        self._driver = PreviewDriver(parts.results, preview, self)
        self._handing = Handing(desktop, self._driver, parts.message, self)
        self._focus = FocusRing(self._focus_targets)
        self._adding = Adding(parts.overlay, sessions.library, sessions.work, self, sample)
        self.teaching = Teaching(
            theme, sessions.teaching, sessions.search, parts.results, parts.message, self
        )
        self.finding = Finding(sessions.search, parts.top, parts.results, self)
        self.arranging = Arranging(
            sessions.search, sessions.library, parts.results, preferences, self._list_place, self
        )
        self.saving = Saving(sessions.work, parts, self.finding, self)
        self.grouping = Grouping(
            theme, sessions.work, parts, self.finding, lambda: self._driver.document, self
        )
        self.detailing = Detailing(
            theme, sessions.library, self._driver, self._folding.show_preview, self
        )
        self._likening = Likening(
            self.finding, parts.mode, parts.results, self._driver, preview, self
        )
        self.recalling = Recalling(preferences, sessions.search, parts.top, self.finding, self)
        self.exporting = Exporting(sessions.search, parts.message, self)
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
        Footing(parts.footer, sessions, self._on_attention_wanted, self.teaching.show_taught)
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
        self._connect_sessions()
        self._fill_shell()
        preferences.search_changed.connect(self._on_search_preferences_changed)
        self._on_search_preferences_changed()
        self._start()

    # -- connections ----------------------------------------------------------------------

    def _connect_panes(self) -> None:
        field, results, places = self.parts.field, self.parts.results, self.parts.places
        field.textChanged.connect(self.sessions.search.set_query)
        field.move_wanted.connect(lambda by, by_page: results.go(by, by_page=by_page))
        field.fold_wanted.connect(lambda is_open: results.tree.open_group(is_open=is_open))
        field.choose_wanted.connect(self._on_choose_wanted)
        field.leave_wanted.connect(self._focus.next)
        self.parts.mode.mode_chosen.connect(self.sessions.search.set_mode)
        results.target_chosen.connect(self._on_target_chosen)
        self._folding.page_changed.connect(self.parts.preview.show_way_back)
        self.parts.preview.back_wanted.connect(self._on_back_wanted)
        results.reveal_wanted.connect(self._handing.reveal)
        results.retry_wanted.connect(self.sessions.work.retry)
        results.mode_wanted.connect(self._on_mode_wanted)
        results.clear_wanted.connect(field.clear)
        places.place_chosen.connect(self._on_place_chosen)
        places.add_files_wanted.connect(self._adding.ask_for_files)
        places.add_folder_wanted.connect(self._adding.ask_for_folder)
        places.taught_wanted.connect(self.teaching.show_taught)
        places.rescan_wanted.connect(self.sessions.work.rescan)
        places.reveal_wanted.connect(self._handing.reveal)
        self.parts.welcome.add_files_wanted.connect(self._adding.ask_for_files)
        self.parts.welcome.add_folder_wanted.connect(self._adding.ask_for_folder)
        self.parts.welcome.sample_wanted.connect(self._adding.add_sample)
        self._preview.open_requested.connect(lambda _id: self._handing.open_current())
        self._preview.reveal_requested.connect(lambda _id: self._handing.reveal_current())

    def _connect_sessions(self) -> None:
        search, library, work, teaching, labels, *_ = self.sessions
        work.library_changed.connect(teaching.refresh)
        work.library_changed.connect(labels.refresh)
        search.answered.connect(self._on_answered)
        search.failed.connect(self._on_search_failed)
        search.cleared.connect(self._on_query_cleared)
        library.overview_ready.connect(self._on_overview_ready)
        library.listing_ready.connect(self._on_listing_ready)
        library.failed.connect(self.parts.message.show_error)
        work.library_changed.connect(self._on_library_changed)
        self.parts.strip.attention_wanted.connect(self._on_attention_wanted)

    def _commands(self) -> dict[ActionId, Callable[[], object]]:
        """Return what the actions of the panes do."""
        actions = self.shell.actions
        modes = {
            ActionId.MODE_BEST: SearchMode.BEST,
            ActionId.MODE_MEANING: SearchMode.MEANING,
            ActionId.MODE_WORDS: SearchMode.WORDS,
        }
        places, preview = actions[ActionId.SHOW_PLACES], actions[ActionId.SHOW_PREVIEW]
        return {
            **{name: lambda mode=mode: self._on_mode_wanted(mode) for name, mode in modes.items()},
            ActionId.ADD_FILES: self._adding.ask_for_files,
            ActionId.ADD_FOLDER: self._adding.ask_for_folder,
            ActionId.RESCAN: self.sessions.work.rescan,
            ActionId.LIBRARIES: self.housing.open,
            ActionId.QUIT: self._quit,
            ActionId.FIND: self._find,
            ActionId.CLEAR_SEARCH: self.parts.field.clear,
            **self.arranging.commands(actions),
            ActionId.FIND_SIMILAR: self._likening.ask,
            ActionId.RECENT_SEARCHES: self.recalling.open,
            ActionId.SAVE_SEARCH: self.saving.ask_to_save,
            ActionId.EXPORT_RESULTS: self.exporting.ask,
            ActionId.WHY: self.why.ask,
            ActionId.NEXT_RESULT: lambda: self.parts.results.go(1, by_page=False),
            ActionId.PREVIOUS_RESULT: lambda: self.parts.results.go(-1, by_page=False),
            ActionId.OPEN_DOCUMENT: self._handing.open_current,
            ActionId.REVEAL_DOCUMENT: self._handing.reveal_current,
            ActionId.COPY_PATH: self._handing.copy_path,
            ActionId.COPY_PASSAGE: self._driver.copy_passage,
            ActionId.GROUPS: self.grouping.open,
            ActionId.DETAILS: self.detailing.open,
            ActionId.FIND_IN_DOCUMENT: self._find_in_document,
            ActionId.GOOD_MATCH: lambda: self.teaching.judge(True),
            ActionId.NOT_THIS: lambda: self.teaching.judge(False),
            ActionId.ROW_GOOD: lambda: self.parts.results.result_tree.judged.emit(True),
            ActionId.ROW_BAD: lambda: self.parts.results.result_tree.judged.emit(False),
            ActionId.TEACH_MEANING: self.teaching.ask_for_meaning,
            ActionId.SHOW_TAUGHT: self.teaching.show_taught,
            ActionId.LABELS: self.labelling.open,
            ActionId.MAP: self.mapping.open,
            ActionId.MODEL: self.knowing.open,
            ActionId.UNDO: self.teaching.undo,
            ActionId.REDO: self.teaching.redo,
            ActionId.DIAGNOSTICS: self.reporting.open,
            ActionId.SHOW_PLACES: lambda: self._folding.want_places(places.isChecked()),
            ActionId.SHOW_PREVIEW: lambda: self._folding.want_preview(preview.isChecked()),
            ActionId.PALETTE: self.commands.open,
            ActionId.NEXT_PANE: self._focus.next,
            ActionId.PREVIOUS_PANE: self._focus.previous,
        }

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
        self.shell.connect_all(self._commands())
        for name in (ActionId.SHOW_PLACES, ActionId.SHOW_PREVIEW):
            self.shell.actions[name].setChecked(True)
        Having(self.shell, parts, self.sessions, self._driver)
        self.shell.name_keys(self.teaching.actions)

    def _start(self) -> None:
        self.parts.top.set_can_search(False)
        self.sessions.library.refresh()
        self.sessions.teaching.refresh()
        self.sessions.search.sync()

    @property
    def documents(self) -> int:
        """How many documents can be searched, as far as is known yet."""
        return self._overview.status.read if self._overview is not None else 0

    # -- the library -----------------------------------------------------------------------------

    def _on_overview_ready(self, overview: Overview) -> None:
        is_first = self._overview is None or self._overview.is_empty
        self._overview = overview
        status = overview.status
        is_bare = overview.is_empty and not self.sessions.work.status.is_busy
        self.parts.body.setCurrentWidget(self.parts.welcome if is_bare else self.parts.panes)
        self.parts.top.show_count(status.read)
        self.parts.places.show_overview(overview)
        self.parts.results.show_sources(overview.sources)
        self.saving.show_searches(overview.searches)
        self.grouping.show_groups(overview.groups)
        can_search = bool(status.read or status.documents)
        self.parts.top.set_can_search(can_search)
        if is_bare:
            self.parts.welcome.setFocus()
        if not self.sessions.search.query and (is_first or self._is_listing):
            self._list_place()

    @property
    def _is_listing(self) -> bool:
        return not self.parts.results.has_results

    def _list_place(self) -> None:
        place = self.parts.places.place
        if place is not None:
            self.sessions.library.list_place(place)

    def _on_listing_ready(self, listing: Listing) -> None:
        place = self.parts.places.place
        is_wanted = place is not None and place.is_same(listing.place)
        if is_wanted and not self.sessions.search.query:
            self.parts.results.show_listing(listing)

    def _on_place_chosen(self, place: Place) -> None:
        """Show a place: a query would stand in its way, unless it is one."""
        if place.saved is not None:
            self.saving.run(place.saved)
            return
        if place.group is not None:
            self.grouping.run(place.group)
            return
        self.parts.field.clear()
        self.sessions.library.list_place(place)

    def _on_library_changed(self) -> None:
        self.sessions.library.refresh()
        self.sessions.search.sync()

    def _on_attention_wanted(self) -> None:
        self.parts.field.clear()
        self.parts.places.choose(PlaceKind.ATTENTION)

    # -- the search ------------------------------------------------------------------------------

    def _on_answered(self, answer: Answer) -> None:
        self.parts.results.show_answer(answer, is_indexing=self.sessions.work.status.is_busy)
        if self._awaited and answer.is_final:
            self.parts.results.select_passage(self._awaited)
            self._awaited = 0
            self._driver.show_now()

    def _on_search_failed(self, error: AppError) -> None:
        if self.sessions.search.query:
            self.parts.results.show_trouble(str(error), self.sessions.search.ask_now)
        else:
            self.parts.message.show_error(error)

    def _on_query_cleared(self) -> None:
        self.parts.results.leave_results()
        self._list_place()

    def _on_search_preferences_changed(self) -> None:
        self.sessions.search.set_most(self._preferences.result_count)
        if self.sessions.search.mode is not self._preferences.search_mode:
            self.parts.mode.choose(self._preferences.search_mode)

    def _on_mode_wanted(self, mode: SearchMode) -> None:
        self.parts.mode.choose(mode)

    def _on_choose_wanted(self) -> None:
        self.parts.results.tree.choose()

    def _on_target_chosen(self) -> None:
        self.recalling.keep()
        self._folding.show_preview()
        self._driver.show_and_focus()

    def show_document(self, document: DocumentRow) -> None:
        """Show a document in the preview."""
        self._folding.show_preview()
        self._driver.show(document)

    def show_found(self, query: str, passage_id: int) -> None:
        """Search for something and go to a passage that is known to be found."""
        self._awaited = passage_id
        self.parts.mode.choose(SearchMode.BEST)
        if self.sessions.search.query == query:
            self.sessions.search.ask_now()
        self.finding.ask(query)

    def _quit(self) -> None:
        self.close()
        self.quit_wanted.emit()

    def _on_back_wanted(self) -> None:
        self._folding.go_back()
        self.parts.field.setFocus()

    def _add_to_menu(self, menu: QMenu, hit: PassageHit) -> None:
        self.finding.add_to_menu(menu, hit)
        self.why.add_to_menu(menu)
        self.grouping.add_to_menu(menu)

    def _find_in_document(self) -> None:
        self._folding.show_preview()
        self._driver.find_in_document()

    def _find(self) -> None:
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
        self._folding.set_width(event.size().width())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Say what letting go would do."""
        self._adding.on_drag_entered(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Go on taking what was taken on entering."""
        self._adding.on_drag_moved(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Uncover the window."""
        self._adding.on_drag_left()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Add what was dropped."""
        self._adding.on_dropped(event)

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
