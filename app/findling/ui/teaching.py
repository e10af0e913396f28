# SPDX-License-Identifier: Apache-2.0
"""Teaching in the window: takes judgements of rows, and tells what they did to the ranking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from findling.services.query_language import parse
from findling.ui import wording
from findling.ui.harming import Guard
from findling.ui.models.roles import Role
from findling.ui.views.meaning_panel import MeaningPanel
from findling.ui.views.taught_window import TaughtWindow
from findling.ui.widgets.row_actions import RowActions

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QModelIndex, QPoint
    from PySide6.QtWidgets import QWidget

    from findling.services.types import PassageHit, SearchResults
    from findling.ui.sessions.search import Answer, SearchSession
    from findling.ui.sessions.teaching import Step, TeachingSession
    from findling.ui.theme.theme import Theme
    from findling.ui.views.result_pane import ResultPane
    from findling.ui.widgets.message_bar import MessageBar


class Teaching(QObject):
    """Connects rows, panels and messages with what is taught.

    Parameters
    ----------
    theme : Theme
        Gives colours.
    session : TeachingSession
        Keeps what is taught.
    search : SearchSession
        Answers anew after a change.
    results : ResultPane
        Its rows are judged.
    message : MessageBar
        Tells what a teaching did.
    parent : QWidget
        The window.
    """

    def __init__(
        self,
        theme: Theme,
        session: TeachingSession,
        search: SearchSession,
        results: ResultPane,
        message: MessageBar,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._search = search
        self._results = results
        self._message = message
        self._shown: SearchResults | None = None
        self._before: SearchResults | None = None
        self._step: Step | None = None
        self._is_back = False
        self._told = ""
        self._guard = Guard(session, search, message, self)
        self.meaning = MeaningPanel(theme, parent)
        self.taught = TaughtWindow(theme, session, search, parent)
        self.actions = RowActions(theme, results.result_tree)
        self.actions.clicked.connect(self.judge)
        self.actions.moved.connect(self._show_verdict)
        self.add_to_menu: Callable[[QMenu, PassageHit], object] | None = None
        results.target_changed.connect(self._on_target_changed)
        session.changed.connect(self._show_verdict)
        self.meaning.taught.connect(session.associate)
        results.judged.connect(self.judge)
        results.meaning_wanted.connect(self.ask_for_meaning)
        results.menu_wanted.connect(self._on_menu_wanted)
        message.undo_wanted.connect(self.undo)
        search.answered.connect(self._on_answered)
        search.cleared.connect(self._forget_answer)
        session.settled.connect(self._on_settled)
        session.failed.connect(message.show_error)

    def judge(self, good: bool) -> None:
        """Say that the current row answers the query, or not; the same again takes it back."""
        hit = self._current_hit()
        if hit is None or self._shown is None or not _plain(self._shown.query):
            self._message.show_notice(self.tr("Search for something and choose a result first."))
            return
        self._is_back = False
        self._session.judge(_plain(self._shown.query), hit.passage_id, good=good)

    def undo(self) -> None:
        """Take the last teaching back."""
        self._is_back = True
        self._session.undo()

    def redo(self) -> None:
        """Teach once more what was taken back last."""
        self._is_back = False
        self._session.redo()

    def ask_for_meaning(self) -> None:
        """Open the panel "A means B" with the query in it."""
        self._is_back = False
        self.meaning.ask(_plain(self._search.query))

    def show_taught(self) -> None:
        """Open the list of what was taught."""
        self._session.refresh()
        self.taught.show()
        self.taught.activateWindow()

    def row_menu(self, hit: PassageHit) -> QMenu:
        """Return what can be taught about a row."""
        menu = QMenu(self._results)
        query = _plain(self._shown.query) if self._shown is not None else ""
        verdict = self._session.verdict(query, hit.passage_id)
        for kind, name in (("good", self.tr("&Good match")), ("bad", self.tr("&Not this"))):
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(verdict == kind)
            action.triggered.connect(
                lambda _checked=False, is_good=kind == "good": self.judge(is_good)
            )
        menu.addSeparator()
        menu.addAction(self.tr("Teach what words &mean…"), self.ask_for_meaning)
        if self.add_to_menu is not None:
            self.add_to_menu(menu, hit)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    # -- inside ----------------------------------------------------------------------------------

    def _current_hit(self) -> PassageHit | None:
        if not self._results.has_results:
            return None
        index = self._results.tree.currentIndex()
        return index.data(Role.HIT) if index.isValid() else None

    def _on_target_changed(self) -> None:
        self.actions.lie_over(self._results.result_tree.currentIndex())

    def _show_verdict(self) -> None:
        hit: PassageHit | None = self.actions.index.data(Role.HIT)
        if hit is not None and self._shown is not None:
            verdict = self._session.verdict(_plain(self._shown.query), hit.passage_id)
            self.actions.show_verdict(verdict)

    def _on_menu_wanted(self, index: QModelIndex, at: QPoint) -> None:
        hit = index.data(Role.HIT)
        if hit is not None and self._results.has_results:
            self._results.tree.select(index)
            self.row_menu(hit).popup(at)

    def _on_settled(self, step: Step) -> None:
        """Have the same question answered again; what that changes is told then."""
        if not self._search.query:
            self._tell(_done(step, is_back=self._is_back))
            return
        self._step, self._before = step, self._shown
        self._search.sync(answer=True)

    def _on_answered(self, answer: Answer) -> None:
        if not answer.is_final:
            return
        before, self._shown = self._before or self._shown, answer.results
        step, self._step, self._before = self._step, None, None
        if step is None:
            if before is None or _plain(before.query) != _plain(answer.results.query):
                self._leave_told()
            return
        sentence = _done(step, is_back=self._is_back)
        if before is not None and before.query == answer.results.query:
            sentence = " ".join((sentence, _effect(step, before, answer.results)))
        self._tell(sentence.strip())
        if not self._is_back:
            self._guard.watch(step, sentence.strip())

    def _forget_answer(self) -> None:
        self._shown = self._before = None
        self._leave_told()

    def _leave_told(self) -> None:
        """Say no more what a teaching did: who asks something else goes on. Ctrl+Z still undoes."""
        if self._told and self._message.sentence == self._told:
            self._message.hide()
        self._told = ""

    def _tell(self, sentence: str) -> None:
        self._told = sentence
        self._message.show_done(sentence, can_undo=self._session.can_undo and not self._is_back)


def rank_of(results: SearchResults, passage_id: int) -> int:
    """Return which document of an answer, from 1, a passage is shown under; 0 for none."""
    for rank, group in enumerate(results.groups, 1):
        if any(hit.passage_id == passage_id for hit in group.hits):
            return rank
    return 0


def _plain(query: str) -> str:
    """Return what a teaching is about: the words, not the conditions."""
    return parse(query).text


def _done(step: Step, *, is_back: bool) -> str:
    """Return what happened to a teaching."""
    if is_back:
        return wording.tr("Undone.")
    if step.after is None:
        return wording.tr("Taken back.")
    if not step.after.enabled:
        return wording.tr("Switched off.")
    if step.slot.meaning:
        text = wording.tr("Learned: “%1” means “%2”.")
        return text.replace("%1", step.slot.query).replace("%2", step.slot.meaning)
    return wording.tr("Learned.")


def _effect(step: Step, before: SearchResults, after: SearchResults) -> str:
    """Return what a teaching did to the answer in sight."""
    if step.slot.meaning:
        counts = [wording.documents(len(results.groups)) for results in (before, after)]
        if counts[0] == counts[1]:
            return ""
        text = wording.tr("This search found %1 and now finds %2.")
        return text.replace("%1", counts[0]).replace("%2", counts[1])
    if _plain(after.query) != step.slot.query:
        return ""
    old, new = (rank_of(results, step.slot.passage_id) for results in (before, after))
    if not new:
        return wording.tr("It is not among the results any more.") if old else ""
    if not old:
        return wording.tr("It is now %1.").replace("%1", wording.ordinal(new))
    if old == new:
        return wording.tr("It stays %1.").replace("%1", wording.ordinal(new))
    text = wording.tr("Moved from %1 to %2.")
    return text.replace("%1", wording.ordinal(old)).replace("%2", wording.ordinal(new))
