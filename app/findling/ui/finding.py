# SPDX-License-Identifier: Apache-2.0
"""Narrowing a search down: chips, filters with counts, what is similar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from findling.services.query_language import parse

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu, QWidget

    from findling.services.catalogue import Facet
    from findling.services.query_language import Chip
    from findling.services.types import PassageHit
    from findling.ui.sessions.search import SearchSession
    from findling.ui.views.result_pane import ResultPane
    from findling.ui.views.top_bar import TopBar


class Finding(QObject):
    """Writes conditions into the field; what is searched is always what stands there.

    Parameters
    ----------
    search : SearchSession
    top : TopBar
        Field, chips and filters.
    results : ResultPane
    """

    def __init__(
        self, search: SearchSession, top: TopBar, results: ResultPane, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._search = search
        self._top = top
        top.field.textChanged.connect(self._on_text_changed)
        top.chips.removed.connect(self._on_chip_removed)
        top.chips.cleared.connect(self._on_chips_cleared)
        top.filters.counts_wanted.connect(search.count)
        top.filters.condition_toggled.connect(self.toggle)
        search.counted.connect(self._on_counted)
        results.query_wanted.connect(self.ask)

    def ask(self, query: str) -> None:
        """Put another query into the field."""
        self._top.field.setText(query)
        self._top.field.setFocus()

    def toggle(self, condition: str) -> None:
        """Add a condition to the query, or take it out."""
        asked = parse(self._top.field.text())
        same = next((chip for chip in asked.chips if chip.text == condition), None)
        self.ask(asked.without_chip(same) if same else f"{asked.typed.strip()} {condition}".strip())

    def add_to_menu(self, menu: QMenu, hit: PassageHit) -> None:
        """Offer to find what is like a row."""
        menu.addSeparator()
        menu.addAction(
            self.tr("Find similar &passages"), lambda: self.ask(f"near:p{hit.passage_id}")
        )
        menu.addAction(
            self.tr("Find similar &documents"), lambda: self.ask(f"near:d{hit.document_id}")
        )

    def _on_text_changed(self, text: str) -> None:
        self._top.chips.show_chips(parse(text).chips)

    def _on_chip_removed(self, chip: Chip) -> None:
        self.ask(parse(self._top.field.text()).without_chip(chip))

    def _on_chips_cleared(self) -> None:
        self.ask(parse(self._top.field.text()).words)

    def _on_counted(self, facets: tuple[Facet, ...]) -> None:
        typed = {chip.text for chip in parse(self._top.field.text()).chips}
        self._top.filters.show_menu(facets, typed)
