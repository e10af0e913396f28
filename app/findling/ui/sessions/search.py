# SPDX-License-Identifier: Apache-2.0
"""Search as you type: words first, then meaning; only the newest question is answered."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from findling.services.arranging import arrange
from findling.services.types import SearchMode

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from findling.errors import AppError
    from findling.jobs.context import JobContext
    from findling.services.arranging import Arrangement
    from findling.services.teaching_effects import Harm, TeachingEffect
    from findling.services.types import SearchResults
    from findling.ui.job_bridge import JobBridge
    from findling.ui.ports import Searcher

TYPING_MS = 120
"""Longest pause in typing after which a query is asked."""

QUICK_MS = 10
"""The pause where answers come at once: it is a quarter of what the last answer took."""

MOST_EXPORTED = 1000
"""Passages that are looked at for a file; a list shows fewer."""

HOLD_MS = 60
"""A first answer is held this long: where the better one is as quick, rows do not jump."""

REFRESH_MS = 1000
"""Least time between two answers to the same query while documents are being added."""

MAX_PASSAGES = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, and what is known about it beside.

    Attributes
    ----------
    results : SearchResults
    is_final : bool
        False when a better answer to the same question is on its way.
    awaits_meaning : bool
        True when only words could be matched because nothing has been learned yet.
    """

    results: SearchResults
    is_final: bool = True
    awaits_meaning: bool = False


