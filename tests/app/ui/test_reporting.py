# SPDX-License-Identifier: Apache-2.0
"""A report is shown before it is saved; errors of the program are told, with a way to help."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from findling.services.troubles import Troubles
from findling.ui.actions.ids import ActionId
from findling.ui.reporting import window_facts

if TYPE_CHECKING:
    import pytest
    from pytestqt.qtbot import QtBot

    from findling.ui.reports.window import ReportWindow
    from tests.app.ui.conftest import Bench


def opened(bench: Bench, qtbot: QtBot) -> ReportWindow:
    bench.window.shell.actions[ActionId.DIAGNOSTICS].trigger()
    window = bench.window.reporting.window
    assert window is not None
    assert not window.save.isEnabled()  # nothing is saved that was not in sight
    qtbot.waitUntil(lambda: window.list.count() == 2)
    return window


def save_as(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (name, ""))


def test_all_of_it_can_be_read_before(bench: Bench, qtbot: QtBot) -> None:
    window = opened(bench, qtbot)
    assert [window.list.item(row).text() for row in range(2)] == ["About this report", "Log"]
    assert window.text.toPlainText() == "A report."
    window.list.setCurrentRow(1)
    assert window.text.toPlainText() == "A line of the log."
    assert window.text.isReadOnly()


def test_it_is_saved_and_can_be_shown_in_its_folder(
    bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened(bench, qtbot)
    save_as(monkeypatch, str(Path("there", "report")))
    with qtbot.waitSignal(bench.sessions.care.saved):
        window.save.click()
    assert not window.isVisible()
    assert bench.parts.message.sentence == "“report.zip” was written."
    bench.parts.message.take_offer()
    assert bench.desktop.revealed == [Path("there", "report.zip")]


def test_why_it_was_not_written_is_told_where_one_looks(
    bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened(bench, qtbot)
    save_as(monkeypatch, "full.zip")
    with qtbot.waitSignal(bench.sessions.care.failed):
        window.save.click()
    assert window.isVisible()
    assert window.message.sentence == "full.zip cannot be written."
    assert window.save.isEnabled()


def test_who_names_no_file_gets_none(
    bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened(bench, qtbot)
    save_as(monkeypatch, "")
    window.save.click()
    assert window.isVisible()


def test_an_error_of_the_program_is_told(bench: Bench, qtbot: QtBot) -> None:
    trouble = Troubles().add(ValueError("secret"), "window")
    bench.window.reporting.tell(trouble)
    message = bench.parts.message
    assert message.isVisible()
    assert "Your documents and your library are safe." in message.sentence
    message._copy.click()  # pyright: ignore[reportPrivateUsage]
    copied = QGuiApplication.clipboard().text()
    assert "ValueError" in copied
    assert "secret" not in copied
    message.take_offer()
    window = bench.window.reporting.window
    assert window is not None
    assert window.isVisible()


def test_an_offer_goes_with_its_message(bench: Bench) -> None:
    message, taken = bench.parts.message, list[int]()
    message.show_notice("One.")
    message.offer("Do it", lambda: taken.append(1))
    message.show_notice("Two.")
    message.take_offer()
    assert taken == []


def test_choices_are_told_and_searches_only_counted(bench: Bench) -> None:
    bench.preferences.keep_search("secret words")
    bench.preferences.keep_library(Path("/secret/library"))
    facts = window_facts(bench.preferences)
    assert facts["searches_kept"] == 1
    assert "secret" not in str(facts)
