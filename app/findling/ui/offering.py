# SPDX-License-Identifier: Apache-2.0
"""Offers the user's own folders on the first screen, and counts what is in them meanwhile."""

from __future__ import annotations

import sys
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths

from findling.jobs.context import CancelledError
from findling.services.folder_estimate import FolderEstimate, estimate_folder
from findling.ui.job_bridge import JobBridge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from findling.errors import AppError
    from findling.jobs.context import JobContext
    from findling.ui.sessions.all import Sessions
    from findling.ui.views.welcome_page import WelcomePage

_PLACES = (
    QStandardPaths.StandardLocation.DocumentsLocation,
    QStandardPaths.StandardLocation.DesktopLocation,
    QStandardPaths.StandardLocation.DownloadLocation,
)

ASKS_BEFORE_LOOKING = sys.platform == "darwin"
"""There, the system asks the user for each of these folders: only when they want one."""


def own_folders() -> list[Path]:
    """Return the folders that a user keeps documents in, as far as there are any."""
    names = (QStandardPaths.writableLocation(place) for place in _PLACES)
    # Where a system has no such folder it names the home folder, which is too much to offer.
    folders = dict.fromkeys(Path(name) for name in names if name)
    return [one for one in folders if one != Path.home() and one.is_dir()]


class Offering(QObject):
    """Counts while the first screen is in sight, and no longer.

    Parameters
    ----------
    page : WelcomePage
        Has the offer; it owns this.
    sessions : Sessions
        Add what was ticked, and know the library's own folder.
    """

    def __init__(self, page: WelcomePage, sessions: Sessions) -> None:
        super().__init__(page)
        self._page = page
        self._offer = page.offer
        self._library = sessions.exchange.library
        self._bridge: JobBridge | None = None
        self._counted: set[Path] = set()
        self._has_offered = False
        page.came.connect(self._start)
        page.went.connect(self._stop)
        page.offer.ticked.connect(self._on_ticked)
        page.offer.add_wanted.connect(sessions.work.add)

    def _start(self) -> None:
        if not self._has_offered:
            self._has_offered = True
            self._page.show_offer(own_folders())
        self._count([] if ASKS_BEFORE_LOOKING else list(self._offer.ticks))

    def _stop(self) -> None:
        """Let a job that runs be overtaken by one that ends at once; its lane ends then."""
        if self._bridge is not None:
            fail = partial(self._on_failed, ())
            self._bridge.run(lambda _context: None, self._on_idle, fail, latest="count")

    def _on_idle(self, _nothing: None) -> None:
        if self._bridge is not None and not self._page.isVisible():
            self._bridge.close()
            self._bridge = None

    def _on_ticked(self) -> None:
        if ASKS_BEFORE_LOOKING:
            self._count(self._offer.chosen)

    def _count(self, folders: Sequence[Path]) -> None:
        wanted = [folder for folder in folders if folder not in self._counted]
        if not wanted:
            return
        for folder in wanted:
            self._offer.show_counting(folder)
        if self._bridge is None:
            self._bridge = JobBridge("findling-offer", self)
        job = partial(self._count_all, self._bridge, tuple(wanted))
        fail = partial(self._on_failed, wanted)
        self._bridge.run(job, lambda _none: None, fail, latest="count")

    def _count_all(self, bridge: JobBridge, folders: Sequence[Path], context: JobContext) -> None:
        """Count; runs on the lane. What it finds is posted as it goes."""

        def tell(folder: Path, found: FolderEstimate, *, is_final: bool = False) -> None:
            bridge.post(partial(self._on_found, folder, found, is_final=is_final))

        with suppress(CancelledError):
            for folder in folders:
                report = partial(tell, folder)
                check = context.raise_if_cancelled
                tell(folder, estimate_folder(folder, self._library, check, report), is_final=True)

    def _on_found(self, folder: Path, found: FolderEstimate, *, is_final: bool) -> None:
        if is_final:
            self._counted.add(folder)
        self._offer.show_estimate(folder, found, is_final=is_final)

    def _on_failed(self, folders: Sequence[Path], error: AppError) -> None:  # noqa: ARG002  logged
        """Say that there is no estimate: the folders can be added without."""
        for folder in folders:
            if folder not in self._counted:
                self._offer.show_uncounted(folder)
