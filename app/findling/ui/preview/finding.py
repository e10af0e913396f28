# SPDX-License-Identifier: Apache-2.0
"""Finds words in the document in sight: joins the line they are typed in, a thread, the view."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from findling.services.text_find import FoundWords, find_words
from findling.ui.preview.latest_work import LatestWork

if TYPE_CHECKING:
    from collections.abc import Callable

    from findling.services.types import DocumentText
    from findling.ui.preview.find_bar import FindBar


class _Wish(NamedTuple):
    words: str
    document: DocumentText


class DocumentFinding(QObject):
    """Keeps what was found in one document and which place of it is shown.

    Parameters
    ----------
    bar : FindBar
        Where words are typed.
    offset_in_view : callable
        Returns the code-point offset at which the view stands; the search goes on from there.

    Signals
    -------
    found_changed : FoundWords, int, bool
        What was found, the place that is shown (-1 for none) and whether to scroll to it.
    left
        The line was closed.
    """

    found_changed = Signal(object, int, bool)
    left = Signal()
    _answered = Signal(int, object)

    def __init__(self, bar: FindBar, offset_in_view: Callable[[], int], parent: QObject) -> None:
        super().__init__(parent)
        self._bar = bar
        self._offset_in_view = offset_in_view
        self._document: DocumentText | None = None
        self._found = FoundWords()
        self._current = -1
        self._moves = True
        self._work = LatestWork(self._find, "findling-find")
        bar.words_changed.connect(self._on_words_changed)
        bar.next_wanted.connect(self.next)
        bar.previous_wanted.connect(self.previous)
        bar.closed.connect(self.close)
        self._answered.connect(self._on_answered)

    def show_document(self, document: DocumentText | None) -> None:
        """Go over to another document; what is typed is marked there, and nothing moves."""
        if document is self._document:
            return
        self._document = document
        self._forget()
        if self._bar.isVisible():
            self._look(moves=False)

    def open(self, words: str = "") -> None:
        """Show the line; does nothing without a document."""
        if self._document is None:
            return
        is_shown = self._bar.isVisible()
        self._bar.open(words)
        if not is_shown and self._bar.words and not words:
            self._look(moves=True)

    def close(self) -> None:
        """Put the line away with all that it marked."""
        self._bar.hide()
        self._forget()
        self.left.emit()

    def next(self) -> None:
        """Show the next place, after the last one the first."""
        self._step(1)

    def previous(self) -> None:
        """Show the place before, before the first one the last."""
        self._step(-1)

    def tell_again(self) -> None:
        """Have what was found marked in another view of the same document."""
        self.found_changed.emit(self._found, self._current, False)

    def _step(self, by: int) -> None:
        if len(self._found):
            self._current = (self._current + by) % len(self._found)
            self._tell(moves=True)

    def _on_words_changed(self, _words: str) -> None:
        self._look(moves=True)

    def _look(self, *, moves: bool) -> None:
        self._moves = moves
        words = self._bar.words
        if self._document is None or not words.strip():
            self._forget()
            return
        self._work.ask(_Wish(words, self._document))

    def _forget(self) -> None:
        self._work.drop()
        self._found, self._current = FoundWords(), -1
        self._bar.show_count(None)
        self.found_changed.emit(self._found, -1, False)

    def _find(self, number: int, wish: _Wish) -> None:
        """Run on the thread."""
        found = find_words(
            wish.words,
            wish.document.text,
            wish.document.page_starts,
            lambda: not self._work.is_newest(number),
        )
        # A window that closes while words are looked for takes its signals along.
        with suppress(RuntimeError):
            self._answered.emit(number, found)

    def _on_answered(self, number: int, found: FoundWords) -> None:
        if not self._work.is_newest(number):
            return
        # Letters typed to the end of a word must not lead away from the place that is shown.
        is_shown = 0 <= self._current < len(self._found)
        start = self._found.ranges[self._current][0] if is_shown else self._offset_in_view()
        self._found, self._current = found, found.first_from(start)
        self._tell(moves=self._moves)

    def _tell(self, *, moves: bool) -> None:
        self._bar.show_count(self._found, self._current)
        self.found_changed.emit(self._found, self._current, moves)
