# SPDX-License-Identifier: Apache-2.0
"""What is said of the rows, and where there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from findling.services.arranging import Order
from findling.ui import wording
from findling.ui.i18n.texts import tr
from findling.ui.models.places import PlaceKind
from findling.ui.theme.icons import IconName

if TYPE_CHECKING:
    from findling.services.types import SearchResults
    from findling.ui.sessions.library import Listing


def title_of(results: SearchResults) -> str:
    """Return how much was found."""
    text = tr("%1 in %2").replace("%1", wording.passages(results.n_passages))
    return text.replace("%2", wording.documents(len(results.groups)))


def facts_of(listing: Listing) -> str:
    """Return how many documents a place has, and how many of them are listed."""
    if listing.place.kind is PlaceKind.ATTENTION:
        return wording.files(listing.total)
    shown = len(listing.rows)
    if shown == listing.total:
        return wording.documents(shown)
    is_newest = listing.order is Order.NEWEST
    text = tr("newest %1 of %2") if is_newest else tr("first %1 of %2")
    text = text.replace("%1", wording.count(shown))
    return text.replace("%2", wording.count(listing.total))


def nothing_listed(listing: Listing) -> tuple[IconName, str, str]:
    """Return picture, heading and sentence for a place without documents."""
    if listing.place.kind is PlaceKind.ATTENTION:
        return IconName.CHECK, tr("Nothing needs attention"), tr("Every file could be read.")
    text = tr("Documents appear here as soon as they have been read.")
    return IconName.DOCUMENT, tr("No documents yet"), text
