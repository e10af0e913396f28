# SPDX-License-Identifier: Apache-2.0
"""What is in the library, as lists show it; asked for off the window's thread."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from findling.services.arranging import Order, sort_documents
from findling.services.types import DocumentState
from findling.ui.models.places import Place, PlaceKind
from findling.ui.palette.fuzzy import fit, folded
from findling.ui.palette.fuzzy import may_fit as may_fit_of
from findling.ui.survey import DropContents, look_at

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from findling.errors import AppError
    from findling.jobs.context import JobContext
    from findling.services.document_details import DocumentDetails
    from findling.services.exclusions import Exclusions
    from findling.services.groups import GroupRow
    from findling.services.saved_searches import SavedSearchRow
    from findling.services.scan_facts import ScanFacts
    from findling.services.types import DocumentRow, LibraryStatus, SourceRow
    from findling.ui.job_bridge import JobBridge
    from findling.ui.ports import Shelf

REFRESH_MS = 400
"""Least time between two looks at the library while it changes."""

MAX_LISTED = 2000
"""More rows than this nobody scrolls through; the search is for that."""

MAX_CANDIDATES = 2000
"""Names that fit and are compared; who has more has not typed enough."""


@dataclass(frozen=True, slots=True)
class Overview:
    """The library at one moment."""

    status: LibraryStatus
    sources: tuple[SourceRow, ...]
    searches: tuple[SavedSearchRow, ...] = ()
    groups: tuple[GroupRow, ...] = ()

    @property
    def n_attention(self) -> int:
        """Files that could not be read."""
        return self.status.failed + self.status.unsupported

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever added."""
        return not self.sources and not self.status.documents


@dataclass(frozen=True, slots=True)
class Listing:
    """The documents of a place: the first `MAX_LISTED` of an order, and how many in all."""

    place: Place
    rows: tuple[DocumentRow, ...]
    total: int
    order: Order = Order.NEWEST


class LibrarySession(QObject):
    """Looks into the library and tells what it saw.

    Parameters
    ----------
    shelf : Shelf
        Is only called off the window's thread.
    scans : callable
        Tells of scans; likewise.
    bridge : JobBridge
        Where both are called.

    Signals
    -------
    overview_ready : Overview
    listing_ready : Listing
    failed : AppError
    """

    overview_ready = Signal(object)
    listing_ready = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        shelf: Shelf,
        scans: Callable[[], ScanFacts],
        bridge: JobBridge,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._scans = scans
        self._bridge = bridge
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(REFRESH_MS)
        self._pause.timeout.connect(self._on_pause_over)
        self._is_due = False
        self._names: list[tuple[DocumentRow, str]] | None = None
        self._order = Order.NEWEST

    @property
    def order(self) -> Order:
        """What comes first where documents are listed."""
        return self._order

    def set_order(self, order: Order) -> None:
        """List documents in another order from now on; not those that could not be read."""
        self._order = order if order is not Order.BEST else Order.NEWEST

    def refresh(self) -> None:
        """Look at the library soon: at once, or when the last look is long enough ago."""
        if self._pause.isActive():
            self._is_due = True
            return
        self._pause.start()
        self._names = None
        self._bridge.run(self._overview, self.overview_ready.emit, self._fail, latest="overview")

    def list_place(self, place: Place) -> None:
        """Ask for the documents of a place."""
        job = partial(self._listing, place, self._order)
        self._bridge.run(job, self.listing_ready.emit, self._fail, latest="listing")

    def find_names(
        self, letters: str, most: int, take: Callable[[tuple[DocumentRow, ...]], None]
    ) -> None:
        """Find documents whose name a few letters fit, the best first."""
        job = partial(self._named, letters, most)
        self._bridge.run(job, take, self._fail, latest="names")

    def ask_details(
        self,
        document_id: int,
        take: Callable[[DocumentDetails], None],
        fail: Callable[[AppError], None],
    ) -> None:
        """Ask for all that is known of a document."""
        job = partial(self._detailed, document_id)
        self._bridge.run(job, take, fail, latest="details")

    def ask_exclusions(self, take: Callable[[Exclusions], None]) -> None:
        """Ask what is left out of the added folders."""
        self._bridge.run(lambda _context: self._shelf.exclusions(), take, self._fail)

    def ask_scans(self, take: Callable[[ScanFacts], None]) -> None:
        """Ask how many pages are pictures, and what could read them."""
        self._bridge.run(lambda _context: self._scans(), take, self._fail, latest="scans")

    def look_at(self, paths: Sequence[Path], take: Callable[[DropContents], None]) -> None:
        """Count what is in files and folders that may be added."""
        job = partial(look_at, tuple(paths))
        self._bridge.run(job, take, self._fail, latest="drop")

    def _on_pause_over(self) -> None:
        if self._is_due:
            self._is_due = False
            self.refresh()

    def _overview(self, context: JobContext) -> Overview:  # noqa: ARG002  a job takes one
        shelf = self._shelf
        return Overview(
            shelf.status(),
            tuple(shelf.sources()),
            tuple(shelf.saved_searches()),
            tuple(shelf.groups()),
        )

    def _listing(self, place: Place, order: Order, context: JobContext) -> Listing:  # noqa: ARG002  a job takes one
        if place.kind is PlaceKind.ATTENTION:
            rows = self._shelf.needs_attention()
            return Listing(place, tuple(rows[:MAX_LISTED]), len(rows))
        rows = [row for row in self._shelf.documents() if row.state is DocumentState.READ]
        if place.source is not None:
            root = place.source.path
            rows = [row for row in rows if row.path.is_relative_to(root)]
        rows = sort_documents(rows, order)
        return Listing(place, tuple(rows[:MAX_LISTED]), len(rows), order)

    def _detailed(self, document_id: int, context: JobContext) -> DocumentDetails:  # noqa: ARG002  a job takes one
        return self._shelf.details(document_id)

    def _named(self, letters: str, most: int, context: JobContext) -> tuple[DocumentRow, ...]:
        """Find by name; runs on the lane."""
        may_fit = may_fit_of(letters)
        found: list[tuple[float, DocumentRow]] = []
        for row, name in self._folded_names():
            if context.is_cancelled or len(found) >= MAX_CANDIDATES:
                break
            fitting = fit(letters, row.name) if may_fit(name) else None
            if fitting is not None:
                found.append((fitting.score, row))
        found.sort(key=lambda pair: pair[0], reverse=True)
        return tuple(row for _, row in found[:most])

    def _folded_names(self) -> list[tuple[DocumentRow, str]]:
        """Return all documents that can be read, with their names made comparable once."""
        names = self._names
        if names is None:
            rows = (row for row in self._shelf.documents() if row.state is DocumentState.READ)
            names = self._names = [(row, folded(row.name)) for row in rows]
        return names

    def _fail(self, error: AppError) -> None:
        self.failed.emit(error)
