# SPDX-License-Identifier: Apache-2.0
"""Teach in the real window with a real worker: the ranking changes; undo restores it exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest

from findling.ui.composition import Composition
from findling.ui.models.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from findling.ui.main_window import MainWindow


_WAIT_MS = 30_000


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The window on a library of eight letters."""
    letters = tmp_path / "letters"
    letters.mkdir()
    for number in range(8):
        text = f"Letter {number}. " + "The tenant pays the rent. " * (number + 1)
        (letters / f"letter-{number}.txt").write_text(text + "Signed in the town hall.")
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    with Composition(qapp, tmp_path / "library", settings) as composition:
        composition.window.show()
        composition.window.sessions.work.add([letters])
        qtbot.waitUntil(lambda: composition.library.status().read == 8, timeout=_WAIT_MS)
        qtbot.waitUntil(composition.window.parts.field.isEnabled, timeout=_WAIT_MS)
        yield composition.window


def ranking(window: MainWindow) -> list[tuple[int, float]]:
    """Return documents and scores as the list shows them."""
    model = window.parts.results.tree.model()
    groups = (model.index(row, 0).data(Role.GROUP) for row in range(model.rowCount()))
    return [(group.document.id, group.hits[0].score) for group in groups if group is not None]


def test_a_taught_ranking_is_undone_exactly(window: MainWindow, qtbot: QtBot) -> None:
    results, message = window.parts.results, window.parts.message
    QTest.keyClicks(window.parts.field, "who pays the rent")
    qtbot.waitUntil(lambda: len(ranking(window)) == 8, timeout=_WAIT_MS)
    before = ranking(window)
    results.tree.select(results.tree.model().index(5, 0))
    window.teaching.judge(True)
    qtbot.waitUntil(lambda: "to 1st" in message.sentence, timeout=_WAIT_MS)
    assert message.sentence == "Learned. Moved from 6th to 1st."
    assert ranking(window)[0][0] == before[5][0]
    assert [key for key, _ in ranking(window)[1:]] == [k for k, _ in before if k != before[5][0]]
    message.undo_wanted.emit()
    qtbot.waitUntil(lambda: message.sentence == "Undone. Moved from 1st to 6th.", timeout=_WAIT_MS)
    assert ranking(window) == before
