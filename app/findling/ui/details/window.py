# SPDX-License-Identifier: Apache-2.0
"""The window about one document: facts, passages, copies, problems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QFrame,
    QLabel,
    QListView,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from findling.ui import wording
from findling.ui.details.facts import facts_of
from findling.ui.i18n.texts import tr
from findling.ui.models.documents import DocumentModel
from findling.ui.models.roles import Role
from findling.ui.screen_room import resize_on_screen
from findling.ui.sentences import told
from findling.ui.theme.theme import dress, set_look, with_text
from findling.ui.theme.tokens import Space
from findling.ui.widgets.elided_label import ElidedLabel
from findling.ui.widgets.message_bar import MessageBar

if TYPE_CHECKING:
    from findling.errors import AppError
    from findling.services.document_details import DocumentDetails
    from findling.services.types import PassageHit
    from findling.ui.theme.theme import Theme

_SIZE = (620, 520)
_LINES = 3
_HIT = Qt.ItemDataRole.UserRole


class DetailsWindow(QDialog):
    """Shows details; the main window stays in use meanwhile.

    Parameters
    ----------
    theme : Theme
        Gives colours.

    Signals
    -------
    passage_wanted : DocumentDetails, PassageHit
        A passage to be shown in the preview.
    document_wanted : DocumentRow
        A copy to be shown there.
    """

    passage_wanted = Signal(object, object)
    document_wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        dress(self)
        self.setWindowTitle(tr("Document details"))
        self.setModal(False)
        resize_on_screen(self, with_text(self, _SIZE[0]), _SIZE[1])
        self._details: DocumentDetails | None = None
        self.name = ElidedLabel(self)
        set_look(self.name, "title")
        self.message = MessageBar(theme, self)
        self.tabs = QTabWidget(self)
        self.facts = QWidget(self)
        self.passages = QListWidget(self)
        self.copies = QListView(self)
        self.problems = QListWidget(self)
        self._copies = DocumentModel(self)
        self._scroll = QScrollArea(self)
        self._arrange()

    def show_details(self, details: DocumentDetails) -> None:
        """Show what is known of a document."""
        self._details = details
        self.message.hide()
        self.name.set_full_text(wording.name(details.row))
        self._show_facts(details)
        self._show_passages(details)
        self._copies.show_documents(details.copies)
        self.problems.clear()
        for sentence in _problems(details):
            self.problems.addItem(sentence)
        names = (
            tr("Facts"),
            _counted(tr("Passages"), details.row.n_passages),
            _counted(tr("Copies"), len(details.copies)),
            _counted(tr("Problems"), self.problems.count()),
        )
        for at, name in enumerate(names):
            self.tabs.setTabText(at, name)
            self.tabs.setTabEnabled(at, at == 0 or self._rows_at(at) > 0)

    def show_trouble(self, error: AppError) -> None:
        """Say why there is nothing to show."""
        self.message.show_error(error)

    def _rows_at(self, tab: int) -> int:
        counts = (1, self.passages.count(), self._copies.rowCount(), self.problems.count())
        return counts[tab]

    def _arrange(self) -> None:
        for view in (self.passages, self.copies, self.problems):
            set_look(view, "rows")
        self._scroll.setWidgetResizable(True)
        self._scroll.setAccessibleName(tr("Facts"))
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.viewport().setAutoFillBackground(False)
        self.passages.setWordWrap(True)
        self.passages.setAccessibleName(tr("Passages"))
        self.passages.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.passages.itemActivated.connect(self._on_passage_activated)
        self.passages.itemClicked.connect(self._on_passage_activated)
        self.copies.setModel(self._copies)
        self.copies.setAccessibleName(tr("Copies"))
        self.copies.activated.connect(
            lambda index: self.document_wanted.emit(index.data(Role.DOCUMENT))
        )
        self.problems.setWordWrap(True)
        self.problems.setAccessibleName(tr("Problems"))
        for view in (self._scroll, self.passages, self.copies, self.problems):
            self.tabs.addTab(_framed(view), "")
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(self.name)
        column.addWidget(self.message)
        column.addWidget(self.tabs, 1)

    def _show_facts(self, details: DocumentDetails) -> None:
        """Put a new page in the place of the last: a form cannot be emptied."""
        self.facts = QWidget(self)
        form = QFormLayout(self.facts)
        form.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
        form.setHorizontalSpacing(Space.L)
        form.setVerticalSpacing(Space.S)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, value in facts_of(details):
            label, text = QLabel(name, self.facts), QLabel(value, self.facts)
            set_look(label, "muted")
            text.setTextFormat(Qt.TextFormat.PlainText)
            text.setWordWrap(True)
            flags = Qt.TextInteractionFlag
            text.setTextInteractionFlags(
                flags.TextSelectableByMouse | flags.TextSelectableByKeyboard
            )
            text.setAccessibleName(f"{name}: {value}")
            form.addRow(label, text)
        self._scroll.setWidget(self.facts)
        self.facts.setAutoFillBackground(False)  # what holds it has turned that on

    def _show_passages(self, details: DocumentDetails) -> None:
        self.passages.clear()
        height = QFontMetrics(self.passages.font()).lineSpacing() * _LINES + Space.L
        for hit in details.passages:
            place = wording.place_of(hit, details.row.format)
            item = QListWidgetItem("\n".join(filter(None, (place, hit.snippet))))
            item.setData(_HIT, hit)
            item.setSizeHint(QSize(1, height))
            self.passages.addItem(item)

    def _on_passage_activated(self, item: QListWidgetItem) -> None:
        hit: PassageHit = item.data(_HIT)
        if self._details is not None:
            self.passage_wanted.emit(self._details, hit)


def _framed(view: QWidget) -> QWidget:
    """Return a page with some air around a view: the corners of the pane are round."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(Space.S, Space.S, Space.S, Space.S)
    column.addWidget(view)
    return page


def _problems(details: DocumentDetails) -> list[str]:
    problems = [told(sentence) for sentence in details.warnings]
    if details.has_changed:
        problems.insert(0, tr("The file has changed since it was read."))
    return problems


def _counted(name: str, number: int) -> str:
    return f"{name} ({wording.count(number)})" if number else name
