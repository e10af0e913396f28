# SPDX-License-Identifier: Apache-2.0
"""Searches with a name: saved from the field, run from the library pane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QInputDialog, QWidget

from findling.services.query_language import parse
from findling.services.saved_searches import MAX_NAME
from findling.ui.i18n.texts import tr
from findling.ui.models.places import PlaceKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from findling.services.saved_searches import SavedSearchRow
    from findling.ui.finding import Finding
    from findling.ui.ports import SearchKeeper
    from findling.ui.window_parts import WindowParts

_LONGEST_SUGGESTION = 40


class Saving(QObject):
    """Saves, runs, renames and deletes searches.

    Parameters
    ----------
    keeper : SearchKeeper
        Takes commands.
    parts : WindowParts
        Field, mode, places and messages.
    finding : Finding
        Puts a query into the field.
    parent : QWidget
        The main window.
    """

    def __init__(
        self, keeper: SearchKeeper, parts: WindowParts, finding: Finding, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._parts = parts
        self._finding = finding
        self._rows: tuple[SavedSearchRow, ...] = ()
        parts.field.textChanged.connect(self._on_text_changed)
        parts.places.rename_wanted.connect(self.rename)
        parts.places.delete_wanted.connect(self.delete)

    def show_searches(self, rows: Sequence[SavedSearchRow]) -> None:
        """Know which there are now."""
        self._rows = tuple(rows)

    def ask_to_save(self) -> None:
        """Ask for a name and keep what stands in the field; a known name is given anew."""
        query, mode = self._parts.field.text().strip(), self._parts.mode.mode
        if not query:
            return
        known = next((row for row in self._rows if (row.query, row.mode) == (query, mode)), None)
        suggestion = known.name if known else (parse(query).words or query)[:_LONGEST_SUGGESTION]
        name = self._ask(tr("Save this search"), suggestion)
        if name:
            self._keeper.save_search(name, query, mode)
            self._say(tr("“%1” is kept on the left."), name)

    def run(self, row: SavedSearchRow) -> None:
        """Search for what was saved."""
        self._parts.mode.choose(row.mode)
        self._finding.ask(row.query)

    def rename(self, row: SavedSearchRow) -> None:
        """Ask for another name."""
        name = self._ask(tr("Rename “%1”").replace("%1", row.name), row.name)
        if name and name != row.name:
            if name in (other.name for other in self._rows):
                sentence = tr("There is “%1” already. Choose another name.").replace("%1", name)
                self._parts.message.show_notice(sentence)
            else:
                self._keeper.rename_search(row.id, name)

    def delete(self, row: SavedSearchRow) -> None:
        """Delete a search; it can be had back."""
        self._keeper.delete_search(row.id)
        sentence = tr("“%1” was deleted.").replace("%1", row.name)
        self._parts.message.show_done(
            sentence,
            can_undo=True,
            undo=lambda: self._keeper.save_search(row.name, row.query, row.mode),
        )

    def _ask(self, title: str, name: str) -> str:
        given, is_given = QInputDialog.getText(self._parts.top, title, tr("Name"), text=name)
        return " ".join(given.split())[:MAX_NAME] if is_given else ""

    def _say(self, sentence: str, name: str) -> None:
        self._parts.message.show_done(sentence.replace("%1", name), can_undo=False)

    def _on_text_changed(self, text: str) -> None:
        """Choose no search on the left that is not the one in the field."""
        place = self._parts.places.place
        if place is not None and place.saved is not None and place.saved.query != text.strip():
            self._parts.places.choose(PlaceKind.ALL, quietly=True)
