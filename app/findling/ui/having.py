# SPDX-License-Identifier: Apache-2.0
"""Keeps track of what is there, so that actions are on exactly when they can do something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from findling.ui.actions.ids import Need

if TYPE_CHECKING:
    from findling.ui.preview_driver import PreviewDriver
    from findling.ui.sessions.all import Sessions
    from findling.ui.shell import Shell
    from findling.ui.window_parts import WindowParts


class Having(QObject):
    """Looks again whenever something may have come or gone.

    Parameters
    ----------
    shell : Shell
        Its actions are turned on and off; it owns this.
    parts : WindowParts
    sessions : Sessions
    driver : PreviewDriver
        Knows the current document.
    """

    def __init__(
        self, shell: Shell, parts: WindowParts, sessions: Sessions, driver: PreviewDriver
    ) -> None:
        super().__init__(shell)
        self._shell = shell
        self._parts = parts
        self._sessions = sessions
        self._driver = driver
        for change in (
            sessions.library.overview_ready,
            sessions.search.cleared,
            sessions.teaching.changed,
            parts.results.target_changed,
            parts.field.textChanged,
            driver.called,
        ):
            change.connect(self.look)
        self.look()

    def look(self) -> None:
        """Turn on what can be done now."""
        target, teaching = self._parts.results.target, self._sessions.teaching
        there = {
            Need.DOCUMENTS: self._parts.field.isEnabled(),
            Need.DOCUMENT: self._driver.document is not None,
            Need.HIT: target is not None and bool(target.hits),
            Need.QUERY: bool(self._parts.field.text()),
            Need.UNDO: teaching.can_undo,
            Need.REDO: teaching.can_redo,
        }
        have = Need.NOTHING
        for need, is_there in there.items():
            have |= need if is_there else Need.NOTHING
        self._shell.show_have(have)
