# SPDX-License-Identifier: Apache-2.0
"""What was searched for lately: kept in the settings on this computer, shown when it is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtWidgets import QMenu, QWidget

from findling.ui.i18n.texts import tr

if TYPE_CHECKING:
    from findling.ui.finding import Finding
    from findling.ui.preferences import Preferences
    from findling.ui.sessions.search import Answer, SearchSession
    from findling.ui.views.top_bar import TopBar

REST_MS = 2500
"""A query that stands this long with something found was meant, and is kept."""

_SHOWN = 20
_SHOWN_CHARS = 70


class Recalling(QObject):
    """Keeps searches and shows them below the field.

    Parameters
    ----------
    preferences : Preferences
        Keeps them.
    search : SearchSession
        Tells what was found.
    top : TopBar
        Has the field.
    finding : Finding
        Puts a query into the field.
    parent : QWidget
        The main window.
    """

    def __init__(
        self,
        preferences: Preferences,
        search: SearchSession,
        top: TopBar,
        finding: Finding,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._search = search
        self._field = top.field
        self._finding = finding
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.keep)
        self._field.textChanged.connect(self._rest.stop)
        search.answered.connect(self._on_answered)

    def keep(self) -> None:
        """Keep the query that is asked now."""
        self._rest.stop()
        if self._search.query:
            self._preferences.keep_search(self._search.query)

    def open(self) -> QMenu:
        """Show the last searches below the field."""
        menu = self.menu()
        menu.popup(self._field.mapToGlobal(QPoint(0, self._field.height())))
        return menu

    def menu(self) -> QMenu:
        """Return the last searches as a menu."""
        menu = QMenu(tr("Recent searches"), self._field)
        menu.aboutToHide.connect(menu.deleteLater)
        kept = self._preferences.kept_searches
        for query in kept[:_SHOWN]:
            shown = query if len(query) <= _SHOWN_CHARS else f"{query[:_SHOWN_CHARS]}…"
            action = menu.addAction(shown.replace("&", "&&"))
            action.triggered.connect(lambda _checked=False, one=query: self._finding.ask(one))
        if kept:
            menu.addSeparator()
            menu.addAction(tr("&Forget these searches"), self._preferences.forget_searches)
        else:
            menu.addAction(tr("No searches yet")).setEnabled(False)
        return menu

    def _on_answered(self, answer: Answer) -> None:
        if answer.is_final and answer.results.groups:
            self._rest.start()
