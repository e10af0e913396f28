# SPDX-License-Identifier: Apache-2.0
"""The window of label sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from findling.ui.i18n.texts import tr
from findling.ui.labels.card_page import CardPage
from findling.ui.labels.label_list import LabelList
from findling.ui.labels.many_page import ManyPage
from findling.ui.labels.quality_page import QualityPage
from findling.ui.screen_room import resize_on_screen
from findling.ui.theme.theme import dress, set_look, with_text
from findling.ui.theme.tokens import Space
from findling.ui.widgets.controls import Choice, Tick
from findling.ui.widgets.message_bar import MessageBar
from findling.ui.widgets.pane_splitter import SideBySide

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QShowEvent

    from findling.services.labels.types import ItemKey
    from findling.ui.sessions.labels import LabelSession
    from findling.ui.theme.theme import Theme

_SIZE = (960, 640)
_WIDTHS = (240, 720)


class LabelWindow(QDialog):
    """Label sets, one at a time; the main window stays in use meanwhile.

    Parameters
    ----------
    theme : Theme
        Gives colours.
    session : LabelSession
        Gives sets and takes changes.
    """

    def __init__(self, theme: Theme, session: LabelSession, parent: QWidget) -> None:
        super().__init__(parent)
        dress(self)
        self.setWindowTitle(tr("Labels"))
        self.setModal(False)
        resize_on_screen(self, *_SIZE)
        self._session = session
        self._wanted = ""
        self._is_asking = False
        self.chooser = Choice((), None, session.choose, self)
        self.chooser.setAccessibleName(tr("Label set"))
        self.new = QPushButton(tr("&New set…"), self)
        self.delete = QPushButton(tr("&Delete set…"), self)
        self.learn = QPushButton(tr("&Learn now"), self)
        self.message = MessageBar(theme, self)
        self.labels = LabelList(session, self)
        self.cards = CardPage(theme, session, self)
        self.quality = QualityPage(session, self)
        self.many = ManyPage(session, self)
        self.tabs = QTabWidget(self)
        self.form = _NewSetForm(self)
        self._body = QStackedWidget(self)
        self._facts = QLabel(self)
        set_look(self._facts, "muted")
        self._arrange()
        self._connect()
        self._show_sets()

    def _arrange(self) -> None:
        for page, name in (
            (self.cards, tr("&Teach")),
            (self.quality, tr("&Quality")),
            (self.many, tr("Label &many")),
        ):
            self.tabs.addTab(page, name)
        top = QHBoxLayout()
        top.setSpacing(Space.S)
        top.addWidget(self.chooser, 1)
        for button in (self.new, self.delete, self.learn):
            button.setAutoDefault(False)
            top.addWidget(button)
        panes = SideBySide(self)
        panes.setChildrenCollapsible(False)
        panes.addWidget(self.labels)
        panes.addWidget(self.tabs)
        panes.setSizes([with_text(self, width) for width in _WIDTHS])
        panes.setStretchFactor(1, 1)
        for page in (panes, self.form):
            self._body.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.setSpacing(Space.M)
        column.addLayout(top)
        column.addWidget(self.message)
        column.addWidget(self._body, 1)
        column.addWidget(self._facts)

    def _connect(self) -> None:
        session = self._session
        self.new.clicked.connect(self._on_new_clicked)
        self.delete.clicked.connect(self._on_delete_clicked)
        self.learn.clicked.connect(session.train)
        self.form.made.clicked.connect(self._on_made)
        self.form.cancel.clicked.connect(self._on_cancelled)
        self.tabs.currentChanged.connect(self._on_tab_changed)
        self.labels.looking_started.connect(lambda: self.tabs.setCurrentWidget(self.cards))
        self.quality.review_wanted.connect(self._on_review_wanted)
        session.sets_changed.connect(self._show_sets)
        session.state_changed.connect(self._show_facts)
        session.failed.connect(self.message.show_error)

    def showEvent(self, event: QShowEvent) -> None:
        """Look at the sets anew."""
        super().showEvent(event)
        (self.cards if self._session.set_id else self.form.name).setFocus()
        self._session.refresh()

    def _show_sets(self) -> None:
        sets = self._session.sets
        ids = [row.id for row in sets]
        made = next((row.id for row in sets if row.name == self._wanted), 0)
        chosen = made or (self._session.set_id if self._session.set_id in ids else 0)
        chosen = chosen or (ids[0] if ids else 0)
        self._wanted = "" if made else self._wanted
        self.chooser.offer_all([(row.id, row.name) for row in sets], chosen)
        self.chooser.setEnabled(bool(ids))
        self.delete.setEnabled(bool(ids))
        self._session.choose(chosen)
        self.form.cancel.setVisible(bool(ids))
        if made or not ids or not self._is_asking:
            self._is_asking = False
            self._body.setCurrentIndex(0 if ids else 1)
        if made:
            self.labels.await_label()
        self._show_facts()

    def _show_facts(self) -> None:
        state = self._session.state
        self.learn.setEnabled(state is not None and not state.missing and not state.is_fresh)
        if state is None:
            self._facts.setText(tr("A label set sorts your documents into categories of yours."))
            return
        parts = [
            tr("%1 of %2 answered")
            .replace("%1", str(state.row.n_answered))
            .replace("%2", str(state.n_items))
        ]
        if state.n_examples:
            learned = tr("learned from %1").replace("%1", str(state.n_examples))
            parts.append(
                learned if state.is_fresh else tr("%1, newer answers wait").replace("%1", learned)
            )
        parts += state.missing[:2]
        self._facts.setText(" · ".join(parts))

    def _on_tab_changed(self, index: int) -> None:
        if self.tabs.widget(index) is self.many and self._session.set_id:
            self._session.ask_dry_run()

    def _on_review_wanted(self, items: Sequence[ItemKey]) -> None:
        self._session.review(items)
        self.tabs.setCurrentWidget(self.cards)

    def _on_new_clicked(self) -> None:
        self._is_asking = True
        self.form.name.clear()
        self._body.setCurrentWidget(self.form)
        self.form.name.setFocus()

    def _on_cancelled(self) -> None:
        self._is_asking = False
        self._body.setCurrentIndex(0)

    def _on_made(self) -> None:
        name = " ".join(self.form.name.text().split())
        if name:
            self._wanted = name
            self._session.create(
                name,
                is_multi=self.form.several.isChecked(),
                of_passages=self.form.passages.isChecked(),
            )

    def _on_delete_clicked(self) -> None:
        name = self.chooser.currentText()
        question = tr("“%1” is deleted for good, with all answers.").replace("%1", name)
        box = QMessageBox(
            QMessageBox.Icon.Question, tr("Delete a label set"), question, parent=self
        )
        yes = box.addButton(tr("Delete"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        if box.clickedButton() is yes:
            self._session.delete()


class _NewSetForm(QWidget):
    """Asks for the name of a set."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        heading = QLabel(tr("What do you want to sort by?"), self)
        hint = QLabel(
            tr("A set has labels of one kind, such as kinds of letters, projects, or urgency."),
            self,
        )
        hint.setWordWrap(True)
        set_look(hint, "muted")
        self.name = QLineEdit(self)
        set_look(self.name, "field")
        self.name.setPlaceholderText(tr("Name, such as “Kind of letter”"))
        self.name.setAccessibleName(tr("Name of the set"))
        text = tr("A document may have several of its labels")
        self.several = Tick(text, is_on=False, parent=self)
        text = tr("Label passages, not whole documents")
        self.passages = Tick(text, is_on=False, parent=self)
        self.made = QPushButton(tr("&Make it"), self)
        set_look(self.made, "primary")
        self.cancel = QPushButton(tr("Cancel"), self)
        self.name.returnPressed.connect(self.made.click)
        row = QHBoxLayout()
        row.addWidget(self.made)
        row.addWidget(self.cancel)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        column.setSpacing(Space.M)
        for widget in (heading, hint, self.name, self.several, self.passages):
            column.addWidget(widget)
        column.addLayout(row)
        column.addStretch(1)
        for button in (self.made, self.cancel):
            button.setAutoDefault(False)
