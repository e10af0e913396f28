# SPDX-License-Identifier: Apache-2.0
"""What the palette can list: what can be done at once, documents a moment later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from findling.ui import wording
from findling.ui.actions.ids import ActionId
from findling.ui.actions.table import SECTIONS
from findling.ui.i18n.texts import tr
from findling.ui.models.places import PlaceKind
from findling.ui.palette.fuzzy import fit
from findling.ui.palette.items import LetterSource, PaletteItem
from findling.ui.theme.icons import IconName

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from findling.services.types import DocumentRow
    from findling.ui.actions.registry import Actions
    from findling.ui.models.places import Place
    from findling.ui.sessions.library import LibrarySession

MAX_ITEMS = 40
MAX_DOCUMENTS = 12

_ACTION_BONUS = 4.0
"""Who types the initials of an action means the action rather than one of many documents."""


class PaletteSource(LetterSource):
    """Finds what letters may mean.

    Parameters
    ----------
    actions : Actions
    library : LibrarySession
        Finds documents by name, off the window's thread.
    places : callable
        Returns the places of the library.
    show_place, show_document, search : callable
        Take what was chosen.
    """

    def __init__(
        self,
        actions: Actions,
        library: LibrarySession,
        places: Callable[[], Sequence[Place]],
        *,
        show_place: Callable[[Place], object],
        show_document: Callable[[DocumentRow], object],
        search: Callable[[str], object],
    ) -> None:
        super().__init__(actions)
        self._actions = actions
        self._library = library
        self._places = places
        self._show_place = show_place
        self._show_document = show_document
        self._search = search
        self._letters = ""

    def look_up(self, letters: str) -> None:
        """Find what letters may mean; everything that can be done when there are none."""
        self._letters = letters.strip()
        self._take(self._letters, ())
        if self._letters:
            wanted = self._letters
            self._library.find_names(
                wanted, MAX_DOCUMENTS, lambda rows: self._on_documents_found(wanted, rows)
            )

    def _on_documents_found(self, letters: str, rows: tuple[DocumentRow, ...]) -> None:
        if letters == self._letters and rows:
            self._take(letters, rows)

    def _take(self, letters: str, rows: Sequence[DocumentRow]) -> None:
        scored = [*self._fitting_actions(letters), *self._fitting_places(letters)]
        scored += self._fitting_documents(letters, rows)
        if letters:
            scored.sort(key=lambda pair: pair[0], reverse=True)
        items = [item for _, item in scored[:MAX_ITEMS]]
        if letters:
            items.append(self._search_item(letters))
        self.items = tuple(items)
        self.found.emit()

    def _fitting_actions(self, letters: str) -> list[tuple[float, PaletteItem]]:
        found: list[tuple[float, PaletteItem]] = []
        for spec in self._actions.specs():
            action = self._actions[spec.id]
            name = self._actions.name_of(spec.id)
            fitting = fit(letters, name)
            if fitting is None or not action.isEnabled() or spec.id is ActionId.PALETTE:
                continue
            item = PaletteItem(
                name,
                action.trigger,
                tr(SECTIONS[spec.section]),
                self._actions.shown_keys(spec.id),
                spec.icon or IconName.COMMAND,
                fitting.places,
            )
            found.append((fitting.score + _ACTION_BONUS, item))
        return found

    def _fitting_places(self, letters: str) -> list[tuple[float, PaletteItem]]:
        found: list[tuple[float, PaletteItem]] = []
        for place in self._places():
            fitting = fit(letters, place.label)
            if fitting is not None and letters:
                act = _bound(self._show_place, place)
                kind = place.saved.query if place.saved else wording.documents(place.number)
                icon = IconName.FOLDER if place.source else IconName.LIBRARY
                icon = IconName.SEARCH if place.saved else icon
                if place.group:
                    is_tag = place.kind is PlaceKind.TAG
                    icon = IconName.TAG if is_tag else IconName.COLLECTION
                item = PaletteItem(place.label, act, kind, "", icon, fitting.places)
                found.append((fitting.score, item))
        return found

    def _fitting_documents(
        self, letters: str, rows: Sequence[DocumentRow]
    ) -> list[tuple[float, PaletteItem]]:
        found: list[tuple[float, PaletteItem]] = []
        for row in rows:
            fitting = fit(letters, row.name)
            if fitting is not None:
                act = _bound(self._show_document, row)
                kind = wording.folder(row.path)
                item = PaletteItem(row.name, act, kind, "", IconName.DOCUMENT, fitting.places)
                found.append((fitting.score, item))
        return found

    def _search_item(self, letters: str) -> PaletteItem:
        name = tr("Search for “%1”").replace("%1", letters)
        return PaletteItem(name, lambda: self._search(letters), tr("Search"), "", IconName.SEARCH)


def _bound(act: Callable[..., object], value: object) -> Callable[[], object]:
    return lambda: act(value)
