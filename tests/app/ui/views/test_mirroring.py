# SPDX-License-Identifier: Apache-2.0
"""Rows where text is read from the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt

from findling.ui.models.results import ResultModel
from findling.ui.views.mirroring import mirrored
from findling.ui.views.row_tree import RowTree
from findling.ui.widgets.row_actions import RowActions
from tests.app.ui.builders import make_group, make_results

if TYPE_CHECKING:
    import pytest
    from pytestqt.qtbot import QtBot

    from findling.ui.theme.theme import Theme

LEFT, RIGHT = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft


def make_tree(qtbot: QtBot, theme: Theme, direction: Qt.LayoutDirection) -> RowTree:
    tree = RowTree(theme)
    qtbot.addWidget(tree)
    tree.setLayoutDirection(direction)
    model = ResultModel(tree)
    tree.setModel(model)
    model.show_results(make_results([make_group(1, 3), make_group(2)]))
    tree.resize(420, 400)
    tree.show()
    qtbot.waitExposed(tree)
    return tree


def test_a_part_goes_to_the_other_side_and_back() -> None:
    row, part = QRectF(20, 0, 100, 10), QRectF(25, 2, 30, 5)
    there = mirrored(part, row, is_mirrored=True)
    assert there == QRectF(85, 2, 30, 5)
    assert mirrored(there, row, is_mirrored=True) == part
    assert mirrored(part, row, is_mirrored=False) == part


def test_what_opens_a_document_is_at_the_end_of_its_row(qtbot: QtBot, theme: Theme) -> None:
    for direction in (LEFT, RIGHT):
        tree = make_tree(qtbot, theme, direction)
        row = tree.visualRect(tree.model().index(0, 0))
        at = row.right() - 60 if direction is LEFT else row.left() + 60
        point = row.bottomLeft()
        point.setX(at)
        point.setY(row.bottom() - 18)
        qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=point)
        assert tree.isExpanded(tree.model().index(0, 0)), direction


def test_the_buttons_of_a_row_lie_beside_its_dots(qtbot: QtBot, theme: Theme) -> None:
    for direction in (LEFT, RIGHT):
        tree = make_tree(qtbot, theme, direction)
        actions = RowActions(theme, tree)
        actions.lie_over(tree.model().index(0, 0))
        is_right = actions.geometry().center().x() > tree.viewport().width() / 2
        assert is_right is (direction is LEFT)


def test_a_name_ends_before_the_buttons_over_it(
    qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    rooms: dict[str, float] = {}
    from findling.ui.views import row_style

    usual = row_style.RowStyle.title_line

    def noted(self: row_style.RowStyle, painter: object, rect: QRectF, *rest: object) -> float:
        rooms.setdefault(str(rest[0]), rect.width())
        return usual(self, painter, rect, *rest)  # type: ignore[arg-type]

    tree = make_tree(qtbot, theme, LEFT)
    actions = RowActions(theme, tree)
    actions.lie_over(tree.model().index(0, 0))
    monkeypatch.setattr(row_style.RowStyle, "title_line", noted)
    tree.grab()
    first, second = list(rooms.values())[:2]
    assert first <= second - actions.width()
