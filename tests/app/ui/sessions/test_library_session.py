# SPDX-License-Identifier: Apache-2.0
"""Looks into the library happen elsewhere, and not more often than is of use."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from findling.services.types import DocumentState, SourceRow
from findling.ui.models.places import Place, PlaceKind
from findling.ui.sessions.library import LibrarySession, Listing, Overview
from tests.app.ui.builders import FakeShelf, make_document, make_scan_facts

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from findling.ui.job_bridge import JobBridge

ALL = Place(PlaceKind.ALL, "All documents")


def listing_of(session: LibrarySession, place: Place, qtbot: QtBot) -> Listing:
    seen: list[Listing] = []
    session.listing_ready.connect(seen.append)
    session.list_place(place)
    qtbot.waitUntil(lambda: bool(seen))
    return seen[0]


def test_an_overview_counts(bridge: JobBridge, shelf: FakeShelf, qtbot: QtBot) -> None:
    shelf.rows.append(make_document(9, state=DocumentState.FAILED, reason="Damaged."))
    session = LibrarySession(shelf, make_scan_facts, bridge)
    seen: list[Overview] = []
    session.overview_ready.connect(seen.append)
    session.refresh()
    qtbot.waitUntil(lambda: bool(seen))
    overview = seen[0]
    assert (overview.status.read, overview.n_attention, overview.is_empty) == (3, 1, False)


def test_many_refreshes_are_two_looks(bridge: JobBridge, shelf: FakeShelf, qtbot: QtBot) -> None:
    session = LibrarySession(shelf, make_scan_facts, bridge)
    seen: list[Overview] = []
    session.overview_ready.connect(seen.append)
    for _ in range(50):
        session.refresh()
    qtbot.wait(1000)
    assert len(seen) == 2


def test_all_documents_come_newest_first(bridge: JobBridge, shelf: FakeShelf, qtbot: QtBot) -> None:
    listing = listing_of(LibrarySession(shelf, make_scan_facts, bridge), ALL, qtbot)
    assert [row.id for row in listing.rows] == [3, 2, 1]


def test_a_folder_lists_what_is_in_it(bridge: JobBridge, shelf: FakeShelf, qtbot: QtBot) -> None:
    shelf.rows.append(make_document(7, folder=Path("/elsewhere/deep")))
    source = SourceRow(2, Path("/elsewhere"), True, False, 1)
    place = Place(PlaceKind.SOURCE, "elsewhere", 1, source)
    listing = listing_of(LibrarySession(shelf, make_scan_facts, bridge), place, qtbot)
    assert [row.id for row in listing.rows] == [7]


def test_attention_lists_what_could_not_be_read(
    bridge: JobBridge, shelf: FakeShelf, qtbot: QtBot
) -> None:
    shelf.rows[0] = replace(shelf.rows[0], state=DocumentState.FAILED, reason="Damaged.")
    place = Place(PlaceKind.ATTENTION, "Needs attention")
    listing = listing_of(LibrarySession(shelf, make_scan_facts, bridge), place, qtbot)
    assert [row.id for row in listing.rows] == [1]
