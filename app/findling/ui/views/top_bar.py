# SPDX-License-Identifier: Apache-2.0
"""The bar on top: where to type, how to match, and whether work goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from findling.services.types import Stage
from findling.ui import wording
from findling.ui.sessions.work import Phase, WorkStatus
from findling.ui.theme.theme import set_look
from findling.ui.theme.tokens import Space
from findling.ui.widgets.chip_row import ChipRow
from findling.ui.widgets.filter_button import FilterButton
from findling.ui.widgets.indicator import Indicator
from findling.ui.widgets.mode_button import ModeButton
from findling.ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from findling.ui.theme.theme import Theme


class TopBar(QWidget):
    """Arranges field, mode and indicator.

    Parameters
    ----------
    theme : Theme
        Gives colours.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "top")
        self.field = SearchField(theme, self)
        self.mode = ModeButton(self)
        self.mode.setFixedHeight(self.field.height())
        self.indicator = Indicator(theme, self)
        self.filters = FilterButton(self)
        self.filters.setFixedHeight(self.field.height())
        self.chips = ChipRow(self)
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        row.addWidget(self.field, 1)
        row.addWidget(self.filters)
        row.addWidget(self.mode)
        row.addWidget(self.indicator)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.S, Space.L, Space.M)
        column.setSpacing(Space.S)
        column.addLayout(row)
        column.addWidget(self.chips)
        self.show_count(0)

    def set_can_search(self, can_search: bool) -> None:
        """Let the user type, or not while there is nothing to find."""
        if can_search == self.field.isEnabled():
            return
        self.field.setEnabled(can_search)
        self.mode.setEnabled(can_search)
        self.filters.setEnabled(can_search)
        if can_search:
            self.field.setFocus()

    def show_count(self, n_documents: int) -> None:
        """Say what is searched."""
        if n_documents == 1:
            text = self.tr("Search your document")
        elif n_documents:
            text = self.tr("Search your %Ln documents", "", n_documents)
        else:
            text = self.tr("Add documents to search them")
        self.field.setPlaceholderText(text)
        self.field.setAccessibleDescription(text)

    def show_status(self, status: WorkStatus) -> None:
        """Say whether work goes on, and how far it is."""
        progress = status.progress
        if not status.is_busy:
            self.indicator.show_share("", 0)
            return
        is_known = progress is not None and progress.total > 0 and progress.stage != Stage.SCANNING
        share = progress.done / progress.total if progress and is_known else -1.0
        word = self.tr("Indexing")
        if progress is not None and progress.stage in (Stage.LEARNING, Stage.SAVING):
            word = self.tr("Learning")
        if status.phase is Phase.PAUSED:
            word = self.tr("Paused")
        percent = self.tr("%1 %").replace("%1", wording.count(int(100 * share)))
        self.indicator.show_share(f"{word} {percent}" if share >= 0 else word, share)
