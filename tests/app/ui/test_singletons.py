# SPDX-License-Identifier: Apache-2.0
"""Signals and calls of Qt must not use up Python's own values."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal

from findling.ui.singletons import protect_singletons

MANY = 20_000
"""More than the references that ``True`` has in a fresh process."""


class Speaker(QObject):
    spoken = Signal(int)


def test_a_process_outlives_many_signals(qapp: object) -> None:
    speaker = Speaker()
    for number in range(MANY):
        speaker.spoken.emit(number)
        speaker.setObjectName("speaker")
    assert speaker.objectName() == "speaker"


def test_protecting_twice_changes_nothing() -> None:
    before = sys.getrefcount(True)
    protect_singletons()
    assert abs(sys.getrefcount(True) - before) < 1000
