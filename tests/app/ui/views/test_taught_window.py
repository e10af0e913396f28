# SPDX-License-Identifier: Apache-2.0
"""The list of what was taught: search, switch, delete, undo, export."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from findling.ui.views.taught_window import TaughtWindow
    from tests.app.ui.conftest import Bench


@pytest.fixture
def taught(bench: Bench, qtbot: QtBot) -> TaughtWindow:
    """The list with three teachings."""
    window = bench.teaching.taught
    bench.worker.judge("who pays", 10, good=True)
    bench.worker.judge("nda end", 20, good=False)
    bench.worker.associate("car", "vehicle")
    bench.teaching.show_taught()
    qtbot.waitUntil(lambda: window.model.rowCount() == 3)
    return window


def texts(model: QAbstractItemModel) -> list[str]:
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_each_teaching_is_a_sentence_newest_first(taught: TaughtWindow) -> None:
    assert texts(taught.model) == [
        "“car” means “vehicle”",
        "For “nda end”: paper-2.txt is not right",
        "For “who pays”: paper-1.txt is right",
    ]


def test_the_field_leaves_what_has_its_words(taught: TaughtWindow) -> None:
    taught.field.setText("NDA")
    assert texts(taught.view.model()) == ["For “nda end”: paper-2.txt is not right"]
    taught.field.setText("zebra")
    assert taught.page.isVisible()
    assert taught.page.heading == "Nothing taught has these words"


def test_a_box_switches_a_teaching_off(taught: TaughtWindow, bench: Bench, qtbot: QtBot) -> None:
    box = taught.model.index(2, 0)
    unchecked, role = Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole
    assert taught.model.setData(box, unchecked.value, role)
    qtbot.waitUntil(lambda: taught.model.index(2, 0).data(role) == unchecked)
    assert [row.enabled for row in bench.lessons.rows] == [False, True, True]


def test_deleting_can_be_undone(taught: TaughtWindow, qtbot: QtBot) -> None:
    taught.view.selectRow(0)
    taught.delete.click()
    qtbot.waitUntil(lambda: taught.model.rowCount() == 2)
    assert taught.message.sentence == "1 teaching deleted."
    taught.message.undo_wanted.emit()
    qtbot.waitUntil(lambda: "“car” means “vehicle”" in texts(taught.model))


def test_a_deleted_one_that_was_off_comes_back_off(
    taught: TaughtWindow, bench: Bench, qtbot: QtBot
) -> None:
    session = bench.sessions.teaching
    session.set_enabled(session.rows[0], enabled=False)
    qtbot.waitUntil(lambda: not session.rows[0].enabled)
    session.forget(session.rows[0])
    qtbot.waitUntil(lambda: len(session.rows) == 2)
    session.undo()
    qtbot.waitUntil(lambda: [row.enabled for row in session.rows] == [True, True, False])


def test_an_export_holds_all(taught: TaughtWindow, tmp_path: Path) -> None:
    taught.export_to(tmp_path / "taught.json")
    rows = json.loads((tmp_path / "taught.json").read_text(encoding="utf-8"))
    assert [(row["kind"], row["query"], row["meaning"]) for row in rows] == [
        ("good", "who pays", ""),
        ("bad", "nda end", ""),
        ("means", "car", "vehicle"),
    ]


def test_an_export_that_fails_says_so(taught: TaughtWindow, tmp_path: Path) -> None:
    taught.export_to(tmp_path / "missing" / "taught.json")
    assert taught.message.sentence.startswith("taught.json could not be written: ")


def test_an_empty_list_says_how_to_teach(bench: Bench) -> None:
    bench.teaching.show_taught()
    page = bench.teaching.taught.page
    assert page.isVisible()
    assert page.heading == "Nothing taught yet"
    assert not bench.teaching.taught.export.isEnabled()


def test_a_narrow_list_keeps_the_sentence_and_the_effect(taught: TaughtWindow) -> None:
    def shown() -> list[bool]:
        return [not taught.view.isColumnHidden(column) for column in range(4)]

    letter = taught.view.fontMetrics().averageCharWidth()
    for letters, wanted in ((130, [True] * 4), (100, [True, False, True, True])):
        taught.resize(letters * letter, 400)
        assert shown() == wanted
    taught.resize(70 * letter, 400)
    assert shown() == [True, False, True, False]
