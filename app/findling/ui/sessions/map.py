# SPDX-License-Identifier: Apache-2.0
"""The map of the library, made off the window's thread."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from findling.errors import AppError
    from findling.jobs.context import JobContext
    from findling.services.library_map.maker import LibraryMap, MappedDocuments
    from findling.ui.job_bridge import JobBridge
    from findling.ui.ports import Cartographer

_TOLD_EVERY = 0.1


class ShownMap(NamedTuple):
    """A map and what is known of its points; None and None before anything was learned."""

    made: LibraryMap | None
    known: MappedDocuments | None
    is_fresh: bool = True


class MapSession(QObject):
    """Makes maps when they are wanted.

    Parameters
    ----------
    maker : Cartographer
        Is only called off the window's thread.
    bridge : JobBridge
        Where it is called.

    Signals
    -------
    ready : ShownMap
    progressed : float
        Share of a new map that is made.
    found : list of DocumentRow
        What was asked for by `ask_documents`.
    failed : AppError
    """

    ready = Signal(object)
    progressed = Signal(float)
    found = Signal(object)
    failed = Signal(object)

    def __init__(
        self, maker: Cartographer, bridge: JobBridge, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._maker = maker
        self._bridge = bridge
        self.is_making = False

    def open(self) -> None:
        """Show the map that there is, and make a new one where it is out of date."""
        if not self.is_making:
            self._bridge.run(self._kept, self._on_kept, self._on_failed, latest="map")

    def make(self) -> None:
        """Make the map anew."""
        if not self.is_making:
            self.is_making = True
            self.progressed.emit(0.0)
            self._bridge.run(self._made, self._on_made, self._on_failed, latest="map")

    def describe_anew(self) -> None:
        """Look again at what is known of the points: labels may be others."""
        if not self.is_making:
            self._bridge.run(self._kept, self.ready.emit, self._on_failed, latest="map")

    def ask_documents(self, document_ids: list[int]) -> None:
        """Ask for rows of documents, for a list."""
        self._bridge.run(
            lambda _: self._maker.rows(document_ids),
            self.found.emit,
            self._on_failed,
            latest="rows",
        )

    # -- on the lane -----------------------------------------------------------------------------

    def _kept(self, context: JobContext) -> ShownMap:  # noqa: ARG002  a job takes one
        if not self._maker.can_be_made:
            return ShownMap(None, None)
        made, is_fresh = self._maker.kept()
        return ShownMap(made, None if made is None else self._maker.describe(made), is_fresh)

    def _made(self, context: JobContext) -> ShownMap:
        told = [0.0]

        def report(share: float) -> None:
            context.raise_if_cancelled()
            if time.monotonic() - told[0] > _TOLD_EVERY:
                told[0] = time.monotonic()
                self._bridge.post(lambda: self.progressed.emit(share))

        made = self._maker.make(report)
        return ShownMap(made, self._maker.describe(made))

    # -- on the window's thread ------------------------------------------------------------------

    def _on_kept(self, shown: ShownMap) -> None:
        self.ready.emit(shown)
        if not shown.is_fresh:
            self.make()

    def _on_made(self, shown: ShownMap) -> None:
        self.is_making = False
        self.ready.emit(shown)

    def _on_failed(self, error: AppError) -> None:
        self.is_making = False
        self.failed.emit(error)
