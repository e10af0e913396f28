# SPDX-License-Identifier: Apache-2.0
"""What the small search lists: the best passage of each document."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from findling.ui import wording
from findling.ui.palette.items import LetterSource, PaletteItem
from findling.ui.theme.icons import IconName

if TYPE_CHECKING:
    from collections.abc import Callable

    from findling.services.types import PassageHit, ResultGroup, SearchResults
    from findling.ui.sessions.search import SearchSession

MOST = 8
_PAUSE_MS = 80
_LABEL_CHARS = 160


class QuickSource(LetterSource):
    """Searches while letters are typed.

    Parameters
    ----------
    session : SearchSession
    show : callable
        Takes the query and the passage that was chosen.
    """

    def __init__(
        self,
        session: SearchSession,
        show: Callable[[str, PassageHit], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._show = show
        self._query = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask)

    def look_up(self, letters: str) -> None:
        """Search, after a short pause in typing; list nothing where nothing is asked for."""
        self._query = " ".join(letters.split())
        if self._query:
            self._pause.start()
        else:
            self._pause.stop()
            self._take(())

    def _ask(self) -> None:
        self._session.peek(self._query, MOST * 3, partial(self._on_answer, self._query))

    def _on_answer(self, query: str, results: SearchResults) -> None:
        if query == self._query:
            groups = [group for group in results.groups if group.hits][:MOST]
            self._take(tuple(self._item(query, group) for group in groups))

    def _take(self, items: tuple[PaletteItem, ...]) -> None:
        self.items = items
        self.found.emit()

    def _item(self, query: str, group: ResultGroup) -> PaletteItem:
        hit = group.hits[0]
        return PaletteItem(
            wording.name(group.document),
            partial(self._show, query, hit),
            wording.page(hit.page, group.document.format) or wording.folder(group.document.path),
            icon=IconName.DOCUMENT,
            detail=hit.snippet[:_LABEL_CHARS],
        )
