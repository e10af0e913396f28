# SPDX-License-Identifier: Apache-2.0
"""Tells of errors in the program itself, and saves reports for those who help."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDir, QObject, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from findling.errors import AppError
from findling.ui.i18n.texts import tr
from findling.ui.reports.window import ReportWindow

if TYPE_CHECKING:
    from findling.services.caretaker import ReportPart
    from findling.services.troubles import Trouble
    from findling.ui.ports import Opener
    from findling.ui.preferences import Preferences
    from findling.ui.sessions.care import CareSession
    from findling.ui.theme.theme import Theme
    from findling.ui.widgets.message_bar import MessageBar

_ENDING = ".zip"


class Reporting(QObject):
    """Has one window of the report, made when it is wanted first.

    Parameters
    ----------
    theme : Theme
        Gives colours.
    session : CareSession
        Puts reports together and writes them.
    preferences : Preferences
        Some of them are in the report.
    desktop : Opener
        Shows where a report was saved.
    message : MessageBar
        Tells.
    parent : QWidget
        The main window.

    Attributes
    ----------
    window : ReportWindow or None
        None until it was opened.
    """

    def __init__(
        self,
        theme: Theme,
        session: CareSession,
        preferences: Preferences,
        desktop: Opener,
        message: MessageBar,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._session = session
        self._preferences = preferences
        self._desktop = desktop
        self._message = message
        self._parent = parent
        self._folder = QDir.homePath()
        self.window: ReportWindow | None = None
        session.collected.connect(self._on_collected)
        session.saved.connect(self._on_saved)
        session.failed.connect(self._on_failed)

    def open(self) -> ReportWindow:
        """Show what a report would hold."""
        if self.window is None:
            self.window = ReportWindow(self._theme, self._parent)
            self.window.save_wanted.connect(self.ask)
        self.window.wait()
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        self._session.collect(window_facts(self._preferences))
        return self.window

    def ask(self) -> None:
        """Ask for a file and save the report that is shown."""
        if self.window is None or not self.window.parts:
            return
        name = f"findling-report-{time.strftime('%Y-%m-%d')}{_ENDING}"
        given, _ = QFileDialog.getSaveFileName(
            self.window,
            tr("Save the report"),
            str(Path(self._folder) / name),
            f"{tr('Report')} (*{_ENDING})",
        )
        if given:
            path = Path(given)
            self._folder = str(path.parent)
            path = path if path.suffix else path.with_suffix(_ENDING)
            self._session.save(self.window.parts, path)

    def tell(self, trouble: Trouble) -> None:
        """Tell of an error that nobody had foreseen."""
        sentence = tr("Something in Findling went wrong. Your documents and your library are safe.")
        self._message.show_error(AppError(sentence, trouble.trace))
        self._message.offer(tr("Save a report…"), self.open)

    def _on_collected(self, parts: tuple[ReportPart, ...]) -> None:
        if self.window is not None:
            self.window.show_parts(parts)

    def _on_saved(self, path: Path) -> None:
        if self.window is not None:
            self.window.close()
        self._message.show_done(tr("“%1” was written.").replace("%1", path.name), can_undo=False)
        self._message.offer(tr("Show in folder"), lambda: self._desktop.reveal(path))

    def _on_failed(self, error: AppError) -> None:
        if self.window is not None and self.window.isVisible():
            self.window.show_trouble(error)
        else:
            self._message.show_error(error)


def window_facts(preferences: Preferences) -> dict[str, object]:
    """Return what of the window may matter and is not private."""
    style = QApplication.style()
    screens = [
        {
            "width": screen.size().width(),
            "height": screen.size().height(),
            "scale": screen.devicePixelRatio(),
            "dots_per_inch": round(screen.logicalDotsPerInch()),
        }
        for screen in QGuiApplication.screens()
    ]
    return {
        "qt": qVersion(),
        "platform": QGuiApplication.platformName(),
        "style": style.objectName() if style is not None else "",
        "screens": screens,
        "language": preferences.language or "system",
        "theme": preferences.theme.value,
        "text_percent": preferences.font_percent,
        "reduced_motion": preferences.reduced_motion,
        "tray": preferences.keeps_tray,
        "toolbar": preferences.shows_toolbar,
        "mode": preferences.search_mode.value,
        "results": preferences.result_count,
        "changed_keys": len(preferences.keys),
        "searches_kept": len(preferences.kept_searches),
        "libraries": len(preferences.libraries),
    }
