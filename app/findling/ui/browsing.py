# SPDX-License-Identifier: Apache-2.0
"""Walking through the library: its places, what lies in each, and the first screen without any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from findling.ui.models.places import PlaceKind

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from findling.ui.grouping import Grouping
    from findling.ui.models.places import Place
    from findling.ui.saving import Saving
    from findling.ui.sessions.all import Sessions
    from findling.ui.sessions.library import Listing, Overview
    from findling.ui.window_parts import WindowParts


class Browsing(QObject):
    """Shows the library as it is now, and the documents of the place that is chosen.

    Parameters
    ----------
    sessions : Sessions
    parts : WindowParts
    saving : Saving
        Has the searches that are places too.
    grouping : Grouping
        Has the tags and collections that are.
    """

    def __init__(
        self,
        sessions: Sessions,
        parts: WindowParts,
        saving: Saving,
        grouping: Grouping,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._sessions = sessions
        self._parts = parts
        self._saving = saving
        self._grouping = grouping
        self._overview: Overview | None = None
        parts.places.place_chosen.connect(self._on_place_chosen)
        parts.places.rescan_wanted.connect(sessions.work.rescan)
        parts.strip.attention_wanted.connect(self.show_attention)
        sessions.library.overview_ready.connect(self._on_overview_ready)
        sessions.library.listing_ready.connect(self._on_listing_ready)
        sessions.library.failed.connect(parts.message.show_error)
        sessions.work.library_changed.connect(self._on_library_changed)

    @property
    def documents(self) -> int:
        """How many documents can be searched, as far as is known yet."""
        return self._overview.status.read if self._overview is not None else 0

    def list_place(self) -> None:
        """List the documents of the place that is chosen."""
        place = self._parts.places.place
        if place is not None:
            self._sessions.library.list_place(place)

    def show_attention(self) -> None:
        """List what could not be read."""
        self._parts.field.clear()
        self._parts.places.choose(PlaceKind.ATTENTION)

    def _on_overview_ready(self, overview: Overview) -> None:
        is_first = self._overview is None or self._overview.is_empty
        self._overview = overview
        self._show_lists(overview)
        is_bare = overview.is_empty and not self._sessions.work.status.is_busy
        self._parts.body.setCurrentWidget(self._parts.welcome if is_bare else self._parts.panes)
        status = overview.status
        self._parts.top.show_count(status.read)
        self._parts.top.set_can_search(bool(status.read or status.documents))
        if is_bare:
            self._parts.welcome.setFocus()
        if not self._sessions.search.query and (is_first or not self._parts.results.has_results):
            self.list_place()

    def _show_lists(self, overview: Overview) -> None:
        self._parts.places.show_overview(overview)
        self._parts.results.show_sources(overview.sources)
        self._saving.show_searches(overview.searches)
        self._grouping.show_groups(overview.groups)

    def _on_listing_ready(self, listing: Listing) -> None:
        place = self._parts.places.place
        is_wanted = place is not None and place.is_same(listing.place)
        if is_wanted and not self._sessions.search.query:
            self._parts.results.show_listing(listing)

    def _on_place_chosen(self, place: Place) -> None:
        """Show a place: a query would stand in its way, unless it is one."""
        if place.saved is not None:
            self._saving.run(place.saved)
            return
        if place.group is not None:
            self._grouping.run(place.group)
            return
        self._parts.field.clear()
        self._sessions.library.list_place(place)

    def _on_library_changed(self) -> None:
        self._sessions.teaching.refresh()
        self._sessions.labels.refresh()
        self._sessions.library.refresh()
        self._sessions.search.sync()
