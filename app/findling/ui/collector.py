# SPDX-License-Identifier: Apache-2.0
"""Has Python's cyclic garbage collected on the window's thread, and on no other."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_INTERVAL_MS = 1000


class MainThreadCollector(QObject):
    """Takes the collector's work over from whichever thread happens to allocate.

    Python collects on the thread that passes a threshold. Where that is a lane and the garbage
    holds objects of Qt, such as a window that was closed, they are deleted on a thread that is not
    theirs, and the process dies.

    Parameters
    ----------
    parent : QObject
        Qt's owner; on the window's thread.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._was_enabled = gc.isenabled()
        gc.disable()
        gc.freeze()  # modules stay: looking through them each time would hold up the window
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect_due)
        self._timer.start(_INTERVAL_MS)

    def collect_due(self) -> None:
        """Collect the generations whose thresholds have been passed, as Python would."""
        for generation, threshold in enumerate(gc.get_threshold()):
            if threshold == 0 or gc.get_count()[generation] <= threshold:
                return
            gc.collect(generation)

    def close(self) -> None:
        """Give the work back."""
        self._timer.stop()
        gc.unfreeze()
        if self._was_enabled:
            gc.enable()
