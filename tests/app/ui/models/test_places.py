# SPDX-License-Identifier: Apache-2.0
"""The rows of the library pane change without losing what is chosen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from findling.services.types import SourceRow
from findling.ui.models.places import Place, PlaceKind, PlaceModel

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def source(number: int, *, missing: bool = False) -> SourceRow:
    return SourceRow(number, Path(f"/home/ada/{number}"), True, missing, 10 * number)


def places(model: PlaceModel) -> list[Place | None]:
    return [model.place(model.index(row, 0)) for row in range(model.rowCount())]


def labels(model: PlaceModel) -> list[str]:
    return [place.label for place in places(model) if place is not None]


def test_qt_finds_the_model_sound(qtbot: QtBot) -> None:
    model = PlaceModel()
    mode = QAbstractItemModelTester.FailureReportingMode.Warning
    tester = QAbstractItemModelTester(model, mode)
    model.show_library([source(1), source(2)], 30, 1)
    model.show_library([source(2), source(3)], 50, 0)
    model.show_library([source(3), source(2)], 50, 2)
    model.show_library([], 0, 0)
    assert tester.model() is model


def test_attention_comes_only_when_it_is_needed() -> None:
    model = PlaceModel()
    model.show_library([source(1)], 10, 0)
    assert labels(model) == ["All documents", "Folders and files", "1"]
    model.show_library([source(1)], 10, 3)
    assert labels(model) == ["All documents", "Needs attention", "Folders and files", "1"]


def test_a_chosen_folder_stays_chosen_while_others_come_and_go() -> None:
    model = PlaceModel()
    model.show_library([source(2)], 20, 0)
    chosen = QPersistentModelIndex(model.index(2, 0))
    model.show_library([source(1), source(2)], 30, 4)
    place = model.place(chosen)
    assert place is not None
    assert place.source == source(2)


def test_a_heading_cannot_be_chosen() -> None:
    model = PlaceModel()
    model.show_library([source(1)], 10, 0)
    heading = model.find(PlaceKind.HEADING)
    assert not model.flags(heading) & Qt.ItemFlag.ItemIsSelectable


def test_a_drive_that_is_not_connected_says_so() -> None:
    model = PlaceModel()
    model.show_library([source(1, missing=True)], 10, 0)
    row = model.find(PlaceKind.SOURCE)
    assert "not connected" in row.data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert "can still be found" in row.data(Qt.ItemDataRole.ToolTipRole)