class SearchSession(QObject):
    """Asks the search service and gives its answers as signals.

    Parameters
    ----------
    searcher : Searcher
        Is only called off the window's thread.
    asking, syncing : JobBridge
        Where queries run, and where changes of the library are taken in: a long catching up must
        not hold up a query.

    Signals
    -------
    answered : Answer
        To the newest question.
    failed : AppError
    cleared
        The query is empty now.
    counted : tuple of Facet
        What the newest question finds, by folder, type and so on.
    explained : Reasons
        Why a passage was found, for `explain`.
    not_explained : AppError
        Why that could not be told.
    exported : Path, int
        The file that `export` has written, and how many passages are in it.
    not_exported : AppError
        Why it was not written.
    renewed
        Something was taken in from the library: answers may be others now.
    problem_found : str
        The index on disk could not be used: a sentence about what that means.
    """

    answered = Signal(object)
    failed = Signal(object)
    cleared = Signal()
    counted = Signal(object)
    explained = Signal(object)
    not_explained = Signal(object)
    exported = Signal(object, int)
    not_exported = Signal(object)
    renewed = Signal()
    problem_found = Signal(str)

    def __init__(
        self,
        searcher: Searcher,
        asking: JobBridge,
        syncing: JobBridge,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._searcher = searcher
        self._asking = asking
        self._syncing = syncing
        self._query = ""
        self._mode = SearchMode.BEST
        self._most = MAX_PASSAGES
        self._number = 0
        self._is_syncing = False
        self._is_warm = False
        self._must_sync = False
        self._must_answer = False
        self._held: Answer | None = None
        self._asked_at = 0.0
        self._took_ms = HOLD_MS  # not known yet, so words come first
        self._problem = ""
        self._typing = self._timer(TYPING_MS, self.ask_now)
        self._refreshing = self._timer(REFRESH_MS, self.ask_now)
        self._holding = self._timer(HOLD_MS, self._let_go)

    @property
    def query(self) -> str:
        """What is asked for; empty when nothing is."""
        return self._query

    @property
    def mode(self) -> SearchMode:
        """How it is matched."""
        return self._mode

    def set_query(self, text: str) -> None:
        """Ask for something, after a short pause in typing."""
        query = " ".join(text.split())
        if query == self._query:
            return
        self._query = query
        self._number += 1  # whatever is under way answers an old question
        self._holding.stop()
        if query:
            self._typing.start()
        else:
            self._typing.stop()
            self.cleared.emit()

    def set_mode(self, mode: SearchMode) -> None:
        """Match in another way."""
        self._mode = mode
        self.ask_now()

    def set_most(self, passages: int) -> None:
        """Show at most so many passages of an answer."""
        if passages != self._most:
            self._most = passages
            self.ask_now()

    def ask_now(self) -> None:
        """Ask without waiting for a pause."""
        self._typing.stop()
        if self._query:
            self._ask()

    def count(self) -> None:
        """Count what the question finds, for `counted`."""
        query, mode = self._query, self._mode
        self._asking.run(
            lambda _context: self._searcher.facets(query, mode),
            self.counted.emit,
            self.failed.emit,
            latest="counts",
        )

    def explain(self, passage_id: int) -> None:
        """Ask why a passage is an answer, for `explained`."""
        query, mode = self._query, self._mode
        self._asking.run(
            lambda _context: self._searcher.explain(query, passage_id, mode),
            self.explained.emit,
            self.not_explained.emit,
            latest="reasons",
        )

    def ask_effect(
        self,
        teaching_id: int,
        take: Callable[[TeachingEffect | None], None],
        fail: Callable[[AppError], None],
    ) -> None:
        """Ask what a teaching does; one question at a time, so that searches come in between."""
        self._asking.run(lambda _context: self._searcher.effect(teaching_id), take, fail)

    def ask_harms(self, teaching_id: int, take: Callable[[tuple[Harm, ...]], None]) -> None:
        """Ask what a teaching made worse."""
        self._asking.run(
            lambda _context: self._searcher.harms(teaching_id),
            take,
            self.failed.emit,
            latest="harms",
        )

    def peek(self, query: str, most: int, take: Callable[[SearchResults], None]) -> None:
        """Answer a query beside the one that is asked for; only the newest is answered."""
        mode = SearchMode.BEST
        self._asking.run(
            lambda _context: self._searcher.search(query, mode, most),
            take,
            self.failed.emit,
            latest="peek",
        )

    def export(self, path: Path, how: Arrangement) -> None:
        """Write what the question finds into a file, laid out as its rows are, for `exported`."""
        query, mode = self._query, self._mode

        def write(_: JobContext) -> int:
            found = self._searcher.search(query, mode, MOST_EXPORTED)
            return self._searcher.write(arrange(found, how), path)

        self._asking.run(write, lambda n: self.exported.emit(path, n), self.not_exported.emit)

    def sync(self, *, answer: bool = False) -> None:
        """Take in what has changed in the library, and answer again when that matters.

        Parameters
        ----------
        answer : bool
            Answer as soon as that is done, whether or not anything is new: someone waits.
        """
        self._must_answer = self._must_answer or answer
        self._must_sync = True
        if not self._is_syncing:
            self._start_sync()

    def _timer(self, milliseconds: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(act)
        return timer

    def _ask(self) -> None:
        self._number += 1
        self._holding.stop()
        number, query, mode = self._number, self._query, self._mode
        self._asked_at = time.monotonic()
        self._asking.run(
            partial(self._answer, number, query, mode, self._took_ms < HOLD_MS),
            partial(self._on_answer, number),
            partial(self._on_failure, number),
            latest="query",
        )

    def _answer(
        self, number: int, query: str, mode: SearchMode, is_quick: bool, context: JobContext
    ) -> Answer | None:
        """Find; runs on the lane.

        Words are given out before the best match, unless that comes before they would be shown.
        """
        if mode is SearchMode.BEST and self._searcher.trained and not is_quick:
            words = self._searcher.search(query, SearchMode.WORDS, self._most)
            self._asking.post(partial(self._on_answer, number, Answer(words, is_final=False)))
        if context.is_cancelled:
            return None
        results = self._searcher.search(query, mode, self._most)
        return Answer(results, awaits_meaning=mode is not SearchMode.WORDS and not results.trained)

    def _on_answer(self, number: int, answer: Answer | None) -> None:
        if number != self._number or answer is None:
            return
        if answer.is_final:
            self._holding.stop()
            self._took_ms = round((time.monotonic() - self._asked_at) * 1000)
            self._typing.setInterval(min(TYPING_MS, max(QUICK_MS, self._took_ms // 4)))
            self.answered.emit(answer)
        else:
            self._held = answer
            self._holding.start()

    def _let_go(self) -> None:
        """Give out a first answer whose better one takes longer."""
        if self._held is not None:
            self.answered.emit(self._held)

    def _on_failure(self, number: int, error: AppError) -> None:
        if number == self._number:
            self.failed.emit(error)

    # -- keeping up with the library -------------------------------------------------------------

    def _start_sync(self) -> None:
        self._is_syncing, self._must_sync = True, False
        self._syncing.run(self._do_sync, self._on_synced, self._on_sync_failed)

    def _do_sync(self, context: JobContext) -> bool:
        return self._searcher.sync(lambda: context.is_cancelled)

    def _on_synced(self, has_changed: bool) -> None:
        self._is_syncing = False
        if not self._is_warm:
            self._is_warm = True
            self._asking.run(
                lambda _context: self._searcher.warm_up(), lambda _: None, self.failed.emit
            )
        self._tell_problem(self._searcher.problem)
        if has_changed:
            self.renewed.emit()
        if has_changed and self._query and not self._refreshing.isActive():
            self._refreshing.start()
        if self._must_sync:
            self._start_sync()
        elif self._must_answer:
            self._must_answer = False
            self._refreshing.stop()
            self.ask_now()

    def _tell_problem(self, problem: str) -> None:
        """Tell of a problem once."""
        is_new = problem != self._problem
        self._problem = problem
        if problem and is_new:
            self.problem_found.emit(problem)

    def _on_sync_failed(self, error: AppError) -> None:
        self._is_syncing = False
        self.failed.emit(error)
