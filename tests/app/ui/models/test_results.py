# SPDX-License-Identifier: Apache-2.0
"""Results as a tree: what rows there are, and what they say to a screen reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from findling.services.arranging import Arrangement, arrange
from findling.ui.models.results import ResultModel
from findling.ui.models.roles import Role, RowKind
from tests.app.ui.builders import make_group, make_results

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def kinds(model: ResultModel) -> list[RowKind]:
    return [model.index(row, 0).data(Role.KIND) for row in range(model.rowCount())]


def watched(model: ResultModel) -> QAbstractItemModelTester:
    return QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)


def test_qt_finds_the_model_sound(qtbot: QtBot) -> None:
    model = ResultModel()
    tester = watched(model)
    model.show_results(make_results([make_group(1, 3), make_group(2), make_group(3)], n_weak=1))
    model.toggle_weak()
    model.toggle_weak()
    model.show_results(make_results([make_group(4, 2)]))
    each = [make_group(1, 3), make_group(2, 2)]
    model.show_results(arrange(make_results(each), Arrangement(is_grouped=False)))
    model.clear()
    assert tester.model() is model


def test_a_document_has_its_best_passage_and_the_others_below() -> None:
    model = ResultModel()
    model.show_results(make_results([make_group(1, 3), make_group(2)]))
    first, second = model.index(0, 0), model.index(1, 0)
    assert first.data(Role.HIT).passage_id == 10
    below = [model.index(row, 0, first) for row in range(model.rowCount(first))]
    assert [index.data(Role.HIT).passage_id for index in below] == [11, 12]
    assert [index.parent() for index in below] == [first, first]
    assert not model.hasChildren(second)


def test_more_than_three_passages_are_not_listed() -> None:
    model = ResultModel()
    model.show_results(make_results([make_group(1, 5)]))
    assert model.rowCount(model.index(0, 0)) == 2


def test_weak_documents_wait_behind_a_line() -> None:
    model = ResultModel()
    model.show_results(make_results([make_group(1), make_group(2), make_group(3)], n_weak=2))
    assert kinds(model) == [RowKind.GROUP, RowKind.WEAK]
    assert model.index(1, 0).data() == "Show 2 weaker matches"
    model.toggle_weak()
    assert kinds(model) == [RowKind.GROUP, RowKind.WEAK, RowKind.GROUP, RowKind.GROUP]
    assert model.index(1, 0).data() == "Hide weaker matches"


def test_weak_documents_are_shown_when_there_are_no_others() -> None:
    model = ResultModel()
    model.show_results(make_results([make_group(1)], n_weak=1))
    assert kinds(model) == [RowKind.WEAK, RowKind.GROUP]


def test_documents_and_passages_are_found_again() -> None:
    model = ResultModel()
    model.show_results(make_results([make_group(1, 3), make_group(2)]))
    assert model.find(2).row() == 1
    assert model.find_passage(12) == model.index(1, 0, model.index(0, 0))
    assert not model.find(99).isValid()
    assert model.find_passage(99) == QModelIndex()


def test_a_row_says_in_a_sentence_what_it_is() -> None:
    model = ResultModel()
    model.show_results(make_results([make_group(1, strength=4), make_group(2)]))
    row = model.index(0, 0)
    assert row.data(Qt.ItemDataRole.AccessibleTextRole) == "paper-1.txt"
    spoken = row.data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert spoken.startswith("paper-1.txt, strong match, word “tenant”")
    assert spoken.endswith("1 of 2")
    assert "0.800" in row.data(Qt.ItemDataRole.ToolTipRole)
