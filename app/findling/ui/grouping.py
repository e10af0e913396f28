# SPDX-License-Identifier: Apache-2.0
"""Tags and collections in the window: give them, search by them, rename and delete them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from findling.services.filters import Field
from findling.services.groups import MAX_NAME, GroupKind
from findling.services.query_language import parse
from findling.ui import wording
from findling.ui.condition_wording import condition
from findling.ui.groups.panel import GroupPanel
from findling.ui.i18n.texts import tr
from findling.ui.models.places import PlaceKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from findling.services.groups import GroupRow
    from findling.services.types import DocumentRow
    from findling.ui.finding import Finding
    from findling.ui.ports import GroupChanger
    from findling.ui.theme.theme import Theme
    from findling.ui.window_parts import WindowParts

_FIELDS = {GroupKind.TAG: Field.TAG, GroupKind.COLLECTION: Field.COLLECTION}


class Grouping(QObject):
    """Changes tags and collections.

    Parameters
    ----------
    theme : Theme
    changer : GroupChanger
        Takes commands.
    parts : WindowParts
        Places, field and messages.
    finding : Finding
        Puts conditions into the field.
    document : callable
        Returns the current document, or None.
    parent : QWidget
        The main window.

    Attributes
    ----------
    panel : GroupPanel or None
        None until it was opened.
    """

    def __init__(
        self,
        theme: Theme,
        changer: GroupChanger,
        parts: WindowParts,
        finding: Finding,
        document: Callable[[], DocumentRow | None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._changer = changer
        self._parts = parts
        self._finding = finding
        self._document = document
        self._parent = parent
        self._rows: tuple[GroupRow, ...] = ()
        self._subjects: tuple[int, ...] = ()
        self.panel: GroupPanel | None = None
        parts.field.textChanged.connect(self._on_text_changed)
        parts.places.group_rename_wanted.connect(self.rename)
        parts.places.group_delete_wanted.connect(self.delete)

    def show_groups(self, rows: Sequence[GroupRow]) -> None:
        """Know which there are now."""
        self._rows = tuple(rows)
        if self.panel is not None and self.panel.isVisible():
            self.panel.model.show_groups(rows)

    def open(self) -> None:
        """Open the panel for the current document."""
        document = self._document()
        if document is not None:
            self.open_for(wording.name(document), [document.id])

    def open_for(self, subject: str, documents: Sequence[int]) -> None:
        """Open the panel for some documents; ``subject`` says which."""
        if self.panel is None:
            self.panel = GroupPanel(self._theme, self._parent)
            self.panel.model.toggled.connect(self._on_toggled)
        self._subjects = tuple(documents)
        self.panel.model.show_groups(self._rows)
        self.panel.show_for(subject, documents)

    def add_to_menu(self, menu: QMenu) -> None:
        """Offer it in the menu of a row."""
        menu.addAction(tr("Tags and co&llections…"), self.open)

    def run(self, row: GroupRow) -> None:
        """Show what is in a group; what is typed then searches in it."""
        self._finding.ask(f"{condition(_FIELDS[row.kind], row.name)} ")

    def rename(self, row: GroupRow) -> None:
        """Ask for another name."""
        title = tr("Rename “%1”").replace("%1", row.name)
        given, is_given = QInputDialog.getText(self._parts.top, title, tr("Name"), text=row.name)
        name = " ".join(given.replace('"', " ").split())[:MAX_NAME] if is_given else ""
        if not name or name == row.name:
            return
        others = (r.name.casefold() for r in self._rows if r.kind is row.kind and r.id != row.id)
        if name.casefold() in others:
            sentence = tr("There is “%1” already. Choose another name.").replace("%1", name)
            self._parts.message.show_notice(sentence)
            return
        self._changer.rename_group(row.id, name)

    def delete(self, row: GroupRow) -> None:
        """Delete a group; it can be had back."""
        self._changer.delete_group(row.id)
        self._parts.message.show_done(
            tr("“%1” was deleted. Its documents stay in the library.").replace("%1", row.name),
            can_undo=True,
            undo=lambda: self._changer.put_in(row.kind, row.name, sorted(row.documents)),
        )

    def _on_toggled(self, row: GroupRow, is_in: bool) -> None:
        if is_in:
            self._changer.put_in(row.kind, row.name, self._subjects)
        else:
            self._changer.take_out(row.kind, row.name, self._subjects)

    def _on_text_changed(self, text: str) -> None:
        """Choose no group on the left that is not asked for in the field."""
        place = self._parts.places.place
        if place is None or place.group is None:
            return
        asked = condition(_FIELDS[place.group.kind], place.group.name)
        if asked not in (chip.text for chip in parse(text).chips):
            self._parts.places.choose(PlaceKind.ALL, quietly=True)
