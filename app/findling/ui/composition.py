# SPDX-License-Identifier: Apache-2.0
"""The window with all that it works with: made together, ended together."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from functools import partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt, QTimer

from findling.services.caretaker import Caretaker
from findling.services.exchange.archivist import Archivist, default_library_folder
from findling.services.labels.desk import LabelDesk
from findling.services.library import Library
from findling.services.library_map.maker import MapMaker
from findling.services.model_facts import model_facts
from findling.services.pages import PageService
from findling.services.reading import ReaderPool
from findling.services.scan_facts import scan_facts
from findling.services.search import SearchService
from findling.services.teaching import Teacher
from findling.services.troubles import Troubles
from findling.services.worker_client import WorkerClient
from findling.ui.collector import MainThreadCollector
from findling.ui.desktop import Desktop
from findling.ui.i18n.languages import Languages
from findling.ui.job_bridge import EventBridge, JobBridge
from findling.ui.main_window import MainWindow
from findling.ui.preferences import Preferences
from findling.ui.preview.pane import PreviewPane
from findling.ui.quick.source import QuickSource
from findling.ui.quick.window import QuickWindow
from findling.ui.sessions.all import Sessions, silence
from findling.ui.sessions.care import CareSession
from findling.ui.sessions.exchange import ExchangeSession
from findling.ui.sessions.labels import LabelSession
from findling.ui.sessions.library import LibrarySession
from findling.ui.sessions.map import MapSession
from findling.ui.sessions.model import ModelSession
from findling.ui.sessions.search import SearchSession
from findling.ui.sessions.teaching import TeachingSession
from findling.ui.sessions.work import WorkSession
from findling.ui.theme.icons import IconName, icon
from findling.ui.theme.theme import Theme
from findling.ui.tray import Tray
from findling.ui.wearing import wear
from findling.ui.window_state import WindowState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QApplication

    from findling.services.types import PassageHit


def sample_folder() -> Path | None:
    """Return the folder of the sample library; None where it was not installed."""
    folder = resources.files("findling").joinpath("sample_library")
    return folder if isinstance(folder, Path) and folder.is_dir() else None


SWITCH_S = 0.0005
"""How long another thread may keep Python's lock while the window's wants it, in seconds.

