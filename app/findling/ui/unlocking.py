# SPDX-License-Identifier: Apache-2.0
"""Unlocks documents that need a password, from the list of what needs attention."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from findling.services.passwords import is_locked
from findling.ui.i18n.texts import tr
from findling.ui.views.unlock_panel import UnlockPanel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from findling.services.types import DocumentRow
    from findling.ui.sessions.work import WorkSession
    from findling.ui.views.result_pane import ResultPane
    from findling.ui.widgets.message_bar import MessageBar


class Unlocking(QObject):
    """Offers a button while a locked document is the current row, and asks for its password.

    Parameters
    ----------
    work : WorkSession
        Tries passwords; where one does not fit, it is troubled.
    results : ResultPane
        Its head has the button.
    message : MessageBar
        Says where a password does not fit.
    window : QWidget

    Attributes
    ----------
    button : QPushButton
        In sight only where it can do something.
    panel : UnlockPanel
    """

    def __init__(
        self, work: WorkSession, results: ResultPane, message: MessageBar, window: QWidget
    ) -> None:
        super().__init__(window)
        self._message = message
        self._work = work
        self._results = results
        self._asked: DocumentRow | None = None
        self.panel = UnlockPanel(window)
        self.panel.accepted.connect(self._on_accepted)
        self.button = results.head.add_button(tr("Unlock…"), self._ask)
        results.target_changed.connect(self._on_target_changed)

    def _locked(self) -> DocumentRow | None:
        target = self._results.target
        return target.document if target is not None and is_locked(target.document) else None

    def _on_target_changed(self) -> None:
        self.button.setVisible(self._locked() is not None)

    def _ask(self) -> None:
        self._asked = self._locked()
        if self._asked is not None:
            self.panel.ask(self._asked.name)

    def _on_accepted(self) -> None:
        """Give the password on; the panel forgets it right after."""
        if self._asked is not None and self.panel.field.text():
            self._message.hide()  # that the one before did not fit
            self._work.unlock(self._asked.id, self.panel.field.text())
        self._asked = None
