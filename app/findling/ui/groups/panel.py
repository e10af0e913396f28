# SPDX-License-Identifier: Apache-2.0
"""The dialog of tags and collections: type a name, tick it, done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from findling.services.groups import MAX_NAME, GroupKind
from findling.ui.groups.model import GroupModel
from findling.ui.i18n.texts import tr
from findling.ui.screen_room import resize_on_screen
from findling.ui.theme.theme import dress, set_look, with_text
from findling.ui.theme.tokens import Space
from findling.ui.widgets.controls import TickDelegate
from findling.ui.widgets.elided_label import ElidedLabel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from findling.ui.theme.theme import Theme

_SIZE = (420, 460)
_ICON = 18
_LIST, _EMPTY = 0, 1


class GroupPanel(QDialog):
    """Shows which groups some documents are in; a tick counts at once.

    Parameters
    ----------
    theme : Theme
        Draws icons.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        dress(self)
        self.setWindowTitle(tr("Tags and collections"))
        self.setModal(True)
        resize_on_screen(self, with_text(self, _SIZE[0]), _SIZE[1])
        self.model = GroupModel(theme, self)
        self.subject = ElidedLabel(self)
        self.field = QLineEdit(self)
        self.view = QListView(self)
        self.new_tag = QPushButton(tr("New &tag"), self)
        self.new_collection = QPushButton(tr("New &collection"), self)
        self.done_button = QPushButton(tr("&Done"), self)
        self._empty = QLabel(self)
        self._pages = QStackedWidget(self)
        self._set_up()
        self._arrange()

    def show_for(self, subject: str, documents: Iterable[int]) -> None:
        """Open for some documents; ``subject`` says which."""
        self.subject.set_full_text(subject)
        self.model.show_documents(documents)
        self.field.clear()
        self._on_text_changed("")
        self.field.setFocus()
        self.show()
        self.raise_()
        self.activateWindow()

    @property
    def hint(self) -> str:
        """What stands there instead of rows."""
        return self._empty.text()

    def _set_up(self) -> None:
        set_look(self.subject, "muted")
        set_look(self.field, "field")
        self.field.setMaxLength(MAX_NAME)
        self.field.setPlaceholderText(tr("Find a tag or collection, or name a new one"))
        self.field.setAccessibleName(tr("Find a tag or collection, or name a new one"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._on_text_changed)
        self.field.returnPressed.connect(self._on_return_pressed)
        self.field.installEventFilter(self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(TickDelegate(self.view))
        self.view.setIconSize(QSize(_ICON, _ICON))
        set_look(self.view, "rows")
        self.view.setAccessibleName(tr("Tags and collections"))
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        set_look(self._empty, "muted")
        for button in (self.new_tag, self.new_collection, self.done_button):
            button.setAutoDefault(False)
        set_look(self.done_button, "primary")
        self.new_tag.clicked.connect(lambda: self._make(GroupKind.TAG))
        self.new_collection.clicked.connect(lambda: self._make(GroupKind.COLLECTION))
        self.done_button.clicked.connect(self.accept)
        self.model.modelReset.connect(self._show_state)

    def _arrange(self) -> None:
        self._pages.addWidget(self.view)
        self._pages.addWidget(self._empty)
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        buttons.addWidget(self.new_tag)
        buttons.addWidget(self.new_collection)
        buttons.addStretch(1)
        buttons.addWidget(self.done_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(self.subject)
        column.addWidget(self.field)
        column.addWidget(self._pages, 1)
        column.addLayout(buttons)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Have the arrow keys lead from the field into the list."""
        is_key = watched is self.field and event.type() is QEvent.Type.KeyPress
        if is_key and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Down:
            self.view.setFocus()
            self.view.setCurrentIndex(self.model.index(0, 0))
            return True
        return super().eventFilter(watched, event)

    @property
    def _name(self) -> str:
        return " ".join(self.field.text().replace('"', " ").split())

    def _make(self, kind: GroupKind) -> None:
        if self._name:
            self.model.wish(kind, self._name, is_in=True)
            self.field.clear()
            self.field.setFocus()

    def _on_return_pressed(self) -> None:
        """Tick what has this name, or the only one that fits; else make a tag."""
        name = self._name
        if not name:
            self.accept()
            return
        for kind in (GroupKind.TAG, GroupKind.COLLECTION):
            if (row := self.model.find(kind, name)) is not None:
                is_in = self.model.state_of(row) is not Qt.CheckState.Checked
                self.model.wish(kind, row.name, is_in=is_in)
                self.field.clear()
                return
        self._make(GroupKind.TAG)

    def _on_text_changed(self, text: str) -> None:
        self.model.narrow(text)
        name = self._name
        self.new_tag.setEnabled(bool(name) and self.model.find(GroupKind.TAG, name) is None)
        is_free = self.model.find(GroupKind.COLLECTION, name) is None
        self.new_collection.setEnabled(bool(name) and is_free)

    def _show_state(self) -> None:
        is_empty = self.model.rowCount() == 0
        self._pages.setCurrentIndex(_EMPTY if is_empty else _LIST)
        if self._name:
            text = tr("Enter makes the tag “%1”.").replace("%1", self._name)
        else:
            text = tr(
                "A tag says what a document is, a collection what it belongs to. "
                "Type a name to make the first one."
            )
        self._empty.setText(text)
