# SPDX-License-Identifier: Apache-2.0
"""After a crash: reads all of the library in the background and says whether it is sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from findling.errors import AppError
from findling.ui.i18n.texts import tr
from findling.ui.sentences import told

if TYPE_CHECKING:
    from findling.services.checkup import Checkup
    from findling.ui.sessions.care import CareSession
    from findling.ui.widgets.message_bar import MessageBar

DELAY_MS = 1500
"""The window comes up first."""


class Recovering(QObject):
    """Has the library checked once, and tells what came of it.

    Parameters
    ----------
    session : CareSession
        Checks.
    message : MessageBar
        Tells.

    Signals
    -------
    repair_wanted
        What is wrong shall be put right.
    """

    repair_wanted = Signal()

    def __init__(self, session: CareSession, message: MessageBar, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._message = message
        session.checked.connect(self._on_checked)

    def start(self) -> None:
        """Have the library checked, soon."""
        QTimer.singleShot(DELAY_MS, self, self._session.check)

    def _on_checked(self, found: Checkup) -> None:
        if not found.problems:
            said = tr("Findling was closed unexpectedly. The library was checked: nothing is lost.")
            self._message.show_done(said, can_undo=False)
            return
        wrong = " ".join(dict.fromkeys(told(one.sentence) for one in found.problems))
        said = tr(
            "Findling was closed unexpectedly. %1 Your documents are as they were, and what was "
            "read can be repaired."
        )
        details = "\n".join(f"{one.sentence} {one.detail}" for one in found.problems[:20])
        self._message.show_error(AppError(said.replace("%1", wrong), details))
        self._message.offer(tr("Repair"), self.repair_wanted.emit)
