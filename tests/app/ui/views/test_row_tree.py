# SPDX-License-Identifier: Apache-2.0
"""Rows are drawn in both themes, and the mouse opens and closes documents."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt

from findling.services.types import DocumentState, LabelChip
from findling.ui import wording
from findling.ui.models.documents import DocumentModel
from findling.ui.models.results import ResultModel
from findling.ui.models.roles import Role
from findling.ui.theme.theme import scaled_font
from findling.ui.theme.tokens import LIGHT, Space, ThemeMode
from findling.ui.views.row_tree import RowTree
from findling.ui.views.snippet_layout import SnippetLayout
from tests.app.ui.builders import make_document, make_group, make_results
from tests.app.ui.recolour import recolour

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication
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


@pytest.fixture
def mirrored(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[RowTree]:
    """The same rows from right to left, in letters twice as large."""
    font = qapp.font()
    qapp.setFont(scaled_font(font, 2))
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    tree = request.getfixturevalue("tree")
    tree.resize(520, 600)
    yield tree
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    qapp.setFont(font)


def test_rows_run_from_the_right(mirrored: RowTree, qtbot: QtBot) -> None:
    first = mirrored.model().index(0, 0)
    row = mirrored.visualRect(first)
    box = mirrored.more_rect(first)
    assert row.left() < box.left() < box.right() < row.center().x()
    mirrored.select_first()
    bar = mirrored.viewport().grab().toImage()
    middle = row.center().y()
    assert bar.pixelColor(row.right() - 1, middle) != bar.pixelColor(row.left() + 1, middle)
    qtbot.mouseClick(mirrored.viewport(), LEFT, pos=box.center().toPoint())
    assert mirrored.isExpanded(first)


@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2])
def test_the_words_that_open_a_document_leave_its_chevron_free(
    mirrored: RowTree, direction: Qt.LayoutDirection
) -> None:
    """Between the last letter and the chevron is a gap that nothing is drawn in."""
    mirrored.setLayoutDirection(direction)
    first = mirrored.model().index(0, 0)
    box = mirrored.more_rect(first).toAlignedRect()
    image = mirrored.viewport().grab().toImage()
    ground = image.pixel(box.left() + 1, box.top() + 1)
    middle = box.center().y()
    lines = range(middle - 12, middle + 12)
    columns = range(box.left(), box.right())
    inked = [x for x in columns if any(image.pixel(x, y) != ground for y in lines)]
    from_end = [x - box.left() for x in inked]
    if direction is Qt.LayoutDirection.LeftToRight:
        from_end = sorted(box.right() - x for x in inked)
    chevron = [x for x in from_end if x <= 12]
    assert chevron
    assert not [x for x in from_end if chevron[-1] < x < chevron[-1] + 4]


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


def test_where_all_are_weak_the_first_document_is_the_current_one(tree: RowTree) -> None:
    model = tree.model()
    assert isinstance(model, ResultModel)
    model.show_results(make_results([make_group(1), make_group(2)], n_weak=2))
    tree.select_first()
    assert tree.currentIndex().data(Role.DOCUMENT).id == 1


@pytest.mark.parametrize("words", [3, 20, 28, 36, 60])
@pytest.mark.parametrize("width", [300, 420, 900])
def test_a_row_is_as_high_as_its_lines_whether_or_not_they_were_set(
    tree: RowTree, words: int, width: int
) -> None:
    model = tree.model()
    assert isinstance(model, ResultModel)
    tree.resize(width, 600)
    group = make_group(1)
    hit = dataclasses.replace(group.hits[0], snippet="tenancy ends 𝄞 " * words, marks=())
    model.show_results(make_results([dataclasses.replace(group, hits=(hit,))]))
    before = tree.rowHeight(model.index(0, 0))
    room = tree.viewport().width() - 2 * Space.L
    lines = SnippetLayout(hit, tree.font(), room, 3, LIGHT)
    others = before - lines.height
    short = dataclasses.replace(hit, snippet="one line")
    model.show_results(make_results([dataclasses.replace(group, hits=(short,))]))
    one = SnippetLayout(short, tree.font(), room, 3, LIGHT)
    assert tree.rowHeight(model.index(0, 0)) - one.height == others


def test_a_name_ends_before_what_lies_over_its_row(tree: RowTree) -> None:
    rect = tree.visualRect(tree.model().index(0, 0))
    name = QRect(rect.left() + 40, rect.top() + 8, rect.width() - 140, 20)

    def free() -> int:
        """Return how much of the line is bare, from the dots leftwards."""
        image = tree.viewport().grab(name).toImage()
        bare = image.pixel(image.width() - 1, 0)
        columns = range(image.width() - 1, -1, -1)
        rows = range(image.height())
        is_bare = (all(image.pixel(x, y) == bare for y in rows) for x in columns)
        return next((n for n, one in enumerate(is_bare) if not one), image.width())

    long = "a name that is far too long for one line of a row that is not wide.txt"
    group = make_group(1)
    document = dataclasses.replace(group.document, path=Path("/papers") / long)
    model = tree.model()
    assert isinstance(model, ResultModel)
    model.show_results(make_results([dataclasses.replace(group, document=document)]))
    before = free()
    tree.cover(model.index(0, 0), 60)
    assert free() >= before + 40
    tree.cover(QModelIndex(), 0)
    assert free() == before
