# SPDX-License-Identifier: Apache-2.0
"""Asks why a row was found, and does what the panel is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from findling.ui.i18n.texts import tr
from findling.ui.models.roles import Role
from findling.ui.sentences import told_error
from findling.ui.why.panel import WhyPanel

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QMenu, QWidget

    from findling.errors import AppError
    from findling.services.explaining import Reasons
    from findling.services.types import DocumentRow, PassageHit
    from findling.ui.sessions.search import SearchSession
    from findling.ui.sessions.teaching import TeachingSession
    from findling.ui.theme.theme import Theme
    from findling.ui.views.result_pane import ResultPane


class Why(QObject):
    """Has one panel, made when it is wanted first.

    Parameters
    ----------
    theme : Theme
        Gives colours.
    search : SearchSession
        Finds the reasons, on its own thread.
    teaching : TeachingSession
        Switches teachings off.
    results : ResultPane
        Its current row is explained.
    show_document : callable
        Shows a document in the preview.
    parent : QWidget
        The window.

    Attributes
    ----------
    panel : WhyPanel or None
        None until it was opened.
    """

    def __init__(
        self,
        theme: Theme,
        search: SearchSession,
        teaching: TeachingSession,
        results: ResultPane,
        show_document: Callable[[DocumentRow], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._search = search
        self._teaching = teaching
        self._results = results
        self._show_document = show_document
        self._parent = parent
        self._asked: PassageHit | None = None
        self._title = ""
        self.panel: WhyPanel | None = None
        search.explained.connect(self._on_explained)
        search.not_explained.connect(self._on_failed)
        search.answered.connect(self._ask_again)

    def ask(self) -> None:
        """Open the panel for the current row."""
        index = self._results.tree.currentIndex()
        hit: PassageHit | None = index.data(Role.HIT) if index.isValid() else None
        target = self._results.target
        if hit is None or target is None or not self._search.query:
            return
        self._asked, self._title = hit, target.document.title
        panel = self.panel or self._make_panel()
        panel.say(tr("Looking for the reasons…"))
        panel.show()
        panel.activateWindow()
        self._search.explain(hit.passage_id)

    def add_to_menu(self, menu: QMenu) -> None:
        """Offer the reasons of a row."""
        menu.addSeparator()
        menu.addAction(tr("Wh&y this?"), self.ask)

    def _make_panel(self) -> WhyPanel:
        self.panel = panel = WhyPanel(self._theme, self._parent)
        panel.document_wanted.connect(self._show_document)
        panel.switch_wanted.connect(
            lambda row, enabled: self._teaching.set_enabled(row, enabled=enabled)
        )
        panel.forget_wanted.connect(self._teaching.forget)
        return panel

    def _ask_again(self, _answer: object) -> None:
        """Find the reasons for a new answer too, as after a teaching."""
        if self.panel is not None and self.panel.isVisible() and self._asked is not None:
            self._search.explain(self._asked.passage_id)

    def _on_explained(self, reasons: Reasons) -> None:
        is_asked = self._asked is not None and reasons.passage_id == self._asked.passage_id
        if self.panel is not None and is_asked:
            self.panel.show_reasons(reasons, self._title)

    def _on_failed(self, error: AppError) -> None:
        if self.panel is not None:
            self.panel.say(told_error(error))
