# SPDX-License-Identifier: Apache-2.0
"""Three tips, each told once, in the moment in which it is of use."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut

from findling.ui.actions.ids import ActionId
from findling.ui.i18n.texts import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from findling.ui.preferences import Preferences
    from findling.ui.sessions.all import Sessions
    from findling.ui.sessions.search import Answer
    from findling.ui.window_parts import WindowParts

REST_MS = 1200
"""A tip waits until nothing has been typed or found for so long."""

MANY_SEARCHES = 10
"""After so many searches somebody may want to know what else there is."""


class Tip(str, Enum):
    """The tips, by the names under which they are kept."""

    TEACH = "teach"
    READ = "read"
    COMMANDS = "commands"


class Tips(QObject):
    """Tells tips; one at a time, and none of them twice.

    Parameters
    ----------
    preferences : Preferences
        Know which were told.
    sessions : Sessions
        Tell what goes on.
    parts : WindowParts
        Have the line that tells them.
    keys : callable
        Returns the keys of an action, as the system writes them; a tip about an action without any
        is not told.
    window : QWidget
    """

    def __init__(
        self,
        preferences: Preferences,
        sessions: Sessions,
        parts: WindowParts,
        keys: Callable[[ActionId], str],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._preferences = preferences
        self._teaching = sessions.teaching
        self._parts = parts
        self._keys = keys
        self._told: Tip | None = None
        self._has_looked = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._tell_next)
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), window)
        self._escape.setEnabled(False)
        self._escape.activated.connect(parts.tip.dismiss)
        parts.tip.closed.connect(lambda: self._escape.setEnabled(False))
        parts.field.installEventFilter(self)
        parts.field.textChanged.connect(self._rest.stop)
        parts.results.target_chosen.connect(self._on_looked)
        parts.body.currentChanged.connect(self._on_page_changed)
        sessions.search.answered.connect(self._on_answered)
        sessions.teaching.settled.connect(self._on_taught)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Have Escape close a tip before it clears the search."""
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if is_escape and event.type() == QEvent.Type.KeyPress and self._parts.tip.isVisible():
            self._parts.tip.dismiss()
            return True
        return super().eventFilter(watched, event)

    # -- inside ----------------------------------------------------------------------------------

    def _on_answered(self, answer: Answer) -> None:
        if answer.is_final and answer.results.groups:
            self._rest.start()

    def _on_page_changed(self) -> None:
        """Leave with the documents: there is nothing to do it with any more."""
        if self._parts.body.currentWidget() is not self._parts.panes:
            self._rest.stop()
            self._parts.tip.dismiss()

    def _on_taught(self) -> None:
        self._leave(Tip.TEACH)

    def _on_looked(self) -> None:
        self._has_looked = True
        self._leave(Tip.TEACH)
        self._rest.start()

    def _tell_next(self) -> None:
        """Tell the first tip whose time has come and that was not told."""
        if self._parts.tip.isVisible() or not self._parts.panes.isVisible():
            return
        seen = self._preferences.seen_tips
        for tip in Tip:
            if tip.value not in seen and self._is_time(tip) and (sentence := self._sentence(tip)):
                self._preferences.keep_tip(tip.value)
                self._told = tip
                self._escape.setEnabled(True)
                self._parts.tip.say(sentence)
                return

    def _is_time(self, tip: Tip) -> bool:
        if tip is Tip.TEACH:
            return self._parts.results.has_results and not self._teaching.rows
        if tip is Tip.READ:
            return self._has_looked
        return len(self._preferences.kept_searches) >= MANY_SEARCHES

    def _sentence(self, tip: Tip) -> str:
        """Return a tip with the keys that do it here; empty when there are none."""
        if tip is Tip.TEACH:
            # In the field, letters are letters.
            is_typing = self._parts.field.hasFocus()
            actions = (
                (ActionId.GOOD_MATCH, ActionId.NOT_THIS)
                if is_typing
                else (ActionId.ROW_GOOD, ActionId.ROW_BAD)
            )
            text = tr("Right? Press %1. Not this? %2. Findling learns at once.")
        elif tip is Tip.READ:
            actions = (ActionId.FIND_IN_DOCUMENT, ActionId.FIND_SIMILAR)
            text = tr("%1 finds words in this document, %2 finds passages like this one.")
        else:
            actions = (ActionId.PALETTE,)
            text = tr("%1 lists everything that you can do.")
        keys = [self._keys(action) for action in actions]
        if not all(keys):
            return ""
        for place, key in enumerate(keys, 1):
            text = text.replace(f"%{place}", key)
        return text

    def _leave(self, tip: Tip) -> None:
        """Close a tip that somebody has followed, or gone past."""
        if self._told is tip:
            self._parts.tip.dismiss()
