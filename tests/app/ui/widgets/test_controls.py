# SPDX-License-Identifier: Apache-2.0
"""Ticks in rows, drawings beside words, and the side of a menu's arrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView, QPushButton, QToolButton

from findling.ui.theme.icons import IconName, icon, put_beside
from findling.ui.theme.theme import dress
from findling.ui.theme.tokens import ThemeMode
from findling.ui.widgets.controls import TickDelegate
from findling.ui.widgets.menu_side import MenuSide
from tests.app.ui.recolour import recolour

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from findling.ui.theme.theme import Theme

MODES = [ThemeMode.LIGHT, ThemeMode.DARK, ThemeMode.CONTRAST]
STATES = [Qt.CheckState.Checked, Qt.CheckState.PartiallyChecked, Qt.CheckState.Unchecked]


@pytest.mark.parametrize("mode", MODES)
def test_ticks_of_rows_look_different_and_can_be_seen(
    mode: ThemeMode, theme: Theme, qtbot: QtBot
) -> None:
    view, model = QListView(), QStandardItemModel()
    qtbot.addWidget(view)
    dress(view)
    recolour(theme, mode, qtbot)
    for state in STATES:
        item = QStandardItem("")
        item.setCheckState(state)
        model.appendRow(item)
    view.setModel(model)
    view.setItemDelegate(TickDelegate(view))
    view.resize(200, 120)
    view.show()
    qtbot.waitExposed(view)
    rows = [view.visualRect(model.index(row, 0)) for row in range(len(STATES))]
    boxes = [view.viewport().grab(rect).toImage() for rect in rows]
    assert len({bytes(box.constBits()) for box in boxes}) == len(STATES)
    for box in boxes:
        assert len({box.pixel(x, box.height() // 2) for x in range(40)}) > 1  # its border


def test_a_drawing_beside_words_has_air_on_both_sides(qtbot: QtBot, theme: Theme) -> None:
    button = QPushButton("Words")
    qtbot.addWidget(button)
    put_beside(button, icon(IconName.FOLDER, theme.colors.text))
    picture = button.icon().pixmap(button.iconSize(), 1.0).toImage()
    assert (picture.width(), picture.height()) == (24, 16)
    inked = [x for x in range(24) if any(picture.pixelColor(x, y).alpha() for y in range(16))]
    assert inked[0] >= 4
    assert inked[-1] < 20


def test_the_room_for_an_arrow_is_where_the_arrow_is(qtbot: QtBot) -> None:
    button = QToolButton()
    qtbot.addWidget(button)
    MenuSide(button, "menu")
    assert button.property("look") == "menu"
    button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert button.property("look") == "menu-left"
