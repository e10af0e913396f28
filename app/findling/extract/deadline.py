# SPDX-License-Identifier: Apache-2.0
"""A time limit on pure Python code whose result can be done without."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType, TracebackType


class DeadlineError(BaseException):
    """The time is over.

    Not an `Exception`, so that a parser's broad ``except`` clauses cannot swallow it.
    """


class Deadline:
    """Raise `DeadlineError` inside the block when it takes too long.

    Works on the main thread of systems with interval timers (all but Windows). Elsewhere it does
    nothing, and the time limit of the process is the only one.

    Parameters
    ----------
    seconds : float
        Time allowed.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._works = (
            hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
        )

    def __enter__(self) -> None:
        """Start the clock."""
        if self._works:
            self._previous = signal.signal(signal.SIGALRM, _on_alarm)
            signal.setitimer(signal.ITIMER_REAL, self._seconds)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the clock."""
        if self._works:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, self._previous)


def _on_alarm(_signal: int, _frame: FrameType | None) -> None:
    raise DeadlineError
