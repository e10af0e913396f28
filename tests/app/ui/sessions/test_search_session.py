# SPDX-License-Identifier: Apache-2.0
"""Search as you type: a pause, words first, the newest question wins."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from findling.errors import AppError
from findling.services.types import SearchMode
from findling.ui.job_bridge import JobBridge
from findling.ui.sessions.search import HOLD_MS, Answer, SearchSession
from tests.app.ui.builders import FakeSearcher

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


class Listening:
    """A session, its searcher, and the answers that came."""

    def __init__(self, searcher: FakeSearcher, session: SearchSession) -> None:
        self.searcher = searcher
        self.session = session
        self.answers: list[Answer] = []
        self.errors: list[AppError] = []
        session.answered.connect(self.answers.append)
        session.failed.connect(self.errors.append)

    @property
    def queries(self) -> list[str]:
        return [answer.results.query for answer in self.answers]


@pytest.fixture
def listening(qtbot: QtBot) -> Iterator[Listening]:
    bridges = [JobBridge("asking"), JobBridge("syncing")]
    searcher = FakeSearcher()
    yield Listening(searcher, SearchSession(searcher, bridges[0], bridges[1]))
    searcher.may_answer.set()
    for bridge in bridges:
        bridge.close()


def test_quick_typing_asks_once(listening: Listening, qtbot: QtBot) -> None:
    for text in ("n", "no", "not", "notice"):
        listening.session.set_query(text)
    qtbot.waitUntil(lambda: bool(listening.answers))
    assert {query for query, _ in listening.searcher.asked} == {"notice"}


def test_words_are_asked_first_then_the_best_match(listening: Listening, qtbot: QtBot) -> None:
    listening.session.set_query("notice")
    qtbot.waitUntil(lambda: bool(listening.answers) and listening.answers[-1].is_final)
    assert listening.searcher.asked == [("notice", SearchMode.WORDS), ("notice", SearchMode.BEST)]
    assert listening.answers[-1].results.mode is SearchMode.BEST


def test_words_are_shown_while_the_best_match_takes_its_time(
    listening: Listening, qtbot: QtBot
) -> None:
    gate = threading.Event()
    search = listening.searcher.search

    def slow(query: str, mode: SearchMode = SearchMode.BEST, k: int = 60):  # noqa: ANN202
        assert mode is SearchMode.WORDS or gate.wait(10)
        return search(query, mode, k)

    listening.searcher.search = slow
    listening.session.set_query("notice")
    qtbot.waitUntil(lambda: bool(listening.answers))
    assert not listening.answers[0].is_final
    gate.set()
    qtbot.waitUntil(lambda: len(listening.answers) == 2)
    assert listening.answers[1].is_final


def test_where_both_are_quick_only_the_better_one_is_shown(
    listening: Listening, qtbot: QtBot
) -> None:
    listening.session.set_query("notice")
    qtbot.waitUntil(lambda: bool(listening.answers))
    qtbot.wait(2 * HOLD_MS)
    assert [answer.is_final for answer in listening.answers] == [True]


def test_without_an_encoder_words_are_asked_alone(listening: Listening, qtbot: QtBot) -> None:
    listening.searcher.trained = False
    listening.session.set_query("notice")
    qtbot.waitUntil(lambda: bool(listening.answers))
    assert len(listening.searcher.asked) == 1
    assert listening.answers[0].awaits_meaning


def test_who_asks_for_words_does_not_await_meaning(listening: Listening, qtbot: QtBot) -> None:
    listening.session.set_mode(SearchMode.WORDS)
    listening.session.set_query("notice")
    qtbot.waitUntil(lambda: bool(listening.answers))
    assert not listening.answers[0].awaits_meaning


def test_an_answer_to_an_old_question_is_not_shown(listening: Listening, qtbot: QtBot) -> None:
    listening.searcher.may_answer.clear()
    listening.session.set_query("old")
    qtbot.waitUntil(lambda: bool(listening.searcher.asked))
    listening.session.set_query("new")
    listening.session.ask_now()
    listening.searcher.may_answer.set()
    qtbot.waitUntil(lambda: "new" in listening.queries)
    assert "old" not in listening.queries


def test_an_answer_to_a_cleared_query_is_not_shown(listening: Listening, qtbot: QtBot) -> None:
    listening.searcher.may_answer.clear()
    listening.session.set_query("old")
    qtbot.waitUntil(lambda: bool(listening.searcher.asked))
    with qtbot.waitSignal(listening.session.cleared):
        listening.session.set_query("")
    listening.searcher.may_answer.set()
    qtbot.wait(2 * HOLD_MS)
    assert not listening.answers


def test_spaces_alone_do_not_ask_again(listening: Listening, qtbot: QtBot) -> None:
    listening.session.set_query("notice")
    qtbot.waitUntil(lambda: bool(listening.answers))
    n_asked = len(listening.searcher.asked)
    listening.session.set_query(" notice ")
    qtbot.wait(200)
    assert len(listening.searcher.asked) == n_asked


def test_an_error_is_told(listening: Listening, qtbot: QtBot) -> None:
    listening.searcher.error = AppError("The library cannot be read.")
    listening.session.set_query("notice")
    qtbot.waitUntil(lambda: bool(listening.errors))
    assert str(listening.errors[0]) == "The library cannot be read."


def test_nothing_is_searched_on_the_windows_thread(listening: Listening, qtbot: QtBot) -> None:
    listening.session.set_query("notice")
    qtbot.waitUntil(lambda: bool(listening.answers))
    assert listening.searcher.threads == {"asking"}


def test_what_changed_in_the_library_is_asked_for_again(listening: Listening, qtbot: QtBot) -> None:
    listening.session.set_query("notice")
    qtbot.waitUntil(lambda: len(listening.answers) == 1)
    listening.searcher.has_news = True
    listening.session.sync()
    qtbot.waitUntil(lambda: len(listening.answers) == 2, timeout=5000)
    assert listening.queries == ["notice", "notice"]


def test_an_index_that_cannot_be_used_is_told_once(listening: Listening, qtbot: QtBot) -> None:
    listening.searcher.problem = "The search index could not be opened."
    told: list[str] = []
    listening.session.problem_found.connect(told.append)
    for n_synced in (1, 2):
        listening.session.sync()
        qtbot.waitUntil(lambda n=n_synced: listening.searcher.n_synced == n)
    qtbot.wait(50)
    assert told == ["The search index could not be opened."]


def test_the_first_search_finds_everything_read(listening: Listening, qtbot: QtBot) -> None:
    for n in (1, 2):
        listening.session.sync()
        qtbot.waitUntil(lambda n=n: listening.searcher.n_synced == n)
    qtbot.waitUntil(lambda: listening.searcher.n_warmed == 1)
    qtbot.wait(20)
    assert listening.searcher.n_warmed == 1
