# SPDX-License-Identifier: Apache-2.0
"""Files are dropped anywhere on the window; it says beforehand what will happen."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.app.ui.conftest import Bench

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
LINK = Qt.DropAction.LinkAction


def carried(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def enter(bench: Bench, data: QMimeData) -> QDragEnterEvent:
    with warnings.catch_warnings():  # PySide6 calls its only constructor deprecated
        warnings.simplefilter("ignore", DeprecationWarning)
        event = QDragEnterEvent(QPoint(50, 50), LINK, data, LEFT, NONE)
    QApplication.sendEvent(bench.window, event)
    return event


def test_the_overlay_says_what_letting_go_will_do(
    bench: Bench, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    for number in range(14):
        (folder / f"{number}.txt").touch()
    assert enter(bench, carried(folder)).isAccepted()
    overlay = bench.parts.overlay
    assert overlay.isVisible()
    assert overlay.size() == bench.window.size()
    said = "Add 1 folder with 14 files, index where they are"
    qtbot.waitUntil(lambda: overlay.heading == said)


def test_dropping_adds_and_uncovers(bench: Bench, tmp_path: Path) -> None:
    data = carried(tmp_path)
    enter(bench, data)
    QApplication.sendEvent(bench.window, QDropEvent(QPointF(50, 50), LINK, data, LEFT, NONE))
    assert bench.worker.commands == [("add", [tmp_path])]
    assert not bench.parts.overlay.isVisible()


def test_leaving_adds_nothing(bench: Bench, tmp_path: Path) -> None:
    enter(bench, carried(tmp_path))
    QApplication.sendEvent(bench.window, QDragLeaveEvent())
    assert not bench.parts.overlay.isVisible()
    assert bench.worker.commands == []


def test_text_is_not_taken(bench: Bench) -> None:
    data = QMimeData()
    data.setText("not a file")
    assert not enter(bench, data).isAccepted()
    assert not bench.parts.overlay.isVisible()


def test_the_search_field_leaves_files_to_the_window(bench: Bench) -> None:
    assert not bench.parts.field.acceptDrops()


def test_files_chosen_in_the_dialog_are_added(bench: Bench, qtbot: QtBot, tmp_path: Path) -> None:
    bench.menu_action("Add f&older…").trigger()
    qtbot.waitUntil(lambda: bool(bench.window.findChildren(QFileDialog)))
    dialog = bench.window.findChildren(QFileDialog)[0]
    dialog.filesSelected.emit([str(tmp_path)])
    dialog.reject()
    assert bench.worker.commands == [("add", [tmp_path])]