Painting goes in and out of Python for every widget that is drawn in it, and waits each time: with
Python's own 5 ms, a search beside it would hold one turn of the window up for ten of these.
"""


class Composition:
    """The window with all that it works with; closing it ends threads and processes.

    Parameters
    ----------
    app : QApplication
        The application.
    library : Path, optional
        Folder of the library; the user's own when not given.
    settings : QSettings, optional
        Where the window's place is kept; the user's own when not given.
    worker_command : sequence of str, optional
        How to start the worker, where not as usual.
    troubles : Troubles, optional
        Errors of this run, for a report.

    Raises
    ------
    AppError
        If the library cannot be opened.

    Attributes
    ----------
    wanted : Path or None
        The library that is to be opened after this one.
    repairs : bool
        Whether this one is to be repaired before that.
    quick : QuickWindow or None
        The small search; None until it was opened.
    """

    def __init__(
        self,
        app: QApplication,
        library: Path | None = None,
        settings: QSettings | None = None,
        worker_command: Sequence[str] | None = None,
        troubles: Troubles | None = None,
    ) -> None:
        self._app = app
        self._troubles = troubles or Troubles()
        self.wanted: Path | None = None
        self.repairs = False
        self._is_closed = False
        self._ends = ExitStack()
        self._ends.callback(MainThreadCollector(app).close)
        self._ends.callback(sys.setswitchinterval, sys.getswitchinterval())
        sys.setswitchinterval(SWITCH_S)
        kept = settings or QSettings()
        self._state = WindowState(kept)
        self.preferences = Preferences(kept)
        self.languages = Languages(app)
        self._ends.callback(self.languages.end)
        self.languages.use(self.preferences.language)
        self.theme = Theme(app)
        self._ends.callback(self.theme.end)
        self._use_look()
        app.setWindowIcon(icon(IconName.STONE, self.theme.colors.accent, 64))
        try:
            self._make_services(library, worker_command)
            self.window = self._make_window()
            self.tray = Tray(self.theme)
            self._ends.callback(self.tray.show, wanted=False)
            self.quick: QuickWindow | None = None
            self._connect_tray()
            self._worker.start()
            self.preferences.keep_library(self.library.path)
        except BaseException:
            self._ends.close()
            raise
        self.preferences.language_changed.connect(self._on_language_changed)
        self.preferences.font_changed.connect(self._on_look_changed)
        self.preferences.motion_changed.connect(self._use_look)

    def __enter__(self) -> Composition:
        """Return the composition, to be closed at the end of a block."""
        return self

    def __exit__(self, *_error: object) -> None:
        """End what was started."""
        self.close()

    def take(self, paths: Sequence[Path]) -> None:
        """Come to the front, and add files and folders to the library."""
        window = self.window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()
        if paths:
            self._sessions.work.add(paths)

    def open_quick(self) -> None:
        """Open the small search, or close it where it is open."""
        if self.quick is None:
            source = QuickSource(self._sessions.search, self._show_found, self._app)
            self.quick = QuickWindow(self.theme, source)
            source.setParent(self.quick)
        self._sessions.search.sync()
        self.quick.open()

    def repair(self) -> None:
        """End, so that nothing has the library open while it is repaired; it is opened again."""
        self.repairs = True
        self._on_library_wanted(self.library.path)

    def close(self) -> None:
        """End windows, threads and processes; safe to call twice."""
        if self._is_closed:
            return
        self._is_closed = True
        windows = [self.window] if self.quick is None else [self.window, self.quick]
        for window in windows:
            window.close()
        self._ends.close()
        silence(self._sessions)
        # Another library's may come: windows that stay are coloured with it, and what is connected
        # to a signal is held as long as who sends that.
        for one in (*windows, self.tray, self.preferences):
            one.deleteLater()

    def _make_services(self, folder: Path | None, worker_command: Sequence[str] | None) -> None:
        """Make what goes on behind windows and outlasts them."""
        # One library for lists and texts, one for the search, one for labels: none waits for
        # another.
        self.library = shelf = self._ends.enter_context(Library.open(folder))
        searched = self._ends.enter_context(Library.open(shelf.path))
        labelled = self._ends.enter_context(Library.open(shelf.path))
        mapped = self._ends.enter_context(Library.open(shelf.path))
        reader = ReaderPool(1)
        self._ends.callback(reader.close)
        self._pages = PageService(reader)
        self._ends.callback(self._pages.close)
        names = ("search", "sync", "lists", "labels", "map", "exchange", "care")
        bridges = {name: JobBridge(f"findling-{name}") for name in names}
        self._events = events = EventBridge()
        events.arrived.connect(self._troubles.add_event)
        self._worker = WorkerClient(shelf.path, events.on_event, worker_command)
        for bridge in bridges.values():
            self._ends.callback(bridge.close)
        self._ends.callback(self._worker.close)
        search = SearchService(searched)
        desk = LabelDesk(labelled, search.passages_for)
        work = WorkSession(self._worker, events)
        self._sessions = Sessions(
            SearchSession(search, bridges["search"], bridges["sync"]),
            LibrarySession(shelf, partial(scan_facts, shelf), bridges["lists"]),
            work,
            TeachingSession(self._worker, Teacher(shelf), bridges["lists"]),
            LabelSession(self._worker, desk, bridges["labels"]),
            MapSession(MapMaker(mapped), bridges["map"]),
            ModelSession(lambda: model_facts(shelf), work, bridges["lists"]),
            ExchangeSession(Archivist(shelf.path), bridges["exchange"]),
            CareSession(Caretaker(shelf.path, self._troubles), bridges["care"]),
        )

    def _make_window(self) -> MainWindow:
        preview = PreviewPane(self._pages, self.library)
        choices = self.preferences
        window = MainWindow(
            self.theme, self._sessions, preview, Desktop(), self._state, choices, sample_folder()
        )
        if self.library.path != default_library_folder():
            window.setWindowTitle(f"{self.library.path.name} – Findling")
        window.housing.library_wanted.connect(self._on_library_wanted)
        window.quit_wanted.connect(self._app.quit)
        return window

    def _on_library_wanted(self, folder: Path) -> None:
        """End, so that another library can be opened; what goes on here is taken up another time.

        Later: the window that wants it is still in the middle of saying so.
        """
        self.wanted = folder
        QTimer.singleShot(0, self._app, self._app.quit)

    def _connect_tray(self) -> None:
        self.tray.quick_wanted.connect(self.open_quick)
        self.tray.window_wanted.connect(lambda: self.take(()))
        self.tray.quit_wanted.connect(self._app.quit)
        self.preferences.tray_changed.connect(self._use_tray)
        self._use_tray()

    def _use_tray(self) -> None:
        """Let the window go without an end only where there is an icon to come back by."""
        is_there = self.tray.show(wanted=self.preferences.keeps_tray)
        self._app.setQuitOnLastWindowClosed(not is_there)

    def _show_found(self, query: str, hit: PassageHit) -> None:
        self.take(())
        self.window.show_found(query, hit.passage_id)

    # -- what windows cannot change by themselves ------------------------------------------------

    def _use_look(self) -> None:
        wear(self.theme, self.preferences)

    def _on_language_changed(self) -> None:
        self.languages.use(self.preferences.language)
        self._replace_window()

    def _on_look_changed(self) -> None:
        self._use_look()
        self._replace_window()

    def _replace_window(self) -> None:
        """Make the window anew where texts or their size are others; what goes on goes on."""
        QTimer.singleShot(0, self.window, self._do_replace_window)

    def _do_replace_window(self) -> None:
        old = self.window
        silence(self._sessions)
        old.remember()
        self.window = new = self._make_window()
        new.show()
        new.take_over(old)
        old.close()
        old.deleteLater()
