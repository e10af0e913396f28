# SPDX-License-Identifier: Apache-2.0
"""Finds what is like something: selected text, a passage, a whole document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from findling.services.query_language import as_words
from findling.services.types import SearchMode

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from findling.ui.finding import Finding
    from findling.ui.preview.pane import PreviewPane
    from findling.ui.preview_driver import PreviewDriver
    from findling.ui.views.result_pane import ResultPane
    from findling.ui.widgets.mode_button import ModeButton

MOST_CHARS = 300
"""Of selected text: a few sentences say what is meant, and the field still shows them."""


class Likening(QObject):
    """Asks for what is like the thing that is meant at the moment.

    Parameters
    ----------
    finding : Finding
        Asks.
    mode : ModeButton
        How it is matched.
    results : ResultPane
        Has the current row.
    driver : PreviewDriver
        Knows the document in the preview.
    preview : PreviewPane
        Text may be selected in it.
    """

    def __init__(
        self,
        finding: Finding,
        mode: ModeButton,
        results: ResultPane,
        driver: PreviewDriver,
        preview: PreviewPane,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._finding = finding
        self._mode = mode
        self._results = results
        self._driver = driver
        self._preview = preview
        preview.similar_wanted.connect(self.ask)

    def ask(self) -> None:
        """Find what is like the text that is selected in the preview, else the current passage.

        Where no passage is current it is the document: of a row, or the one in the preview.
        """
        words = as_words(self._preview.selected_text(), MOST_CHARS)
        if words:
            self._ask_for_text(words)
            return
        document, target = self._driver.document, self._results.target
        if document is None:
            return
        is_row = target is not None and target.document.id == document.id
        hit = target.hits[target.current] if target is not None and is_row and target.hits else None
        # A row without a strength stands for its document: only conditions were asked for.
        if hit is not None and hit.strength:
            self._finding.ask(f"near:p{hit.passage_id}")
        else:
            self._finding.ask(f"near:d{document.id}")

    def _ask_for_text(self, words: str) -> None:
        """Ask for a text by what it means: exact words would find little but the text itself."""
        if self._mode.mode is SearchMode.WORDS:
            self._mode.choose(SearchMode.BEST)
        self._finding.ask(words)
