# SPDX-License-Identifier: Apache-2.0
"""Hears of errors that nobody caught, on any thread, and has the window tell of them."""

from __future__ import annotations

import logging
import sys
import threading
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from findling.services.troubles import TroubleHandler

if TYPE_CHECKING:
    from types import TracebackType

    from findling.services.troubles import Troubles

PAUSE_SECONDS = 10.0
"""An error while painting comes sixty times a second; it is told once in this time."""


class Alarm(QObject):
    """Keeps errors and tells of them; what was told before, such as on stderr, still is.

    Qt's slots and overridden methods end in `sys.excepthook` too.

    Parameters
    ----------
    troubles : Troubles
        Keeps them.

    Attributes
    ----------
    troubles : Troubles

    Signals
    -------
    raised : Trouble
        On the window's thread; not more often than each `PAUSE_SECONDS`.
    """

    raised = Signal(object)
    _came = Signal(object)

    def __init__(self, troubles: Troubles, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.troubles = troubles
        self._handler = TroubleHandler(troubles)
        self._before = sys.excepthook
        self._before_in_threads = threading.excepthook
        self._is_on = False
        self._last = -PAUSE_SECONDS
        self._lock = threading.Lock()
        self._came.connect(self.raised, Qt.ConnectionType.QueuedConnection)

    def turn_on(self) -> None:
        """Hear of errors from now on."""
        if self._is_on:
            return
        self._is_on = True
        self._before, self._before_in_threads = sys.excepthook, threading.excepthook
        sys.excepthook = self._on_error
        threading.excepthook = self._on_error_in_thread
        logging.getLogger("findling").addHandler(self._handler)

    def turn_off(self) -> None:
        """Leave errors to those who heard of them before; safe to call twice."""
        if not self._is_on:
            return
        self._is_on = False
        sys.excepthook, threading.excepthook = self._before, self._before_in_threads
        logging.getLogger("findling").removeHandler(self._handler)

    def _on_error(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        self._before(kind, error, trace)
        self._keep(error, threading.current_thread().name)

    def _on_error_in_thread(self, args: threading.ExceptHookArgs) -> None:
        self._before_in_threads(args)
        if args.exc_value is not None:
            self._keep(args.exc_value, args.thread.name if args.thread else "thread")

    def _keep(self, error: BaseException, where: str) -> None:
        if not isinstance(error, Exception):  # an interrupt and an exit are no errors
            return
        trouble = self.troubles.add(error, where)
        with self._lock:
            now = time.monotonic()
            if now - self._last < PAUSE_SECONDS:
                return
            self._last = now
        self._came.emit(trouble)
