# SPDX-License-Identifier: Apache-2.0
"""The labels of a set: how many items have each, and what can be done with one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QInputDialog,
    QLineEdit,
    QMenu,
    QMessageBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from findling.ui.i18n.texts import tr
from findling.ui.theme.theme import set_look, with_text
from findling.ui.theme.tokens import Space

if TYPE_CHECKING:
    from findling.services.labels.types import LabelRow
    from findling.ui.sessions.labels import LabelSession

_LEAST_WIDTH = 230
_NAME_LETTERS = 16
"""Letters of a label's name that are read in any language and size of text."""
_ROW_PADDING = 12


class LabelList(QWidget):
    """Lists labels, takes new ones, and renames, merges, splits and deletes.

    Parameters
    ----------
    session : LabelSession
        Gives labels and takes changes.

    Signals
    -------
    looking_started
        The cards of some label are wanted.
    """

    looking_started = Signal()

    def __init__(self, session: LabelSession, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._is_awaited = False
        self.view = QTableWidget(0, 3, self)
        self.field = QLineEdit(self)
        set_look(self.field, "field")
        self.field.setPlaceholderText(tr("New label"))
        self.field.setToolTip(
            tr("A name, or “name: what belongs to it”; the second part finds the first documents")
        )
        self.field.setAccessibleName(tr("New label"))
        self.field.returnPressed.connect(self._on_entered)
        self._set_up_view()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, Space.S, 0)
        column.setSpacing(Space.S)
        column.addWidget(self.view, 1)
        column.addWidget(self.field)
        session.state_changed.connect(self.show_labels)
        self.show_labels()

    def show_labels(self) -> None:
        """Show the labels as they are now."""
        state = self._session.state
        current = self.view.currentRow()
        labels = state.row.labels if state else ()
        self.field.setEnabled(state is not None)
        if self._is_awaited and state is not None:
            self._is_awaited = False
            self.field.setFocus()
        self.view.setRowCount(len(labels))
        for row, label in enumerate(labels):
            for column, text in enumerate((label.name, str(label.n_yes), str(label.n_guessed))):
                item = QTableWidgetItem(text)
                item.setToolTip(label.description)
                if column:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
                self.view.setItem(row, column, item)
        if labels:
            self.view.setCurrentCell(max(0, min(current, len(labels) - 1)), 0)

    def await_label(self) -> None:
        """Have the next thing typed be a label, as soon as the labels of the set are known."""
        self._is_awaited = not self.field.isEnabled()
        self.field.setFocus()

    def menu(self, label: LabelRow) -> QMenu:
        """Return what can be done with a label."""
        menu = QMenu(self)
        menu.addAction(tr("&Who else fits?"), lambda: self._look(label))
        mine = menu.addAction(tr("&Look through yours"), lambda: self._look_through(label))
        mine.setEnabled(label.n_yes > 0)
        menu.addSeparator()
        menu.addAction(tr("&Rename…"), lambda: self._rename(label))
        merge = menu.addMenu(tr("&Merge into"))
        others = [other for other in self._labels() if other.id != label.id]
        for other in others:
            merge.addAction(
                other.name.replace("&", "&&"), lambda other=other: self._merge(label, other)
            )
        merge.setEnabled(bool(others))
        split = menu.addAction(tr("&Split…"), lambda: self._split(label))
        split.setEnabled(label.n_yes > 1)
        menu.addAction(tr("&Delete…"), lambda: self._delete(label))
        return menu

    @property
    def current(self) -> LabelRow | None:
        """The label that is selected."""
        labels, row = self._labels(), self.view.currentRow()
        return labels[row] if 0 <= row < len(labels) else None

    def _set_up_view(self) -> None:
        view = self.view
        view.setHorizontalHeaderLabels([tr("Label"), tr("Yours"), tr("Guessed")])
        view.setAccessibleName(tr("Labels"))
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setShowGrid(False)
        view.setTabKeyNavigation(False)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(view.fontMetrics().height() + _ROW_PADDING)
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        numbers = sum(header.sectionSizeHint(column) for column in (1, 2))
        names = view.fontMetrics().averageCharWidth() * _NAME_LETTERS
        needed = numbers + names + 2 * view.frameWidth()
        self.setMinimumWidth(max(needed, with_text(self, _LEAST_WIDTH)))
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._on_menu_wanted)
        view.itemActivated.connect(lambda _: self._with_current(self._look))
        for keys, act in (("F2", self._rename), ("Del", self._delete)):
            shortcut = QShortcut(QKeySequence(keys), view)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda act=act: self._with_current(act))

    def _labels(self) -> tuple[LabelRow, ...]:
        state = self._session.state
        return state.row.labels if state else ()

    def _with_current(self, act: object) -> None:
        label = self.current
        if label is not None and callable(act):
            act(label)

    def _on_menu_wanted(self, at: QPoint) -> None:
        self._with_current(
            lambda label: self._pop_up(self.menu(label), self.view.viewport().mapToGlobal(at))
        )

    def _pop_up(self, menu: QMenu, at: QPoint) -> None:
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def _on_entered(self) -> None:
        name, _, description = self.field.text().partition(":")
        if name.strip():
            self._session.add_label(name, description)
            self.field.clear()

    def _look(self, label: LabelRow) -> None:
        self._session.look_for(label.id)
        self.looking_started.emit()

    def _rename(self, label: LabelRow) -> None:
        title = tr("Rename “%1”").replace("%1", label.name)
        new, is_given = QInputDialog.getText(self, title, tr("New name"), text=label.name)
        if is_given and new.strip() and new != label.name:
            self._session.rename_label(label.id, new)

    def _look_through(self, label: LabelRow) -> None:
        self._session.look_through(label.id)
        self.looking_started.emit()

    def _split(self, label: LabelRow) -> None:
        title = tr("Split “%1”").replace("%1", label.name)
        text = tr("Name of the second label. Then you are asked which of the %1 answers it gets.")
        text = text.replace("%1", str(label.n_yes))
        new, is_given = QInputDialog.getText(self, title, text)
        if is_given and new.strip():
            self._session.split_label(label.id, new)
            self.looking_started.emit()

    def _merge(self, label: LabelRow, other: LabelRow) -> None:
        text = tr("%1 answers of “%2” become answers of “%3”, and “%2” goes.")
        text = text.replace("%1", str(label.n_yes + label.n_no))
        text = text.replace("%2", label.name).replace("%3", other.name)
        if self._is_sure(tr("Merge labels"), text, tr("Merge")):
            self._session.merge_labels(label.id, other.id)

    def _delete(self, label: LabelRow) -> None:
        text = tr("“%1” and %2 answers about it are deleted for good.")
        text = text.replace("%1", label.name).replace("%2", str(label.n_yes + label.n_no))
        if self._is_sure(tr("Delete a label"), text, tr("Delete")):
            self._session.delete_label(label.id)

    def _is_sure(self, title: str, text: str, do: str) -> bool:
        box = QMessageBox(QMessageBox.Icon.Question, title, text, parent=self)
        yes = box.addButton(do, QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        return box.clickedButton() is yes
