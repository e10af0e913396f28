# SPDX-License-Identifier: Apache-2.0
"""A page with buttons says all their words where there is room, however narrow its text is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from findling.ui.theme.icons import IconName
from findling.ui.theme.theme import dress
from findling.ui.widgets.state_page import StatePage

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from findling.ui.theme.theme import Theme

WORDS = ("Search by meaning too", "Clear the search", "Teach what this means…")


@pytest.mark.parametrize("width", [300, 420, 500, 560, 640, 1000])
def test_buttons_are_as_wide_as_their_words(theme: Theme, qtbot: QtBot, width: int) -> None:
    pane = QWidget()  # a pane may be narrower than its page would like
    qtbot.addWidget(pane)
    dress(pane)
    page = StatePage(theme, pane)
    page.say(IconName.SEARCH, "Nothing found", "A sentence.", tuple((w, list) for w in WORDS))
    page.setGeometry(0, 0, width, 500)
    pane.show()
    qtbot.wait(20)
    buttons = [one for one in page.findChildren(QPushButton) if one.isVisible()]
    assert [one.text() for one in buttons] == list(WORDS)
    for button in buttons:
        assert button.width() >= button.sizeHint().width()
        assert page.rect().contains(button.geometry())
