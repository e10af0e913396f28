# SPDX-License-Identifier: Apache-2.0
"""Writing what was found into a file that the user names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QFileDialog

from findling.ui.actions.ids import ActionId
from findling.ui.sessions.search import MOST_EXPORTED
from tests.app.ui.builders import make_group

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.app.ui.conftest import Bench


class Dialog:
    """Answers for the user; notes what was suggested."""

    def __init__(self) -> None:
        self.answer: tuple[str, str] = ("", "")
        self.suggested = ""
        self.kinds = ""

    def ask(self, _parent: object, _title: str, name: str, kinds: str) -> tuple[str, str]:
        self.suggested, self.kinds = name, kinds
        return self.answer


@pytest.fixture
def dialog(monkeypatch: pytest.MonkeyPatch) -> Dialog:
    made = Dialog()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", made.ask)
    return made


def export(bench: Bench, qtbot: QtBot, query: str = "rent: notice?") -> None:
    bench.parts.field.setText(query)
    qtbot.waitUntil(lambda: bench.parts.results.has_results)
    bench.window.shell.actions[ActionId.EXPORT_RESULTS].trigger()


def test_what_is_found_is_written_and_that_is_told(
    bench: Bench, qtbot: QtBot, dialog: Dialog
) -> None:
    assert not bench.window.shell.actions[ActionId.EXPORT_RESULTS].isEnabled()
    dialog.answer = (str(Path("there", "found.ris")), "")
    export(bench, qtbot)
    assert Path(dialog.suggested).name == "rent notice.csv"
    assert "References (RIS) (*.ris)" in dialog.kinds.split(";;")
    qtbot.waitUntil(lambda: bench.parts.message.isVisibleTo(bench.window))
    assert bench.searcher.written == [("rent: notice?", Path("there", "found.ris"))]
    assert bench.searcher.asked_for[-1] == MOST_EXPORTED
    assert bench.parts.message.sentence == "“found.ris” was written: 4 passages."


def test_a_name_without_ending_gets_that_of_the_kind(
    bench: Bench, qtbot: QtBot, dialog: Dialog
) -> None:
    dialog.answer = ("found 1.2", "References (BibTeX) (*.bib)")
    export(bench, qtbot)
    qtbot.waitUntil(lambda: bool(bench.searcher.written))
    assert bench.searcher.written[0][1] == Path("found 1.2.bib")


def test_rows_are_written_in_the_order_that_they_have(
    bench: Bench, qtbot: QtBot, dialog: Dialog
) -> None:
    dialog.answer = ("found.csv", "")
    bench.searcher.answers["rent"] = (make_group(2), make_group(1))
    names: list[list[str]] = []
    for order in (ActionId.SORT_BEST, ActionId.SORT_NAME):
        bench.parts.field.setText("rent")
        qtbot.waitUntil(lambda: bench.parts.results.has_results)
        bench.window.shell.actions[order].trigger()
        export(bench, qtbot, "rent")
        wanted = len(names) + 1
        qtbot.waitUntil(lambda wanted=wanted: len(bench.searcher.written) == wanted)
        names.append(bench.searcher.written_names)
    assert names == [["paper-2.txt", "paper-1.txt"], ["paper-1.txt", "paper-2.txt"]]


def test_who_names_no_file_gets_none(bench: Bench, qtbot: QtBot, dialog: Dialog) -> None:
    export(bench, qtbot, "???")
    assert Path(dialog.suggested).name == "Results.csv"
    qtbot.wait(50)
    assert bench.searcher.written == []


def test_why_nothing_was_written_is_told(bench: Bench, qtbot: QtBot, dialog: Dialog) -> None:
    dialog.answer = ("found.csv", "")
    bench.parts.field.setText("rent")
    qtbot.waitUntil(lambda: bench.parts.results.has_results)
    bench.searcher.fails_to_write = True
    bench.window.shell.actions[ActionId.EXPORT_RESULTS].trigger()
    qtbot.waitUntil(lambda: bench.parts.message.isVisibleTo(bench.window))
    assert bench.parts.message.sentence == "found.csv cannot be written."
