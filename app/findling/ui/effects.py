# SPDX-License-Identifier: Apache-2.0
"""Has the list of what was taught say what each teaching does: of the rows in sight, no others."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from PySide6.QtWidgets import QTableView

    from findling.errors import AppError
    from findling.services.teaching_effects import TeachingEffect
    from findling.services.types import TeachingRow
    from findling.ui.models.taught import TaughtModel
    from findling.ui.sessions.search import SearchSession
    from findling.ui.views.taught_window import TaughtWindow

REST_MS = 120
"""Rows that only scroll past are not asked about."""

MOST_ROWS = 60
"""No screen shows more."""


class Effects(QObject):
    """Asks about one row after another, as long as the list is in sight.

    Parameters
    ----------
    search : SearchSession
        Answers with and without a teaching.
    window : TaughtWindow
        Has the list; it owns this.
    """

    def __init__(self, search: SearchSession, window: TaughtWindow) -> None:
        super().__init__(window)
        self._search = search
        self._view: QTableView = window.view
        self._model: TaughtModel = window.model
        self._fresh: set[int] = set()
        self._asked = 0
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._ask_next)
        bar, shown = self._view.verticalScrollBar(), self._view.model()
        for change in (
            bar.valueChanged,
            bar.rangeChanged,
            shown.rowsInserted,
            shown.rowsRemoved,
            shown.modelReset,
            shown.dataChanged,
            window.opened,
        ):
            change.connect(self._look)
        search.renewed.connect(self._forget)

    def _look(self) -> None:
        self._rest.start()

    def _forget(self) -> None:
        """Ask anew: one teaching may change what another does."""
        self._fresh.clear()
        self._look()

    def _ask_next(self) -> None:
        if self._asked or not self._view.isVisible():
            return
        row = next((row for row in self._in_sight() if self._is_open(row)), None)
        if row is not None:
            self._asked = row.id
            take = partial(self._on_effect, row.id)
            self._search.ask_effect(row.id, take, self._on_failed)

    def _is_open(self, row: TeachingRow) -> bool:
        return row.enabled and not row.is_lost and row.id not in self._fresh

    def _in_sight(self) -> list[TeachingRow]:
        view = self._view
        first, last = view.rowAt(0), view.rowAt(view.viewport().height() - 1)
        last = last if last >= 0 else view.model().rowCount() - 1
        shown = range(max(first, 0), min(last + 1, first + MOST_ROWS))
        found = (self._model.row_of(view.model().index(row, 0)) for row in shown)
        return [row for row in found if row is not None]

    def _on_effect(self, teaching_id: int, effect: TeachingEffect | None) -> None:
        """Show an answer; one that the index does not know yet is asked about when it does."""
        self._asked = 0
        self._fresh.add(teaching_id)
        if effect is not None:
            self._model.show_effect(teaching_id, effect)
        self._ask_next()

    def _on_failed(self, error: AppError) -> None:
        self._asked = 0
        self._search.failed.emit(error)
