# SPDX-License-Identifier: Apache-2.0
"""The labels of a set: how many items have each, add one, rename, delete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QInputDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from findling.ui.i18n.texts import tr
from findling.ui.theme.theme import set_look
from findling.ui.theme.tokens import Space

if TYPE_CHECKING:
    from findling.services.labels.types import LabelRow
    from findling.ui.sessions.labels import LabelSession

_LABEL = Qt.ItemDataRole.UserRole


class LabelList(QWidget):
    """Lists labels.

    Parameters
    ----------
    session : LabelSession
        Gives labels and takes changes.
    """

    def __init__(self, session: LabelSession, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.view = QListWidget(self)
        set_look(self.view, "side")
        self.view.setAccessibleName(tr("Labels"))
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._on_menu_wanted)
        self.field = QLineEdit(self)
        set_look(self.field, "field")
        self.field.setPlaceholderText(tr("New label: name, or name: what belongs to it"))
        self.field.setAccessibleName(tr("New label"))
        self.field.returnPressed.connect(self._on_entered)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self.view, 1)
        column.addWidget(self.field)
        session.state_changed.connect(self.show_labels)

    def show_labels(self) -> None:
        """Show the labels as they are now."""
        state = self._session.state
        current = self.view.currentRow()
        self.view.clear()
        self.field.setEnabled(state is not None)
        for label in state.row.labels if state else ():
            item = QListWidgetItem(_text(label))
            item.setToolTip(label.description)
            item.setData(_LABEL, label.id)
            self.view.addItem(item)
        self.view.setCurrentRow(min(current, self.view.count() - 1))

    def menu(self, item: QListWidgetItem) -> QMenu:
        """Return what can be done with a label."""
        label_id, name = int(item.data(_LABEL)), self._name(int(item.data(_LABEL)))
        menu = QMenu(self)
        menu.addAction(tr("&Rename…"), lambda: self._rename(label_id, name))
        menu.addAction(tr("&Delete…"), lambda: self._delete(label_id, name))
        return menu

    def _on_menu_wanted(self, at: QPoint) -> None:
        item = self.view.itemAt(at)
        if item is not None:
            menu = self.menu(item)
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(self.view.viewport().mapToGlobal(at))

    def _on_entered(self) -> None:
        name, _, description = self.field.text().partition(":")
        if name.strip():
            self._session.add_label(name, description)
            self.field.clear()

    def _rename(self, label_id: int, name: str) -> None:
        title = tr("Rename “%1”").replace("%1", name)
        new, is_given = QInputDialog.getText(self, title, tr("New name"), text=name)
        if is_given and new.strip() and new != name:
            self._session.rename_label(label_id, new)

    def _delete(self, label_id: int, name: str) -> None:
        state = self._session.state
        label = state.row.label(label_id) if state else None
        n = label.n_yes + label.n_no if label else 0
        question = tr("“%1” and %2 answers about it are deleted for good.")
        question = question.replace("%1", name).replace("%2", str(n))
        box = QMessageBox(QMessageBox.Icon.Question, tr("Delete a label"), question, parent=self)
        yes = box.addButton(tr("Delete"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        if box.clickedButton() is yes:
            self._session.delete_label(label_id)

    def _name(self, label_id: int) -> str:
        state = self._session.state
        label = state.row.label(label_id) if state else None
        return label.name if label else ""


def _text(label: LabelRow) -> str:
    guessed = f"  + {label.n_guessed}" if label.n_guessed else ""
    return f"{label.name}   {label.n_yes}{guessed}"
