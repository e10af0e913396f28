# SPDX-License-Identifier: Apache-2.0
"""Asking and answering: what is typed goes to the search, and its answers to the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from findling.services.types import SearchMode
from findling.ui.sentences import told_error

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from findling.errors import AppError
    from findling.ui.preferences import Preferences
    from findling.ui.preview_driver import PreviewDriver
    from findling.ui.sessions.all import Sessions
    from findling.ui.sessions.search import Answer
    from findling.ui.window_parts import WindowParts


class Answering(QObject):
    """Connects the field and the rows with the search.

    Parameters
    ----------
    sessions : Sessions
    parts : WindowParts
    preferences : Preferences
        How many rows, and how to match, unless the user says otherwise.
    driver : PreviewDriver
        Shows the row that was waited for.
    list_place : callable
        Shows what is there without a query.
    """

    def __init__(
        self,
        sessions: Sessions,
        parts: WindowParts,
        preferences: Preferences,
        driver: PreviewDriver,
        list_place: Callable[[], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._search = search = sessions.search
        self._work = sessions.work
        self._parts = parts
        self._preferences = preferences
        self._driver = driver
        self._list_place = list_place
        self._awaited = 0
        parts.field.textChanged.connect(search.set_query)
        parts.mode.mode_chosen.connect(search.set_mode)
        parts.results.mode_wanted.connect(parts.mode.choose)
        parts.results.clear_wanted.connect(parts.field.clear)
        search.answered.connect(self._on_answered)
        search.failed.connect(self._on_failed)
        search.cleared.connect(self._on_cleared)
        preferences.search_changed.connect(self._on_preferences_changed)
        self._on_preferences_changed()

    def await_passage(self, query: str, passage_id: int) -> None:
        """Go to a passage once the query is answered that is known to find it."""
        self._awaited = passage_id
        self._parts.mode.choose(SearchMode.BEST)
        if self._search.query == query:
            self._search.ask_now()

    def _on_answered(self, answer: Answer) -> None:
        self._parts.results.show_answer(answer, is_indexing=self._work.status.is_busy)
        if self._awaited and answer.is_final:
            self._parts.results.select_passage(self._awaited)
            self._awaited = 0
            self._driver.show_now()

    def _on_failed(self, error: AppError) -> None:
        if self._search.query:
            self._parts.results.show_trouble(told_error(error), self._search.ask_now)
        else:
            self._parts.message.show_error(error)

    def _on_cleared(self) -> None:
        self._parts.results.leave_results()
        self._list_place()

    def _on_preferences_changed(self) -> None:
        self._search.set_most(self._preferences.result_count)
        if self._search.mode is not self._preferences.search_mode:
            self._parts.mode.choose(self._preferences.search_mode)
