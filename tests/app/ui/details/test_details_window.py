# SPDX-License-Identifier: Apache-2.0
"""The window about one document, and its way to the preview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from findling.ui.actions.ids import ActionId
from tests.app.ui.builders import make_document

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from findling.ui.details.window import DetailsWindow
    from tests.app.ui.conftest import Bench


def opened(bench: Bench, qtbot: QtBot) -> DetailsWindow:
    bench.window.show_document(bench.shelf.rows[0])
    action = bench.window.shell.actions[ActionId.DETAILS]
    qtbot.waitUntil(action.isEnabled)
    action.trigger()
    detailing = bench.window.detailing
    qtbot.waitUntil(lambda: detailing.window is not None and detailing.window.isVisible())
    assert detailing.window is not None
    return detailing.window


def facts(window: DetailsWindow) -> list[str]:
    return [label.text() for label in window.facts.findChildren(QLabel)]


def test_facts_passages_copies_and_problems_are_shown(bench: Bench, qtbot: QtBot) -> None:
    window = opened(bench, qtbot)
    assert window.name.accessibleName() == bench.shelf.rows[0].name
    shown = facts(window)
    assert shown[shown.index("Author") + 1] == "Ada Berg"
    assert "2024" in shown[shown.index("Created") + 1]
    assert shown[shown.index("Tags") + 1] == "urgent"
    tabs = [window.tabs.tabText(at) for at in range(window.tabs.count())]
    assert tabs[2:] == ["Copies (1)", "Problems (1)"]
    assert window.passages.count() == 2
    assert window.problems.item(0).text() == "12 pages have no text (pictures or scans?)."


def test_a_passage_is_shown_in_the_preview_and_the_focus_stays(bench: Bench, qtbot: QtBot) -> None:
    window = opened(bench, qtbot)
    with qtbot.waitSignal(window.passage_wanted) as wanted:
        window.passages.itemActivated.emit(window.passages.item(1))
    assert wanted.args is not None
    assert wanted.args[1].passage_id == 2
    driver = bench.window.driver
    assert driver.document == bench.shelf.rows[0]


def test_a_copy_is_gone_to(bench: Bench, qtbot: QtBot) -> None:
    window = opened(bench, qtbot)
    window.copies.activated.emit(window.copies.model().index(0, 0))
    other = bench.shelf.rows[1]
    qtbot.waitUntil(lambda: window.name.accessibleName() == other.name)


def test_what_is_gone_is_told_where_the_window_is_open(bench: Bench, qtbot: QtBot) -> None:
    window = opened(bench, qtbot)
    bench.window.detailing.open_for(make_document(99))
    qtbot.waitUntil(window.message.isVisible)
    assert "no longer in the library" in window.message.sentence
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()
