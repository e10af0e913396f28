# SPDX-License-Identifier: Apache-2.0
"""What guards a window while it is open: a note of its presence, the alarm, a proper end."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from findling.services.presence import Presence
from findling.ui.recovering import Recovering

if TYPE_CHECKING:
    from collections.abc import Generator

    from findling.services.troubles import Trouble
    from findling.ui.alarm import Alarm
    from findling.ui.composition import Composition


_ENDS = ("SIGINT", "SIGTERM", "SIGHUP")
"""How a system asks a program to end, where it has such a way."""


@contextmanager
def guarded(composition: Composition, alarm: Alarm) -> Generator[None]:
    """Guard a window for the length of a block.

    Parameters
    ----------
    composition : Composition
        Has the window, which may be made anew meanwhile.
    alarm : Alarm
        Tells of errors.
    """

    def tell(trouble: Trouble) -> None:
        composition.window.reporting.tell(trouble)

    presence = Presence(composition.library.path)
    if presence.begin():
        window = composition.window
        recovering = Recovering(window.sessions.care, window.parts.message, window)
        recovering.repair_wanted.connect(composition.repair)
        recovering.start()
    alarm.raised.connect(tell)
    try:
        with _ended_by_signals():
            yield
    finally:
        alarm.raised.disconnect(tell)
        presence.end()


@contextmanager
def _ended_by_signals() -> Generator[None]:
    """Have a signal end the application as the user would, so that nothing looks like a crash.

    Python gets to see a signal when it runs next, which `MainThreadCollector` sees to.
    """
    numbers = [getattr(signal, name) for name in _ENDS if hasattr(signal, name)]
    before = {n: signal.signal(n, lambda *_: QApplication.quit()) for n in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
