# SPDX-License-Identifier: Apache-2.0
"""Which panes are in sight: what the user wants, as far as there is room.

In a narrow window the preview is a page of its own, with a way back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

NARROW = 900
"""Below this width in pixels three panes are too many."""


class Folding(QObject):
    """Shows and hides three panes.

    Parameters
    ----------
    places, results, preview : QWidget
        The panes, from left to right.

    Signals
    -------
    page_changed : bool
        Whether the preview is a page of its own now, which needs a way back.
    """

    page_changed = Signal(bool)

    def __init__(self, places: QWidget, results: QWidget, preview: QWidget) -> None:
        super().__init__(results)
        self._places = places
        self._results = results
        self._preview = preview
        self._wants_places = True
        self._wants_preview = True
        self._is_narrow = False
        self._is_page = False

    @property
    def is_page(self) -> bool:
        """Whether the preview has taken the place of the other panes."""
        return self._is_page

    def set_width(self, width: int) -> None:
        """Take note of the window's width in pixels."""
        self._is_narrow = width < NARROW
        if not self._is_narrow:
            self._is_page = False
        self._apply()

    def want_places(self, wanted: bool) -> None:
        """Show the library pane, or not."""
        self._wants_places = wanted
        self._apply()

    def want_preview(self, wanted: bool) -> None:
        """Show the preview, or not."""
        self._wants_preview = wanted
        self._apply()

    def show_preview(self) -> None:
        """Have the preview in sight, whatever has to go for it."""
        self._is_page = self._is_narrow or not self._wants_preview
        self._apply()

    def go_back(self) -> None:
        """Return from the preview's own page."""
        self._is_page = False
        self._apply()

    def _apply(self) -> None:
        self._places.setVisible(self._wants_places and not self._is_page)
        self._results.setVisible(not self._is_page)
        has_room = self._wants_preview and not self._is_narrow
        self._preview.setVisible(has_room or self._is_page)
        self.page_changed.emit(self._is_page)
