# SPDX-License-Identifier: Apache-2.0
"""Rows are drawn in both themes, and the mouse opens and closes documents."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt

from findling.services.types import DocumentState, LabelChip
from findling.ui import wording
from findling.ui.models.documents import DocumentModel
from findling.ui.models.results import ResultModel
from findling.ui.theme.tokens import ThemeMode
from findling.ui.views.row_tree import RowTree
from tests.app.ui.builders import make_document, make_group, make_results
from tests.app.ui.recolour import recolour

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from findling.ui.theme.theme import Theme

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def tree(qtbot: QtBot, theme: Theme) -> RowTree:
    tree = RowTree(theme)
    qtbot.addWidget(tree)
    model = ResultModel(tree)
    tree.setModel(model)
    model.show_results(make_results([make_group(1, 3), make_group(2), make_group(3)], n_weak=1))
    tree.resize(420, 600)
    tree.show()
    qtbot.waitExposed(tree)
    return tree


def link_of(tree: RowTree) -> QPoint:
    rect = tree.visualRect(tree.model().index(0, 0))
    return QPoint(rect.right() - 60, rect.bottom() - 18)


@pytest.mark.parametrize("mode", [ThemeMode.LIGHT, ThemeMode.DARK])
def test_every_kind_of_row_leaves_ink(
    tree: RowTree, theme: Theme, mode: ThemeMode, qtbot: QtBot
) -> None:
    recolour(theme, mode, qtbot)
    tree.expandAll()
    tree.select_first()
    image = tree.grab().toImage()
    inks = {image.pixel(x, y) for x in range(0, 420, 3) for y in range(0, 600, 3)}
    assert len(inks) > 20


def test_a_click_on_more_opens_and_closes(tree: RowTree, qtbot: QtBot) -> None:
    first = tree.model().index(0, 0)
    for is_open in (True, False):
        qtbot.mouseClick(tree.viewport(), LEFT, pos=link_of(tree))
        assert tree.isExpanded(first) is is_open


def test_a_click_elsewhere_only_chooses(tree: RowTree, qtbot: QtBot) -> None:
    first = tree.model().index(0, 0)
    qtbot.mouseClick(tree.viewport(), LEFT, pos=tree.visualRect(first).topLeft() + QPoint(80, 20))
    assert tree.currentIndex() == first
    assert not tree.isExpanded(first)


def test_the_line_before_weak_matches_can_be_clicked(tree: RowTree, qtbot: QtBot) -> None:
    line = tree.model().index(2, 0)
    with qtbot.waitSignal(tree.weak_toggled):
        qtbot.mouseClick(tree.viewport(), LEFT, pos=tree.visualRect(line).center())


def test_a_double_click_shows(tree: RowTree, qtbot: QtBot) -> None:
    second = tree.model().index(1, 0)
    with qtbot.waitSignal(tree.row_chosen):
        qtbot.mouseDClick(tree.viewport(), LEFT, pos=tree.visualRect(second).center())


def test_rows_grow_where_the_view_is_narrow(tree: RowTree, qtbot: QtBot) -> None:
    first = tree.model().index(0, 0)
    wide = tree.visualRect(first).height()
    tree.resize(220, 600)
    qtbot.waitUntil(lambda: tree.visualRect(first).height() > wide)


def test_thousands_of_documents_are_laid_out_at_once(qtbot: QtBot, theme: Theme) -> None:
    tree = RowTree(theme)
    qtbot.addWidget(tree)
    tree.setUniformRowHeights(True)
    model = DocumentModel(tree)
    tree.setModel(model)
    tree.show()
    state = DocumentState.FAILED
    model.show_documents([make_document(n, state=state, reason="Damaged.") for n in range(2000)])
    tree.select(model.index(1999, 0))
    assert tree.visualRect(model.index(1999, 0)).isValid()


def test_labels_stand_before_the_place_and_the_sure_ones_have_a_whole_frame(
    qtbot: QtBot, theme: Theme
) -> None:
    pictures: list[bytes] = []
    for labels in ((), ((LabelChip("Invoice", is_confirmed=True)),), (*_MANY_LABELS,)):
        view = RowTree(theme)
        qtbot.addWidget(view)
        view.resize(360, 200)
        model = ResultModel(view)
        view.setModel(model)
        group = dataclasses.replace(make_group(1), labels=labels)
        model.show_results(make_results([group]))
        pictures.append(bytes(view.grab().toImage().constBits()))
        spoken = model.index(0, 0).data(Qt.ItemDataRole.AccessibleDescriptionRole)
        for chip in labels:
            assert wording.label_chip(chip) in spoken
    assert len(set(pictures)) == 3


_MANY_LABELS = tuple(LabelChip(f"A long name of label {i}", is_confirmed=False) for i in range(5))
