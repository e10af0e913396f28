# SPDX-License-Identifier: Apache-2.0
"""Asks why a result was found, and shows the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from findling.ui.why.window import WhyWindow

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from findling.services.explaining import Why
    from findling.ui.sessions.search import SearchSession
    from findling.ui.views.result_pane import ResultPane


class Explaining(QObject):
    """Has one window that says why; it is made when it is wanted first.

    Parameters
    ----------
    session : SearchSession
        Is asked.
    results : ResultPane
        The current row is explained.
    parent : QWidget
        The main window.

    Attributes
    ----------
    window : WhyWindow or None
        None until something was explained.

    Signals
    -------
    document_wanted : DocumentRow
        As of `WhyWindow`.
    """

    document_wanted = Signal(object)

    def __init__(self, session: SearchSession, results: ResultPane, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._results = results
        self._parent = parent
        self.window: WhyWindow | None = None
        session.explained.connect(self._on_explained)

    def ask(self) -> None:
        """Ask about the current row."""
        target = self._results.target
        if target is not None and target.hits:
            self._session.explain(target.hits[target.current].passage_id)

    def _on_explained(self, why: Why) -> None:
        if self.window is None:
            self.window = WhyWindow(self._parent)
            self.window.document_wanted.connect(self.document_wanted)
        self.window.show_why(why)
