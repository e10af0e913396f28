# SPDX-License-Identifier: Apache-2.0
"""Rows come in the order that is chosen above them, in a menu or by a command, and stay chosen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from findling.services.types import DocumentState, ResultGroup, SearchMode
from findling.ui.actions.ids import ActionId
from findling.ui.models.places import PlaceKind
from findling.ui.models.roles import Role, RowKind
from findling.ui.preferences import Preferences
from tests.app.ui.builders import make_document, make_hit

if TYPE_CHECKING:
    from PySide6.QtCore import QSettings
    from PySide6.QtGui import QAction
    from pytestqt.qtbot import QtBot

    from tests.app.ui.conftest import Bench

A = ActionId


def group(number: int, scores: tuple[float, ...], *, strength: int = 3) -> ResultGroup:
    hits = tuple(
        replace(make_hit(10 * number + n, number, strength=strength), score=score)
        for n, score in enumerate(scores)
    )
    return ResultGroup(make_document(number), hits)


GROUPS = (group(2, (0.9, 0.2)), group(3, (0.5,)), group(1, (0.1,), strength=1))


@pytest.fixture
def asked(bench: Bench, qtbot: QtBot) -> Bench:
    """A window with an answer of three documents; the last one is the oldest, and weak."""
    bench.searcher.answers["rent"] = GROUPS
    bench.searcher.weak["rent"] = 1
    bench.parts.field.setText("rent")
    qtbot.waitUntil(lambda: bench.parts.results.has_results)
    qtbot.waitUntil(lambda: bench.searcher.asked[-1][1] is SearchMode.BEST)
    return bench


def rows(bench: Bench) -> list[int]:
    """Return the passages of the rows, 0 for the line above weak ones."""
    model = bench.parts.results.tree.model()
    hits = (model.index(row, 0).data(Role.HIT) for row in range(model.rowCount()))
    return [hit.passage_id if hit is not None else 0 for hit in hits]


def names(bench: Bench) -> list[str]:
    model = bench.parts.results.tree.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def action(bench: Bench, name: ActionId) -> QAction:
    return bench.window.shell.actions[name]


def choose(bench: Bench, text: str) -> None:
    """Choose an entry of the menu above the rows."""
    menu = bench.parts.results.head.order.menu()
    entry = next(one for one in menu.actions() if one.text() == text)
    assert entry.isVisible()
    entry.trigger()


def test_the_best_come_first_until_something_else_is_chosen(asked: Bench) -> None:
    assert rows(asked) == [20, 30, 0]
    order = asked.parts.results.head.order
    assert order.text() == "Best first"
    assert order.accessibleName() == "Order: Best first"
    assert order.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert action(asked, A.SORT_BEST).isChecked()


def test_the_button_sorts_and_there_are_no_weak_ones_then(asked: Bench) -> None:
    choose(asked, "Oldest first")
    assert rows(asked) == [10, 20, 30]
    assert asked.parts.results.head.order.text() == "Oldest first"
    assert action(asked, A.SORT_OLDEST).isChecked()
    assert not action(asked, A.SORT_BEST).isChecked()
    assert asked.parts.results.head.title == "4 passages in 3 documents"


def test_an_action_sorts(asked: Bench) -> None:
    action(asked, A.SORT_NEWEST).trigger()
    assert rows(asked) == [30, 20, 10]
    assert asked.parts.results.head.order.text() == "Newest first"


def test_the_chosen_row_stays_the_current_one(asked: Bench) -> None:
    results = asked.parts.results
    results.go(1, by_page=False)
    choose(asked, "Oldest first")
    assert results.target is not None
    assert results.target.document.id == 3
    assert results.tree.currentIndex().row() == 2
    results.go(-2, by_page=False)  # the weak one
    choose(asked, "Best first")
    assert results.target.document.id == 1
    assert results.tree.currentIndex().row() == 3
    assert results.tree.model().index(2, 0).data(Role.KIND) is RowKind.WEAK


def test_where_no_row_was_chosen_the_first_one_is_current(asked: Bench) -> None:
    choose(asked, "Oldest first")
    assert asked.parts.results.tree.currentIndex().row() == 0


def test_an_order_stays_for_the_next_query_and_for_its_first_answer(
    asked: Bench, qtbot: QtBot
) -> None:
    choose(asked, "Oldest first")
    asked.searcher.answers["rents"] = GROUPS
    seen: list[list[int]] = []
    asked.parts.results.target_changed.connect(lambda: seen.append(rows(asked)))
    asked.parts.field.setText("rents")
    qtbot.waitUntil(lambda: ("rents", SearchMode.BEST) in asked.searcher.asked)
    qtbot.waitUntil(lambda: bool(seen))
    assert all(order == [10, 20, 30] for order in seen)


def test_each_passage_may_have_a_row_with_its_document(asked: Bench) -> None:
    choose(asked, "Group by document")
    assert rows(asked) == [20, 30, 21, 0]
    assert names(asked)[2] == "paper-2.txt"
    assert not asked.parts.results.tree.model().rowCount(
        asked.parts.results.tree.model().index(0, 0)
    )
    assert not action(asked, A.GROUP_RESULTS).isChecked()
    action(asked, A.GROUP_RESULTS).trigger()
    assert rows(asked) == [20, 30, 0]


def test_the_preview_steps_through_a_document_whose_passages_are_apart(asked: Bench) -> None:
    results = asked.parts.results
    action(asked, A.GROUP_RESULTS).trigger()
    results.go(2, by_page=False)
    results.select_passage(21)
    assert results.target is not None
    assert [hit.passage_id for hit in results.target.hits] == [20, 21]
    assert results.target.current == 1
    results.select_passage(20)
    assert results.tree.currentIndex().row() == 0


def test_whether_passages_are_grouped_is_kept(asked: Bench, settings: QSettings) -> None:
    assert asked.preferences.groups_results
    action(asked, A.GROUP_RESULTS).trigger()
    assert not Preferences(settings).groups_results


def test_documents_of_a_place_have_an_order_of_their_own(bench: Bench, qtbot: QtBot) -> None:
    order = bench.parts.results.head.order
    assert order.isVisibleTo(bench.window)
    assert order.text() == "Newest first"
    shown = [entry.text() for entry in order.menu().actions() if entry.isVisible()]
    assert "Best first" not in shown
    assert "Group by document" not in shown
    assert not action(bench, A.SORT_BEST).isEnabled()
    assert names(bench) == ["paper-3.txt", "paper-2.txt", "paper-1.txt"]
    bench.parts.results.go(1, by_page=False)
    choose(bench, "By name")
    qtbot.waitUntil(lambda: names(bench) == ["paper-1.txt", "paper-2.txt", "paper-3.txt"])
    assert bench.parts.results.tree.currentIndex().data() == "paper-3.txt"
    bench.parts.field.setText("rent")
    qtbot.waitUntil(lambda: bench.parts.results.has_results)
    assert order.text() == "Best first"
    bench.parts.field.clear()
    qtbot.waitUntil(lambda: not bench.parts.results.has_results)
    assert order.text() == "By name"
    assert action(bench, A.SORT_NAME).isChecked()


def test_there_is_nothing_to_sort_where_nothing_was_found(bench: Bench, qtbot: QtBot) -> None:
    bench.searcher.answers["zebra"] = ()
    bench.parts.field.setText("zebra")
    qtbot.waitUntil(lambda: bench.parts.results.page is not None)
    assert not bench.parts.results.head.order.isVisibleTo(bench.window)


def test_files_that_could_not_be_read_keep_their_order(bench: Bench, qtbot: QtBot) -> None:
    bench.shelf.rows = [make_document(n, state=DocumentState.FAILED) for n in (2, 1, 3)]
    bench.refresh()
    qtbot.waitUntil(lambda: len(bench.parts.places.places()) > 2)
    bench.parts.places.choose(PlaceKind.ATTENTION)
    qtbot.waitUntil(lambda: names(bench) == ["paper-2.txt", "paper-1.txt", "paper-3.txt"])
    assert not bench.parts.results.head.order.isVisibleTo(bench.window)


def test_a_narrow_pane_leaves_the_title_whole(asked: Bench, qtbot: QtBot) -> None:
    head = asked.parts.results.head
    facts = next(label for label in head.findChildren(QLabel) if label.text() == "12 ms")
    assert facts.isVisibleTo(head)
    asked.parts.panes.setSizes([160, 280, 840])
    qtbot.waitUntil(lambda: not facts.isVisibleTo(head))
    title = next(one for one in head.findChildren(QLabel) if one.accessibleName() == head.title)
    qtbot.waitUntil(lambda: head.order.y() > title.y() and title.text() == head.title)
    assert head.facts == "12 ms"
