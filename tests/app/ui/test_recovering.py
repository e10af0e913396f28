# SPDX-License-Identifier: Apache-2.0
"""After a crash the library is checked, and what came of that is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from findling.services.checkup import Checkup, Problem
from findling.ui import recovering as module
from findling.ui.recovering import Recovering

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.app.ui.conftest import Bench


@pytest.fixture
def recovering(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> Recovering:
    monkeypatch.setattr(module, "DELAY_MS", 0)
    return Recovering(bench.sessions.care, bench.parts.message, bench.window)


def test_a_sound_library_is_one_quiet_line(
    bench: Bench, recovering: Recovering, qtbot: QtBot
) -> None:
    recovering.start()
    qtbot.waitUntil(bench.parts.message.isVisible)
    assert bench.parts.message.sentence == (
        "Findling was closed unexpectedly. The library was checked: nothing is lost."
    )


def test_damage_is_named_once_and_a_repair_is_offered(
    bench: Bench, recovering: Recovering, qtbot: QtBot
) -> None:
    damaged = Problem("The text of a document is damaged.", "content 3: gone")
    bench.sessions.care.checked.emit(Checkup(3, 9, (damaged, damaged)))
    message = bench.parts.message
    assert message.sentence.count("The text of a document is damaged.") == 1
    with qtbot.waitSignal(recovering.repair_wanted):
        message.take_offer()
