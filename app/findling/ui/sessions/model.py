# SPDX-License-Identifier: Apache-2.0
"""What was learned, as the window knows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from findling.services.model_facts import ModelFacts
    from findling.ui.job_bridge import JobBridge
    from findling.ui.sessions.work import WorkSession


class ModelSession(QObject):
    """Asks for facts off the window's thread, and passes the wish to learn on.

    Parameters
    ----------
    facts : callable
        Returns the facts; is only called off the window's thread.
    work : WorkSession
        Tells how far learning is, and takes the wish.
    bridge : JobBridge
        Where that is called.

    Signals
    -------
    ready : ModelFacts
    working : WorkStatus
    failed : AppError
    """

    ready = Signal(object)
    working = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        facts: Callable[[], ModelFacts],
        work: WorkSession,
        bridge: JobBridge,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._facts = facts
        self._work = work
        self._bridge = bridge

    def look(self) -> None:
        """Ask for the facts."""
        self._bridge.run(lambda _: self._facts(), self.ready.emit, self.failed.emit, latest="model")
        self.working.emit(self._work.status)

    def learn(self) -> None:
        """Have it learned anew."""
        self._work.learn()
        self.look()
