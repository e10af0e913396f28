# SPDX-License-Identifier: Apache-2.0
"""The pane in the middle: results of a query, documents of a place, or why there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from findling.services.arranging import Arrangement, arrange
from findling.services.query_language import parse
from findling.ui import wording
from findling.ui.announcing import announce, announce_row
from findling.ui.models.away import Away
from findling.ui.models.documents import DocumentModel
from findling.ui.models.places import PlaceKind
from findling.ui.models.results import ResultModel
from findling.ui.models.roles import Role
from findling.ui.models.target import Target, target_of
from findling.ui.theme.icons import IconName
from findling.ui.views.nothing_found import Ways, nothing_found
from findling.ui.views.result_head import ResultHead
from findling.ui.views.result_words import facts_of, nothing_listed, title_of
from findling.ui.views.row_tree import RowTree
from findling.ui.widgets.state_page import StatePage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtCore import QPoint

    from findling.services.types import SearchResults, SourceRow
    from findling.ui.sessions.library import Listing
    from findling.ui.sessions.search import Answer
    from findling.ui.theme.theme import Theme

    Actions = tuple[tuple[str, Callable[[], object]], ...]


class ResultPane(QWidget):
    """Shows rows and says which one is current.

    Parameters
    ----------
    theme : Theme
        Gives colours.

    Signals
    -------
    target_changed
        Another row is current; see `target`.
    target_chosen
        The user wants to look at the current row now.
    reveal_wanted : DocumentRow
    retry_wanted : list of int
        Documents to read again; empty for all.
    mode_wanted : SearchMode
        The user takes up the offer to match in another way.
    judged : bool
        The current row is right, or is not.
    query_wanted : str
        Ask for something else.
    meaning_wanted
        The user wants to say what the query means.
    menu_wanted : QModelIndex, QPoint
        A menu for a row of results, and where on the screen.
    """

    target_changed = Signal()
    target_chosen = Signal()
    reveal_wanted = Signal(object)
    retry_wanted = Signal(list)
    mode_wanted = Signal(object)
    clear_wanted = Signal()
    judged = Signal(bool)
    meaning_wanted = Signal()
    query_wanted = Signal(str)
    menu_wanted = Signal(object, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._head = ResultHead(self)
        self._away = Away()
        self._results = ResultModel(self, self._away)
        self._documents = DocumentModel(self, self._away)
        self._result_tree = self._tree(theme, self._results, self.tr("Results"))
        self._document_tree = self._tree(theme, self._documents, self.tr("Documents"))
        self._document_tree.setUniformRowHeights(True)  # thousands of rows are measured as one
        self._page = StatePage(theme, self)
        self._stack = QStackedWidget(self)
        self._was_chosen = False
        self._is_filling = False
        self._how = Arrangement()
        self._found: SearchResults | None = None
        self._head.suggestion_taken.connect(self.query_wanted)
        self._head.add_button(self.tr("Show in folder"), self._on_reveal_clicked)
        self._head.add_button(self.tr("Try again"), self._on_retry_clicked)
        self._head.add_button(self.tr("Try all again"), lambda: self.retry_wanted.emit([]))
        self._result_tree.judged.connect(self.judged)
        self._result_tree.customContextMenuRequested.connect(self._on_menu_wanted)
        self._result_tree.weak_toggled.connect(self._results.toggle_weak)
        self._arrange()

    # -- what to show ----------------------------------------------------------------------------

    def show_answer(self, answer: Answer, *, is_indexing: bool) -> None:
        """Show an answer; the row that the user chose stays chosen while the words are the same.

        Parameters
        ----------
        answer : Answer
            The newest one.
        is_indexing : bool
            Whether documents are being added: then more may turn up.
        """
        results = answer.results
        self._head.suggest(results.suggestion if answer.is_final else "")
        if not results.groups:
            if answer.is_final:
                self._show_nothing_found(answer, is_indexing=is_indexing)
            return
        badge = self.tr("Exact words for now. Meaning joins when learning is done.")
        self._fill(results)
        self._head.show_buttons(visible=False)
        self._head.show_order(visible=True)
        self._head.say(
            title_of(results),
            wording.milliseconds(results.seconds),
            badge if answer.awaits_meaning else "",
        )
        self._stack.setCurrentWidget(self._result_tree)
        if answer.is_final:
            announce(self, self._head.title)
        self.target_changed.emit()

    def arrange(self, how: Arrangement) -> None:
        """Lay out the answer in sight, and those to come, in another way."""
        if how == self._how:
            return
        self._how = how
        if self._found is not None and self.has_results:
            self._fill(self._found, uncovers=True)
            self.target_changed.emit()

    def show_listing(self, listing: Listing) -> None:
        """Show the documents of a place; the one that was current stays so where it still is."""
        place = listing.place
        self._head.suggest("")
        is_attention = place.kind is PlaceKind.ATTENTION
        self._was_chosen = False
        current = self._document_tree.currentIndex().data(Role.DOCUMENT)
        self._is_filling = True
        self._documents.show_documents(listing.rows)
        if current is not None and not self._document_tree.currentIndex().isValid():
            self._document_tree.select(self._documents.find(current.id))
        self._is_filling = False
        is_away = place.source is not None and place.source.missing
        badge = self.tr("The drive is not connected. What was read of it can still be found.")
        self._head.say(place.label, facts_of(listing), badge if is_away else "")
        self._head.show_buttons(visible=is_attention and bool(listing.rows))
        self._head.show_order(visible=bool(listing.rows) and not is_attention)
        if listing.rows:
            self._stack.setCurrentWidget(self._document_tree)
            if is_attention and not self._document_tree.currentIndex().isValid():
                self._document_tree.select_first()
        else:
            self._say(*nothing_listed(listing))
        self.target_changed.emit()

    def show_trouble(self, sentence: str, again: Callable[[], object]) -> None:
        """Show that a query could not be answered."""
        self._head.suggest("")
        self._head.say(self.tr("No answer"))
        heading = self.tr("This search could not be carried out")
        self._say(IconName.ALERT, heading, sentence, ((self.tr("Search again"), again),))
        self.target_changed.emit()

    def show_sources(self, sources: Iterable[SourceRow]) -> None:
        """Show which documents lie on a drive that is not connected."""
        if self._away.show_sources(sources):
            for tree in (self._result_tree, self._document_tree):
                tree.viewport().update()

    def leave_results(self) -> None:
        """Forget an answer: its query was cleared."""
        self._was_chosen = False
        self._found = None
        self._results.clear()

    # -- what is current -------------------------------------------------------------------------

    @property
    def head(self) -> ResultHead:
        """The line above the rows."""
        return self._head

    @property
    def page(self) -> StatePage | None:
        """The page in sight, when there are no rows."""
        return self._page if self._stack.currentWidget() is self._page else None

    @property
    def tree(self) -> RowTree:
        """The rows in sight, or those that were last."""
        shown = self._stack.currentWidget()
        return self._document_tree if shown is self._document_tree else self._result_tree

    @property
    def result_tree(self) -> RowTree:
        """The rows of answers, in sight or not."""
        return self._result_tree

    @property
    def has_results(self) -> bool:
        """Whether an answer is in sight."""
        return self._stack.currentWidget() is self._result_tree and self._results.rowCount() > 0

    @property
    def target(self) -> Target | None:
        """What the current row stands for."""
        if self.page is not None:
            return None
        index = self.tree.currentIndex()
        document = index.data(Role.DOCUMENT) if index.isValid() else None
        if document is None:
            return None
        group, hit = index.data(Role.GROUP), index.data(Role.HIT)
        return Target(document) if group is None else target_of(group, hit, self._found)

    def select_passage(self, passage_id: int) -> None:
        """Make the row of a passage the current one, if it has one."""
        index = self._results.find_passage(passage_id)
        if index.isValid() and self.has_results:
            self._is_filling = True
            self._result_tree.select(index)
            self._is_filling = False

    def go(self, direction: int, *, by_page: bool) -> None:
        """Go a row or a page down (1) or up (-1)."""
        if self.page is None:
            self._was_chosen = True
            self.tree.go(direction * (self.tree.rows_per_page() if by_page else 1))
            announce_row(self.tree, self.tree.currentIndex())

    # -- inside ----------------------------------------------------------------------------------

    def _tree(self, theme: Theme, model: ResultModel | DocumentModel, name: str) -> RowTree:
        tree = RowTree(theme, self)
        tree.setModel(model)
        tree.setAccessibleName(name)
        tree.row_changed.connect(self._on_row_changed)
        tree.row_chosen.connect(self.target_chosen)
        tree.clicked.connect(self._on_clicked)
        return tree

    def _arrange(self) -> None:
        for widget in (self._page, self._result_tree, self._document_tree):
            self._stack.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._stack, 1)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _fill(self, found: SearchResults, *, uncovers: bool = False) -> None:
        """Show an answer as it is to be laid out; with ``uncovers`` the chosen row is not lost."""
        is_followed = self.has_results and self._was_chosen and self._asks_same(found)
        before = self.target if is_followed else None
        opened = self._open_documents()
        self._is_filling = True
        self._found = found
        shown = arrange(found, self._how)
        self._results.show_results(shown, shows_weak=self._results.shows_weak and is_followed)
        if uncovers and before is not None and not self._row_of(before).isValid():
            self._results.toggle_weak()
        self._restore(before, opened)
        self._is_filling = False

    def _row_of(self, target: Target) -> QModelIndex:
        """Return where something stands now: its passage, else its document."""
        index = QModelIndex()
        if target.current >= 0:
            index = self._results.find_passage(target.hits[target.current].passage_id)
        return index if index.isValid() else self._results.find(target.document.id)

    def _say(self, name: IconName, heading: str, sentence: str, actions: Actions = ()) -> None:
        self._head.show_order(visible=False)
        self._page.say(name, heading, sentence, actions)
        announce(self._page, f"{heading}. {sentence}")
        self._stack.setCurrentWidget(self._page)

    def _asks_same(self, found: SearchResults) -> bool:
        """Return whether an answer is to the words in sight: who asks anew wants the best row."""
        before = self._found
        return before is not None and parse(before.query).text == parse(found.query).text

    def _show_nothing_found(self, answer: Answer, *, is_indexing: bool) -> None:
        self._results.clear()
        self._head.show_buttons(visible=False)
        self._head.say(wording.passages(0), wording.milliseconds(answer.results.seconds))
        ways = Ways(
            ask=self.query_wanted.emit,
            match=self.mode_wanted.emit,
            clear=self.clear_wanted.emit,
            teach=self.meaning_wanted.emit,
        )
        said = nothing_found(answer, ways, is_indexing=is_indexing)
        self._say(IconName.SEARCH, said.heading, said.sentence, said.actions)
        self.target_changed.emit()

    def _open_documents(self) -> list[int]:
        model = self._results
        rows = (model.index(row, 0) for row in range(model.rowCount()))
        shown = (row for row in rows if self._result_tree.isExpanded(row))
        return [row.data(Role.DOCUMENT).id for row in shown if row.data(Role.DOCUMENT)]

    def _restore(self, before: Target | None, opened: list[int]) -> None:
        """Open and choose what was open and chosen, where it is still there."""
        for document_id in opened:
            index = self._results.find(document_id)
            if index.isValid():
                self._result_tree.setExpanded(index, True)
        index = self._row_of(before) if before is not None else QModelIndex()
        if index.isValid():
            self._result_tree.select(index)
        else:
            self._was_chosen = False
            self._result_tree.select_first()
            self._result_tree.scrollToTop()

    def _on_menu_wanted(self, at: QPoint) -> None:
        tree = self._result_tree
        index = tree.indexAt(at)
        if index.isValid():
            self.menu_wanted.emit(index, tree.viewport().mapToGlobal(at))

    def _on_row_changed(self) -> None:
        if not self._is_filling:
            self._was_chosen = True
            self.target_changed.emit()

    def _on_clicked(self) -> None:
        self._was_chosen = True

    def _on_reveal_clicked(self) -> None:
        target = self.target
        if target is not None:
            self.reveal_wanted.emit(target.document)

    def _on_retry_clicked(self) -> None:
        target = self.target
        if target is not None:
            self.retry_wanted.emit([target.document.id])
