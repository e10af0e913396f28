# SPDX-License-Identifier: Apache-2.0
"""No text is cut off and none lies over another: both languages, large text, right to left."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea

from findling.errors import AppError
from findling.services.types import DocumentState
from findling.ui.actions.ids import ActionId
from findling.ui.models.places import PlaceKind
from tests.app.ui.builders import make_document
from tests.app.ui.geometry import faults
from tests.app.ui.screens import taught

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from tests.app.ui.conftest import Bench


@pytest.fixture
def wide(way: None, bench: Bench) -> Bench:
    bench.window.resize(1100, 760)
    return bench


def holds(window: QWidget, qtbot: QtBot) -> None:
    """Say what does not fit."""
    qtbot.wait(30)
    assert faults(window) == []


def test_the_first_page(way: None, empty: Bench, qtbot: QtBot) -> None:
    empty.window.resize(1000, 700)
    holds(empty.window, qtbot)


@pytest.mark.parametrize("size", [(1000, 650), (720, 480)])
def test_the_first_page_below_a_tall_message(
    way: None, empty: Bench, size: tuple[int, int], qtbot: QtBot
) -> None:
    """What has no room is reached by scrolling; nothing is squeezed."""
    empty.window.resize(*size)
    page = empty.parts.welcome
    page.show_offer([Path("/home/anna") / name for name in ("Documents", "Downloads", "Desktop")])
    sentence = "The list of your folders cannot be backed up. " * 2
    empty.parts.message.show_error(AppError(sentence, "details", "Check the disk."))
    qtbot.wait(50)
    bar = page.findChildren(QScrollArea)[0].verticalScrollBar()
    if QApplication.font().pointSizeF() > 12:
        assert bar.maximum() > 0
    for place in range(0, bar.maximum() + 1, max(1, page.height() // 2)):
        bar.setValue(place)
        qtbot.wait(20)
        assert [fault for fault in faults(empty.window) if "SearchField" not in fault] == []
    bar.setValue(bar.maximum())
    (last,) = [one for one in page.findChildren(QPushButton) if one.property("look") == "quiet"]
    assert page.rect().contains(last.mapTo(page, last.rect().center()))


def test_results_and_the_lack_of_them(wide: Bench, qtbot: QtBot) -> None:
    holds(wide.window, qtbot)
    wide.parts.field.setText("rent")
    qtbot.waitUntil(lambda: wide.parts.results.has_results)
    holds(wide.window, qtbot)
    wide.searcher.answers["nothing at all"] = ()
    wide.parts.field.setText("nothing at all")
    qtbot.waitUntil(lambda: wide.parts.results.page is not None)
    holds(wide.window, qtbot)
    reason = "The file is protected with a password."
    wide.shelf.rows.append(make_document(9, state=DocumentState.FAILED, reason=reason))
    wide.parts.field.clear()
    wide.refresh()
    qtbot.waitUntil(lambda: wide.parts.places.has(PlaceKind.ATTENTION))
    wide.parts.places.choose(PlaceKind.ATTENTION)
    buttons = wide.parts.results.head.findChildren(QPushButton)
    qtbot.waitUntil(lambda: any(button.isVisible() for button in buttons))
    holds(wide.window, qtbot)


def test_messages(wide: Bench, qtbot: QtBot) -> None:
    message = wide.parts.message
    message.show_error(
        AppError("The library is in use by another program.", "details", "Close it.")
    )
    holds(wide.window, qtbot)
    message.show_done("Learned. Moved from 6th to 1st.", can_undo=True)
    holds(wide.window, qtbot)


def test_every_page_of_the_settings(wide: Bench, qtbot: QtBot) -> None:
    window = wide.window.shell.open_settings()
    window.resize(1400, 900)  # the screen of tests is a small one
    for number in range(len(window.pages)):
        window.open_at(number)
        holds(window, qtbot)


@pytest.mark.parametrize(
    "name",
    [
        *(ActionId.LABELS, ActionId.MAP, ActionId.MODEL, ActionId.SHOW_TAUGHT, ActionId.GUIDE),
        *(ActionId.ABOUT, ActionId.DIAGNOSTICS),
    ],
)
def test_windows_beside_the_main_one(wide: Bench, name: ActionId, qtbot: QtBot) -> None:
    wide.window.shell.actions[name].trigger()
    shown = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
    (window,) = [one for one in shown if one is not wide.window and one.isWindow()]
    qtbot.wait(100)
    holds(window, qtbot)


def test_what_was_taught(wide: Bench, qtbot: QtBot) -> None:
    holds(taught(wide, qtbot), qtbot)
