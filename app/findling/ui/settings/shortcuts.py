# SPDX-License-Identifier: Apache-2.0
"""Which keys do what, and how to change that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from findling.errors import AppError
from findling.ui.i18n.texts import tr
from findling.ui.models.shortcuts import ShortcutFilter, ShortcutModel
from findling.ui.settings.page import SettingsPage
from findling.ui.theme.theme import set_look
from findling.ui.theme.tokens import Space
from findling.ui.widgets.controls import set_columns

if TYPE_CHECKING:
    from collections.abc import Callable

    from findling.ui.actions.ids import ActionId
    from findling.ui.actions.registry import Actions

_KEYS_WIDTH = 26
_PORTABLE = QKeySequence.SequenceFormat.PortableText


class ShortcutsPage(SettingsPage):
    """A table of actions, and a field that takes keys for the chosen one.

    Parameters
    ----------
    actions : Actions
        Have keys, and take others.
    """

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(tr("Keyboard shortcuts"), parent)
        self._actions = actions
        self.model = ShortcutModel(actions, self)
        self._shown = ShortcutFilter(self.model, self)
        self.view = QTableView(self)
        self.keys = QKeySequenceEdit(self)
        self.give = self._button(tr("&Use these keys"), self.give_keys)
        self.remove = self._button(tr("R&emove keys"), self.remove_keys)
        self.reset = self._button(tr("&As at first"), self.reset_keys)
        self.reset_all = self._button(tr("A&ll as at first"), self.reset_all_keys)
        self.said = QLabel(self)
        self._set_up_view()
        self.add_wide("", self._table(), "")
        self.fill_end()
        self.view.selectionModel().currentChanged.connect(self._on_current_changed)
        self.keys.keySequenceChanged.connect(lambda _keys: self._show_state())
        self.view.setCurrentIndex(self._shown.index(0, 0))

    @property
    def chosen(self) -> ActionId | None:
        """The action whose keys can be changed."""
        index = self._shown.mapToSource(self.view.currentIndex())
        return self.model.name_at(index) if index.isValid() else None

    def choose(self, name: ActionId) -> None:
        """Choose an action."""
        index = self._shown.mapFromSource(self.model.index_of(name))
        self.view.setCurrentIndex(index if index.isValid() else QModelIndex())

    def give_keys(self) -> None:
        """Give the chosen action the keys in the field."""
        keys = self.keys.keySequence().toString(_PORTABLE)
        self._change(lambda name: self._actions.give_keys(name, [keys]))

    def remove_keys(self) -> None:
        """Leave the chosen action without keys."""
        self._change(lambda name: self._actions.give_keys(name, []))

    def reset_keys(self) -> None:
        """Give the chosen action its first keys again."""
        self._change(self._actions.reset_keys)

    def reset_all_keys(self) -> None:
        """Give all actions their first keys again."""
        self._change(lambda _name: self._actions.reset_all_keys())

    def show_matching(self, words: str) -> bool:
        """Show the actions that have all words in their name or their keys."""
        is_title = bool(words) and super().show_matching(words)
        self._shown.set_words("" if is_title else words)
        super().show_matching("")
        if not self.view.currentIndex().isValid():
            self.view.setCurrentIndex(self._shown.index(0, 0))
        return bool(self._shown.rowCount())

    # -- inside ------------------------------------------------------------------------------------

    def _change(self, change: Callable[[ActionId], object]) -> None:
        name = self.chosen
        if name is None:
            return
        try:
            change(name)
        except AppError as error:
            self._say(str(error))
            return
        self.keys.clear()
        self._say("")
        self._show_state()

    def _say(self, sentence: str) -> None:
        self.said.setText(sentence)
        self.said.setAccessibleName(sentence)
        self.said.setVisible(bool(sentence))

    def _on_current_changed(self) -> None:
        self.keys.clear()
        self._say("")
        self._show_state()

    def _show_state(self) -> None:
        for field in self.keys.findChildren(QLineEdit):
            field.setPlaceholderText(tr("Press the new keys"))  # clearing brings Qt's own back
        name = self.chosen
        self.give.setEnabled(name is not None and not self.keys.keySequence().isEmpty())
        self.remove.setEnabled(name is not None and bool(self._actions.keys_of(name)))
        self.reset.setEnabled(name is not None and self._actions.is_changed(name))
        self.reset_all.setEnabled(self.model.has_changes)

    def _set_up_view(self) -> None:
        view = self.view
        view.setModel(self._shown)
        view.setAccessibleName(tr("Keyboard shortcuts"))
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setShowGrid(False)
        view.setTabKeyNavigation(False)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(view.fontMetrics().height() + 2 * Space.XS)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        set_columns(view.horizontalHeader(), {1: _KEYS_WIDTH})
        set_look(self.said, "danger-text")
        self.said.setWordWrap(True)
        self.said.hide()
        self.keys.setAccessibleName(tr("New keys"))
        self.keys.setMaximumSequenceLength(1)
        self.keys.setClearButtonEnabled(True)

    def _table(self) -> QWidget:
        box = QWidget(self)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self.view, 1)
        column.addWidget(self.said)
        label = QLabel(tr("&New keys"), box)
        label.setBuddy(self.keys)
        first, second = QHBoxLayout(), QHBoxLayout()
        for widget in (label, self.keys, self.give):
            first.addWidget(widget, 1 if widget is self.keys else 0)
        for widget in (self.remove, self.reset, self.reset_all):
            second.addWidget(widget)
        second.addStretch(1)
        for row in (first, second):
            row.setSpacing(Space.S)
            column.addLayout(row)
        return box

    def _button(self, label: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(label, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: act())
        return button
