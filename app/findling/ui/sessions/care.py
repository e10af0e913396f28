# SPDX-License-Identifier: Apache-2.0
"""Help when something went wrong: reports, looks at the library; off the window's thread."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, SignalInstance

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from findling.errors import AppError
    from findling.jobs.context import JobContext
    from findling.services.caretaker import ReportPart
    from findling.services.components import Component, Program
    from findling.ui.job_bridge import JobBridge
    from findling.ui.ports import Care


class CareSession(QObject):
    """Asks for one thing after the other.

    Parameters
    ----------
    care : Care
        Is only called off the window's thread.
    bridge : JobBridge
        Where it is called.

    Signals
    -------
    collected : tuple of ReportPart
        What a report would hold.
    saved : Path
        It was written.
    checked : Checkup
        All of the library was read.
    failed : AppError
    """

    collected = Signal(object)
    saved = Signal(object)
    checked = Signal(object)
    failed = Signal(object)

    def __init__(self, care: Care, bridge: JobBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._care = care
        self._bridge = bridge

    def collect(self, window: Mapping[str, object]) -> None:
        """Ask what a report would hold; ``window`` is added to it."""
        self._run(lambda _: self._care.collect(window), self.collected)

    def save(self, parts: tuple[ReportPart, ...], path: Path) -> None:
        """Write a report."""
        job = partial(self._care.save, parts, path)
        self._run(lambda _: job(), self.saved)

    def ask_program(
        self, take: Callable[[Program], None], fail: Callable[[AppError], None]
    ) -> None:
        """Ask what runs here, and what it is made of."""
        self._bridge.run(lambda _: self._care.program(), take, fail)

    def ask_licence(
        self, component: Component, take: Callable[[str], None], fail: Callable[[AppError], None]
    ) -> None:
        """Ask for the licence texts of a component; only the last wish counts."""
        job = partial(self._care.licence_text, component)
        self._bridge.run(lambda _: job(), take, fail, latest="licence")

    def check(self) -> None:
        """Read all of the library; a window that closes stops that."""
        self._run(self._care.check, self.checked)

    def _run(self, job: Callable[[JobContext], object], done: SignalInstance) -> None:
        self._bridge.run(job, done.emit, self.failed.emit)
