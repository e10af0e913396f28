# SPDX-License-Identifier: Apache-2.0
"""What is like something is found for text, for passages and for documents, by one command."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QTextCursor

from findling.services.query_language import parse
from findling.services.types import SearchMode
from findling.ui.actions.ids import ActionId
from findling.ui.likening import MOST_CHARS
from findling.ui.preview.context_menu import ContextMenu
from findling.ui.preview.pdf_view import PdfView
from findling.ui.preview.text_view import TextView
from tests.app.ui.builders import make_document, make_group

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.app.ui.conftest import Bench


def find_similar(bench: Bench) -> str:
    """Do what Ctrl+D does, and return what is asked for then."""
    action = bench.window.shell.actions[ActionId.FIND_SIMILAR]
    assert action.isEnabled()
    action.trigger()
    return bench.parts.field.text()


@pytest.fixture
def view(bench: Bench, qtbot: QtBot) -> TextView:
    """The text of the first document of the library, in the preview."""
    bench.parts.results.go(1, by_page=False)
    shown = bench.window.findChild(TextView)
    assert isinstance(shown, TextView)
    qtbot.waitUntil(lambda: shown.isVisibleTo(bench.window))
    return shown


def select(view: TextView, start: int, end: int) -> None:
    cursor = view.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)


def test_what_is_like_a_passage(bench: Bench, qtbot: QtBot) -> None:
    bench.parts.field.setText("rent")
    qtbot.waitUntil(lambda: bench.parts.results.has_results)
    assert find_similar(bench) == "near:p10"


def test_what_is_like_a_document_of_a_list(bench: Bench) -> None:
    assert not bench.window.shell.actions[ActionId.FIND_SIMILAR].isEnabled()
    bench.parts.results.go(1, by_page=False)
    assert find_similar(bench) == "near:d3"


def test_a_row_of_conditions_alone_stands_for_its_document(bench: Bench, qtbot: QtBot) -> None:
    group = make_group(2)
    hits = tuple(replace(hit, strength=0) for hit in group.hits)
    bench.searcher.answers["type:txt"] = (replace(group, hits=hits),)
    bench.parts.field.setText("type:txt")
    qtbot.waitUntil(lambda: bench.parts.results.has_results)
    assert find_similar(bench) == "near:d2"


def test_a_document_that_was_called_goes_before_the_current_row(bench: Bench, qtbot: QtBot) -> None:
    bench.parts.field.setText("rent")
    qtbot.waitUntil(lambda: bench.parts.results.has_results)
    bench.window.show_document(make_document(3))
    assert find_similar(bench) == "near:d3"


def test_what_is_like_selected_text(bench: Bench, view: TextView) -> None:
    select(view, 4, 18)
    assert find_similar(bench) == "tenant may end"


def test_selected_lines_are_one_query_that_is_not_too_long(bench: Bench, view: TextView) -> None:
    view.selectAll()
    asked = find_similar(bench)
    assert asked.startswith("The tenant may end the lease. The tenant may")
    assert MOST_CHARS - 10 < len(asked) <= MOST_CHARS
    assert parse(asked).words == asked


def test_exact_words_would_find_little_but_the_text_itself(bench: Bench, view: TextView) -> None:
    bench.parts.mode.choose(SearchMode.WORDS)
    select(view, 4, 18)
    find_similar(bench)
    assert bench.parts.mode.mode is SearchMode.BEST


def test_the_menu_of_a_text_offers_it(bench: Bench, view: TextView) -> None:
    select(view, 4, 18)
    menu = bench.window.findChildren(ContextMenu)[0].menu_for(view)
    entries = {action.text().replace("&", ""): action for action in menu.actions()}
    assert list(entries) == [
        "Copy",
        "Select all",
        "Copy the passage with its source",
        "",
        "Find passages like this",
    ]
    assert entries["Copy"].isEnabled()
    assert not entries["Copy the passage with its source"].isEnabled()  # none was asked for
    entries["Find passages like this"].trigger()
    assert bench.parts.field.text() == "tenant may end"


def test_the_menu_of_pages_offers_what_is_like_the_document(bench: Bench, view: TextView) -> None:
    assert view.selected_text() == ""
    menu = bench.window.findChildren(ContextMenu)[0].menu_for(bench.window.findChildren(PdfView)[0])
    entries = {action.text().replace("&", ""): action for action in menu.actions()}
    assert "Select all" not in entries
    entries["Find passages like this"].trigger()
    assert bench.parts.field.text() == "near:d3"
